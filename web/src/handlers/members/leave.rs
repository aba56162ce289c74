//! Being a member no more.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shop::ShopError;
use store::accounts::Password;

use super::{HOME, origin, status, wait};
use crate::error::WebError;
use crate::insider::Insider;
use crate::pages::Notice;
use crate::pages::members::{Leave, Login};
use crate::say::say;
use crate::sent::Sent;
use crate::state::Web;
use crate::{session, words};

/// The form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    sure: String,
    password: String,
}

/// `GET /members/leave`
pub async fn show(State(web): State<Web>, who: Insider) -> Result<Response, WebError> {
    again(&web, &who, StatusCode::OK, None, false).await
}

/// `POST /members/leave`
pub async fn go(
    State(web): State<Web>,
    who: Insider,
    Sent(typed): Sent<Typed>,
) -> Result<Response, WebError> {
    let lang = who.visitor.lang();
    if typed.sure.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return again(&web, &who, status, Some(say(lang, "wrong-sure")), true).await;
    }
    let password = Password::new(typed.password);
    let origin = origin(&who.visitor);
    match web.shop.prove(who.id, &password, &origin).await {
        Ok(_) => {}
        Err(ShopError::Account(refusal)) => {
            let words = words::account(lang, &refusal, "refused-password");
            let answer = again(&web, &who, status(&refusal), Some(words), false).await?;
            return Ok(wait(&web, &refusal, answer));
        }
        Err(error) => return Err(error.into()),
    }
    let caller = who.caller();
    // Who is still a member stays logged in; a session of nobody holds no more.
    web.shop.withdraw(&caller, who.id, "member").await?;
    session::end(&who.session).await?;
    let page = Login {
        email: String::new(),
        next: HOME.to_owned(),
        notice: Some(Notice::done(say(lang, "account-left"))),
        unverified: false,
    };
    let guest = who.visitor.logged_out();
    let answer = web.door(&guest, StatusCode::OK, &page).await?;
    Ok((guest.forget_orders(), answer).into_response())
}

async fn again(
    web: &Web,
    who: &Insider,
    status: StatusCode,
    error: Option<String>,
    unsure: bool,
) -> Result<Response, WebError> {
    let page = Leave {
        email: web.shop.email_of(&who.member).await?.unwrap_or_default(),
        error,
        unsure,
    };
    web.door(&who.visitor, status, &page).await
}
