//! An order, for whoever holds its token.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::OrderId;
use domain::order::{Order, OrderRefusal, Status};
use serde::Deserialize;
use shop::ShopError;
use shop::amend::Cancellation;

use crate::error::WebError;
use crate::pages::Notice;
use crate::state::Web;
use crate::view::order::{Seen, order as page_of};
use crate::visitor::Visitor;
use crate::words;

/// What the address says beyond itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    /// It was placed a moment ago.
    new: Option<String>,
    /// It was cancelled a moment ago.
    cancelled: Option<String>,
}

/// `GET /orders/{order}/{token}`
pub async fn show(
    State(web): State<Web>,
    Path((order, token)): Path<(String, String)>,
    Query(said): Query<Said>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    let order = opened(&web, &order, &token)?;
    page(&web, &visitor, &order, StatusCode::OK, &said, None).await
}

/// `GET /orders/{order}/{token}/cancel`: what a refused form leaves in the address bar, opened again.
pub async fn back(
    State(web): State<Web>,
    Path((order, token)): Path<(String, String)>,
) -> Result<Redirect, WebError> {
    let order = opened(&web, &order, &token)?;
    Ok(Redirect::to(&web.tokens.path(&order)))
}

/// `POST /orders/{order}/{token}/cancel`
pub async fn cancel(
    State(web): State<Web>,
    Path((order, token)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    let order = opened(&web, &order, &token)?;
    match cancelled(&web, &visitor, &order).await {
        Ok(cursor) => {
            web.caught_up(&["orders"], cursor).await;
            Ok(Redirect::to(&format!("{}?cancelled=1", web.tokens.path(&order))).into_response())
        }
        Err(error) if error.is_passing() => Err(error.into()),
        Err(error) => {
            let notice = Some(Notice::warning(words::refusal(&error)));
            let said = Said::default();
            page(&web, &visitor, &order, StatusCode::CONFLICT, &said, notice).await
        }
    }
}

/// A shopper may cancel by himself only before the deposit.
async fn cancelled(
    web: &Web,
    visitor: &Visitor,
    order: &OrderId,
) -> Result<Option<store::Cursor>, ShopError> {
    let state = web
        .shop
        .ledger()
        .state::<Order>(order.as_str())
        .await?
        .state;
    match state.status() {
        Status::PendingDeposit => {}
        Status::Cancelled => return Ok(None),
        status @ (Status::Expired | Status::Refunded) => {
            return Err(ShopError::Order(OrderRefusal::Closed(status)));
        }
        _ => return Err(ShopError::Order(OrderRefusal::AlreadyPaid)),
    }
    web.shop
        .cancel(&visitor.caller(web), order, Cancellation::whole("shopper"))
        .await
}

/// The order behind an address; unknown orders and wrong tokens look alike.
fn opened(web: &Web, order: &str, token: &str) -> Result<OrderId, WebError> {
    let order = OrderId::new(order).map_err(|_| WebError::NoOrder)?;
    if web.tokens.fits(&order, token) {
        Ok(order)
    } else {
        Err(WebError::NoOrder)
    }
}

/// Why an order has no page: it never was, or the tables have yet to hear of it.
async fn unseen(web: &Web, order: &OrderId) -> Result<WebError, WebError> {
    let found = web.shop.ledger().state::<Order>(order.as_str()).await;
    let found = found.map_err(ShopError::from)?;
    if found.version == 0 || found.state.status() == Status::Abandoned {
        return Ok(WebError::NoOrder);
    }
    Ok(WebError::Unavailable(
        "the tables have yet to hear of the order".into(),
    ))
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    order: &OrderId,
    status: StatusCode,
    said: &Said,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    let view = projections::orders::view(&web.pool, order.as_str()).await?;
    let Some(view) = view else {
        return Err(unseen(web, order).await?);
    };
    let recipient = match view.recipient() {
        Some(reference) => web.shop.recipient(reference).await?,
        None => None,
    };
    let seen = Seen {
        view: &view,
        recipient,
        carriers: &web.carriers,
        holder: &web.config.company.company,
        now: web.shop.now(),
        path: &web.tokens.path(order),
        fresh: said.new.is_some(),
        cancelled: said.cancelled.is_some(),
        notice,
    };
    let page = page_of(seen).ok_or(WebError::NoOrder)?;
    let frame = web.frame(visitor).await?;
    web.personal(status, &frame, &page)
}
