//! The shop's way to Toss Payments: one method for each call.

use std::time::Duration;

use chrono::{Days, NaiveDate};
use chrono_tz::Asia::Seoul;
use domain::Won;
use reqwest::{Method, RequestBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::answer::{about, read, unreadable};
use super::asks::{AccountAsk, Cancel, Confirm, ReceiptAsk, ReceiptCancel, is_key, is_order};
use super::window::{WindowAsk, opening};
use super::wire::{CashReceipt, Payment, Transaction};
use super::{BASE, NAME, sign};
use crate::calls::counted;
use crate::paying::call::CallError;
use crate::paying::opening::Opening;
use crate::paying::secret::Secret;
use crate::texting::{Answer, BadAddress, Door};

/// Rows of one page of transactions; few in tests, so that pages follow each other.
const PAGE: usize = if cfg!(test) { 3 } else { 1_000 };
/// Pages of one day at most: a million rows.
const MOST_PAGES: usize = 1_000;

/// How the shop is known there.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The API's address.
    pub base: String,
    /// The page that opens the window: the shop's own, with the browser SDK, or the simulator's `/window`.
    pub window: String,
    /// The browser's key (`…_ck_…`); no secret.
    pub client_key: String,
    /// The server's key (`…_sk_…`).
    pub secret_key: Secret,
    /// How long one call may take.
    pub deadline: Duration,
}

impl Settings {
    /// With their own address and a minute for each call: a card company may take half of it.
    pub fn new(window: &str, client_key: &str, secret_key: Secret) -> Self {
        Self {
            base: BASE.to_owned(),
            window: window.to_owned(),
            client_key: client_key.to_owned(),
            secret_key,
            deadline: Duration::from_mins(1),
        }
    }
}

/// The way to Toss Payments.
#[derive(Debug, Clone)]
pub struct Client {
    settings: Settings,
    door: Door,
}

impl Client {
    /// # Errors
    /// The address is not one that may be sent to.
    pub fn new(settings: Settings) -> Result<Self, BadAddress> {
        let door = Door::new(&settings.base, settings.deadline)?;
        Ok(Self { settings, door })
    }

    /// What the browser is sent to, so that the window opens. No call is made.
    ///
    /// # Errors
    /// `NotSent` for an order number or an amount that they would not take.
    pub fn open(&self, ask: &WindowAsk) -> Result<Opening, CallError> {
        opening(&self.settings.window, &self.settings.client_key, ask)
    }

    /// Confirms what the shopper agreed to: a card is charged, a virtual account issued. Give the amount that
    /// was stored, not the browser's; `key` is the attempt's own, so that asking again does nothing twice.
    ///
    /// # Errors
    /// `Unknown` also when they say that it was confirmed before: ask with [`Client::payment_of_order`].
    pub async fn confirm(
        &self,
        payment_key: &str,
        order: &str,
        amount: Won,
        key: &str,
    ) -> Result<Payment, CallError> {
        key_of(payment_key)?;
        let body = Confirm {
            payment_key: payment_key.to_owned(),
            order_id: order.to_owned(),
            amount,
        };
        let path = "/v1/payments/confirm";
        let paid: Payment = self.post("approve", path, &body, key).await?;
        about(paid, |paid| {
            paid.payment_key == payment_key && paid.order_id == order
        })
    }

    /// A payment by its key; `None` when they know none.
    ///
    /// # Errors
    /// `NotSent` for a key that can be none: it came with a browser.
    pub async fn payment(&self, payment_key: &str) -> Result<Option<Payment>, CallError> {
        key_of(payment_key)?;
        let path = format!("/v1/payments/{payment_key}");
        self.find(&path, |found| found.payment_key == payment_key)
            .await
    }

    /// The payment of an order; `None` when they know none.
    ///
    /// # Errors
    /// The call's.
    pub async fn payment_of_order(&self, order: &str) -> Result<Option<Payment>, CallError> {
        if !is_order(order) {
            return Err(CallError::NotSent("no order number of theirs".to_owned()));
        }
        let path = format!("/v1/payments/orders/{order}");
        self.find(&path, |found| found.order_id == order).await
    }

    /// Pays back all of a payment or part of it, or closes an account that waits. `key` is the refund's own.
    ///
    /// # Errors
    /// `Unknown` also when they say that all was paid back before.
    pub async fn cancel(
        &self,
        payment_key: &str,
        ask: &Cancel,
        key: &str,
    ) -> Result<Payment, CallError> {
        key_of(payment_key)?;
        let path = format!("/v1/payments/{payment_key}/cancel");
        let back: Payment = self.post("refund", &path, ask, key).await?;
        about(back, |back| back.payment_key == payment_key)
    }

    /// Issues a virtual account without a window.
    ///
    /// # Errors
    /// The call's.
    pub async fn issue_account(&self, ask: &AccountAsk, key: &str) -> Result<Payment, CallError> {
        let path = "/v1/virtual-accounts";
        let issued: Payment = self.post("issue", path, ask, key).await?;
        about(issued, |issued| issued.order_id == ask.order_id)
    }

    /// All that moved on a day in Korea, oldest first.
    ///
    /// # Errors
    /// `Unknown` also for a list that does not end.
    pub async fn transactions_of(&self, day: NaiveDate) -> Result<Vec<Transaction>, CallError> {
        let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
        let mut rows: Vec<Transaction> = Vec::new();
        for _ in 0..MOST_PAGES {
            let after = rows.last().map(|row| row.transaction_key.as_str());
            let after = match after {
                None => String::new(),
                Some(key) if is_key(key) => format!("&startingAfter={key}"),
                Some(_) => return Err(unreadable(200)),
            };
            let path = format!(
                "/v1/transactions?startDate={day}T00:00:00&endDate={next}T00:00:00&limit={PAGE}{after}"
            );
            let page: Vec<Transaction> = self.get("transactions", &path).await?;
            let known = rows.last().map(|row| row.transaction_key.clone());
            if page
                .iter()
                .any(|row| Some(&row.transaction_key) == known.as_ref())
            {
                return Err(CallError::Unknown("a list that goes round".to_owned()));
            }
            let last = page.len() < PAGE;
            rows.extend(page);
            if last {
                // The end is inclusive there: midnight belongs to the next day.
                let of_day = |row: &Transaction| {
                    let at = row
                        .transaction_at
                        .map(|at| at.with_timezone(&Seoul).date_naive());
                    at.is_none_or(|at| at == day)
                };
                rows.retain(of_day);
                return Ok(rows);
            }
        }
        Err(CallError::Unknown("an endless list".to_owned()))
    }

    /// Issues a cash receipt for money that did not come through this provider.
    ///
    /// # Errors
    /// The call's.
    pub async fn issue_receipt(
        &self,
        ask: &ReceiptAsk,
        key: &str,
    ) -> Result<CashReceipt, CallError> {
        self.post("receipt", "/v1/cash-receipts", ask, key).await
    }

    /// Takes a cash receipt back, or part of it.
    ///
    /// # Errors
    /// The call's.
    pub async fn cancel_receipt(
        &self,
        receipt_key: &str,
        amount: Option<Won>,
        key: &str,
    ) -> Result<CashReceipt, CallError> {
        key_of(receipt_key)?;
        let path = format!("/v1/cash-receipts/{receipt_key}/cancel");
        let body = ReceiptCancel { amount };
        self.post("cancel_receipt", &path, &body, key).await
    }

    /// The cash receipts of a day in Korea.
    ///
    /// # Errors
    /// The call's.
    pub async fn receipts_of(&self, day: NaiveDate) -> Result<Vec<CashReceipt>, CallError> {
        let path = format!("/v1/cash-receipts?requestDate={day}");
        let said: Value = self.get("receipts", &path).await?;
        let list = match said {
            Value::Object(mut page) => page.remove("data").unwrap_or_default(),
            list => list,
        };
        serde_json::from_value(list).map_err(|_| unreadable(200))
    }

    async fn find(
        &self,
        path: &str,
        is: impl FnOnce(&Payment) -> bool,
    ) -> Result<Option<Payment>, CallError> {
        match self.get("status", path).await {
            Ok(found) => about(found, is).map(Some),
            Err(CallError::Refused { code, .. }) if code == "NOT_FOUND_PAYMENT" => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    async fn get<T: DeserializeOwned>(
        &self,
        call: &'static str,
        path: &str,
    ) -> Result<T, CallError> {
        let request = self.door.ask(Method::GET, path);
        counted(NAME, call, self.send(request)).await
    }

    async fn post<T: DeserializeOwned>(
        &self,
        call: &'static str,
        path: &str,
        body: &impl Serialize,
        key: &str,
    ) -> Result<T, CallError> {
        let request = self.door.ask(Method::POST, path).json(body);
        let request = request.header("idempotency-key", key);
        counted(NAME, call, self.send(request)).await
    }

    async fn send<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, CallError> {
        let header = sign::basic(self.settings.secret_key.text());
        read(&Answer::to(request.header("authorization", header)).await?)
    }
}

fn key_of(key: &str) -> Result<(), CallError> {
    if is_key(key) {
        return Ok(());
    }
    Err(CallError::NotSent("no key of theirs".to_owned()))
}
