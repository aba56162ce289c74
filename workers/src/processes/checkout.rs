//! A checkout that was begun is finished or undone, also when the request that began it died.

use async_trait::async_trait;
use chrono::Duration;
use domain::cart::CartEvent;
use domain::{CartId, Meta};
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Outcome, Process, Reading, event};

/// How long the request itself may take.
const PATIENCE: Duration = Duration::seconds(20);

/// Finishes or undoes checkouts that their requests left half-way.
pub struct FinishCheckouts;

#[async_trait]
impl Process for FinishCheckouts {
    fn name(&self) -> &'static str {
        "finish-checkouts"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["cart"]
    }

    fn read(&self, recorded: &Recorded, _meta: &Meta) -> Result<Reading, String> {
        Ok(match event(recorded)? {
            CartEvent::CheckoutBegun { at, .. } => {
                Reading::Attend(recorded.id.clone(), at + PATIENCE)
            }
            CartEvent::CheckoutFinished { .. } | CartEvent::CheckoutUndone { .. } => {
                Reading::Forget(recorded.id.clone())
            }
            _ => Reading::Nothing,
        })
    }

    async fn act(&self, shop: &Shop, caller: &Caller, subject: &str) -> Result<Outcome, ShopError> {
        let Ok(cart) = subject.parse::<CartId>() else {
            return Ok(Outcome::Done);
        };
        shop.finish_checkout(caller, cart).await?;
        Ok(Outcome::Done)
    }
}
