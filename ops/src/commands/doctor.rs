//! `jangbu doctor`: does everything add up?

use std::sync::Arc;

use anyhow::Result;
use clap::Args;
use store::EventLog;

use crate::cli::Outcome;
use crate::config::Global;
use crate::database::{Database, Sizes};
use crate::doctor::{Patient, Report, examine};
use crate::progress;
use crate::say::say;
use crate::secrets::Secrets;
use crate::shop::OpenShop;

const EXAMPLES: &str = "\
Examples:
  jangbu doctor
  jangbu doctor --json | jq '.broken[]'

Checks the whole database: every acknowledged order exists once; stock is never negative and \
received = on hand + held + sold; captured − refunded is what the payments say; every projection \
equals its rebuild; streams have no holes and nothing is stuck. Reads only. Ends with 1 and a list \
when something is broken.";

/// Check the shop's invariants over the whole database
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Doctor {}

impl Doctor {
    /// # Errors
    /// The database cannot be read. A broken invariant is not an error but [`Outcome::Broken`].
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        let secrets = Secrets::load(&global.data)?;
        let database = Database::open(global).await?;
        let open = OpenShop::open(&database, &secrets, &global.data, Sizes::small()).await?;
        let spinner = progress::spinner("looking");
        let log: Arc<dyn EventLog> = open.log.clone();
        let patient = Patient {
            pool: &open.pool,
            log: &log,
            books: Some(open.bank.books()),
            shop: Some(&open.shop),
        };
        let report = examine(&patient, |step| spinner.set_message(step.to_owned())).await;
        spinner.finish_and_clear();
        open.close().await;
        database.close()?;
        let report = report?;
        print(&report, global.json)?;
        Ok(if report.broken.is_empty() {
            Outcome::Done
        } else {
            Outcome::Broken
        })
    }
}

fn print(report: &Report, json: bool) -> Result<()> {
    if json {
        say!("{}", serde_json::to_string_pretty(report)?)?;
        return Ok(());
    }
    for sentence in &report.checked {
        say!("· {sentence}")?;
    }
    for finding in &report.broken {
        say!("✗ {finding}")?;
    }
    if report.broken.is_empty() {
        say!("everything adds up")?;
    }
    Ok(())
}
