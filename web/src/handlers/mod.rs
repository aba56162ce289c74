//! Handlers: each reads its request, asks tables or runs a use case, and answers with a page.

pub mod admin;
mod around;
mod asked;
pub mod board;
pub mod care;
pub mod cart;
pub mod checkout;
pub mod choice;
pub mod coupons;
pub mod deposit;
pub mod documents;
pub mod files;
pub mod found;
pub mod health;
pub mod images;
pub mod jobs;
pub mod letters;
pub mod list;
pub mod mailbox;
pub mod members;
pub mod order;
mod paging;
pub mod paying;
pub mod product;
mod saved;
pub mod ses;
pub mod texts;

use ::letters::Language;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::pricing::Quote;

use crate::error::WebError;
use crate::frame::Frame;
use crate::nav::NavCategory;
use crate::pages::Page;
use crate::seen::Seen;
use crate::state::Web;
use crate::view::Reader;
use crate::view::faces::Faces;
use crate::visitor::Visitor;

/// No handler stands behind this address.
pub async fn nothing_here() -> WebError {
    WebError::NotFound
}

impl Web {
    /// For whom pages are made.
    fn reader(&self, visitor: &Visitor) -> Reader<'_> {
        Reader {
            lang: visitor.lang(),
            images: &self.config.images,
        }
    }

    /// What the catalogue says of these products, for lines that show them.
    async fn faces<'a>(
        &'a self,
        visitor: &'a Visitor,
        products: impl Iterator<Item = &str>,
    ) -> Result<Faces<'a>, WebError> {
        let products: Vec<String> = products.map(str::to_owned).collect();
        let english = visitor.lang() == Language::En;
        let known = projections::catalogue::faces(&self.pool, &products, english).await?;
        let gifts_en = &visitor.seen.site.settings.gifts_en;
        Ok(Faces::new(self.reader(visitor), known, gifts_en))
    }

    /// The same of what an order, or a cart, was quoted for.
    async fn faces_of<'a>(
        &'a self,
        visitor: &'a Visitor,
        quote: &Quote,
    ) -> Result<Faces<'a>, WebError> {
        let products = quote.lines.iter().map(|line| line.product.as_str());
        self.faces(visitor, products).await
    }

    /// Pieces in the visitor's cart.
    async fn pieces(&self, visitor: &Visitor) -> Result<i64, WebError> {
        Ok(match visitor.cart() {
            Some(cart) => projections::cart::pieces(&self.pool, cart.0).await?,
            None => 0,
        })
    }

    /// The frame of a page for a visitor.
    async fn frame(&self, visitor: &Visitor) -> Result<Frame, WebError> {
        let pieces = self.pieces(visitor).await?;
        self.frame_at(&visitor.seen, None, pieces).await
    }

    /// The frame of a page about a category of the store, for somebody with so many pieces in the cart.
    async fn frame_at(
        &self,
        seen: &Seen,
        category: Option<&str>,
        pieces: i64,
    ) -> Result<Frame, WebError> {
        let (store, lang) = (seen.site.store(), seen.lang.code());
        let key = format!("{store} {lang} {}", category.unwrap_or_default());
        let frame = Frame::of(seen, &[], pieces);
        if let Some(drawn) = self.navs.get(&key).await {
            return Ok(frame.around(drawn));
        }
        let categories = self.categories(&seen.site).await;
        let mut tree = NavCategory::tree(seen.lang, &categories);
        for entry in &mut tree {
            entry.mark(category);
        }
        let drawn = self.templates.nav(seen.lang, &tree)?;
        self.navs.insert(key, drawn.clone()).await;
        Ok(frame.around(drawn))
    }

    /// Draws a page about one visitor: no cache may keep it.
    fn personal<P: Page>(
        &self,
        status: StatusCode,
        frame: &Frame,
        page: &P,
    ) -> Result<Response, WebError> {
        let body = self.templates.draw(frame, page)?;
        let kind = (header::CONTENT_TYPE, "text/html; charset=utf-8");
        Ok((status, [kind, (header::CACHE_CONTROL, "no-store")], body).into_response())
    }
}

/// An answer of HTML that the visitor's own browser may keep but must ask about each time.
fn html(body: axum::body::Bytes) -> Response {
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    let keep = HeaderValue::from_static("private, no-cache");
    (
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)],
        body,
    )
        .into_response()
}
mod waiting;
