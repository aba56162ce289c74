//! One product.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::ProductId;
use projections::catalogue::{self, ListQuery};

use super::html;
use crate::error::WebError;
use crate::frame::Frame;
use crate::pages::{Notice, Product};
use crate::state::Web;
use crate::view;
use crate::visitor::Visitor;

/// Products of the same shelf that are read: four are shown, one may be the product itself.
const RELATED: u32 = 5;

/// `GET /products/{product}`
pub async fn show(
    State(web): State<Web>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    let address = view::product_path(&id);
    let pieces = web.pieces(&visitor).await?;
    let page = async {
        let (page, category) = read(&web, &id, None, None).await?;
        let frame = Frame::of(&web, &web.categories().await, 0);
        Ok((frame.looking_at(Some(&category), ""), page))
    };
    let body = web.shared(address, pieces, page).await?;
    Ok(html(body))
}

/// The page again, with what was asked for and why it was not done.
pub async fn refused(
    web: &Web,
    visitor: &Visitor,
    id: &str,
    wanted: (&str, i64),
    why: String,
) -> Result<Response, WebError> {
    let (page, category) = read(web, id, Some(wanted), Some(Notice::warning(why))).await?;
    let frame = web.frame(visitor).await?.looking_at(Some(&category), "");
    web.personal(StatusCode::UNPROCESSABLE_ENTITY, &frame, &page)
}

/// The page and its category's id.
async fn read(
    web: &Web,
    id: &str,
    wanted: Option<(&str, i64)>,
    notice: Option<Notice>,
) -> Result<(Product, String), WebError> {
    ProductId::new(id).map_err(|_| WebError::NotFound)?;
    let found = catalogue::product(&web.pool, web.store(), id).await?;
    let found = found.ok_or(WebError::NotFound)?;
    let category = found.listing.category.to_string();
    let shelf = ListQuery {
        category: Some(category.clone()),
        per_page: RELATED,
        ..ListQuery::new(web.store())
    };
    let related = catalogue::list(&web.pool, &shelf).await?;
    Ok((
        view::product::product(&found, &related.items, wanted, notice),
        category,
    ))
}
