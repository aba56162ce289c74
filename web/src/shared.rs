//! Pages that differ between visitors by nothing but the count of pieces in the cart: drawn once,
//! kept for a moment, and completed for whoever asks.

use axum::body::Bytes;

use crate::error::WebError;
use crate::frame::Frame;
use crate::pages::Page;
use crate::state::Web;
use crate::templates::{Device, DrawError, Templates};

/// Stands where the count goes. What visitors and staff wrote cannot look like it: it is escaped.
const PLACE: &[u8] = b"<!--count-->";

/// A page as a visitor with an empty cart sees it.
#[derive(Clone)]
pub(crate) struct Shared {
    whole: Bytes,
    /// Where the count goes.
    place: usize,
}

impl Shared {
    fn of(drawn: String) -> Self {
        let bytes = drawn.as_bytes();
        let found = bytes.windows(PLACE.len()).position(|part| part == PLACE);
        Self {
            place: found.map_or(0, |at| at + PLACE.len()),
            whole: drawn.into(),
        }
    }

    /// The page for a visitor with so many pieces in the cart.
    fn with(&self, pieces: i64, templates: &Templates) -> Result<Bytes, DrawError> {
        if pieces == 0 || self.place == 0 {
            return Ok(self.whole.clone());
        }
        let count = templates.count(Device::Pc, pieces)?;
        let (before, after) = self.whole.split_at(self.place);
        Ok([before, count.as_bytes(), after].concat().into())
    }
}

impl Web {
    /// The page at an address of the shop, for a visitor with so many pieces in the cart. `read`
    /// makes frame (of an empty cart) and page where the address was not asked for lately.
    pub(crate) async fn shared<P: Page>(
        &self,
        address: String,
        pieces: i64,
        read: impl Future<Output = Result<(Frame, P), WebError>>,
    ) -> Result<Bytes, WebError> {
        if let Some(kept) = self.pages.get(&address).await {
            return Ok(kept.with(pieces, &self.templates)?);
        }
        let (frame, page) = read.await?;
        let drawn = Shared::of(self.templates.draw(Device::Pc, &frame, &page)?);
        self.pages.insert(address, drawn.clone()).await;
        Ok(drawn.with(pieces, &self.templates)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets::Assets;
    use crate::pages::Message;

    #[test]
    fn a_completed_page_is_the_page_drawn_for_that_visitor() {
        let templates = Templates::new(Assets::load()).unwrap();
        let page = Message::samples().remove(0);
        let drawn = |cart_count| {
            let frame = Frame {
                cart_count,
                ..Frame::sample()
            };
            templates.draw(Device::Pc, &frame, &page).unwrap()
        };
        let shared = Shared::of(drawn(0));
        for pieces in [0, 1, 12] {
            let completed = shared.with(pieces, &templates).unwrap();
            assert_eq!(completed, drawn(pieces).as_bytes());
        }
    }
}
