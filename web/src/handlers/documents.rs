//! Guide, terms, privacy notice, and the word to search engines.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::html;
use crate::error::WebError;
use crate::pages::Document;
use crate::state::Web;
use crate::templates::Device;
use crate::visitor::Visitor;

/// `GET /guide`
pub async fn guide(State(web): State<Web>, visitor: Visitor) -> Result<Response, WebError> {
    document(&web, &visitor, &web.documents.guide).await
}

/// `GET /terms`
pub async fn terms(State(web): State<Web>, visitor: Visitor) -> Result<Response, WebError> {
    document(&web, &visitor, &web.documents.terms).await
}

/// `GET /privacy`
pub async fn privacy(State(web): State<Web>, visitor: Visitor) -> Result<Response, WebError> {
    document(&web, &visitor, &web.documents.privacy).await
}

/// `GET /robots.txt`
pub async fn robots() -> Response {
    let text = "User-agent: *\nDisallow: /cart\nDisallow: /checkout\nDisallow: /orders/\n";
    ([(header::CONTENT_TYPE, "text/plain")], text).into_response()
}

async fn document(web: &Web, visitor: &Visitor, page: &Document) -> Result<Response, WebError> {
    let frame = web.frame(visitor).await?;
    Ok(html(web.templates.draw(Device::Pc, &frame, page)?.into()))
}
