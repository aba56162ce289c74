//! A captured payment pays its order and takes its pieces, also when the notice's request
//! died between the two.

use async_trait::async_trait;
use domain::payment::PaymentEvent;
use domain::{Meta, OrderId};
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Outcome, PATIENCE, Process, Reading, event, imported, order_paid_for};

/// Pays orders from captured payments.
pub struct SettlePayments;

#[async_trait]
impl Process for SettlePayments {
    fn name(&self) -> &'static str {
        "settle-payments"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["payment"]
    }

    fn read(&self, recorded: &Recorded, meta: &Meta) -> Result<Reading, String> {
        if imported(meta) {
            return Ok(Reading::Nothing);
        }
        Ok(match (event(recorded)?, order_paid_for(recorded)) {
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
