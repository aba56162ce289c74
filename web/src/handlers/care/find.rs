//! Looking an order up with its number and a telephone number.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use letters::Language;
use serde::Deserialize;
use shop::ShopError;
use shop::members::AccountRefusal;

use crate::error::WebError;
use crate::handlers::members;
use crate::helpers::datetime;
use crate::pages::{FindOrder, Notice};
use crate::say::{say, say_with};
use crate::sent::Sent;
use crate::state::Web;
use crate::visitor::Visitor;
use crate::watch::about_order;

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    number: String,
    phone: String,
}

/// `GET /orders/find`
pub async fn show(State(web): State<Web>, visitor: Visitor) -> Result<Response, WebError> {
    page(&web, &visitor, StatusCode::OK, FindOrder::default()).await
}

/// `POST /orders/find`
pub async fn send(
    State(web): State<Web>,
    visitor: Visitor,
    Sent(typed): Sent<Typed>,
) -> Result<Response, WebError> {
    let (caller, origin) = (visitor.caller(), members::origin(&visitor));
    let found = web
        .shop
        .find_order(&caller, &typed.number, &typed.phone, &origin);
    let lang = visitor.lang();
    let again = |words: String| FindOrder {
        number: typed.number.chars().take(60).collect(),
        phone: typed.phone.chars().take(30).collect(),
        notice: Some(Notice::warning(words)),
    };
    match found.await {
        Ok(order) => {
            about_order(&order);
            let page = Redirect::to(&web.tokens.path(&order));
            Ok((visitor.remember(&order), page).into_response())
        }
        Err(ShopError::Account(refusal)) => {
            let words = not_known(lang, &refusal, ["find-locked", "find-none"]);
            let status = members::status(&refusal);
            let answer = page(&web, &visitor, status, again(words)).await?;
            Ok(members::wait(&web, &refusal, answer))
        }
        Err(error) => Err(error.into()),
    }
}

/// Why a telephone number leads no further: too many were tried, or it is another.
pub(super) fn not_known(
    lang: Language,
    refusal: &AccountRefusal,
    [locked, wrong]: [&str; 2],
) -> String {
    match refusal.until() {
        Some(until) => say_with(lang, locked, &[("time", datetime(until, lang).into())]),
        None => say(lang, wrong),
    }
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    status: StatusCode,
    page: FindOrder,
) -> Result<Response, WebError> {
    let frame = web.frame(visitor).await?;
    web.personal(status, &frame, &page)
}
