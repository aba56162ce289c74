//! `jangbu replay`: an order as it stood at any moment, from its events alone.

use anyhow::Result;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use domain::ids::OrderId;

use crate::cli::Outcome;
use crate::config::Global;
use crate::when;

const EXAMPLES: &str = "\
Examples:
  jangbu replay order 20260102-7Q2M4XKD9A
  jangbu replay order 20260102-7Q2M4XKD9A --at '2026-01-03 12:00'
  jangbu replay order 20260102-7Q2M4XKD9A --version 4
  jangbu replay order 20260102-7Q2M4XKD9A --events
  jangbu replay order 20260102-7Q2M4XKD9A --diff 3 5

Times without a zone are Korean. --at asks what had happened by then; --events shows for each event
both when it happened and when the ledger learned of it.";

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
pub struct ReplayOrder {
    /// The order's number
    #[arg(value_name = "ORDER")]
    pub order: OrderId,
    /// As it stood then
    #[arg(long, value_name = "TIME", value_parser = when::moment, group = "view")]
    pub at: Option<DateTime<Utc>>,
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

impl Replay {
    /// # Errors
    /// There is no such order or version, or the database cannot be reached.
    pub async fn run(self, _global: &Global) -> Result<Outcome> {
        super::not_built("replay")
    }
}
