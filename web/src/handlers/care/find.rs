//! Looking an order up with its number and a telephone number.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
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
        Err(ShopError::Account(refusal @ AccountRefusal::Locked { until })) => {
            let facts = [("time", datetime(until, lang).into())];
            let words = say_with(lang, "find-locked", &facts);
            let status = StatusCode::TOO_MANY_REQUESTS;
            let answer = page(&web, &visitor, status, again(words)).await?;
            Ok(members::wait(&web, &refusal, answer))
        }
        Err(ShopError::Account(_)) => {
            let (status, words) = (StatusCode::UNPROCESSABLE_ENTITY, say(lang, "find-none"));
            page(&web, &visitor, status, again(words)).await
        }
        Err(error) => Err(error.into()),
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
