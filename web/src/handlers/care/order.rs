//! Confirming a purchase, and its receipt.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::error::WebError;
use crate::handlers::order::{of_this_store, opened, refused, viewed};
use crate::orderer::Orderer;
use crate::state::Web;
use crate::view::{self, mask};
use crate::visitor::Visitor;

/// `POST /orders/{order}/{token}/confirm`
pub async fn confirm(
    State(web): State<Web>,
    Orderer { visitor, order, .. }: Orderer,
) -> Result<Response, WebError> {
    match web.shop.confirm(&visitor.caller(), &order).await {
        Ok(cursor) => {
            web.caught_up(&["orders"], cursor).await;
            let path = web.tokens.path(&order);
            Ok(Redirect::to(&format!("{path}?confirmed=1")).into_response())
        }
        Err(error) => refused(&web, &visitor, &order, error).await,
    }
}

/// `GET /orders/{order}/{token}/receipt`
pub async fn receipt(
    State(web): State<Web>,
    Path((order, token)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    let order = opened(&web, &order, &token)?;
    let view = viewed(&web, &order).await?;
    of_this_store(&visitor, view.order())?;
    let receipt = view.receipt().ok_or(WebError::NoOrder)?;
    let kept = match view.recipient() {
        Some(reference) => web.shop.recipient(reference).await?,
        None => None,
    };
    let theirs = visitor.ordered(view.order());
    let buyer = kept.map(|kept| kept.orderer);
    let buyer = buyer.map(|name| if theirs { name } else { mask::name(&name) });
    let path = web.tokens.path(&order);
    let products = receipt.lines.iter().map(|line| line.product.as_str());
    let faces = web.faces(&visitor, products).await?;
    let page = view::care::receipt::receipt(&faces, receipt, &view, buyer, &path);
    let frame = web.frame(&visitor).await?;
    web.personal(StatusCode::OK, &frame, &page)
}
