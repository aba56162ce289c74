//! `jangbu simulate`: plays the outside world against a running shop, over HTTP as it would come.

use anyhow::{Context, Result, bail};
use chrono::Utc;
use clap::{Args, Subcommand};
use domain::Won;
use domain::ids::OrderId;
use domain::payment::Payment;
use gateways::books::Entry;
use gateways::inicis::deposit_notice::{DepositNotice, send};
use uuid::Uuid;
use web::routes::NOTICE_PATH;

use crate::cli::Outcome;
use crate::config::Global;
use crate::database::{Database, Sizes};
use crate::say::say;
use crate::secrets::Secrets;
use crate::shop::OpenShop;

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
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        let Event::Deposit(deposit) = self.event;
        let secrets = Secrets::load(&global.data)?;
        let database = Database::open(global).await?;
        let open = OpenShop::open(&database, &secrets, &global.data, Sizes::small()).await?;
        let done = deposit.send(&open, global.json).await;
        open.close().await;
        database.close()?;
        done.map(|()| Outcome::Done)
    }
}

impl Deposit {
    async fn send(&self, open: &OpenShop, json: bool) -> Result<()> {
        let payment = self.order.payment();
        let payment = open
            .shop
            .ledger()
            .state::<Payment>(payment.as_str())
            .await?
            .state;
        let notice = self.notice(&payment, open.bank.merchant())?;
        let url = format!("{}{NOTICE_PATH}", self.shop.trim_end_matches('/'));
        let answer = send(&url, &notice).await.with_context(|| {
            format!(
                "no shop answers at {} (is `jangbu up` running, on that port?)",
                self.shop
            )
        })?;
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        if !answer.is_ok() {
            bail!(
                "the shop answered {} {body:?}; Inicis would send again until it says OK",
                answer.status
            );
        }
        let entry = Entry::Deposit {
            key: notice.deposit.clone(),
            order: notice.order.clone(),
            amount: notice.amount,
        };
        open.bank.books().enter(&entry)?;
        if json {
            let told = serde_json::json!({
                "order": notice.order, "notice": notice.deposit, "amount": notice.amount,
                "status": answer.status, "body": body,
            });
            say!("{told}")?;
        } else {
            say!(
                "deposited {} for {}; the shop answered {body}",
                notice.amount,
                notice.order
            )?;
        }
        Ok(())
    }

    fn notice(&self, payment: &Payment, merchant: &str) -> Result<DepositNotice> {
        let account = payment
            .account()
            .with_context(|| format!("order {} has no account to pay into", self.order))?;
        let fresh = || format!("ININPGVBNK{merchant}{}", Uuid::new_v4().simple());
        Ok(DepositNotice {
            deposit: self.notice.clone().unwrap_or_else(fresh),
            issue: account.issue.clone(),
            order: self.order.to_string(),
            merchant: merchant.to_owned(),
            account: account.number.clone(),
            bank: account.bank.clone(),
            bank_name: "__테스트__".to_owned(),
            amount: self.amount.map_or(payment.due(), Won),
            depositor: "홍길동".to_owned(),
            at: Utc::now(),
        })
    }
}
