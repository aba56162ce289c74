//! `jangbu doctor`: does everything add up?

use anyhow::Result;
use clap::Args;

use crate::cli::Outcome;
use crate::config::Global;

const EXAMPLES: &str = "\
Examples:
  jangbu doctor
  jangbu doctor --json | jq '.broken[]'

Checks the whole database: every acknowledged order exists once; stock is never negative and
received = on hand + held + sold; captured − refunded is what the payments say; every projection
equals its rebuild; streams have no holes and nothing is stuck. Reads only. Ends with 1 and a list
when something is broken.";

/// Check the shop's invariants over the whole database
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Doctor {}

impl Doctor {
    /// # Errors
    /// The database cannot be read. A broken invariant is not an error but [`Outcome::Broken`].
    pub async fn run(self, _global: &Global) -> Result<Outcome> {
        super::not_built("doctor")
    }
}
