//! `jangbu stats`: figures from the sales facts, as of any day and as known on any day.

use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Subcommand, ValueEnum};

use crate::cli::{Outcome, Usage};
use crate::config::Global;
use crate::when;

const EXAMPLES: &str = "\
Examples:
  jangbu stats sales --by day --from 2026-01-01 --to 2026-01-31
  jangbu stats sales --by month,country --csv > year.csv
  jangbu stats sales --by sku --as-of '2026-01-15 18:00'
  jangbu stats sales --by day --known-at 2026-02-01 --json

Days are Korean business days, --to is included, amounts are won. --as-of leaves out what happened
later; --known-at leaves out what the ledger learned later, so that an old report can be repeated
to the won. A refund counts on its own day.";

/// Sales by day, store, channel, SKU, category or country
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Stats {
    #[command(subcommand)]
    pub what: What,
}

/// Which figures.
#[derive(Debug, Subcommand)]
pub enum What {
    /// Units, orders, gross, refunds and net
    Sales(Sales),
}

/// How sales are cut and grouped.
#[derive(Debug, Args)]
pub struct Sales {
    /// What to group by, in this order
    #[arg(
        long,
        value_name = "COLUMNS",
        value_delimiter = ',',
        default_value = "day"
    )]
    pub by: Vec<Column>,
    /// First business day
    #[arg(long, value_name = "DAY", value_parser = when::day)]
    pub from: Option<NaiveDate>,
    /// Last business day, included
    #[arg(long, value_name = "DAY", value_parser = when::day)]
    pub to: Option<NaiveDate>,
    /// Only what had happened by then
    #[arg(long, value_name = "TIME", value_parser = when::moment)]
    pub as_of: Option<DateTime<Utc>>,
    /// Only what the ledger had learned by then
    #[arg(long, value_name = "TIME", value_parser = when::moment)]
    pub known_at: Option<DateTime<Utc>>,
    /// Comma-separated values with a header line
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

/// A group column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Column {
    Day,
    Week,
    Month,
    Store,
    Channel,
    Sku,
    Category,
    Country,
}

impl Sales {
    fn check(&self) -> Result<(), Usage> {
        if self.from.zip(self.to).is_some_and(|(from, to)| from > to) {
            return Err(Usage("--from lies after --to".to_owned()));
        }
        Ok(())
    }
}

impl Stats {
    /// # Errors
    /// The days make no sense, or the database cannot be reached.
    pub async fn run(self, _global: &Global) -> Result<Outcome> {
        let What::Sales(sales) = self.what;
        sales.check()?;
        super::not_built("stats sales")
    }
}
