//! `jangbu books`: what payment providers say that they hold, beside our books (대사).

use anyhow::{Result, bail};
use chrono::{Days, NaiveDate, Utc};
use chrono_tz::Asia::Seoul;
use clap::{Args, Subcommand};
use domain::{ProviderId, StoreId};
use projections::orders::{self, OpenDifference};
use serde_json::{Value, json};
use shop::paying::DayCompared;
use workers::schedule::books::compare;

use super::opened::{catch_up, with_database};
use crate::cli::{Outcome, Usage};
use crate::config::Global;
use crate::database::Database;
use crate::say::say;
use crate::shop::OpenShop;
use crate::{progress, table, when};

const EXAMPLES: &str = "\
Examples:
  jangbu books list
  jangbu books compare
  jangbu books compare --day 2026-11-26 --store intake --provider tosspayments

Each night at 05:10 the day before is compared by itself; what differs is an error in the log and waits here until \
both say the same. Ends with 1 while anything differs.";

const COMPARE: &str = "\
Examples:
  jangbu books compare
  jangbu books compare --day 2026-11-26

Without --day it is yesterday, in Korea. Each payment that moved on that day is asked about, and the provider's own \
list of the day, where it has one, is read as well: so money of which our books know nothing is found, too. Money \
that is on its way just now is left for the next day.";

/// Compare payment providers' books with ours, or list what differs
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Books {
    #[command(subcommand)]
    pub step: Step,
}

/// What is done with them.
#[derive(Debug, Subcommand)]
pub enum Step {
    /// What differs and has not been found to agree since
    List,
    /// Compare a day now
    #[command(after_help = COMPARE)]
    Compare {
        /// The day (KST)
        #[arg(long, value_name = "DAY", value_parser = when::day)]
        day: Option<NaiveDate>,
        /// Only this store's
        #[arg(long, value_name = "STORE")]
        store: Option<StoreId>,
        /// Only this provider's
        #[arg(long, value_name = "PROVIDER")]
        provider: Option<ProviderId>,
    },
}

impl Books {
    /// # Errors
    /// A provider or the database cannot be reached.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        let (step, json) = (self.step, global.json);
        with_database(global, async |database: &Database, open: &OpenShop| {
            step.take(database, open, json).await
        })
        .await
    }
}

/// One provider's day for one store.
struct Row {
    store: StoreId,
    provider: ProviderId,
    found: DayCompared,
    /// Why it could not be compared.
    failed: Option<String>,
}

impl Step {
    async fn take(self, database: &Database, open: &OpenShop, json: bool) -> Result<Outcome> {
        catch_up(database, open).await?;
        if let Self::Compare {
            day,
            store,
            provider,
        } = self
        {
            let day = day.unwrap_or_else(yesterday);
            let rows = days(open, day, store, provider).await?;
            catch_up(database, open).await?;
            told(day, &rows, json)?;
            let mut failed = rows.iter().filter(|row| row.failed.is_some());
            if let Some(row) = failed.next() {
                bail!(
                    "not all could be compared: {} of {} did not tell; try again later",
                    row.provider,
                    row.store
                );
            }
            let agrees = rows.iter().all(|row| row.found.differ.is_empty());
            return Ok(if agrees {
                Outcome::Done
            } else {
                Outcome::Broken
            });
        }
        let differences = orders::differences(&open.pool).await?;
        list(&differences, json)?;
        Ok(if differences.is_empty() {
            Outcome::Done
        } else {
            Outcome::Broken
        })
    }
}

fn yesterday() -> NaiveDate {
    Utc::now().with_timezone(&Seoul).date_naive() - Days::new(1)
}

async fn days(
    open: &OpenShop,
    day: NaiveDate,
    store: Option<StoreId>,
    provider: Option<ProviderId>,
) -> Result<Vec<Row>> {
    let mut contracts = open.shop.contracts();
    contracts.retain(|(of, with)| {
        store.as_ref().is_none_or(|it| it == of) && provider.as_ref().is_none_or(|it| it == with)
    });
    if contracts.is_empty() {
        let all = open.shop.contracts().into_iter();
        let all: Vec<String> = all.map(|(of, with)| format!("{of} with {with}")).collect();
        let why = if all.is_empty() {
            "no store has a contract with a payment provider".to_owned()
        } else {
            format!("there is no such contract; there are: {}", all.join(", "))
        };
        return Err(Usage(why).into());
    }
    if day > yesterday() + Days::new(1) {
        return Err(Usage(format!("{day} has not begun in Korea")).into());
    }
    let spinner = progress::spinner("asking the providers");
    let mut rows = Vec::new();
    for (store, provider) in contracts {
        spinner.set_message(format!("asking {provider} about {store}"));
        let contract = (&store, &provider);
        // One that is down hides nothing of the others.
        let (found, failed) = match compare(&open.shop, &open.pool, contract, day).await {
            Ok(found) => (found, None),
            Err(error) => (DayCompared::default(), Some(error.to_string())),
        };
        rows.push(Row {
            store,
            provider,
            found,
            failed,
        });
    }
    spinner.finish_and_clear();
    Ok(rows)
}

fn told(day: NaiveDate, rows: &[Row], json: bool) -> Result<()> {
    if json {
        let all: Vec<Value> = rows.iter().map(|row| object(day, row)).collect();
        say!("{}", serde_json::to_string_pretty(&all)?)?;
        return Ok(());
    }
    say!("{day}")?;
    let mut table = table::table(["store", "provider", "compared", "in its list", "differ"]);
    for row in rows {
        if row.failed.is_some() {
            let none = || "—".to_owned();
            let (store, provider) = (row.store.to_string(), row.provider.to_string());
            table.add_row([store, provider, none(), none(), "no answer".to_owned()]);
            continue;
        }
        let listed = row.found.listed;
        table.add_row([
            row.store.to_string(),
            row.provider.to_string(),
            row.found.compared.to_string(),
            listed.map_or_else(|| "no list".to_owned(), |rows| rows.to_string()),
            row.found.differ.len().to_string(),
        ]);
    }
    say!("{table}")?;
    for row in rows {
        if let Some(why) = &row.failed {
            say!("{why}")?;
        }
        for (attempt, it) in &row.found.differ {
            let (ours, theirs, provider) = (it.ours, it.theirs, &row.provider);
            say!("{attempt}: we say that {provider} holds {ours}, it says {theirs}")?;
        }
        for number in &row.found.foreign {
            say!(
                "{number}: {} took money under a number that is not ours",
                row.provider
            )?;
        }
    }
    Ok(())
}

fn object(day: NaiveDate, row: &Row) -> Value {
    let differ = row.found.differ.iter();
    let differ: Vec<Value> = differ
        .map(|(attempt, it)| json!({ "attempt": attempt, "ours": it.ours, "theirs": it.theirs }))
        .collect();
    json!({
        "day": day, "store": row.store, "provider": row.provider, "compared": row.found.compared,
        "listed": row.found.listed, "differ": differ, "foreign": row.found.foreign,
        "failed": row.failed,
    })
}

fn list(open: &[OpenDifference], json: bool) -> Result<()> {
    if json {
        let all: Vec<Value> = open
            .iter()
            .map(|it| {
                json!({
                    "attempt": it.attempt, "store": it.store, "provider": it.provider,
                    "ours": it.ours, "theirs": it.theirs,
                })
            })
            .collect();
        say!("{}", serde_json::to_string_pretty(&all)?)?;
        return Ok(());
    }
    if open.is_empty() {
        say!("nothing differs")?;
        return Ok(());
    }
    let mut table = table::table(["attempt", "store", "provider", "we say", "it says"]);
    for it in open {
        table.add_row([
            it.attempt.clone(),
            it.store.clone().unwrap_or_else(|| "—".to_owned()),
            it.provider.clone(),
            table::grouped(it.ours),
            table::grouped(it.theirs),
        ]);
    }
    say!("{table}")?;
    Ok(())
}
