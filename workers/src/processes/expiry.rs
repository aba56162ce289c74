//! A deposit that does not arrive in time: the order expires and its pieces go back.

use async_trait::async_trait;
use domain::order::OrderEvent;
use domain::{Meta, OrderId};
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Outcome, PATIENCE, Process, Reading, event};

/// Expires orders whose deposit is overdue.
pub struct ExpireDeposits;

#[async_trait]
impl Process for ExpireDeposits {
    fn name(&self) -> &'static str {
        "expire-deposits"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["order"]
    }

    fn read(&self, recorded: &Recorded, _meta: &Meta) -> Result<Reading, String> {
        let order = recorded.id.clone();
        Ok(match event(recorded)? {
            OrderEvent::OrderPlaced { draft } => Reading::Attend(order, draft.deposit_deadline),
            // Its pieces must be back, whoever expired it and died on the way.
            OrderEvent::OrderExpired { .. } => {
                Reading::Attend(order, recorded.recorded_at + PATIENCE)
            }
            OrderEvent::OrderPaid { .. } | OrderEvent::OrderCancelled { .. } => {
                Reading::Forget(order)
            }
            _ => Reading::Nothing,
        })
    }

    async fn act(&self, shop: &Shop, caller: &Caller, subject: &str) -> Result<Outcome, ShopError> {
        let Ok(order) = OrderId::new(subject) else {
            return Ok(Outcome::Done);
        };
        shop.expire(caller, &order).await?;
        Ok(Outcome::Done)
    }
}
