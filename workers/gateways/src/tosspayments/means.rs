//! How was paid, as Toss Payments tells it: cards, accounts, wallets.

use chrono::{DateTime, Utc};
use domain::Won;
use serde::Deserialize;

use crate::paying::lenient::{number, or_default, text, time, won};
use crate::paying::words::words;

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
