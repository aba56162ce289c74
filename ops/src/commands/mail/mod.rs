//! `jangbu mail`: whether letters leave, what became of them, and who gets none.

pub(super) mod suppressions;
mod test;

use anyhow::Result;
use clap::{Args, Subcommand};
use domain::OrderId;
use store::post::{Deliveries, Delivery, senders};

use super::opened::with_shop;
use super::order::kst;
use crate::cli::Outcome;
use crate::config::Global;
use crate::say::say;
use crate::shop::OpenShop;
use crate::table;

const EXAMPLES: &str = "\
Examples:
  jangbu mail test me@example.org
  JANGBU_MAIL=smtps://USER:PASSWORD@mail.example jangbu mail test me@example.org
  jangbu mail about 20260102-7Q2M4XKD9A
  jangbu mail suppressions list
  jangbu mail suppressions remove me@example.org

An address that bounced, or whose owner complained, gets no letter any more, whatever it is. The list \
knows addresses as keyed hashes only: it cannot be read, but any address can be asked for.";

const STAY: &str = "\
A shop remembers through whom its letters and messages leave. A worker whose own would stay on its machine does not \
start then: it would take letters that shoppers wait for and send them to nobody. This makes the shop forget; the \
next worker that starts says anew.";

/// Try the sender, see what became of letters, and who gets none
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Mail {
    #[command(subcommand)]
    pub step: Step,
}

/// What is asked.
#[derive(Debug, Subcommand)]
pub enum Step {
    Test(test::Test),
    /// List what was sent about an order, and what became of it
    About {
        #[arg(value_name = "ORDER")]
        order: OrderId,
    },
    /// See or change the list of addresses that get no letters
    #[command(subcommand, after_help = suppressions::HELP)]
    Suppressions(suppressions::Change),
    /// Nothing is to leave this machine any more: let workers start whose post stays here
    #[command(after_help = STAY)]
    Stay,
}

impl Mail {
    /// # Errors
    /// The letter was not taken, or the database cannot be reached.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        let json = global.json;
        match self.step {
            Step::Test(test) => test.run(global).await?,
            Step::About { order } => {
                let about = async |open: &OpenShop| {
                    let deliveries = Deliveries::new(open.pool.clone());
                    tell(&deliveries.about(order.as_str()).await?, json)
                };
                with_shop(global, about).await?;
            }
            Step::Stay => {
                let forget = async |open: &OpenShop| {
                    senders::forget(&open.pool).await?;
                    say!("letters and messages may stay on this machine again")?;
                    Ok(())
                };
                with_shop(global, forget).await?;
            }
            Step::Suppressions(change) => {
                with_shop(global, async |open: &OpenShop| {
                    change.take(open, json).await
                })
                .await?;
            }
        }
        Ok(Outcome::Done)
    }
}

fn tell(deliveries: &[Delivery], json: bool) -> Result<()> {
    if json {
        say!("{}", serde_json::to_string_pretty(deliveries)?)?;
        return Ok(());
    }
    if deliveries.is_empty() {
        say!("nothing was sent about this order")?;
        return Ok(());
    }
    let mut table = table::table([
        "began", "medium", "template", "state", "why", "provider", "its id", "tries",
    ]);
    let dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".to_owned());
    for delivery in deliveries {
        table.add_row([
            kst(delivery.began_at),
            delivery.medium.clone(),
            delivery.template.clone(),
            delivery.state.clone(),
            dash(&delivery.reason),
            dash(&delivery.provider),
            dash(&delivery.provider_id),
            delivery.attempts.to_string(),
        ]);
    }
    table::figures_from(&mut table, 7);
    say!("{table}")?;
    Ok(())
}
