//! Pieces arrive, and paid orders are waiting for them: they get them before the next shopper.

use async_trait::async_trait;
use domain::Meta;
use domain::stock::{StockEvent, StockId};
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Outcome, Process, Reading, event, imported};

/// Gives pieces to paid orders that found the shelf empty.
pub struct SettleShortages;

#[async_trait]
impl Process for SettleShortages {
    fn name(&self) -> &'static str {
        "settle-shortages"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["stock"]
    }

    fn read(&self, recorded: &Recorded, meta: &Meta) -> Result<Reading, String> {
        // Most of what happens to a stock is of no concern here: it is not even parsed. An
        // import plays whole years, and its own sales are none of ours.
        let concerns = [
            "StockShort",
            "StockReceived",
            "StockReturned",
            "StockAdjusted",
            "HoldReleased",
        ];
        if !concerns.contains(&recorded.event_type.as_str()) || imported(meta) {
            return Ok(Reading::Nothing);
        }
        let more = match event(recorded)? {
            StockEvent::StockShort { .. } | StockEvent::StockReceived { .. } => true,
            StockEvent::StockReturned { resellable, .. } => resellable,
            StockEvent::StockAdjusted { delta, .. } => delta > 0,
            StockEvent::HoldReleased { quantity, .. } => quantity > 0,
            _ => false,
        };
        Ok(if more {
            Reading::Attend(recorded.id.clone(), recorded.recorded_at)
        } else {
            Reading::Nothing
        })
    }

    async fn act(&self, shop: &Shop, caller: &Caller, subject: &str) -> Result<Outcome, ShopError> {
        let Ok(stock) = StockId::read(subject) else {
            return Ok(Outcome::Done);
        };
        shop.settle_short(caller, &stock).await?;
        Ok(Outcome::Done)
    }
}
