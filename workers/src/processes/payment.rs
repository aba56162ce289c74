//! A captured payment pays its order and takes its pieces, also when the notice's request
//! died between the two.

use async_trait::async_trait;
use domain::payment::PaymentEvent;
use domain::{Meta, OrderId, PaymentId};
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Outcome, PATIENCE, Process, Reading, event};

/// Pays orders from captured payments.
pub struct SettlePayments;

#[async_trait]
impl Process for SettlePayments {
    fn name(&self) -> &'static str {
        "settle-payments"
    }

    fn kind(&self) -> &'static str {
        "payment"
    }

    fn read(&self, recorded: &Recorded, meta: &Meta) -> Result<Reading, String> {
        // An import finishes its own orders: it knows the times that a process does not.
        if matches!(meta.actor, domain::Actor::Import(_)) {
            return Ok(Reading::Nothing);
        }
        let order = PaymentId::new(recorded.id.clone())
            .ok()
            .and_then(|payment| payment.order());
        Ok(match (event(recorded)?, order) {
            (PaymentEvent::PaymentCaptured { .. }, Some(order)) => {
                Reading::Attend(order.into(), recorded.recorded_at + PATIENCE)
            }
            _ => Reading::Nothing,
        })
    }

    async fn act(&self, shop: &Shop, caller: &Caller, subject: &str) -> Result<Outcome, ShopError> {
        let Ok(order) = OrderId::new(subject) else {
            return Ok(Outcome::Done);
        };
        shop.settle_paid(caller, &order).await?;
        Ok(Outcome::Done)
    }
}
