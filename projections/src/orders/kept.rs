//! What is kept of an order and of a payment: the domain's own states, and the times beside them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::ClaimId;
use domain::order::{Order, OrderEvent};
use domain::payment::{Payment, PaymentEvent, UnmatchedReason};
use serde::{Deserialize, Serialize};

use crate::docs::apply;

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
    /// Why somebody must look.
    pub reason: Why,
    /// When the money arrived, by the provider's clock.
    pub at: DateTime<Utc>,
    /// When the log took it.
    pub recorded_at: DateTime<Utc>,
    /// When staff paid it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<DateTime<Utc>>,
    /// The transfer by which they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<String>,
}

/// Why somebody must look at a deposit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Why {
    /// It fits no open payment.
    Misfit(UnmatchedReason),
    /// The provider took it back.
    Reversal(Reversal),
}

/// That a deposit was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reversal {
    /// By the provider.
    Reversed,
}

impl OrderDoc {
    /// Folds one event in; what it says beyond the domain's state goes beside it.
    pub(super) fn fold(&mut self, event: &OrderEvent) {
        let times = &mut self.times;
        match event {
            OrderEvent::OrderPaid { at, .. } => times.paid = Some(*at),
            OrderEvent::PreparationStarted { at } => times.prepared = Some(*at),
            OrderEvent::ParcelShipped { at, .. } => {
                times.shipped.get_or_insert(*at);
                self.parcel_times.push(ParcelTimes {
                    shipped: *at,
                    delivered: None,
                });
            }
            OrderEvent::ParcelDelivered { parcel, at } => {
                times.delivered = Some(*at);
                let place = (*parcel as usize).wrapping_sub(1);
                if let Some(times) = self.parcel_times.get_mut(place) {
                    times.delivered = Some(*at);
                }
            }
            OrderEvent::PurchaseConfirmed { at } => times.confirmed = Some(*at),
            OrderEvent::OrderCancelled { reason, at }
            | OrderEvent::OrderAbandoned { reason, at } => {
                times.closed = Some(*at);
                self.close_reason = Some(reason.clone());
            }
            OrderEvent::OrderExpired { at } => times.closed = Some(*at),
            OrderEvent::LinesCancelled {
                claim, reason, at, ..
            } => {
                self.note(claim, ClaimKind::Cancel, reason, *at);
            }
            OrderEvent::ReturnRequested {
                claim, reason, at, ..
            } => {
                self.note(claim, ClaimKind::Return, reason, *at);
            }
            OrderEvent::ReturnReceived { claim, at, .. } => {
                self.note(claim, ClaimKind::Return, "", *at).received_at = Some(*at);
            }
            OrderEvent::RefundGranted {
                claim, reason, at, ..
            } => {
                self.note(claim, ClaimKind::Grant, reason, *at);
            }
            OrderEvent::OrderRefunded { claim, at, .. } => {
                if let Some(note) = self.claims.get_mut(claim) {
                    note.refunded_at = Some(*at);
                }
            }
            OrderEvent::OrderPlaced { .. }
            | OrderEvent::InvoiceCorrected { .. }
            | OrderEvent::ClaimRestocked { .. }
            | OrderEvent::RecipientErased { .. } => {}
        }
        apply(&mut self.order, event.clone());
    }

    /// The note of a claim, opened now unless it was before.
    fn note(
        &mut self,
        claim: &ClaimId,
        kind: ClaimKind,
        reason: &str,
        at: DateTime<Utc>,
    ) -> &mut ClaimNote {
        self.claims
            .entry(claim.clone())
            .or_insert_with(|| ClaimNote {
                kind,
                reason: reason.to_owned(),
                at,
                received_at: None,
                refunded_at: None,
            })
    }
}

impl PaymentDoc {
    /// Folds one event in.
    pub(super) fn fold(&mut self, event: &PaymentEvent, recorded_at: DateTime<Utc>) {
        match event {
            PaymentEvent::VirtualAccountIssued { deadline, .. } => self.deadline = Some(*deadline),
            PaymentEvent::DepositNoticed { at, .. } => self.deposited_at = Some(*at),
            PaymentEvent::DepositUnmatched {
                notice,
                account,
                amount,
                reason,
                at,
            } => {
                self.unmatched.push(Unmatched {
                    notice: notice.to_string(),
                    account: account.clone(),
                    amount: amount.0,
                    reason: Why::Misfit(*reason),
                    at: *at,
                    recorded_at,
                    settled_at: None,
                    transfer: None,
                });
            }
            PaymentEvent::DepositReversed {
                notice,
                account,
                amount,
                at,
            } => {
                // Nobody waits for money that fitted nothing and is gone again.
                let waiting =
                    |it: &&mut Unmatched| it.notice == notice.as_str() && it.settled_at.is_none();
                let misfit = self.unmatched.iter_mut().find(waiting);
                let settled_at = misfit.map(|misfit| *misfit.settled_at.insert(*at));
                self.unmatched.push(Unmatched {
                    notice: notice.to_string(),
                    account: account.clone(),
                    amount: amount.0,
                    reason: Why::Reversal(Reversal::Reversed),
                    at: *at,
                    recorded_at,
                    settled_at,
                    transfer: None,
                });
            }
            PaymentEvent::DepositPaidBack {
                notice,
                transfer,
                at,
                ..
            } => {
                let mut all = self.unmatched.iter_mut();
                if let Some(deposit) = all.find(|it| it.notice == notice.as_str()) {
                    deposit.settled_at = Some(*at);
                    deposit.transfer = Some(transfer.clone());
                }
            }
            _ => {}
        }
        apply(&mut self.payment, event.clone());
    }
}
