//! Cancelled and returned goods go back on the shelf and their money goes back to the
//! shopper, also when the request that cancelled died on the way.

use async_trait::async_trait;
use domain::order::OrderEvent;
use domain::{Meta, OrderId};
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Outcome, PATIENCE, Process, Reading, event};

/// Settles cancellations, returns and grants.
pub struct SettleClaims;

#[async_trait]
impl Process for SettleClaims {
    fn name(&self) -> &'static str {
        "settle-claims"
    }

    fn kind(&self) -> &'static str {
        "order"
    }

    fn read(&self, recorded: &Recorded, meta: &Meta) -> Result<Reading, String> {
        // An import finishes its own returns: it knows the times that a process does not.
        if matches!(meta.actor, domain::Actor::Import(_)) {
            return Ok(Reading::Nothing);
        }
        Ok(match event(recorded)? {
            OrderEvent::OrderCancelled { .. }
            | OrderEvent::LinesCancelled { .. }
            | OrderEvent::ReturnReceived { .. }
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
