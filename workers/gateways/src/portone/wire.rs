//! What comes back over the wire: read leniently, unknown fields are normal.
//!
//! Amounts are whole won. Times are RFC 3339 in UTC; one that cannot be read is `None`. What names the
//! customer is not read at all.

use chrono::{DateTime, Utc};
use domain::Won;
use serde::{Deserialize, Deserializer};

use crate::paying::lenient::or_default;
use crate::paying::private::Private;
use crate::paying::words::words;

words! {
    /// What became of a payment.
    Status {
        /// The window is open.
        Ready = "READY",
        /// Approved, and not settled yet: it may still fail.
        PayPending = "PAY_PENDING",
        /// A virtual account waits for its deposit.
        VirtualAccountIssued = "VIRTUAL_ACCOUNT_ISSUED",
        /// All of it is here.
        Paid = "PAID",
        /// No money moved.
        Failed = "FAILED",
        /// A part was given back.
        PartialCancelled = "PARTIAL_CANCELLED",
        /// All was given back.
        Cancelled = "CANCELLED",
    }
}

/// How much, and what became of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Amount {
    /// What was to be paid.
    pub total: Won,
    /// Of it without tax.
    #[serde(default, deserialize_with = "or_default")]
    pub tax_free: Won,
    /// The tax inside, where it is known.
    #[serde(default)]
    pub vat: Option<Won>,
    /// What a card company or a promotion took off.
    #[serde(default, deserialize_with = "or_default")]
    pub discount: Won,
    /// What the shopper paid.
    pub paid: Won,
    /// What went back.
    #[serde(default, deserialize_with = "or_default")]
    pub cancelled: Won,
    /// Of it without tax.
    #[serde(default, deserialize_with = "or_default")]
    pub cancelled_tax_free: Won,
}

words! {
    /// By what it was paid.
    MethodKind {
        /// A card.
        Card = "PaymentMethodCard",
        /// A virtual account.
        VirtualAccount = "PaymentMethodVirtualAccount",
        /// A bank transfer at once.
        Transfer = "PaymentMethodTransfer",
        /// A wallet.
        EasyPay = "PaymentMethodEasyPay",
        /// The telephone's bill.
        Mobile = "PaymentMethodMobile",
        /// A gift certificate.
        GiftCertificate = "PaymentMethodGiftCertificate",
    }
}

/// By what it was paid, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Method {
    /// Which.
    #[serde(rename = "type")]
    pub kind: MethodKind,
    /// Of an account: PortOne's word for the bank (see [`super::banks`]).
    pub bank: Option<String>,
    /// Its number.
    pub account_number: Option<Private>,
    /// Whose it is: the name that a depositor sees.
    pub remittee_name: Option<Private>,
    /// Until when the deposit is taken.
    #[serde(default, deserialize_with = "time")]
    pub expired_at: Option<DateTime<Utc>>,
    /// When the account was issued.
    #[serde(default, deserialize_with = "time")]
    pub issued_at: Option<DateTime<Utc>>,
    /// Of a wallet: PortOne's word for it.
    pub provider: Option<String>,
    /// Of a card: its approval number.
    pub approval_number: Option<String>,
}

/// The provider behind PortOne.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Channel {
    /// `LIVE` or `TEST`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The channel's key.
    pub key: Option<String>,
    /// `INICIS_V2`, `TOSSPAYMENTS`, `KAKAOPAY` and so on.
    pub pg_provider: Option<String>,
}

words! {
    /// How far a cancel is.
    CancellationStatus {
        /// It was taken; whether it succeeds is told by a webhook.
        Requested = "REQUESTED",
        /// The money went back.
        Succeeded = "SUCCEEDED",
        /// Nothing went back.
        Failed = "FAILED",
    }
}

/// A cancel of a payment, all or a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cancellation {
    /// How far it is.
    pub status: CancellationStatus,
    /// PortOne's id of it.
    pub id: String,
    /// Why, as whoever asked for it said: at the console it may be any sentence.
    #[serde(default, deserialize_with = "or_default")]
    pub reason: Private,
    /// Won.
    pub total_amount: Won,
    /// Of it without tax.
    #[serde(default, deserialize_with = "or_default")]
    pub tax_free_amount: Won,
    /// The tax inside.
    #[serde(default, deserialize_with = "or_default")]
    pub vat_amount: Won,
    /// When the money went back.
    #[serde(default, deserialize_with = "time")]
    pub cancelled_at: Option<DateTime<Utc>>,
    /// When it was asked for.
    #[serde(default, deserialize_with = "time")]
    pub requested_at: Option<DateTime<Utc>>,
}

/// Why a payment failed. The provider's sentence is not read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// The code of the provider behind PortOne.
    pub pg_code: Option<String>,
}

words! {
    /// How far the delivery of an escrow payment is.
    EscrowStatus {
        /// Not told yet.
        BeforeRegistered = "BEFORE_REGISTERED",
        /// The parcel is told.
        Registered = "REGISTERED",
        /// It arrived.
        Delivered = "DELIVERED",
        /// The shopper confirmed the purchase.
        Confirmed = "CONFIRMED",
        /// The shopper refuses it.
        Rejected = "REJECTED",
        /// The shop agrees to that.
        RejectConfirmed = "REJECT_CONFIRMED",
        /// It was cancelled.
        Cancelled = "CANCELLED",
    }
}

/// The delivery of an escrow payment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Escrow {
    /// How far it is.
    pub status: EscrowStatus,
    /// The parcel's number.
    pub invoice_number: Option<String>,
}

/// What PortOne knows of a payment: the truth that webhooks and browsers only hint at.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Payment {
    /// What became of it.
    pub status: Status,
    /// The shop's id of it.
    pub id: String,
    /// PortOne's id of the attempt.
    #[serde(default, deserialize_with = "or_default")]
    pub transaction_id: String,
    /// The store.
    pub store_id: String,
    /// How much.
    pub amount: Amount,
    /// `KRW`, or it is not ours.
    pub currency: String,
    /// By what.
    pub method: Option<Method>,
    /// Through whom.
    pub channel: Option<Channel>,
    /// The id at the provider behind PortOne.
    pub pg_tx_id: Option<String>,
    /// When it was paid.
    #[serde(default, deserialize_with = "time")]
    pub paid_at: Option<DateTime<Utc>>,
    /// When it failed.
    #[serde(default, deserialize_with = "time")]
    pub failed_at: Option<DateTime<Utc>>,
    /// Why.
    pub failure: Option<Failure>,
    /// What went back or is on its way back, oldest first.
    #[serde(default, deserialize_with = "or_default")]
    pub cancellations: Vec<Cancellation>,
    /// Its delivery, where it is an escrow payment.
    pub escrow: Option<Escrow>,
    /// Where the shopper finds the receipt.
    pub receipt_url: Option<String>,
}

impl Payment {
    /// Won that can still be given back: paid, less what went back and what is on its way.
    #[must_use]
    pub fn cancellable(&self) -> Won {
        if !matches!(self.status, Status::Paid | Status::PartialCancelled) {
            return Won::ZERO;
        }
        let under_way = self.cancellations.iter();
        let under_way = under_way.filter(|it| it.status == CancellationStatus::Requested);
        let under_way: Won = under_way.map(|it| it.total_amount).sum();
        self.amount.total - self.amount.cancelled - under_way
    }
}

pub(super) fn time<'de, D: Deserializer<'de>>(from: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    let said = Option::<String>::deserialize(from)?;
    let at = said.and_then(|said| DateTime::parse_from_rfc3339(&said).ok());
    Ok(at.map(|at| at.to_utc()))
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
