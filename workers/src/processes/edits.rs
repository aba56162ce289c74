//! An edit of an order that was begun is driven on, also when the request that began it died. What waits
//! to be paid goes on with its payment.

use async_trait::async_trait;
use chrono::Duration;
use domain::order::OrderEvent;
use domain::{Meta, OrderId};
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Outcome, Process, Reading, event};

/// How long the request itself may take.
const PATIENCE: Duration = Duration::seconds(20);

/// Finishes edits that their requests left half-way.
pub struct FinishEdits;

#[async_trait]
impl Process for FinishEdits {
    fn name(&self) -> &'static str {
        "finish-edits"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["order"]
    }

    fn read(&self, recorded: &Recorded, _meta: &Meta) -> Result<Reading, String> {
        // Most of what happens to an order is of no concern here: it is not even parsed.
        if !["EditBegun", "EditEnded"].contains(&recorded.event_type.as_str()) {
            return Ok(Reading::Nothing);
        }
        let order = recorded.id.clone();
        Ok(match event(recorded)? {
            OrderEvent::EditBegun { .. } => Reading::Attend(order, recorded.recorded_at + PATIENCE),
            OrderEvent::EditEnded { .. } => Reading::Forget(order),
            _ => Reading::Nothing,
        })
    }

    async fn act(&self, shop: &Shop, caller: &Caller, subject: &str) -> Result<Outcome, ShopError> {
        let Ok(order) = OrderId::new(subject) else {
            return Ok(Outcome::Done);
        };
        shop.finish_edit(caller, &order).await?;
        Ok(Outcome::Done)
    }
}
