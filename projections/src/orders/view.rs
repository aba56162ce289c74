//! An order as pages and staff see it, computed from the kept document.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::order::{Claim, LineQuantity, Order, RefundPlan};
use domain::payment::{Payment, UnmatchedReason};
use domain::pricing::{Charge, Gift, QuoteLine};
use domain::{ClaimId, PersonalRef};
use serde::{Deserialize, Serialize};

/// What is kept of an order: the domain's own state, and the times beside it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OrderDoc {
    /// The order as its events left it.
    pub order: Order,
    /// When each step happened (the events' own times).
    #[serde(default)]
    pub times: Times,
    /// When each parcel went out, first shipped first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parcel_times: Vec<ParcelTimes>,
    /// What is known of each claim beyond its money.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub claims: BTreeMap<ClaimId, ClaimNote>,
    /// Why the order was given up, in a word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close_reason: Option<String>,
}

/// When each step of an order happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prepared: Option<DateTime<Utc>>,
    /// The first parcel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipped: Option<DateTime<Utc>>,
    /// The last parcel so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<DateTime<Utc>>,
    /// Cancelled, or expired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<DateTime<Utc>>,
}

/// When a parcel went out and arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelTimes {
    pub shipped: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered: Option<DateTime<Utc>>,
}

/// What a claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// Cancelled before shipping.
    Cancel,
    /// Sent back.
    Return,
    /// Money granted without anything coming back.
    Grant,
}

/// What is known of a claim beyond its money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimNote {
    /// What it is.
    pub kind: ClaimKind,
    /// Why, in a word; empty for returns that came unannounced.
    pub reason: String,
    /// When it was opened.
    pub at: DateTime<Utc>,
    /// When the pieces came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_at: Option<DateTime<Utc>>,
    /// When the money went back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refunded_at: Option<DateTime<Utc>>,
}

/// What is kept of a payment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PaymentDoc {
    /// The payment as its events left it.
    pub payment: Payment,
    /// Until when the account takes deposits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<DateTime<Utc>>,
    /// When the fitting deposit arrived, by the provider's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposited_at: Option<DateTime<Utc>>,
    /// Deposits that came to this payment, or to none, and did not fit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unmatched: Vec<Unmatched>,
}

/// A deposit that fits no open payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmatched {
    /// The provider's id of the deposit.
    pub notice: String,
    /// The account it came to.
    pub account: String,
    /// Won.
    pub amount: i64,
    /// Why it fits nothing.
    pub reason: UnmatchedReason,
    /// When the money arrived, by the provider's clock.
    pub at: DateTime<Utc>,
    /// When the log took it.
    pub recorded_at: DateTime<Utc>,
}

/// An order with its payment, as its page shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderView {
    /// The order's document: agreed prices, progress, times, claims.
    pub doc: OrderDoc,
    /// Its payment; `None` until it is opened.
    pub payment: Option<PaymentDoc>,
    /// Sequence of the last event folded in.
    pub version: i64,
}

/// One line of an order and how far it has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LineView<'a> {
    /// What was agreed, in won.
    pub quoted: &'a QuoteLine,
    /// Pieces cancelled before shipping.
    pub cancelled: u32,
    /// Pieces handed to a carrier.
    pub shipped: u32,
    /// Pieces that came back.
    pub returned: u32,
}

/// One parcel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParcelView<'a> {
    /// The carrier's code.
    pub carrier: &'a str,
    /// The carrier's invoice number.
    pub invoice: &'a str,
    /// What it holds.
    pub lines: &'a [LineQuantity],
    /// When it went out and arrived.
    pub times: ParcelTimes,
}

/// One claim and how far it has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClaimView<'a> {
    /// Its id.
    pub id: &'a ClaimId,
    /// What it is, why, when.
    pub note: &'a ClaimNote,
    /// What is to be paid back, or was; `None` while a return has not arrived.
    pub plan: Option<&'a RefundPlan>,
}

impl OrderView {
    /// The order's state, in the domain's words.
    pub fn order(&self) -> &Order {
        &self.doc.order
    }

    /// The status's stable name, e.g. `pending_deposit`.
    pub fn status(&self) -> &'static str {
        self.doc.order.status().as_str()
    }

    /// Who receives, in the vault.
    pub fn recipient(&self) -> Option<&PersonalRef> {
        self.doc.order.draft()?.recipient.as_ref()
    }

    /// The lines, in the order of the draft.
    pub fn lines(&self) -> Vec<LineView<'_>> {
        let quoted = self.doc.order.draft().map_or(&[][..], |draft| &draft.quote.lines);
        quoted
            .iter()
            .zip(self.doc.order.lines())
            .map(|(quoted, line)| LineView {
                quoted,
                cancelled: line.cancelled,
                shipped: line.shipped,
                returned: line.returned,
            })
            .collect()
    }

    /// Gifts that go with it.
    pub fn gifts(&self) -> &[Gift] {
        self.doc.order.draft().map_or(&[], |draft| &draft.quote.gifts)
    }

    /// Shipping and other charges.
    pub fn charges(&self) -> &[Charge] {
        self.doc.order.draft().map_or(&[], |draft| &draft.quote.charges)
    }

    /// The parcels, first shipped first.
    pub fn parcels(&self) -> Vec<ParcelView<'_>> {
        let parcels = self.doc.order.parcels().iter().zip(&self.doc.parcel_times);
        parcels
            .map(|(parcel, times)| ParcelView {
                carrier: &parcel.carrier,
                invoice: &parcel.invoice,
                lines: &parcel.lines,
                times: *times,
            })
            .collect()
    }

    /// The claims, by id.
    pub fn claims(&self) -> Vec<ClaimView<'_>> {
        let state = self.doc.order.claims();
        let plan = |id| match state.get(id) {
            Some(Claim::Owed(plan, ..) | Claim::Refunded(plan, ..)) => Some(plan),
            Some(Claim::Requested(_)) | None => None,
        };
        self.doc.claims.iter().map(|(id, note)| ClaimView { id, note, plan: plan(id) }).collect()
    }

    /// What went back, in won.
    pub fn refunded(&self) -> i64 {
        self.doc.order.refunded().0
    }

    /// What is owed to the shopper and not paid back yet, in won.
    pub fn owed(&self) -> i64 {
        self.doc.order.promised().0 - self.refunded()
    }
}
