//! `jangbu simulate`: plays the outside world against a running shop, over HTTP as it would come.

mod payments;
mod texts;

use std::path::Path;

use anyhow::{Context, Result, bail};
use chrono::Utc;
use clap::{Args, Subcommand};
use domain::ids::OrderId;
use domain::payment::Payment;
use domain::{NoticeId, Won};
use gateways::books::Entry;
use gateways::inicis::deposit_notice::{DepositNotice, send};
pub use payments::Payments;
use shop::audit::Moment;
pub use texts::Texts;
use uuid::Uuid;
use web::routes::NOTICE_PATH;

use crate::cli::Outcome;
use crate::config::Global;
use crate::database::{Database, Sizes};
use crate::say::say;
use crate::secrets::Secrets;
use crate::server;
use crate::shop::OpenShop;

const EXAMPLES: &str = "\
Examples:
  jangbu simulate deposit 20260102-7Q2M4XKD9A
  jangbu simulate deposit 20260102-7Q2M4XKD9A --amount 10000 --notice same-again
  jangbu simulate payments
  jangbu simulate texts --provider solapi --port 9100

The deposit is announced just as KG Inicis announces one: a CP949 form to the shop's notification \
address, answered with exactly OK. The shop must be running (`jangbu up`).";

/// Play the outside world: a customer's bank transfer, providers of payments and of messages
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
    Payments(Payments),
    Texts(Texts),
}

/// A deposit into an order's virtual account
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Deposit {
    /// The order whose account is paid into
    #[arg(value_name = "ORDER")]
    pub order: OrderId,
    /// Won; what is due if not given
    #[arg(long, value_name = "WON", value_parser = clap::value_parser!(i64).range(1..))]
    pub amount: Option<i64>,
    /// The notice's id; the same again is a duplicate
    #[arg(long, value_name = "ID")]
    pub notice: Option<String>,
    /// The running shop; without it the one that is open with this --data, or else
    /// http://127.0.0.1:8080
    #[arg(long, value_name = "URL")]
    pub shop: Option<String>,
}

impl Simulate {
    /// # Errors
    /// There is no such order, the shop does not answer, or it does not answer OK.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        let deposit = match self.event {
            Event::Deposit(deposit) => deposit,
            Event::Payments(payments) => return payments.run(global).await,
            Event::Texts(texts) => return texts.run(global).await,
        };
        let secrets = Secrets::load(&global.data)?;
        let database = Database::open(global).await?;
        let open = OpenShop::open(&database, &secrets, &global.data, Sizes::small()).await?;
        let done = deposit.send(&open, global).await;
        open.close().await;
        database.close()?;
        done.map(|()| Outcome::Done)
    }
}

impl Deposit {
    async fn send(&self, open: &OpenShop, global: &Global) -> Result<()> {
        let payment = self.order.payment();
        let payment = open
            .shop
            .ledger()
            .state::<Payment>(payment.as_str())
            .await?
            .state;
        if payment.order().is_none() {
            bail!("there is no order {}", self.order);
        }
        if !payment.attempts().is_empty() {
            bail!(
                "order {} is paid in its provider's window. Where that issued an account, its simulator takes the deposit: \
                 POST /_simulator/deposits (ops/docs/payments.md)",
                self.order
            );
        }
        let notice = self.notice(&payment, open.bank.merchant())?;
        let shop = self.door(&global.data);
        let url = format!("{}{NOTICE_PATH}", shop.trim_end_matches('/'));
        let answer = send(&url, &notice).await.with_context(|| {
            format!(
                "no shop answers at {shop} (is `jangbu up` running? --shop names another address)"
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
        let told = Told {
            misfit: self.misfit(open, &notice.deposit).await?,
            status: answer.status,
            body,
            notice,
        };
        told.say(global.json)
    }

    fn door(&self, data: &Path) -> String {
        let named = self.shop.clone().or_else(|| server::address_in(data));
        named.unwrap_or_else(|| "http://127.0.0.1:8080".to_owned())
    }

    /// Whether the deposit fits no order. Asked of the log: another process booked it.
    async fn misfit(&self, open: &OpenShop, notice: &str) -> Result<bool> {
        let Some(trail) = open.shop.trail(&self.order).await? else {
            return Ok(false);
        };
        let state = trail.at(Moment::Latest)?;
        let notice = NoticeId::new(notice)?;
        Ok(state.is_some_and(|state| state.payment.unmatched().contains_key(&notice)))
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

/// What became of a notice.
struct Told {
    notice: DepositNotice,
    status: u16,
    body: String,
    misfit: bool,
}

impl Told {
    fn say(&self, json: bool) -> Result<()> {
        let notice = &self.notice;
        if json {
            let told = serde_json::json!({
                "order": notice.order, "notice": notice.deposit, "amount": notice.amount,
                "status": self.status, "body": self.body, "unmatched": self.misfit,
            });
            say!("{told}")?;
            return Ok(());
        }
        let (amount, order, body) = (notice.amount, &notice.order, &self.body);
        say!("deposited {amount} for {order}; the shop answered {body}")?;
        if self.misfit {
            say!("it fits no order: staff find it with `jangbu deposit list`")?;
        }
        Ok(())
    }
}
