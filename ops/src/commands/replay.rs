//! `jangbu replay`: an order as it stood at any moment, from its events alone.

use anyhow::{Context, Result, bail};
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand, ValueEnum};
use domain::ids::OrderId;
use serde_json::{Value, json};
use shop::audit::{Change, Moment, Trail};

use super::order::{kst, print};
use crate::cli::Outcome;
use crate::config::Global;
use crate::database::{Database, Sizes};
use crate::say::say;
use crate::secrets::Secrets;
use crate::shop::OpenShop;
use crate::table;
use crate::when;

const EXAMPLES: &str = "\
Examples:
  jangbu replay order 20260102-7Q2M4XKD9A
  jangbu replay order 20260102-7Q2M4XKD9A --at '2026-01-03 12:00'
  jangbu replay order 20260102-7Q2M4XKD9A --at '2026-01-03 12:00' --clock known
  jangbu replay order 20260102-7Q2M4XKD9A --version 4
  jangbu replay order 20260102-7Q2M4XKD9A --events
  jangbu replay order 20260102-7Q2M4XKD9A --diff 3 5

Times without a zone are Korean. --at asks what had happened by then, or with --clock known what the \
shop had learned by then; --events shows for each event both clocks.";

/// Show an order as it stood at a moment or a version, its events, or what changed
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Replay {
    #[command(subcommand)]
    pub what: What,
}

/// What is replayed.
#[derive(Debug, Subcommand)]
pub enum What {
    /// One order
    Order(ReplayOrder),
}

/// One order, and which view of it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ReplayOrder {
    /// The order's number
    #[arg(value_name = "ORDER")]
    pub order: OrderId,
    /// As it stood then
    #[arg(long, value_name = "TIME", value_parser = when::moment, group = "view")]
    pub at: Option<DateTime<Utc>>,
    /// Which clock --at goes by
    #[arg(long, value_enum, default_value_t = Clock::Happened)]
    pub clock: Clock,
    /// As it stood after that many events
    #[arg(long, value_name = "N", group = "view")]
    pub version: Option<i64>,
    /// Its events with actor, cause and both clocks
    #[arg(long, group = "view")]
    pub events: bool,
    /// What changed between two versions
    #[arg(long, num_args = 2, value_names = ["A", "B"], group = "view")]
    pub diff: Option<Vec<i64>>,
}

/// One of the two clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Clock {
    /// When things happened
    Happened,
    /// When the shop came to know
    Known,
}

impl Replay {
    /// # Errors
    /// There is no such order or version, or the database cannot be reached.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        let What::Order(asked) = self.what;
        let secrets = Secrets::load(&global.data)?;
        let database = Database::open(global).await?;
        let open = OpenShop::open(&database, &secrets, &global.data, Sizes::small()).await?;
        let trail = open.shop.trail(&asked.order).await;
        open.close().await;
        database.close()?;
        let trail = trail?.with_context(|| format!("there is no order {}", asked.order))?;
        asked.print(&trail, global.json)?;
        Ok(Outcome::Done)
    }
}

impl ReplayOrder {
    fn print(&self, trail: &Trail, json: bool) -> Result<()> {
        if self.events {
            return print_events(trail, json);
        }
        if let Some([from, to]) = self.diff.as_deref() {
            self.check(*from, trail)?;
            self.check(*to, trail)?;
            let changes = trail.diff(Moment::Version(*from), Moment::Version(*to))?;
            return print_changes(&changes, json);
        }
        let moment = self.moment(trail)?;
        match trail.at(moment)? {
            Some(snapshot) => print(&snapshot, json),
            None => bail!("order {} did not exist yet", self.order),
        }
    }

    fn moment(&self, trail: &Trail) -> Result<Moment> {
        Ok(match (self.at, self.version, self.clock) {
            (Some(time), _, Clock::Happened) => Moment::Occurred(time),
            (Some(time), _, Clock::Known) => Moment::Known(time),
            (None, Some(version), _) => {
                self.check(version, trail)?;
                Moment::Version(version)
            }
            (None, None, _) => Moment::Latest,
        })
    }

    fn check(&self, version: i64, trail: &Trail) -> Result<()> {
        let last = trail.versions();
        if !(0..=last).contains(&version) {
            bail!(
                "order {} has versions 0 to {last}, not {version}",
                self.order
            );
        }
        Ok(())
    }
}

fn print_events(trail: &Trail, json: bool) -> Result<()> {
    if json {
        say!("{}", serde_json::to_string_pretty(&trail.entries)?)?;
        return Ok(());
    }
    let mut table = table::table([
        "stream", "#", "event", "happened", "known", "actor", "cause",
    ]);
    for entry in &trail.entries {
        table.add_row([
            entry.aggregate.clone(),
            entry.version.to_string(),
            entry.event.clone(),
            kst(entry.occurred_at),
            kst(entry.recorded_at),
            entry.actor.clone(),
            entry.cause.clone().unwrap_or_default(),
        ]);
    }
    say!("{table}")?;
    Ok(())
}

fn print_changes(changes: &[Change], json: bool) -> Result<()> {
    if json {
        say!("{}", serde_json::to_string_pretty(&json!(changes))?)?;
        return Ok(());
    }
    let text = |value: &Option<Value>| value.as_ref().map_or("—".to_owned(), ToString::to_string);
    for change in changes {
        say!(
            "{}: {} → {}",
            change.path,
            text(&change.before),
            text(&change.after)
        )?;
    }
    if changes.is_empty() {
        say!("nothing changed")?;
    }
    Ok(())
}
