//! What comes back over the wire: read leniently, unknown fields are normal.
//!
//! Amounts are whole won. Times come without an offset and are KST; one that cannot be read is `None`,
//! since nothing hangs on it.

use chrono::{DateTime, Utc};
use chrono_tz::Asia::Seoul;
use domain::Won;
use serde::{Deserialize, Serialize};

pub use super::status::{Standing, Status};
use crate::paying::lenient::{or_default, time};
use crate::paying::words::words;

words! {
    /// How it was paid.
    Method {
        /// By a card that is kept at KakaoPay.
        Card = "CARD",
        /// From the shopper's KakaoPay money.
        Money = "MONEY",
    }
}

/// The answer of `ready`: the payment's id, and where the shopper goes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Ready {
    /// KakaoPay's id of the payment, 20 letters. To be kept before the shopper leaves.
    pub tid: String,
    /// The window for computers.
    pub next_redirect_pc_url: String,
    /// For browsers of telephones.
    pub next_redirect_mobile_url: String,
    /// For the shop's own app.
    pub next_redirect_app_url: String,
    /// When it was asked for.
    #[serde(default, deserialize_with = "time")]
    pub created_at: Option<DateTime<Utc>>,
}

/// An amount and its parts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// All of it. The shopper paid this, less point and discount, by the method.
    pub total: Won,
    /// Without tax.
    #[serde(default, deserialize_with = "or_default")]
    pub tax_free: Won,
    /// The tax inside.
    #[serde(default, deserialize_with = "or_default")]
    pub vat: Won,
    /// Paid by points.
    #[serde(default, deserialize_with = "or_default")]
    pub point: Won,
    /// KakaoPay's discount.
    #[serde(default, deserialize_with = "or_default")]
    pub discount: Won,
    /// The deposit on a cup.
    #[serde(default, deserialize_with = "or_default")]
    pub green_deposit: Won,
}

/// The card that paid; absent for money. Current and legacy names of the companies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CardInfo {
    /// Who takes the payment, KakaoPay's name (current API).
    pub kakaopay_purchase_corp: Option<String>,
    /// Its code.
    pub kakaopay_purchase_corp_code: Option<String>,
    /// Who issued the card, KakaoPay's name (current API).
    pub kakaopay_issuer_corp: Option<String>,
    /// Its code.
    pub kakaopay_issuer_corp_code: Option<String>,
    /// Who takes the payment (legacy API).
    pub purchase_corp: Option<String>,
    /// Who issued the card (legacy API).
    pub issuer_corp: Option<String>,
    /// `신용`, `체크` or `기프트`.
    pub card_type: Option<String>,
    /// Months of instalment: `00` for none.
    pub install_month: Option<String>,
    /// The card company's approval number.
    pub approved_id: Option<String>,
    /// `Y` or `N`.
    pub interest_free_install: Option<String>,
}

/// The answer of `approve`. Its identity is checked; its amounts are the caller's to compare with the order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Approved {
    /// KakaoPay's id of this approval.
    pub aid: String,
    /// The payment.
    pub tid: String,
    /// The merchant.
    pub cid: String,
    /// The shop's number of the attempt.
    pub partner_order_id: String,
    /// The shop's word for the shopper.
    pub partner_user_id: String,
    /// How it was paid.
    pub payment_method_type: Method,
    /// How much.
    pub amount: Amount,
    /// By which card.
    #[serde(default)]
    pub card_info: Option<CardInfo>,
    /// When it was approved.
    #[serde(default, deserialize_with = "time")]
    pub approved_at: Option<DateTime<Utc>>,
}

/// The answer of `cancel`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Cancelled {
    /// KakaoPay's id of this cancel.
    pub aid: String,
    /// The payment.
    pub tid: String,
    /// What became of the payment by it.
    pub status: Status,
    /// What was paid.
    #[serde(default, deserialize_with = "or_default")]
    pub amount: Amount,
    /// What this cancel gave back.
    pub approved_cancel_amount: Amount,
    /// What all cancels gave back.
    #[serde(default, deserialize_with = "or_default")]
    pub canceled_amount: Amount,
    /// What is left.
    pub cancel_available_amount: Amount,
    /// When.
    #[serde(default, deserialize_with = "time")]
    pub canceled_at: Option<DateTime<Utc>>,
}

words! {
    /// Something that happened to a payment.
    ActionType {
        /// It was paid.
        Payment = "PAYMENT",
        /// Something was given back.
        Cancel = "CANCEL",
        /// A key for repeated payments was issued.
        IssuedSid = "ISSUED_SID",
    }
}

/// One of the things that happened to a payment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Action {
    /// KakaoPay's id of it.
    pub aid: String,
    /// What it was.
    pub payment_action_type: ActionType,
    /// Won.
    pub amount: Won,
    /// When.
    #[serde(default, deserialize_with = "time")]
    pub approved_at: Option<DateTime<Utc>>,
}

/// The answer of `order`: what KakaoPay knows of a payment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Order {
    /// The payment.
    pub tid: String,
    /// What became of it.
    pub status: Status,
    /// The shop's number of the attempt.
    pub partner_order_id: String,
    /// The shop's word for the shopper.
    #[serde(default, deserialize_with = "or_default")]
    pub partner_user_id: String,
    /// How it was paid; unsaid before it is.
    #[serde(default)]
    pub payment_method_type: Option<Method>,
    /// How much.
    pub amount: Amount,
    /// What was given back.
    #[serde(default, deserialize_with = "or_default")]
    pub canceled_amount: Amount,
    /// What can still be given back.
    #[serde(default, deserialize_with = "or_default")]
    pub cancel_available_amount: Amount,
    /// When it was approved.
    #[serde(default, deserialize_with = "time")]
    pub approved_at: Option<DateTime<Utc>>,
    /// When something was given back last.
    #[serde(default, deserialize_with = "time")]
    pub canceled_at: Option<DateTime<Utc>>,
    /// What happened to it, oldest first.
    #[serde(default, deserialize_with = "or_default")]
    pub payment_action_details: Vec<Action>,
}

/// A refusal: `error_code` of the current API, `code` of the one before.
#[derive(Deserialize)]
pub(super) struct Trouble {
    #[serde(alias = "error_code")]
    pub(super) code: Option<i64>,
    pub(super) extras: Option<Extras>,
}

/// What the bank or the card company said.
#[derive(Default, Deserialize)]
pub(super) struct Extras {
    pub(super) method_result_code: Option<String>,
}

/// A time as KakaoPay writes it.
pub(super) fn stamp(at: DateTime<Utc>) -> String {
    at.with_timezone(&Seoul)
        .format("%Y-%m-%dT%H:%M:%S")
        .to_string()
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
