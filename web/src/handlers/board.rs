//! Notices, events and pages that staff have written.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::document::DocumentKind;
use projections::documents;
use serde::Deserialize;

use super::html;
use super::paging::number;
use crate::error::WebError;
use crate::pages::BoardKind;
use crate::state::Web;
use crate::view::board::{board, list_path, path, sheet};
use crate::visitor::Visitor;

/// Entries on a page.
const PER_PAGE: u32 = 20;

/// Which page of a list. Anything unreadable counts as not asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    page: String,
}

/// `GET /notices`
pub async fn notices(
    State(web): State<Web>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    list(&web, &visitor, BoardKind::Notices, &asked).await
}

/// `GET /events`
pub async fn events(
    State(web): State<Web>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    list(&web, &visitor, BoardKind::Events, &asked).await
}

/// `GET /notices/{slug}`
pub async fn notice(
    State(web): State<Web>,
    Path(slug): Path<String>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    one(&web, &visitor, DocumentKind::Notice, &slug).await
}

/// `GET /events/{slug}`
pub async fn event(
    State(web): State<Web>,
    Path(slug): Path<String>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    one(&web, &visitor, DocumentKind::Event, &slug).await
}

/// `GET /pages/{slug}`
pub async fn page(
    State(web): State<Web>,
    Path(slug): Path<String>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    one(&web, &visitor, DocumentKind::Page, &slug).await
}

async fn list(
    web: &Web,
    visitor: &Visitor,
    kind: BoardKind,
    asked: &Asked,
) -> Result<Response, WebError> {
    let page = number(&asked.page);
    let of = match kind {
        BoardKind::Notices => DocumentKind::Notice,
        BoardKind::Events => DocumentKind::Event,
    };
    let pieces = web.pieces(visitor).await?;
    let read = async {
        let now = web.shop.now();
        let (store, pages) = (visitor.store(), (page, PER_PAGE));
        let found = documents::list(&web.pool, store, of, now, pages).await?;
        if page > found.pages {
            return Err(WebError::Moved(list_path(kind, found.pages)));
        }
        let frame = web.frame_at(&visitor.seen, None, 0).await?;
        Ok((frame, board(visitor.lang(), kind, &found, now)))
    };
    let body = web
        .shared(visitor, list_path(kind, page), pieces, read)
        .await?;
    Ok(html(body))
}

async fn one(
    web: &Web,
    visitor: &Visitor,
    kind: DocumentKind,
    slug: &str,
) -> Result<Response, WebError> {
    let pieces = web.pieces(visitor).await?;
    let read = async {
        let now = web.shop.now();
        let found = documents::by_slug(&web.pool, visitor.store(), kind, slug, now).await?;
        let found = found.ok_or(WebError::NotFound)?;
        let page = sheet(visitor.lang(), &found, &web.config.images, now);
        let frame = web.frame_at(&visitor.seen, None, 0).await?;
        Ok((frame, page.ok_or(WebError::NotFound)?))
    };
    let body = web.shared(visitor, path(kind, slug), pieces, read).await?;
    Ok(html(body))
}
