//! An order as pages and staff see it, computed from the kept document.

use domain::order::{Claim, LineQuantity, Order, RefundPlan};
use domain::pricing::{Charge, Gift, QuoteLine};
use domain::{ClaimId, PersonalRef};

use super::kept::{ClaimNote, OrderDoc, ParcelTimes};
use super::kept_payment::PaymentDoc;

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
    /// The exchange whose pieces it replaces; none for what was ordered.
    pub replaces: Option<&'a ClaimId>,
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
    /// How far it has come, in the domain's words.
    pub state: Option<&'a Claim>,
    /// What is to be paid back, or was; `None` while a return has not arrived.
    pub plan: Option<&'a RefundPlan>,
}

impl ClaimView<'_> {
    /// How far it has come: `requested`, `accepted`, `rejected`, `withdrawn`, `received`, `replaced`,
    /// `owed`, `refunded`.
    pub fn standing(&self) -> &'static str {
        standing(self.state)
    }

    /// The pieces that it is about.
    pub fn pieces(&self) -> Vec<LineQuantity> {
        match self.state {
            Some(Claim::Requested(asked)) => asked.lines.clone(),
            Some(Claim::Swapped(swap)) => swap.lines.clone(),
            Some(Claim::Owed(plan, ..) | Claim::Refunded(plan, ..)) => plan
                .lines
                .iter()
                .map(|part| LineQuantity {
                    line: part.line,
                    quantity: part.quantity,
                })
                .collect(),
            None => vec![],
        }
    }
}

pub(super) fn standing(claim: Option<&Claim>) -> &'static str {
    match claim {
        Some(Claim::Requested(asked)) => asked.answer.as_str(),
        Some(Claim::Swapped(swap)) if swap.parcel.is_none() => "received",
        Some(Claim::Swapped(_)) => "replaced",
        Some(Claim::Owed(..)) => "owed",
        Some(Claim::Refunded(..)) => "refunded",
        None => "unknown",
    }
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
        self.doc.order.recipient()
    }

    /// The lines, in the order of the draft.
    pub fn lines(&self) -> Vec<LineView<'_>> {
        let quoted = self
            .doc
            .order
            .draft()
            .map_or(&[][..], |draft| &draft.quote.lines);
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
        self.doc
            .order
            .draft()
            .map_or(&[], |draft| &draft.quote.gifts)
    }

    /// Shipping and other charges.
    pub fn charges(&self) -> &[Charge] {
        self.doc
            .order
            .draft()
            .map_or(&[], |draft| &draft.quote.charges)
    }

    /// The parcels, first shipped first.
    pub fn parcels(&self) -> Vec<ParcelView<'_>> {
        let parcels = self.doc.order.parcels().iter().zip(&self.doc.parcel_times);
        parcels
            .map(|(parcel, times)| ParcelView {
                carrier: &parcel.carrier,
                invoice: &parcel.invoice,
                lines: &parcel.lines,
                replaces: parcel.replaces.as_ref(),
                times: *times,
            })
            .collect()
    }

    /// The claims, by id.
    pub fn claims(&self) -> Vec<ClaimView<'_>> {
        let state = self.doc.order.claims();
        let plan = |id| match state.get(id) {
            Some(Claim::Owed(plan, ..) | Claim::Refunded(plan, ..)) => Some(plan),
            Some(Claim::Requested(_) | Claim::Swapped(_)) | None => None,
        };
        self.doc
            .claims
            .iter()
            .map(|(id, note)| ClaimView {
                id,
                note,
                state: state.get(id),
                plan: plan(id),
            })
            .collect()
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
