//! `jangbu schedule`: what happens by the clock, and doing it now.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use sqlx::PgPool;
use store::jobs::{JobDesk, JobRow, JobState};
use workers::schedule::{ENTRIES, Entry, last, next};

use super::order::kst;
use crate::cli::{Outcome, Usage};
use crate::config::Global;
use crate::database::Database;
use crate::say::say;
use crate::{progress, table, when};

const EXAMPLES: &str = "\
Examples:
  jangbu schedule list
  jangbu schedule run daily-sales
  jangbu schedule run daily-sales --at '2026-01-03 00:00'

Times are Korean. Each tick becomes one job, however many workers run; `list` says what becomes of ticks \
that passed while none did. `run` adds the job of one tick at once and waits for a worker (`jangbu up` or \
`jangbu work`) to do it.";

const RUN: &str = "\
Examples:
  jangbu schedule run doctor
  jangbu schedule run daily-sales --at '2026-01-03 00:00'
  jangbu schedule run daily-sales --no-wait

Without --at it is the last tick that has passed. The day's sales of a tick are those of the Korean day that \
ends with it: without --at those of yesterday, with --at '2026-01-03 00:00' those of 2 January.";

/// How long `run` waits for a worker.
const PATIENCE: Duration = Duration::from_mins(5);
const LOOK: Duration = Duration::from_millis(300);

/// List what happens by the clock, or do it now
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Schedule {
    #[command(subcommand)]
    pub step: Step,
}

/// What is done with it.
#[derive(Debug, Subcommand)]
pub enum Step {
    /// Every entry: when it is due, when it ran, what becomes of missed ticks
    List,
    /// Do one now
    #[command(after_help = RUN)]
    Run {
        /// The entry's name
        #[arg(value_name = "NAME", value_parser = entry)]
        entry: &'static Entry,
        /// As if it were then, KST; without it the last tick that has passed
        #[arg(long, value_name = "TIME", value_parser = when::moment)]
        at: Option<DateTime<Utc>>,
        /// Only add the job
        #[arg(long)]
        no_wait: bool,
    },
}

fn entry(name: &str) -> Result<&'static Entry, String> {
    let found = ENTRIES.iter().find(|entry| entry.name == name);
    found.ok_or_else(|| {
        let names: Vec<&str> = ENTRIES.iter().map(|entry| entry.name).collect();
        format!("the schedule has {}", names.join(", "))
    })
}

impl Schedule {
    /// # Errors
    /// The job failed or no worker took it, or the database cannot be reached.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        let database = Database::open(global).await?;
        database.migrate().await?;
        let pool = database.pool(2).await?;
        let done = self.step.take(&pool, global.json).await;
        pool.close().await;
        database.close()?;
        done
    }
}

impl Step {
    async fn take(self, pool: &PgPool, json: bool) -> Result<Outcome> {
        match self {
            Self::List => list(pool, json).await.map(|()| Outcome::Done),
            Self::Run { entry, at, no_wait } => run(pool, entry, at, no_wait, json).await,
        }
    }
}

async fn list(pool: &PgPool, json: bool) -> Result<()> {
    let ticks: Vec<(String, DateTime<Utc>)> =
        sqlx::query_as("SELECT name, last_tick FROM schedule_ticks")
            .fetch_all(pool)
            .await?;
    // A new shop's book begins at the moment it was opened, which is a tick of nothing.
    let ran = |entry: &Entry| {
        let known = ticks.iter().find(|(name, _)| name == entry.name);
        let tick = known.map(|(_, tick)| *tick);
        tick.filter(|tick| last(entry.cron, *tick).is_ok_and(|of| of == *tick))
    };
    let now = Utc::now();
    if json {
        let mut entries: Vec<Value> = vec![];
        for entry in ENTRIES {
            entries.push(json!({
                "name": entry.name, "cron": entry.cron, "zone": "Asia/Seoul", "does": entry.does,
                "missed": entry.missed.says(), "next": next(entry.cron, now)?,
                "last_tick": ran(entry),
            }));
        }
        say!("{}", serde_json::to_string_pretty(&entries)?)?;
        return Ok(());
    }
    let mut table = table::table(["name", "KST", "next", "last tick", "missed ticks", "does"]);
    for entry in ENTRIES {
        table.add_row([
            entry.name.to_owned(),
            entry.cron.to_owned(),
            kst(next(entry.cron, now)?),
            ran(entry).map_or_else(|| "—".to_owned(), kst),
            entry.missed.says(),
            entry.does.to_owned(),
        ]);
    }
    say!("{table}")?;
    Ok(())
}

async fn run(
    pool: &PgPool,
    entry: &Entry,
    at: Option<DateTime<Utc>>,
    no_wait: bool,
    json: bool,
) -> Result<Outcome> {
    let now = Utc::now();
    if at.is_some_and(|at| at > now) {
        return Err(Usage("--at lies in the future".to_owned()).into());
    }
    // A key of its own: the tick itself may have run already, and is run again on purpose.
    let mut job = entry.job(at.map_or_else(|| last(entry.cron, now), Ok)?);
    let run = now.timestamp_millis();
    let key = format!("{}:by-hand:{run}", entry.name);
    job.key = Some(key.clone());
    job.payload["by_hand"] = run.into();
    let mut transaction = pool.begin().await?;
    store::jobs::add(&mut transaction, &[job]).await?;
    let sql = "SELECT id FROM graphile_worker.jobs WHERE key = $1";
    let added = sqlx::query_scalar(sql).bind(&key);
    let id: i64 = added.fetch_one(&mut *transaction).await?;
    transaction.commit().await?;
    if no_wait {
        return say_done(id, entry, "added", json);
    }
    match wait(&JobDesk::new(pool.clone()), id).await? {
        None => say_done(id, entry, "done", json),
        Some(job) if job.attempts == 0 => bail!(
            "no worker has taken job {id} within {} minutes; is `jangbu up` or `jangbu work` running?",
            PATIENCE.as_secs() / 60
        ),
        Some(job) if job.state == JobState::Running => bail!(
            "job {id} has been at work for {} minutes and goes on; see: jangbu jobs show {id}",
            PATIENCE.as_secs() / 60
        ),
        Some(job) => bail!(
            "job {id} failed: {}\nIt is {}; see: jangbu jobs show {id}",
            job.last_error.as_deref().unwrap_or("no reason was left"),
            job.state.as_str()
        ),
    }
}

/// Until it is done, has failed, or patience ends; none: done.
async fn wait(desk: &JobDesk, id: i64) -> Result<Option<JobRow>> {
    let spinner = progress::spinner("waiting for a worker");
    let began = Instant::now();
    loop {
        let job = desk.show(id).await?;
        let Some(job) = job else {
            spinner.finish_and_clear();
            return Ok(None);
        };
        let failed = matches!(job.state, JobState::Retrying | JobState::Dead);
        if failed || began.elapsed() > PATIENCE {
            spinner.finish_and_clear();
            return Ok(Some(job));
        }
        if job.state == JobState::Running {
            spinner.set_message("a worker is at it");
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn say_done(id: i64, entry: &Entry, word: &str, json: bool) -> Result<Outcome> {
    if json {
        say!(
            "{}",
            json!({ "job": id, "name": entry.name, "state": word })
        )?;
    } else {
        say!("job {id} ({}): {word}", entry.name)?;
    }
    Ok(Outcome::Done)
}
