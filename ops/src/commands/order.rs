//! `jangbu order`: what staff do to one order, until they have pages for it.

use anyhow::Result;
use clap::{Args, Subcommand};
use domain::ids::OrderId;

use crate::cli::Outcome;
use crate::config::Global;

const EXAMPLES: &str = "\
Examples:
  jangbu order show 20260102-7Q2M4XKD9A
  jangbu order ship 20260102-7Q2M4XKD9A --carrier cj --invoice 123456789012
  jangbu order cancel 20260102-7Q2M4XKD9A --reason 'customer called'
  jangbu order refund 20260102-7Q2M4XKD9A --line 2=1 --reason 'broken in transit'

Doing a step twice is harmless: the second time finds it done.";

/// Show an order, or ship, cancel or refund it
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Order {
    #[command(subcommand)]
    pub step: Step,
}

/// One step.
#[derive(Debug, Subcommand)]
pub enum Step {
    /// The order as it stands: lines, payment, parcels
    Show {
        #[arg(value_name = "ORDER")]
        order: OrderId,
    },
    /// Hand goods over to a carrier; without --line everything that is left
    Ship {
        #[arg(value_name = "ORDER")]
        order: OrderId,
        /// Who carries it, such as cj, hanjin, lotte, epost
        #[arg(long, value_name = "CARRIER")]
        carrier: String,
        /// The carrier's invoice number
        #[arg(long, value_name = "NUMBER")]
        invoice: String,
        #[command(flatten)]
        lines: Lines,
    },
    /// Cancel what has not been shipped; paid money becomes a refund
    Cancel {
        #[arg(value_name = "ORDER")]
        order: OrderId,
        #[command(flatten)]
        lines: Lines,
        /// Why; the order's history shows it
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
    },
    /// Give money back for goods; without --line for all of them
    Refund {
        #[arg(value_name = "ORDER")]
        order: OrderId,
        #[command(flatten)]
        lines: Lines,
        /// Why; the order's history shows it
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
    },
}

/// Which part of an order.
#[derive(Debug, Clone, Args)]
pub struct Lines {
    /// A line and how many pieces of it, such as 2=1; may be repeated
    #[arg(long = "line", value_name = "LINE=PIECES", value_parser = line)]
    pub lines: Vec<(u32, u32)>,
}

fn line(text: &str) -> Result<(u32, u32), String> {
    let parsed = text
        .split_once('=')
        .and_then(|(line, pieces)| Some((line.parse().ok()?, pieces.parse().ok()?)));
    match parsed {
        Some((line, pieces)) if pieces > 0 => Ok((line, pieces)),
        _ => Err("expected a line and its pieces, such as 2=1".to_owned()),
    }
}

impl Order {
    /// # Errors
    /// There is no such order, the step is refused, or the database cannot be reached.
    pub async fn run(self, _global: &Global) -> Result<Outcome> {
        super::not_built("order")
    }
}
