//! Whoever ordered hears of what happens to the order: a letter and a message, each once per event.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::order::{EditOutcome, OrderEvent, PaymentMethod};
use domain::payment::PaymentEvent;
use domain::{Actor, Meta, OrderId};
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Begins, Outcome, Process, Reading, event, imported, order_paid_for};
use crate::post::{About, Occasion};

/// Adds the jobs that write to shoppers.
pub struct WriteToShoppers;

#[async_trait]
impl Process for WriteToShoppers {
    fn name(&self) -> &'static str {
        "write-to-shoppers"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["order", "payment"]
    }

    fn begins(&self) -> Begins {
        Begins::WhereOthersStand
    }

    fn read(&self, recorded: &Recorded, meta: &Meta) -> Result<Reading, String> {
        if imported(meta) {
            return Ok(Reading::Nothing);
        }
        let told = if recorded.kind == "payment" {
            let of_payment = account(&event(recorded)?);
            order_paid_for(recorded).zip(of_payment)
        } else {
            let order = OrderId::new(&recorded.id).map_err(|error| error.to_string())?;
            let event = event(recorded)?;
            let told = to_pay(&event, &meta.actor).or_else(|| happened(event));
            told.map(|about| (order, about))
        };
        let Some((order, (about, at))) = told else {
            return Ok(Reading::Nothing);
        };
        let occasion = Occasion {
            event: recorded.event_id,
            order,
            store: meta.store.clone(),
            about,
            at: at.unwrap_or(meta.occurred_at),
            recorded_at: recorded.recorded_at,
        };
        Ok(Reading::Enqueue(occasion.jobs()))
    }

    async fn act(&self, _: &Shop, _: &Caller, _: &str) -> Result<Outcome, ShopError> {
        // It has no subjects: what follows is jobs.
        Ok(Outcome::Done)
    }
}

type Told = (About, Option<DateTime<Utc>>);

/// An order can be paid once its account is known: only then is it worth a letter. And money that waits for an
/// account of the shopper's goes nowhere before they hear of it.
fn account(event: &PaymentEvent) -> Option<Told> {
    match event {
        PaymentEvent::VirtualAccountIssued { .. } => Some((About::Received, None)),
        PaymentEvent::RefundAccountAsked { at } => {
            Some((About::AccountAsked { refused: false }, Some(*at)))
        }
        PaymentEvent::RefundAccountRefused { at, .. } => {
            Some((About::AccountAsked { refused: true }, Some(*at)))
        }
        _ => None,
    }
}

/// Shoppers are led to the window themselves. Of an order that staff or a process made for them, and that has no
/// account to tell of, they would hear nothing.
fn to_pay(event: &OrderEvent, by: &Actor) -> Option<Told> {
    let OrderEvent::OrderPlaced { draft } = event else {
        return None;
    };
    let of_ours = matches!(by, Actor::Staff(_) | Actor::System(_));
    let added = draft.supplement.is_some() || draft.replaces.is_some();
    let window = matches!(draft.method, PaymentMethod::Window { .. });
    (of_ours && added && window).then_some((About::ToPay, None))
}

fn happened(event: OrderEvent) -> Option<Told> {
    Some(match event {
        OrderEvent::OrderPaid { at, .. } => (About::Paid, Some(at)),
        OrderEvent::ParcelShipped { parcel, at, .. }
        | OrderEvent::ReplacementShipped { parcel, at, .. } => {
            (About::Shipped { parcel }, Some(at))
        }
        OrderEvent::InvoiceCorrected { parcel, .. } => (About::Shipped { parcel }, None),
        OrderEvent::ParcelDelivered { parcel, at } => (About::Delivered { parcel }, Some(at)),
        OrderEvent::OrderCancelled { at, .. } => (About::Cancelled { refund: None }, Some(at)),
        OrderEvent::LinesCancelled { refund, at, .. } => {
            let refund = Some(refund);
            (About::Cancelled { refund }, Some(at))
        }
        OrderEvent::ClaimAccepted { claim, at, .. } => {
            let accepted = true;
            (About::ClaimAnswered { claim, accepted }, Some(at))
        }
        OrderEvent::ClaimRejected { claim, at, .. } => {
            let accepted = false;
            (About::ClaimAnswered { claim, accepted }, Some(at))
        }
        OrderEvent::OrderRefunded {
            claim, plan, at, ..
        } => (About::Refunded { claim, plan }, Some(at)),
        OrderEvent::EditEnded {
            edit,
            outcome: EditOutcome::TooLate,
            at,
        } => (About::ChangeLate { edit }, Some(at)),
        OrderEvent::OrderExpired { at } => (About::Expired, Some(at)),
        _ => return None,
    })
}
