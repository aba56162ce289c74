//! Guide, terms and privacy notice: what staff have written, or what every shop has until they do.

use axum::extract::State;
use axum::response::Response;

use domain::document::DocumentKind;
use projections::documents;

use super::html;
use crate::error::WebError;
use crate::pages::Document;
use crate::state::Web;
use crate::view::board::sheet;
use crate::visitor::Visitor;

/// `GET /guide`
pub async fn guide(State(web): State<Web>, visitor: Visitor) -> Result<Response, WebError> {
    let page = &visitor.seen.site.documents(visitor.lang()).guide;
    document(&web, &visitor, "guide", page).await
}

/// `GET /terms`
pub async fn terms(State(web): State<Web>, visitor: Visitor) -> Result<Response, WebError> {
    let page = &visitor.seen.site.documents(visitor.lang()).terms;
    document(&web, &visitor, "terms", page).await
}

/// `GET /privacy`
pub async fn privacy(State(web): State<Web>, visitor: Visitor) -> Result<Response, WebError> {
    let page = &visitor.seen.site.documents(visitor.lang()).privacy;
    document(&web, &visitor, "privacy", page).await
}

/// A page of that slug counts for more than the one that every shop has.
async fn document(
    web: &Web,
    visitor: &Visitor,
    slug: &str,
    page: &Document,
) -> Result<Response, WebError> {
    let (store, kind, now) = (visitor.store(), DocumentKind::Page, web.shop.now());
    let written = documents::by_slug(&web.pool, store, kind, slug, now).await;
    // The law wants these pages, and they need no table: without one there is still what every shop has.
    let written = written.ok().flatten();
    let images = &web.config.images;
    let written = written.and_then(|found| sheet(visitor.lang(), &found, images, now));
    let frame = web.frame(visitor).await?;
    let drawn = match written {
        Some(page) => web.templates.draw(&frame, &page.at(&format!("/{slug}")))?,
        None => web.templates.draw(&frame, page)?,
    };
    Ok(html(drawn.into()))
}
