//! One file per command: its words on the command line, its help, and what it does.

pub mod doctor;
pub mod import;
pub mod migrate;
pub mod order;
pub mod projections;
pub mod replay;
pub mod simulate;
pub mod stats;
pub mod up;
pub mod web;
pub mod work;

use anyhow::{Result, bail};

use crate::cli::Outcome;

/// The answer of a command whose words are settled and whose body is not.
fn not_built(command: &str) -> Result<Outcome> {
    bail!("`jangbu {command}` is not built yet")
}
