//! A cancellation closes the payment first and then the order; if its request died between
//! the two, the order is cancelled here.

use async_trait::async_trait;
use domain::payment::PaymentEvent;
use domain::{Meta, OrderId};
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Outcome, PATIENCE, Process, Reading, event, order_paid_for};

/// Cancels orders whose payments were given up.
pub struct FinishCancellations;

#[async_trait]
impl Process for FinishCancellations {
    fn name(&self) -> &'static str {
        "finish-cancellations"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["payment"]
    }

    fn read(&self, recorded: &Recorded, _meta: &Meta) -> Result<Reading, String> {
        Ok(match (event(recorded)?, order_paid_for(recorded)) {
            (PaymentEvent::PaymentCancelled { .. }, Some(order)) => {
                Reading::Attend(order.into(), recorded.recorded_at + PATIENCE)
            }
            _ => Reading::Nothing,
        })
    }

    async fn act(&self, shop: &Shop, caller: &Caller, subject: &str) -> Result<Outcome, ShopError> {
        let Ok(order) = OrderId::new(subject) else {
            return Ok(Outcome::Done);
        };
        shop.finish_cancellation(caller, &order).await?;
        Ok(Outcome::Done)
    }
}
