//! Whoever holds an order's money in escrow is told when its goods leave, and when an invoice was corrected.

use async_trait::async_trait;
use domain::order::OrderEvent;
use domain::{Meta, OrderId};
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Outcome, PATIENCE, Process, Reading, event, imported};

/// The events that an escrow is told of.
const CONCERNS: [&str; 2] = ["ParcelShipped", "InvoiceCorrected"];

/// Tells escrows of parcels.
pub struct SettleDeliveries;

#[async_trait]
impl Process for SettleDeliveries {
    fn name(&self) -> &'static str {
        "settle-deliveries"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["order"]
    }

    fn read(&self, recorded: &Recorded, meta: &Meta) -> Result<Reading, String> {
        // Most of what happens is of no concern here: it is not even parsed.
        if !CONCERNS.contains(&recorded.event_type.as_str()) || imported(meta) {
            return Ok(Reading::Nothing);
        }
        Ok(match event(recorded)? {
            OrderEvent::ParcelShipped { .. } | OrderEvent::InvoiceCorrected { .. } => {
                Reading::Attend(recorded.id.clone(), recorded.recorded_at + PATIENCE)
            }
            _ => Reading::Nothing,
        })
    }

    async fn act(&self, shop: &Shop, caller: &Caller, subject: &str) -> Result<Outcome, ShopError> {
        let Ok(order) = OrderId::new(subject) else {
            return Ok(Outcome::Done);
        };
        shop.settle_deliveries(caller, &order).await?;
        Ok(Outcome::Done)
    }
}
