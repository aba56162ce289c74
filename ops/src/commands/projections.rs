//! `jangbu projections`: the tables computed from the log, and whether they are right.

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::cli::Outcome;
use crate::config::Global;

const EXAMPLES: &str = "\
Examples:
  jangbu projections status
  jangbu projections rebuild sales
  jangbu projections check

A rebuild fills new tables beside the old ones and swaps them in when they have caught up; pages go
on meanwhile. `check` folds the whole log afresh and compares, and ends with 1 if a row differs.";

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
    /// Compute one afresh, beside the one in use, and swap
    Rebuild {
        /// Its name as `status` shows it
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Compare each with a fold of the whole log
    Check,
}

impl Projections {
    /// # Errors
    /// There is no such projection, or the database cannot be reached.
    pub async fn run(self, _global: &Global) -> Result<Outcome> {
        super::not_built("projections")
    }
}
