//! What Toss Payments answers, read leniently: unknown fields are ignored, unknown words kept.

use std::fmt;

use chrono::{DateTime, Utc};
use domain::Won;
use serde::Deserialize;

use crate::paying::lenient::{number, or_default, text, time, won};
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

words! {
    /// How was paid.
    Method {
        /// A card.
        Card = "카드",
        /// A virtual account.
        VirtualAccount = "가상계좌",
        /// A wallet.
        EasyPay = "간편결제",
        /// A telephone's bill.
        MobilePhone = "휴대폰",
        /// A transfer from the shopper's account.
        Transfer = "계좌이체",
        /// A gift certificate.
        CultureGift = "문화상품권",
    }
}

words! {
    /// How far the refund of a virtual account is.
    RefundStatus {
        /// None was asked for.
        None = "NONE",
        /// Under way.
        Pending = "PENDING",
        /// It failed.
        Failed = "FAILED",
        /// Part of it failed.
        PartialFailed = "PARTIAL_FAILED",
        /// Paid back.
        Completed = "COMPLETED",
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

/// A card.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    /// Won that it paid.
    #[serde(default, deserialize_with = "won")]
    pub amount: Won,
    /// Who issued it ([`super::codes::issuer`]).
    #[serde(default, deserialize_with = "text")]
    pub issuer_code: Option<String>,
    /// Its number, masked by the provider.
    #[serde(default, deserialize_with = "text")]
    pub number: Option<String>,
    /// Months of payment; 0 is at once.
    #[serde(default, deserialize_with = "number")]
    pub installment_plan_months: i64,
    /// The card company's approval.
    #[serde(default, deserialize_with = "text")]
    pub approve_no: Option<String>,
    /// `신용`, `체크`, `기프트`.
    #[serde(default, deserialize_with = "text")]
    pub card_type: Option<String>,
    /// Whether the months cost the shopper nothing.
    #[serde(default, deserialize_with = "or_default")]
    pub is_interest_free: bool,
}

/// A virtual account.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VirtualAccount {
    /// Its number. Numbers are used again for later orders: no order is found by one.
    pub account_number: String,
    /// Their code of the bank ([`super::codes::kftc`]).
    #[serde(alias = "bank")]
    pub bank_code: String,
    /// Until when money may be paid in.
    #[serde(default, deserialize_with = "time")]
    pub due_date: Option<DateTime<Utc>>,
    /// Who paid in.
    #[serde(default, deserialize_with = "text")]
    pub depositor_name: Option<String>,
    /// How far the refund is.
    #[serde(default)]
    pub refund_status: Option<RefundStatus>,
    /// Whether it is closed.
    #[serde(default, deserialize_with = "or_default")]
    pub expired: bool,
    /// The account that the shopper named in the window: to be read within 30 minutes.
    #[serde(default)]
    pub refund_receive_account: Option<NamedAccount>,
}

/// An account for refunds that the shopper named in the window.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NamedAccount {
    /// Their code of the bank.
    #[serde(alias = "bank")]
    pub bank_code: String,
    /// Its number.
    pub account_number: String,
    /// The owner.
    pub holder_name: String,
}

/// A wallet: an object, in older versions its name alone.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "EasyPayWire")]
pub struct EasyPay {
    /// Whose.
    pub provider: String,
    /// Won from the wallet's own money.
    pub amount: Won,
    /// Won that the wallet gives.
    pub discount_amount: Won,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum EasyPayWire {
    Name(String),
    #[serde(rename_all = "camelCase")]
    Whole {
        provider: String,
        #[serde(default, deserialize_with = "won")]
        amount: Won,
        #[serde(default, deserialize_with = "won")]
        discount_amount: Won,
    },
}

impl From<EasyPayWire> for EasyPay {
    fn from(wire: EasyPayWire) -> Self {
        match wire {
            EasyPayWire::Name(provider) => Self {
                provider,
                amount: Won::ZERO,
                discount_amount: Won::ZERO,
            },
            EasyPayWire::Whole {
                provider,
                amount,
                discount_amount,
            } => Self {
                provider,
                amount,
                discount_amount,
            },
        }
    }
}

/// A transfer from the shopper's account.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transfer {
    /// Their code of the bank.
    #[serde(default, deserialize_with = "text", alias = "bank")]
    pub bank_code: Option<String>,
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
