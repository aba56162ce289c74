//! Pages that differ between visitors by nothing but the count of pieces in the cart and what was looked
//! at lately: drawn once, kept for a moment, and completed for whoever asks.

use std::sync::Arc;

use axum::body::Bytes;

use crate::error::WebError;
use crate::frame::Frame;
use crate::pages::Page;
use crate::state::Web;
use crate::templates::{DrawError, Templates};
use crate::visitor::Visitor;

/// Stands where the count goes, and where what the visitor has looked at lately goes. What visitors and
/// staff wrote cannot look like it: it is escaped.
const PLACES: [&[u8]; 2] = [b"<!--count-->", b"<!--recent-->"];

/// What of a page is the visitor's own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Own {
    /// Pieces in the cart.
    pub pieces: i64,
    /// What was looked at lately, drawn; empty for nothing.
    pub recent: String,
}

impl From<i64> for Own {
    fn from(pieces: i64) -> Self {
        Self {
            pieces,
            ..Self::default()
        }
    }
}

/// A page as a visitor with an empty cart sees it who comes for the first time.
#[derive(Clone)]
pub(crate) struct Shared {
    frame: Arc<Frame>,
    whole: Bytes,
    /// Where the count goes and where what was looked at goes, in this order; 0 for nowhere.
    places: [usize; 2],
}

impl Shared {
    fn of(frame: Frame, drawn: String) -> Self {
        let bytes = drawn.as_bytes();
        let find = |mark: &[u8]| {
            let found = bytes.windows(mark.len()).position(|part| part == mark);
            found.map_or(0, |at| at + mark.len())
        };
        Self {
            frame: Arc::new(frame),
            places: PLACES.map(find),
            whole: drawn.into(),
        }
    }

    /// The page for a visitor.
    fn with(&self, own: &Own, templates: &Templates) -> Result<Bytes, DrawError> {
        let count = match own.pieces {
            0 => String::new(),
            pieces => templates.count(&self.frame, pieces)?,
        };
        let mut parts: Vec<&[u8]> = Vec::new();
        let mut done = 0;
        for (place, text) in self.places.into_iter().zip([&count, &own.recent]) {
            // The head stands before the page's end on all pages.
            if place > done && !text.is_empty() {
                parts.extend([&self.whole[done..place], text.as_bytes()]);
                done = place;
            }
        }
        if parts.is_empty() {
            return Ok(self.whole.clone());
        }
        parts.push(&self.whole[done..]);
        Ok(parts.concat().into())
    }
}

impl Web {
    /// The page at an address of the shop, for a visitor of whom this is own. `read` makes frame (of an
    /// empty cart) and page where the address was not asked for lately.
    pub(crate) async fn shared<P: Page>(
        &self,
        visitor: &Visitor,
        address: String,
        own: impl Into<Own>,
        read: impl Future<Output = Result<(Frame, P), WebError>>,
    ) -> Result<Bytes, WebError> {
        let own = own.into();
        let seen = &visitor.seen;
        let (store, device, lang) = (seen.site.store(), seen.device.as_str(), seen.lang.code());
        let key = format!("{store} {device} {lang} {address}");
        if let Some(kept) = self.page_looks.seen(self.pages.get(&key).await) {
            return Ok(kept.with(&own, &self.templates)?);
        }
        let (mut frame, page) = read.await?;
        // What the first visitor's address said besides is nobody else's business.
        frame.here = address;
        let drawn = self.templates.draw(&frame, &page)?;
        let drawn = Shared::of(frame, drawn);
        self.pages.insert(key, drawn.clone()).await;
        Ok(drawn.with(&own, &self.templates)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets::Assets;
    use crate::pages::Message;

    #[test]
    fn a_completed_page_is_the_page_drawn_for_that_visitor() {
        let templates = Templates::new(&Assets::load()).unwrap();
        let page = Message::samples().remove(0);
        let frame = |cart_count| Frame {
            cart_count,
            ..Frame::sample()
        };
        let drawn = |cart_count| templates.draw(&frame(cart_count), &page).unwrap();
        let shared = Shared::of(frame(0), drawn(0));
        for pieces in [0, 1, 12] {
            let completed = shared.with(&pieces.into(), &templates).unwrap();
            assert_eq!(completed, drawn(pieces).as_bytes());
        }
    }

    #[test]
    fn what_was_looked_at_stands_in_its_place_behind_the_count() {
        let templates = Templates::new(&Assets::load()).unwrap();
        let drawn = "head<!--count-->middle<!--recent-->end".to_owned();
        let shared = Shared::of(Frame::sample(), drawn);
        let own = |pieces| Own {
            pieces,
            recent: "<ul>".into(),
        };
        let text =
            |own| String::from_utf8(shared.with(&own, &templates).unwrap().to_vec()).unwrap();
        assert_eq!(text(own(0)), "head<!--count-->middle<!--recent--><ul>end");
        let both = text(own(2));
        assert!(both.starts_with("head<!--count--><"), "{both}");
        assert!(both.ends_with("middle<!--recent--><ul>end"), "{both}");
    }
}
