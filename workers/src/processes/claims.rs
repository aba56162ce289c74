//! Cancelled and returned goods go back on the shelf, their money goes back to the shopper, and
//! what replaces exchanged goods leaves the shelf, also when the request that cancelled died on the way.

use async_trait::async_trait;
use domain::order::OrderEvent;
use domain::{Meta, OrderId};
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Outcome, PATIENCE, Process, Reading, event, imported};

/// Settles cancellations, returns, exchanges and grants.
pub struct SettleClaims;

#[async_trait]
impl Process for SettleClaims {
    fn name(&self) -> &'static str {
        "settle-claims"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["order"]
    }

    fn read(&self, recorded: &Recorded, meta: &Meta) -> Result<Reading, String> {
        if imported(meta) {
            return Ok(Reading::Nothing);
        }
        Ok(match event(recorded)? {
            OrderEvent::OrderCancelled { .. }
            | OrderEvent::LinesCancelled { .. }
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
