//! A photo that a shopper sent and that belongs to nothing is kept for a day; what nobody needs any more
//! loses its picture.

use async_trait::async_trait;
use domain::album::{AlbumEvent, UNUSED_FOR};
use domain::{Meta, OrderId};
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Outcome, Process, Reading, event};

/// Clears the albums of orders' holders.
pub struct ClearAlbums;

#[async_trait]
impl Process for ClearAlbums {
    fn name(&self) -> &'static str {
        "clear-albums"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["album"]
    }

    fn read(&self, recorded: &Recorded, _: &Meta) -> Result<Reading, String> {
        let order = recorded.id.clone();
        Ok(match event(recorded)? {
            AlbumEvent::PhotoAdded { at, .. } => Reading::Attend(order, at + UNUSED_FOR),
            AlbumEvent::PhotosRemoved { .. } => Reading::Attend(order, recorded.recorded_at),
            AlbumEvent::PhotosUsed { .. } => Reading::Nothing,
        })
    }

    async fn act(&self, shop: &Shop, caller: &Caller, subject: &str) -> Result<Outcome, ShopError> {
        let Ok(order) = OrderId::new(subject) else {
            return Ok(Outcome::Done);
        };
        let left = shop.clear_album(caller, &order).await?;
        Ok(left.next_sweep().map_or(Outcome::Done, Outcome::Later))
    }
}
