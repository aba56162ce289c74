//! Handlers: each reads its request, asks tables or runs a use case, and answers with a page.

pub mod admin;
mod asked;
pub mod cart;
pub mod checkout;
pub mod deposit;
pub mod documents;
pub mod files;
pub mod health;
pub mod list;
pub mod order;
pub mod product;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::error::WebError;
use crate::frame::Frame;
use crate::pages::Page;
use crate::state::Web;
use crate::templates::Device;
use crate::visitor::Visitor;

/// No handler stands behind this address.
pub async fn nothing_here() -> WebError {
    WebError::NotFound
}

impl Web {
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
        Ok(Frame::of(self, &self.categories().await, pieces))
    }

    /// Draws a page about one visitor: no cache may keep it.
    fn personal<P: Page>(
        &self,
        status: StatusCode,
        frame: &Frame,
        page: &P,
    ) -> Result<Response, WebError> {
        let body = self.templates.draw(Device::Pc, frame, page)?;
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
