//! Who holds an order's address is asked for the orderer's telephone number, once in a browser, before they see
//! where it goes to or change anything of it.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::OrderId;
use domain::order::{Order, Status};
use serde::Deserialize;
use shop::ShopError;

use super::find::not_known;
use super::state;
use crate::error::WebError;
use crate::handlers::members;
use crate::handlers::order::opened;
use crate::orderer::{PRESSED, after};
use crate::pages::{Notice, OrdererPage};
use crate::sent::Sent;
use crate::state::Web;
use crate::visitor::Visitor;

/// What the address says: the page that was wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    next: String,
}

/// What was typed, and the page that was wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    phone: String,
    next: String,
}

/// `GET /orders/{order}/{token}/orderer`
pub async fn show(
    State(web): State<Web>,
    Path((order, token)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    let order = opened(&web, &order, &token)?;
    let state = state(&web, &visitor, &order).await?;
    if visitor.ordered(&state) {
        return Ok(through(&web, &state, &order, &wanted.next));
    }
    let typed = Typed {
        next: wanted.next,
        ..Typed::default()
    };
    page(&web, &visitor, &order, StatusCode::OK, &typed, None).await
}

/// `POST /orders/{order}/{token}/orderer`. Tries are counted with those of finding the order.
pub async fn send(
    State(web): State<Web>,
    Path((order, token)): Path<(String, String)>,
    visitor: Visitor,
    Sent(typed): Sent<Typed>,
) -> Result<Response, WebError> {
    let order = opened(&web, &order, &token)?;
    let (caller, origin) = (visitor.caller(), members::origin(&visitor));
    let found = web
        .shop
        .find_order(&caller, order.as_str(), &typed.phone, &origin);
    let lang = visitor.lang();
    match found.await {
        Ok(_) => {
            let known = state(&web, &visitor, &order).await?;
            let cookies = visitor.remember_with(&known, &order);
            Ok((cookies, through(&web, &known, &order, &typed.next)).into_response())
        }
        Err(ShopError::Account(refusal)) => {
            let words = not_known(lang, &refusal, ["orderer-locked", "orderer-wrong"]);
            let (status, notice) = (members::status(&refusal), Notice::warning(words));
            let answer = page(&web, &visitor, &order, status, &typed, Some(notice)).await?;
            Ok(members::wait(&web, &refusal, answer))
        }
        Err(error) => Err(error.into()),
    }
}

/// What was wanted, if a door may lead there.
fn next(wanted: &str) -> String {
    let pressed = (wanted == PRESSED).then(|| PRESSED.to_owned());
    after(wanted).or(pressed).unwrap_or_default()
}

/// On to what was wanted. Before the deposit it is a button on the order's page that cancels.
fn through(web: &Web, known: &Order, order: &OrderId, wanted: &str) -> Response {
    let button = wanted == "cancel" && known.status() == Status::PendingDeposit;
    let wanted = if button { PRESSED } else { wanted };
    let below = match after(wanted) {
        Some(page) => format!("/{page}"),
        None if wanted == PRESSED => "?known=1".to_owned(),
        None => String::new(),
    };
    Redirect::to(&format!("{}{below}", web.tokens.path(order))).into_response()
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    order: &OrderId,
    status: StatusCode,
    typed: &Typed,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    let path = web.tokens.path(order);
    let page = OrdererPage {
        number: order.to_string(),
        action: format!("{path}/orderer"),
        back: path,
        next: next(&typed.next),
        phone: typed.phone.chars().take(30).collect(),
        guest: visitor.member().is_none(),
        notice,
    };
    let frame = web.frame(visitor).await?;
    web.personal(status, &frame, &page)
}
