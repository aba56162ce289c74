//! `jangbu simulate`: plays the outside world against a running shop, over HTTP as it would come.

use anyhow::Result;
use clap::{Args, Subcommand};
use domain::ids::OrderId;

use crate::cli::Outcome;
use crate::config::Global;

const EXAMPLES: &str = "\
Examples:
  jangbu simulate deposit 20260102-7Q2M4XKD9A
  jangbu simulate deposit 20260102-7Q2M4XKD9A --amount 10000 --notice same-again

The deposit is announced just as KG Inicis announces one: a CP949 form to the shop's notification
address, answered with exactly OK. The shop must be running (`jangbu up`).";

/// Play the outside world: a customer's bank transfer
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Simulate {
    #[command(subcommand)]
    pub event: Event,
}

/// What happens outside.
#[derive(Debug, Subcommand)]
pub enum Event {
    Deposit(Deposit),
}

/// A deposit into an order's virtual account
#[derive(Debug, Args)]
pub struct Deposit {
    /// The order whose account is paid into
    #[arg(value_name = "ORDER")]
    pub order: OrderId,
    /// Won; what is due if not given
    #[arg(long, value_name = "WON")]
    pub amount: Option<i64>,
    /// The notice's id; the same again is a duplicate
    #[arg(long, value_name = "ID")]
    pub notice: Option<String>,
    /// The running shop
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    pub shop: String,
}

impl Simulate {
    /// # Errors
    /// There is no such order, the shop does not answer, or it does not answer OK.
    pub async fn run(self, _global: &Global) -> Result<Outcome> {
        super::not_built("simulate")
    }
}
