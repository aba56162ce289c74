//! What is kept of an order: the domain's own state, and the times and notes beside it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::order::{Order, OrderEvent, Wish};
use domain::{ClaimId, PersonalRef};
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
    /// Sent back for the money.
    Return,
    /// Sent back for the same once more.
    Exchange,
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
    /// When staff said yes or no, or the shopper thought better of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    /// Why staff said no, in a word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected_for: Option<String>,
    /// When the replacement went out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_at: Option<DateTime<Utc>>,
    /// What the shopper told, in the vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<PersonalRef>,
    /// What staff wrote back, in the vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<PersonalRef>,
    /// Names of uploaded pictures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<String>,
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
            OrderEvent::ReplacementShipped { claim, at, .. } => {
                self.parcel_times.push(ParcelTimes {
                    shipped: *at,
                    delivered: None,
                });
                self.on(claim, |note| note.replaced_at = Some(*at));
            }
            of_claims => self.fold_claim(of_claims),
        }
        apply(&mut self.order, event.clone());
    }

    /// Folds what concerns a claim.
    fn fold_claim(&mut self, event: &OrderEvent) {
        match event {
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
            OrderEvent::ClaimRequested {
                claim,
                wish,
                reason,
                note: told,
                photos,
                at,
                ..
            } => {
                let kind = match wish {
                    Wish::Return => ClaimKind::Return,
                    Wish::Exchange => ClaimKind::Exchange,
                };
                let note = self.note(claim, kind, reason.as_str(), *at);
                note.told.clone_from(told);
                note.photos.clone_from(photos);
            }
            OrderEvent::ClaimAccepted { claim, at, .. }
            | OrderEvent::ClaimWithdrawn { claim, at } => {
                self.on(claim, |note| note.answered_at = Some(*at));
            }
            OrderEvent::ClaimRejected {
                claim,
                reason,
                note: answer,
                at,
            } => self.on(claim, |note| {
                note.answered_at = Some(*at);
                note.rejected_for = Some(reason.clone());
                note.answer.clone_from(answer);
            }),
            OrderEvent::ExchangeReceived { claim, at, .. } => {
                self.on(claim, |note| note.received_at = Some(*at));
            }
            _ => {}
        }
    }

    fn on(&mut self, claim: &ClaimId, change: impl FnOnce(&mut ClaimNote)) {
        if let Some(note) = self.claims.get_mut(claim) {
            change(note);
        }
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
                answered_at: None,
                rejected_for: None,
                replaced_at: None,
                told: None,
                answer: None,
                photos: vec![],
            })
    }
}
