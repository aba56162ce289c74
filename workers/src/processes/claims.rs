//! Cancelled and returned goods go back on the shelf, their money goes back to the shopper, and
//! what replaces exchanged goods leaves the shelf, also when the request that cancelled died on the way, and
//! money that waited for an account goes back when one is named. What an exchange costs is asked for when
//! staff accept it, and given back when nothing comes of it.

use async_trait::async_trait;
use domain::order::OrderEvent;
use domain::payment::PaymentEvent;
use domain::{Meta, OrderId};
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Outcome, PATIENCE, Process, Reading, by_staff, event, imported, order_paid_for};

/// Settles cancellations, returns, exchanges and grants.
pub struct SettleClaims;

#[async_trait]
impl Process for SettleClaims {
    fn name(&self) -> &'static str {
        "settle-claims"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["order", "payment"]
    }

    fn read(&self, recorded: &Recorded, meta: &Meta) -> Result<Reading, String> {
        if imported(meta) {
            return Ok(Reading::Nothing);
        }
        if recorded.kind == "payment" {
            return mended(recorded, meta);
        }
        Ok(match event(recorded)? {
            OrderEvent::OrderCancelled { .. }
            | OrderEvent::LinesCancelled { .. }
            | OrderEvent::ClaimAccepted { .. }
            | OrderEvent::ClaimRejected { .. }
            | OrderEvent::ClaimWithdrawn { .. }
            | OrderEvent::ReturnReceived { .. }
            | OrderEvent::ExchangeReceived { .. }
            | OrderEvent::ReplacementShipped { .. }
            | OrderEvent::ExchangeRefunded { .. }
            | OrderEvent::RefundGranted { .. } => {
                Reading::Attend(recorded.id.clone(), recorded.recorded_at + PATIENCE)
            }
            _ => Reading::Nothing,
        })
    }

    async fn act(&self, shop: &Shop, caller: &Caller, subject: &str) -> Result<Outcome, ShopError> {
        let Ok(order) = OrderId::new(subject) else {
            return Ok(Outcome::Done);
        };
        shop.settle_cancelled(caller, &order).await?;
        Ok(Outcome::Done)
    }
}

/// What waited for an account goes on when one is named, and what was refused when staff have it asked for again
/// or paid it themselves.
fn mended(recorded: &Recorded, meta: &Meta) -> Result<Reading, String> {
    let event = event(recorded)?;
    let goes_on = match event {
        PaymentEvent::RefundAccountGiven { .. } => true,
        PaymentEvent::RefundRequested { .. } | PaymentEvent::PaymentRefunded { .. } => {
            by_staff(meta)
        }
        _ => false,
    };
    let order = order_paid_for(recorded).filter(|_| goes_on);
    Ok(order.map_or(Reading::Nothing, |order| {
        Reading::Attend(order.into(), recorded.recorded_at + PATIENCE)
    }))
}
