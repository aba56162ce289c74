//! What Toss Payments answers, read leniently: unknown fields are ignored, unknown words kept.

use std::fmt;

use chrono::{DateTime, Utc};
use domain::Won;
use serde::Deserialize;

use super::means::{Card, EasyPay, Method, Transfer, VirtualAccount};
use crate::paying::lenient::{or_default, text, time, won};
use crate::paying::secret::Secret;
use crate::paying::words::words;

words! {
    /// Where a payment stands.
    Status {
        /// A window is open.
        Ready = "READY",
        /// The shopper is done, the shop has not confirmed.
        InProgress = "IN_PROGRESS",
        /// A virtual account waits for its deposit; also after a bank took one back.
        WaitingForDeposit = "WAITING_FOR_DEPOSIT",
        /// Paid.
        Done = "DONE",
        /// Wholly paid back, or an account closed before the deposit.
        Canceled = "CANCELED",
        /// Partly paid back.
        PartialCanceled = "PARTIAL_CANCELED",
        /// The approval failed.
        Aborted = "ABORTED",
        /// Not confirmed, or not paid in, in time.
        Expired = "EXPIRED",
    }
}

/// A payment. Holds account numbers and names: its `Debug` shows only state and amounts.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Payment {
    /// Theirs.
    pub payment_key: String,
    /// The shop's number of the order.
    pub order_id: String,
    /// Where it stands.
    pub status: Status,
    /// Won that were asked for.
    pub total_amount: Won,
    /// Won that can still be paid back.
    pub balance_amount: Won,
    /// Won without VAT, as they split it.
    #[serde(default, deserialize_with = "won")]
    pub supplied_amount: Won,
    /// Won of VAT, as they split it.
    #[serde(default, deserialize_with = "won")]
    pub vat: Won,
    /// Won that are tax-free.
    #[serde(default, deserialize_with = "won")]
    pub tax_free_amount: Won,
    /// How was paid; none before the shopper chose.
    #[serde(default)]
    pub method: Option<Method>,
    /// When the window was opened.
    #[serde(default, deserialize_with = "time")]
    pub requested_at: Option<DateTime<Utc>>,
    /// When the money came.
    #[serde(default, deserialize_with = "time")]
    pub approved_at: Option<DateTime<Utc>>,
    /// Whether the money is held until the goods arrive.
    #[serde(default, deserialize_with = "or_default")]
    pub use_escrow: bool,
    /// Whether part of it can be paid back.
    #[serde(default, deserialize_with = "or_default")]
    pub is_partial_cancelable: bool,
    /// The last move of money.
    #[serde(default, deserialize_with = "text")]
    pub last_transaction_key: Option<String>,
    /// Stands in each deposit notice of this payment.
    #[serde(default)]
    pub secret: Option<Secret>,
    /// What was paid back, oldest first.
    #[serde(default, deserialize_with = "or_default")]
    pub cancels: Vec<Canceled>,
    /// The card.
    #[serde(default)]
    pub card: Option<Card>,
    /// The virtual account.
    #[serde(default)]
    pub virtual_account: Option<VirtualAccount>,
    /// The wallet.
    #[serde(default)]
    pub easy_pay: Option<EasyPay>,
    /// The transfer.
    #[serde(default)]
    pub transfer: Option<Transfer>,
    /// The receipt's page.
    #[serde(default)]
    pub receipt: Option<Page>,
    /// Why it failed.
    #[serde(default)]
    pub failure: Option<Trouble>,
    /// Receipts that were issued with it.
    #[serde(default, deserialize_with = "or_default")]
    pub cash_receipts: Vec<CashReceipt>,
}

impl Payment {
    /// Whether it is the payment that the shop opened: its key, order and amount, as they were stored.
    #[must_use]
    pub fn is_of(&self, payment_key: &str, order: &str, amount: Won) -> bool {
        self.payment_key == payment_key && self.order_id == order && self.total_amount == amount
    }

    /// Won that were paid back, in all.
    #[must_use]
    pub fn paid_back(&self) -> Won {
        self.cancels.iter().map(|one| one.cancel_amount).sum()
    }
}

impl fmt::Debug for Payment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payment")
            .field("payment_key", &self.payment_key)
            .field("order_id", &self.order_id)
            .field("status", &self.status)
            .field("total_amount", &self.total_amount)
            .field("balance_amount", &self.balance_amount)
            .finish_non_exhaustive()
    }
}

/// One paying back.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Canceled {
    /// Won.
    pub cancel_amount: Won,
    /// Its own id.
    pub transaction_key: String,
    /// Won that were left after it.
    #[serde(default, deserialize_with = "won")]
    pub refundable_amount: Won,
    /// Won of it that are tax-free.
    #[serde(default, deserialize_with = "won")]
    pub tax_free_amount: Won,
    /// When.
    #[serde(default, deserialize_with = "time")]
    pub canceled_at: Option<DateTime<Utc>>,
    /// `DONE`; others may follow.
    #[serde(default, deserialize_with = "text")]
    pub cancel_status: Option<String>,
    /// The receipt that was issued with it.
    #[serde(default, deserialize_with = "text")]
    pub receipt_key: Option<String>,
}

/// A page of theirs.
#[derive(Debug, Clone, Deserialize)]
pub struct Page {
    /// Its address.
    pub url: String,
}

/// An error. Its sentence may name anything and is not read ([`super::codes::told`]).
#[derive(Debug, Clone, Deserialize)]
pub struct Trouble {
    /// Which.
    pub code: String,
}

/// A cash receipt. Holds the shopper's number, so it has no `Debug`.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CashReceipt {
    /// Theirs.
    pub receipt_key: String,
    /// The shop's number of the order.
    #[serde(default, deserialize_with = "text")]
    pub order_id: Option<String>,
    /// Won.
    #[serde(default, deserialize_with = "won")]
    pub amount: Won,
    /// The tax office's number.
    #[serde(default, deserialize_with = "text")]
    pub issue_number: Option<String>,
    /// `IN_PROGRESS`, `COMPLETED`, `FAILED`.
    #[serde(default, deserialize_with = "text")]
    pub issue_status: Option<String>,
    /// `CONFIRM` or `CANCEL`.
    #[serde(default, deserialize_with = "text")]
    pub transaction_type: Option<String>,
    /// Its page.
    #[serde(default, deserialize_with = "text")]
    pub receipt_url: Option<String>,
    /// When it was asked for.
    #[serde(default, deserialize_with = "time")]
    pub requested_at: Option<DateTime<Utc>>,
}

/// One row of their list of a time: money that moved, or an account that was issued.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transaction {
    /// The move's id.
    pub transaction_key: String,
    /// The payment.
    pub payment_key: String,
    /// The shop's number of the order.
    pub order_id: String,
    /// What the payment became by it.
    pub status: Status,
    /// Won; whether what goes back is below zero is not said, so that the status tells the way.
    pub amount: Won,
    /// When.
    #[serde(default, deserialize_with = "time")]
    pub transaction_at: Option<DateTime<Utc>>,
    /// How was paid.
    #[serde(default)]
    pub method: Option<Method>,
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
