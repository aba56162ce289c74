//! What a guest's cart handed over is put into the member's, also when the login's request died
//! between the two; what was being ordered at the login, when that came to nothing.

use async_trait::async_trait;
use domain::cart::CartEvent;
use domain::{CartId, Meta};
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Outcome, PATIENCE, Process, Reading, event};

/// Finishes hand-overs of carts.
pub struct FinishMerges;

#[async_trait]
impl Process for FinishMerges {
    fn name(&self) -> &'static str {
        "finish-merges"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["cart"]
    }

    fn read(&self, recorded: &Recorded, _meta: &Meta) -> Result<Reading, String> {
        // Most of what happens to a cart is of no concern here: it is not even parsed.
        if !["CartHandedOver", "CartPromised"].contains(&recorded.event_type.as_str()) {
            return Ok(Reading::Nothing);
        }
        // It is never told to forget: of two hand-overs of one cart the second may be unfinished.
        Ok(match event(recorded)? {
            CartEvent::CartHandedOver { .. } | CartEvent::CartPromised { .. } => {
                Reading::Attend(recorded.id.clone(), recorded.recorded_at + PATIENCE)
            }
            _ => Reading::Nothing,
        })
    }

    async fn act(&self, shop: &Shop, caller: &Caller, subject: &str) -> Result<Outcome, ShopError> {
        let Ok(guest) = subject.parse::<CartId>() else {
            return Ok(Outcome::Done);
        };
        let merged = shop.settle_merges(caller, guest).await?;
        Ok(match merged.under_way {
            Some(_) => Outcome::Later(shop.now() + PATIENCE),
            None => Outcome::Done,
        })
    }
}
