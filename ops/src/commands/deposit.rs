//! `jangbu deposit`: money that fits no order, and how staff close it.

use anyhow::{Context, Result, anyhow};
use clap::{Args, Subcommand};
use domain::{NoticeId, StoreId, Won};
use projections::orders::{self, UnmatchedDeposit};
use serde_json::{Value, json};

use super::opened::{catch_up, with_database};
use super::order::kst;
use crate::cli::Outcome;
use crate::config::Global;
use crate::database::Database;
use crate::say::say;
use crate::shop::{DEMO_STORE, OpenShop, desk};
use crate::table;

const EXAMPLES: &str = "\
Examples:
  jangbu deposit list
  jangbu deposit list --all --json
  jangbu deposit settle ININPGVBNKjangbudemo20260102140000222222 --paid-back 20260103-000123

A deposit fits no order when its account, its amount or its time is wrong. Pay it back at the bank first, \
then tell the transfer's id here. To whom it went stays at the bank: the ledger takes no names and no accounts. \
Telling it twice is harmless: the second time says that nothing was done.";

const SETTLE: &str = "\
Examples:
  jangbu deposit settle ININPGVBNKjangbudemo20260102140000222222 --paid-back 20260103-000123

Telling it twice is harmless: the second time says that nothing was done.";

/// Deposits listed at most.
const MOST: i64 = 10_000;

/// List deposits that fit no order, or record that one was paid back
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Deposit {
    #[command(subcommand)]
    pub step: Step,
}

/// What is done with them.
#[derive(Debug, Subcommand)]
pub enum Step {
    /// Deposits that wait for staff, the newest first; with --all the settled ones after them
    List {
        /// Those that were paid back too
        #[arg(long)]
        all: bool,
    },
    /// A deposit was paid back, by a transfer at the bank
    #[command(after_help = SETTLE)]
    Settle {
        /// The deposit notice's id, as `list` shows it
        #[arg(value_name = "NOTICE")]
        notice: NoticeId,
        /// The bank's id of the transfer; no name, no account
        #[arg(long, value_name = "REFERENCE")]
        paid_back: String,
    },
}

impl Deposit {
    /// # Errors
    /// There is no such deposit, it is refused, or the database cannot be reached.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        let (step, json) = (self.step, global.json);
        with_database(global, async |database: &Database, open: &OpenShop| {
            step.take(database, open, json).await
        })
        .await?;
        Ok(Outcome::Done)
    }
}

impl Step {
    async fn take(self, database: &Database, open: &OpenShop, json: bool) -> Result<()> {
        catch_up(database, open).await?;
        match self {
            Self::List { all } => {
                let mut deposits = orders::unmatched(&open.pool, MOST).await?;
                deposits.retain(|deposit| all || deposit.is_open());
                list(&deposits, json)
            }
            Self::Settle { notice, paid_back } => {
                let deposit = find(open, &notice).await?;
                let staff = desk(StoreId::new(DEMO_STORE)?);
                let done = open
                    .shop
                    .deposit_paid_back(&staff, &deposit.payment, &notice, paid_back.trim())
                    .await
                    .map_err(|error| anyhow!("{error}"))?;
                catch_up(database, open).await?;
                let deposit = find(open, &notice).await?;
                if !json {
                    say!("{}", settled(&deposit, done.is_some()))?;
                }
                list(&[deposit], json)
            }
        }
    }
}

async fn find(open: &OpenShop, notice: &NoticeId) -> Result<UnmatchedDeposit> {
    orders::unmatched_deposit(&open.pool, notice.as_str())
        .await?
        .with_context(|| {
            format!("no deposit {notice} that fits no order; see: jangbu deposit list")
        })
}

/// What settling did, in a line: done twice, the list looks the same.
fn settled(deposit: &UnmatchedDeposit, now: bool) -> String {
    let (notice, transfer) = (&deposit.notice, deposit.transfer.as_deref().unwrap_or("—"));
    if now {
        let amount = Won(deposit.amount);
        format!("settled {notice}: {amount} paid back by transfer {transfer}")
    } else {
        format!("nothing done: {notice} is settled already, by transfer {transfer}")
    }
}

fn list(deposits: &[UnmatchedDeposit], json: bool) -> Result<()> {
    if json {
        let deposits: Vec<Value> = deposits.iter().map(object).collect();
        say!("{}", serde_json::to_string_pretty(&deposits)?)?;
        return Ok(());
    }
    let mut table = table::table([
        "notice",
        "arrived",
        "reason",
        "order",
        "account",
        "paid back",
        "won",
    ]);
    for deposit in deposits {
        table.add_row([
            deposit.notice.clone(),
            kst(deposit.at),
            deposit.reason.clone(),
            deposit.order.clone().unwrap_or_else(|| "—".to_owned()),
            deposit.account.clone(),
            deposit.transfer.clone().unwrap_or_else(|| "—".to_owned()),
            table::grouped(deposit.amount),
        ]);
    }
    table::figures_from(&mut table, 6);
    say!("{table}")?;
    Ok(())
}

fn object(deposit: &UnmatchedDeposit) -> Value {
    json!({
        "notice": deposit.notice,
        "order": deposit.order,
        "account": deposit.account,
        "amount": deposit.amount,
        "reason": deposit.reason,
        "arrived_at": deposit.at,
        "recorded_at": deposit.recorded_at,
        "paid_back_at": deposit.settled_at,
        "transfer": deposit.transfer,
    })
}
