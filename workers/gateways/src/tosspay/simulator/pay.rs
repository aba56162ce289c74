//! How money comes: a payment is opened, the shopper agrees, it is executed.

use chrono::{DateTime, Duration, Utc};
use domain::Won;
use reqwest::Url;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::shown;
use super::state::{Held, Refusal, Reply, State, bad, no};
use crate::here::is_here;
use crate::paying::back::with;
use crate::paying::books::Way;
use crate::paying::lenient::instant;
use crate::tosspay::asks::{MOST, Split, description, is_order};
use crate::tosspay::wire::PayStatus;

/// `POST /api/v2/payments`
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Create {
    order_no: String,
    product_desc: String,
    ret_url: String,
    ret_cancel_url: String,
    auto_execute: bool,
    result_callback: Option<String>,
    callback_version: Option<String>,
    amount: Won,
    amount_tax_free: Won,
    amount_taxable: Option<Won>,
    amount_vat: Option<Won>,
    amount_service_fee: Option<Won>,
    expired_time: Option<String>,
}

/// What names a payment.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Named {
    pub(super) pay_token: Option<String>,
    pub(super) order_no: Option<String>,
}

impl State {
    pub(super) fn create(&mut self, ask: &Create, base: &str, now: DateTime<Utc>) -> Reply {
        let expires = check(ask, now)?;
        let split = split(
            ask.amount,
            ask.amount_tax_free,
            [ask.amount_taxable, ask.amount_vat, ask.amount_service_fee],
        )?;
        let agreed = |held: &Held| held.order == ask.order_no && held.is_agreed();
        if self.payments.iter().any(agreed) {
            return no("PAYMENT_EXISTING_PAYMENT");
        }
        let token = Uuid::new_v4().simple().to_string();
        let page = format!("{base}/payfront/auth?payToken={token}");
        self.payments.push(Held {
            token: token.clone(),
            order: ask.order_no.clone(),
            goods: ask.product_desc.clone(),
            amount: ask.amount,
            split,
            left: ask.amount,
            tax_free_left: split.amount_tax_free,
            return_url: ask.ret_url.clone(),
            cancel_url: ask.ret_cancel_url.clone(),
            callback: ask.result_callback.clone().filter(|_| ask.auto_execute),
            status: PayStatus::Standby,
            method: "TOSS_MONEY".to_owned(),
            created: now,
            expires,
            paid: None,
            transaction: String::new(),
            refunds: Vec::new(),
            receipt: None,
        });
        Ok(json!({ "code": 0, "checkoutPage": page, "payToken": token }))
    }

    /// `POST /api/v2/execute`
    pub(super) fn execute(&mut self, ask: &Named, now: DateTime<Utc>) -> Reply {
        let at = ask.pay_token.as_deref().and_then(|token| self.place(token));
        let Some(at) = at else {
            return Err(Refusal(404, "TRANSACTION_NOT_FOUND".to_owned()));
        };
        let held = &mut self.payments[at];
        if ask
            .order_no
            .as_ref()
            .is_some_and(|order| *order != held.order)
        {
            return bad();
        }
        match held.status {
            PayStatus::Approved if held.callback.is_none() => {}
            PayStatus::Standby | PayStatus::Approved | PayStatus::Cancel => {
                return no("EXECUTE_PAY_NOT_APPROVED");
            }
            PayStatus::Progress => return no("TRANSACTION_PENDING_ERROR"),
            _ => return no("PAYMENT_EXISTING_PAYMENT"),
        }
        if let Some(code) = self.declines.pop_front() {
            held.status = PayStatus::Cancel;
            return no(&code);
        }
        if self.stalls > 0 {
            self.stalls -= 1;
            held.status = PayStatus::Progress;
            return no("TRANSACTION_PENDING_ERROR");
        }
        self.paid(at, now);
        let mut answer = shown::executed(&self.payments[at]);
        if self.wrong_amounts > 0 {
            self.wrong_amounts -= 1;
            answer["amount"] = (self.payments[at].amount.0 + 1_000).into();
        }
        Ok(answer)
    }

    /// Takes the money, and calls back where TossPay executes by itself.
    pub(super) fn paid(&mut self, at: usize, now: DateTime<Utc>) {
        let transaction = self.next("pay");
        let held = &mut self.payments[at];
        held.status = PayStatus::Complete;
        held.paid = Some(now);
        held.transaction.clone_from(&transaction);
        let amount = held.amount;
        self.call_back(at);
        self.enter(at, Way::In, amount, transaction, now);
    }

    pub(super) fn finish(&mut self, now: DateTime<Utc>) {
        for at in 0..self.payments.len() {
            if self.payments[at].status == PayStatus::Progress {
                self.paid(at, now);
            }
        }
    }

    pub(super) fn tell(&mut self, order: &str) {
        if let Some(at) = self.place_of(order) {
            self.call_back(at);
        }
    }

    fn call_back(&mut self, at: usize) {
        let held = &self.payments[at];
        if let Some(to) = &held.callback {
            self.outbox.push((to.clone(), shown::callback(held)));
        }
    }
}

/// When it is over, if all is as it should be.
fn check(ask: &Create, now: DateTime<Utc>) -> Result<DateTime<Utc>, Refusal> {
    let goods = &ask.product_desc;
    let described = !goods.is_empty() && *goods == description(goods);
    let ways_back = with(&ask.ret_url, &[]).is_some() && with(&ask.ret_cancel_url, &[]).is_some();
    let called = match &ask.result_callback {
        Some(to) => is_callable(to) && ask.callback_version.as_deref() == Some("V2"),
        None => !ask.auto_execute,
    };
    let amount = ask.amount.is_positive() && ask.amount <= MOST;
    if !(is_order(&ask.order_no) && described && ways_back && called && amount) {
        return bad();
    }
    let Some(said) = &ask.expired_time else {
        return Ok(now + Duration::minutes(15));
    };
    let expires = instant(said).filter(|at| *at > now && *at <= now + Duration::minutes(60));
    expires.map_or_else(bad, Ok)
}

/// Port 443 only, except on this machine.
fn is_callable(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    let here = url.host_str().is_some_and(is_here);
    here || (url.scheme() == "https" && url.port_or_known_default() == Some(443))
}

/// The parts of an amount, TossPay's own where it was not told.
pub(super) fn split(
    amount: Won,
    tax_free: Won,
    [taxable, vat, fee]: [Option<Won>; 3],
) -> Result<Split, Refusal> {
    let own = Split::by_tosspay(amount - fee.unwrap_or(Won::ZERO), tax_free);
    let split = Split {
        amount_tax_free: tax_free,
        amount_taxable: taxable.unwrap_or(own.amount_taxable),
        amount_vat: vat.unwrap_or(own.amount_vat),
        amount_service_fee: fee.unwrap_or(Won::ZERO),
    };
    if split.is_possible() && split.sum() == amount {
        return Ok(split);
    }
    bad()
}
