//! `jangbu projections`: the tables computed from the log, and whether they are right.

use std::sync::Arc;

use anyhow::Result;
use clap::{Args, Subcommand};
use comfy_table::Table;
use projections::{Checked, ParkedEvent, Projection, Source, Status};
use serde_json::{Value, json};
use sqlx::PgPool;
use store::{PgLog, upcasters};

use crate::cli::Outcome;
use crate::config::Global;
use crate::database::Database;
use crate::say::say;
use crate::{progress, table};

const EXAMPLES: &str = "\
Examples:
  jangbu projections status
  jangbu projections rebuild sales
  jangbu projections check
  jangbu projections retry orders

A rebuild fills new tables beside the old ones and swaps them in when they have caught up; pages go \
on meanwhile. `check` folds the whole log afresh and compares, and ends with 1 if a row differs. \
An event that cannot be folded is parked with its stream, and everything else goes on: `status` \
lists it, `retry` folds it again when the code that could not read it has been mended.";

/// Connections: one for each projection that folds, and some for all together.
const CONNECTIONS: u32 = 8;
/// Parked events shown at most.
const SHOWN: i64 = 100;

/// See, rebuild or check the tables computed from the log
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Projections {
    #[command(subcommand)]
    pub action: Action,
}

/// What to do with them.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// How far each one is, how much it lags, what it had to park
    Status,
    /// Compute some afresh, beside those in use, and swap
    Rebuild {
        /// Names as `status` shows them; without any, all of them, reading the log once
        #[arg(value_name = "NAME")]
        names: Vec<String>,
    },
    /// Compare each with a fold of the whole log
    #[command(after_help = EXAMPLES)]
    Check {
        /// Names as `status` shows them; without any, all of them
        #[arg(value_name = "NAME")]
        names: Vec<String>,
    },
    /// Fold again what was parked
    Retry {
        /// Its name as `status` shows it
        #[arg(value_name = "NAME")]
        name: String,
    },
}

impl Projections {
    /// # Errors
    /// There is no such projection, or the database cannot be reached.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        let database = Database::open(global).await?;
        database.migrate().await?;
        let pool = database.pool(CONNECTIONS).await?;
        let log = PgLog::connect(database.url(), 2).await?;
        let source = Source::new(Arc::new(log), upcasters());
        let told = self.action.run(&pool, &source).await;
        drop(source);
        pool.close().await;
        database.close()?;
        let (told, outcome) = told?;
        if global.json {
            say!("{}", serde_json::to_string_pretty(&told.json)?)?;
        } else {
            say!("{}", told.text)?;
        }
        Ok(outcome)
    }
}

/// One answer, for people and for programs.
struct Told {
    text: String,
    json: Value,
}

impl Action {
    async fn run(self, pool: &PgPool, source: &Source) -> Result<(Told, Outcome)> {
        match self {
            Self::Status => status(pool).await,
            Self::Rebuild { names } => rebuild(pool, source, &chosen(&names)?).await,
            Self::Check { names } => check(pool, source, &chosen(&names)?).await,
            Self::Retry { name } => retry(pool, source, &name).await,
        }
    }
}

fn chosen(names: &[String]) -> Result<Vec<Arc<dyn Projection>>> {
    if names.is_empty() {
        return Ok(projections::all());
    }
    let found = names.iter().map(|name| projections::named(name));
    Ok(found.collect::<Result<_, _>>()?)
}

async fn status(pool: &PgPool) -> Result<(Told, Outcome)> {
    let all = projections::status(pool).await?;
    let parked = projections::parked(pool, None, SHOWN).await?;
    let mut lines = vec![table_of(&all).to_string()];
    lines.extend(parked.iter().map(parked_line));
    let json = json!({
        "projections": all.iter().map(status_json).collect::<Vec<_>>(),
        "parked": parked.iter().map(parked_json).collect::<Vec<_>>(),
    });
    let text = lines.join("\n");
    Ok((Told { text, json }, Outcome::Done))
}

fn parked_line(event: &ParkedEvent) -> String {
    let why = event.error.as_deref().unwrap_or("waits behind another");
    format!(
        "parked in {}: {} {} #{} {}: {why}",
        event.name, event.kind, event.stream, event.sequence, event.event_type
    )
}

fn table_of(all: &[Status]) -> Table {
    let mut table = table::table([
        "projection",
        "state",
        "version",
        "generation",
        "behind",
        "seconds",
        "parked",
    ]);
    for one in all {
        let state = match (&one.halted, &one.filling, one.running) {
            (Some(why), ..) => format!("stopped: {why}"),
            (None, Some((generation, at)), _) => {
                format!("filling generation {generation}, at {at}")
            }
            (None, None, true) => "running".to_owned(),
            (None, None, false) => "nobody runs it".to_owned(),
        };
        table.add_row([
            one.name.clone(),
            state,
            one.version.to_string(),
            one.generation.to_string(),
            one.lag_events.to_string(),
            format!("{:.1}", one.lag_seconds),
            one.parked.to_string(),
        ]);
    }
    table::figures_from(&mut table, 2);
    table
}

fn status_json(one: &Status) -> Value {
    json!({
        "name": one.name, "version": one.version, "generation": one.generation,
        "cursor": one.cursor.to_string(), "lag_events": one.lag_events, "lag_seconds": one.lag_seconds,
        "parked": one.parked, "halted": one.halted, "running": one.running,
        "filling": one.filling.as_ref().map(|(generation, _)| generation),
    })
}

fn parked_json(event: &ParkedEvent) -> Value {
    json!({
        "name": event.name, "kind": event.kind, "stream": event.stream, "sequence": event.sequence,
        "event_id": event.event_id, "event_type": event.event_type, "error": event.error,
        "parked_at": event.parked_at,
    })
}

async fn rebuild(
    pool: &PgPool,
    source: &Source,
    some: &[Arc<dyn Projection>],
) -> Result<(Told, Outcome)> {
    let waiting = progress::spinner("filling new tables from the log");
    let rebuilt = projections::rebuild(pool, source, some).await?;
    waiting.finish_and_clear();
    let (events, seconds) = (rebuilt.events, rebuilt.seconds);
    let names: Vec<&str> = some.iter().map(|projection| projection.name()).collect();
    let text = format!(
        "{}: rebuilt from {events} events in {seconds:.1} s",
        names.join(", ")
    );
    let json = json!({ "rebuilt": names, "events": events, "seconds": seconds });
    Ok((Told { text, json }, Outcome::Done))
}

async fn check(
    pool: &PgPool,
    source: &Source,
    some: &[Arc<dyn Projection>],
) -> Result<(Told, Outcome)> {
    let mut all = Vec::with_capacity(some.len());
    for projection in some {
        let waiting = progress::spinner(&format!("folding {} afresh", projection.name()));
        all.push(projections::check(pool, source, projection).await?);
        waiting.finish_and_clear();
    }
    let equal = all.iter().all(Checked::equal);
    let lines: Vec<String> = all.iter().flat_map(|one| one.tables.iter().map(|table| {
        let verdict = match (table.wrong.len(), table.missing.len()) {
            (0, 0) => "equal".to_owned(),
            _ => format!("DIFFERS\n  in service, not in the log: {:?}\n  in the log, not in service: {:?}", table.wrong, table.missing),
        };
        format!("{} {}: {} rows, {verdict}", one.name, table.table, table.rows)
    })).collect();
    let json = all.iter().map(|one| {
        json!({
            "name": one.name, "equal": one.equal(), "cursor": one.cursor,
            "tables": one.tables.iter().map(|table| json!({
                "table": table.table, "rows": table.rows, "digest": table.digest,
                "wrong": table.wrong, "missing": table.missing,
            })).collect::<Vec<_>>(),
        })
    });
    let told = Told {
        text: lines.join("\n"),
        json: json.collect(),
    };
    Ok((
        told,
        if equal {
            Outcome::Done
        } else {
            Outcome::Broken
        },
    ))
}

async fn retry(pool: &PgPool, source: &Source, name: &str) -> Result<(Told, Outcome)> {
    let projection = projections::named(name)?;
    let retried = projections::retry(pool, source, projection.as_ref()).await?;
    let (folded, parked) = (retried.folded, retried.parked);
    let text = format!("{name}: {folded} streams folded, {parked} still parked");
    let json = json!({ "name": name, "folded": folded, "parked": parked });
    let outcome = if parked == 0 {
        Outcome::Done
    } else {
        Outcome::Broken
    };
    Ok((Told { text, json }, outcome))
}
