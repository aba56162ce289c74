//! An order as its events left it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::deal::Deal;
use super::draft::{OrderDraft, Supplement};
use super::edit::{EditState, Readdressed};
use super::events::OrderEvent;
use super::others::Other;
use super::parts::{Claim, Line, Parcel, Status};
use super::{OrderCommand, OrderRefusal};
use crate::ids::{ClaimId, PaymentId};
use crate::money::Won;
use crate::rule::aggregate;

/// An order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Order {
    pub(super) draft: Option<Box<OrderDraft>>,
    pub(super) status: Status,
    pub(super) payment: Option<PaymentId>,
    pub(super) paid: Won,
    pub(super) lines: Vec<Line>,
    pub(super) charges_refunded: Won,
    pub(super) parcels: Vec<Parcel>,
    pub(super) claims: BTreeMap<ClaimId, Claim>,
    /// Open claims whose pieces the stocks have booked.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) restocked: BTreeSet<ClaimId>,
    /// The cancellation that left nothing of the order, before anything was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ended_by: Option<ClaimId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) recipient_erased: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) edits: BTreeMap<ClaimId, EditState>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) readdressed: Vec<Readdressed>,
    /// What was wished and agreed for its exchanges.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) deals: BTreeMap<ClaimId, Deal>,
    /// Pieces with the shopper that are another option than was ordered and that no claim asks back; those that went out last at the end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) others: Vec<Other>,
    /// What of such pieces is asked back, by claim; those that went out last come first.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) asked_as: BTreeMap<ClaimId, Vec<Other>>,
    /// What of them came back, by claim, in the same order.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) came_as: BTreeMap<ClaimId, Vec<Other>>,
}

aggregate!(Order, "order", OrderCommand => OrderEvent | OrderRefusal, shape 7);

impl Order {
    /// What was agreed; none before the order is placed.
    pub fn draft(&self) -> Option<&OrderDraft> {
        self.draft.as_deref()
    }

    /// What it was added to, and by which edit or exchange; none of an order of its own.
    pub fn supplement(&self) -> Option<&Supplement> {
        self.draft()?.supplement.as_ref()
    }

    /// Where it stands.
    pub fn status(&self) -> Status {
        self.status
    }

    /// What arrived, in won.
    pub fn paid(&self) -> Won {
        self.paid
    }

    /// The payment that brought it.
    pub fn payment(&self) -> Option<&PaymentId> {
        self.payment.as_ref()
    }

    /// How far each line has come, in the draft's order.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Its parcels, first shipped first; a parcel's number is its place, from 1.
    pub fn parcels(&self) -> &[Parcel] {
        &self.parcels
    }

    /// Its claims by id.
    pub fn claims(&self) -> &BTreeMap<ClaimId, Claim> {
        &self.claims
    }

    pub(super) fn fold(&mut self, event: OrderEvent) {
        match event {
            OrderEvent::OrderPlaced { draft } => self.place_folded(draft),
            OrderEvent::OrderAbandoned { .. } => self.status = Status::Abandoned,
            OrderEvent::OrderPaid {
                payment, amount, ..
            } => {
                self.payment = Some(payment);
                self.paid = amount;
                self.status = if self.adds_charges_alone() {
                    Status::Confirmed
                } else {
                    Status::Paid
                };
            }
            OrderEvent::PreparationStarted { .. } => self.status = Status::Preparing,
            OrderEvent::ParcelShipped {
                carrier,
                invoice,
                lines,
                ..
            } => {
                for part in &lines {
                    self.line_mut(part.line).shipped += part.quantity;
                }
                self.parcels.push(Parcel {
                    carrier,
                    invoice,
                    lines,
                    delivered: false,
                    delivered_at: None,
                    replaces: None,
                });
                self.status_from_lines();
            }
            OrderEvent::InvoiceCorrected {
                parcel,
                carrier,
                invoice,
            } => {
                if let Some(parcel) = self.parcel_mut(parcel) {
                    parcel.carrier = carrier;
                    parcel.invoice = invoice;
                }
            }
            OrderEvent::ParcelDelivered { parcel, at } => {
                if let Some(parcel) = self.parcel_mut(parcel) {
                    parcel.delivered = true;
                    parcel.delivered_at = Some(at);
                }
                self.status_from_lines();
            }
            OrderEvent::PurchaseConfirmed { .. } => self.status = Status::Confirmed,
            OrderEvent::OrderCancelled { .. } => self.status = Status::Cancelled,
            OrderEvent::OrderExpired { .. } => self.status = Status::Expired,
            OrderEvent::RecipientErased { at } => self.recipient_erased = Some(at),
            of_edits @ (OrderEvent::EditBegun { .. }
            | OrderEvent::RecipientChanged { .. }
            | OrderEvent::EditEnded { .. }) => self.fold_edit(of_edits),
            of_claims => self.fold_claim(of_claims),
        }
    }

    /// Nothing of it is ever sent or confirmed: once it is paid it is over.
    fn adds_charges_alone(&self) -> bool {
        self.supplement().is_some() && self.lines.is_empty()
    }

    fn place_folded(&mut self, draft: Box<OrderDraft>) {
        self.lines = draft
            .quote
            .lines
            .iter()
            .map(|line| Line {
                ordered: line.quantity,
                ..Line::default()
            })
            .collect();
        self.status = Status::PendingDeposit;
        self.draft = Some(draft);
    }
}
