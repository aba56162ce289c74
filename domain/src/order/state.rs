//! An order as its events left it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::draft::OrderDraft;
use super::events::{OrderEvent, RefundPlan};
use super::parts::{Claim, Goods, Line, Parcel, Status};
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
}

aggregate!(Order, "order", OrderCommand => OrderEvent | OrderRefusal, shape 2);

impl Order {
    /// What was agreed; none before the order is placed.
    pub fn draft(&self) -> Option<&OrderDraft> {
        self.draft.as_deref()
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

    #[expect(
        clippy::too_many_lines,
        reason = "one arm per event, none of them long"
    )]
    pub(super) fn fold(&mut self, event: OrderEvent) {
        match event {
            OrderEvent::OrderPlaced { draft } => self.place_folded(draft),
            OrderEvent::OrderAbandoned { .. } => self.status = Status::Abandoned,
            OrderEvent::OrderPaid {
                payment, amount, ..
            } => {
                self.payment = Some(payment);
                self.paid = amount;
                self.status = Status::Paid;
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
            OrderEvent::ParcelDelivered { parcel, .. } => {
                if let Some(parcel) = self.parcel_mut(parcel) {
                    parcel.delivered = true;
                }
                self.status_from_lines();
            }
            OrderEvent::PurchaseConfirmed { .. } => self.status = Status::Confirmed,
            OrderEvent::OrderCancelled { .. } => self.status = Status::Cancelled,
            OrderEvent::OrderExpired { .. } => self.status = Status::Expired,
            OrderEvent::LinesCancelled { claim, refund, .. } => {
                for part in &refund.lines {
                    self.line_mut(part.line).cancelled += part.quantity;
                }
                self.charges_refunded += refund.charges;
                self.status_from_lines();
                if self.status == Status::Cancelled {
                    self.ended_by.get_or_insert_with(|| claim.clone());
                }
                self.owe(claim, refund, Goods::Unsent);
            }
            OrderEvent::ReturnRequested { claim, lines, .. } => {
                self.claims.insert(claim, Claim::Requested(lines));
            }
            OrderEvent::ReturnReceived {
                claim,
                refund,
                resellable,
                ..
            } => {
                for part in &refund.lines {
                    self.line_mut(part.line).returned += part.quantity;
                }
                self.owe(claim, refund, Goods::back(resellable));
            }
            OrderEvent::RefundGranted { claim, refund, .. } => {
                self.owe(claim, refund, Goods::None);
            }
            OrderEvent::ClaimRestocked { claim, .. } => {
                self.restocked.insert(claim);
            }
            OrderEvent::OrderRefunded {
                claim,
                refund,
                plan,
                ..
            } => {
                let goods = match self.claims.get(&claim) {
                    Some(Claim::Owed(_, goods)) => *goods,
                    _ => Goods::None,
                };
                self.restocked.remove(&claim);
                self.claims
                    .insert(claim, Claim::Refunded(plan, goods, refund));
                self.close_if_all_came_back();
            }
            OrderEvent::RecipientErased { at } => self.recipient_erased = Some(at),
        }
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

    fn owe(&mut self, claim: ClaimId, refund: RefundPlan, goods: Goods) {
        self.claims.insert(claim, Claim::Owed(refund, goods));
        self.close_if_all_came_back();
    }

    /// Shipping and delivery follow from the pieces, so that they never contradict them. What
    /// is over stays over: a carrier's late word does not deliver what came back long ago.
    fn status_from_lines(&mut self) {
        if matches!(
            self.status,
            Status::Confirmed | Status::Cancelled | Status::Refunded
        ) {
            return;
        }
        let to_ship: u32 = self.lines.iter().map(Line::to_ship).sum();
        let shipped: u32 = self.lines.iter().map(|line| line.shipped).sum();
        self.status = match (shipped, to_ship) {
            (0, 0) => Status::Cancelled,
            (0, _) => self.status,
            (_, 1..) => Status::PartlyShipped,
            (_, 0) if self.parcels.iter().all(|parcel| parcel.delivered) => Status::Delivered,
            (_, 0) => Status::Shipped,
        };
    }

    fn close_if_all_came_back(&mut self) {
        let owes = self.owed().next().is_some();
        let kept = self.lines.iter().any(|line| line.settled() < line.ordered);
        let shipped = self.lines.iter().any(|line| line.shipped > 0);
        if !owes && !kept && shipped {
            self.status = Status::Refunded;
        }
    }

    fn line_mut(&mut self, line: u32) -> &mut Line {
        let place = line as usize;
        if self.lines.len() <= place {
            // Only a damaged log names a line its order does not have; folding must not panic.
            self.lines.resize(place + 1, Line::default());
        }
        &mut self.lines[place]
    }

    fn parcel_mut(&mut self, parcel: u32) -> Option<&mut Parcel> {
        self.parcels.get_mut((parcel as usize).checked_sub(1)?)
    }
}
