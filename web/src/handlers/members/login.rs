//! Logging in and out.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::member::Standing;
use serde::Deserialize;
use shop::ShopError;
use shop::members::Credentials;
use store::accounts::Password;
use tower_sessions::Session;

use super::{HOME, enter, origin, status, wait};
use crate::error::WebError;
use crate::handlers::choice::on_this_site;
use crate::insider::Insider;
use crate::pages::Notice;
use crate::pages::members::Login;
use crate::say::say;
use crate::sent::Sent;
use crate::state::Web;
use crate::visitor::Visitor;
use crate::{session, words};

/// What the address says beyond itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    /// The page to come back to.
    next: Option<String>,
}

/// The form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    email: String,
    password: String,
    next: String,
}

/// `GET /members/login`
pub async fn show(
    State(web): State<Web>,
    Query(said): Query<Said>,
    visitor: Visitor,
    session: Session,
) -> Result<Response, WebError> {
    let next = said.next.as_deref().map_or(HOME, on_this_site);
    if visitor.member().is_some() {
        return Ok(Redirect::to(next).into_response());
    }
    let page = Login {
        email: String::new(),
        next: next.to_owned(),
        notice: session::said(&session).await?,
        unverified: false,
    };
    web.door(&visitor, StatusCode::OK, &page).await
}

/// `POST /members/login`
pub async fn send(
    State(web): State<Web>,
    visitor: Visitor,
    session: Session,
    Sent(typed): Sent<Typed>,
) -> Result<Response, WebError> {
    let origin = origin(&visitor);
    let next = on_this_site(&typed.next).to_owned();
    let password = Password::new(typed.password);
    let with = Credentials {
        email: &typed.email,
        password: &password,
        origin: &origin,
    };
    let page = Login {
        email: typed.email.chars().take(80).collect(),
        next: next.clone(),
        notice: None,
        unverified: false,
    };
    match web.shop.log_in(&visitor.caller(), &with).await {
        Ok(who) if who.standing == Standing::Unverified => {
            let page = Login {
                unverified: true,
                ..page
            };
            web.door(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &page)
                .await
        }
        Ok(who) => enter(&web, visitor, &session, who, &next).await,
        Err(ShopError::Account(refusal)) => {
            let words = words::account(visitor.lang(), &refusal, "refused-login");
            let page = Login {
                notice: Some(Notice::warning(words)),
                ..page
            };
            let answer = web.door(&visitor, status(&refusal), &page).await?;
            Ok(wait(&web, &refusal, answer))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /members/logout`
pub async fn leave(session: Session, visitor: Visitor) -> Result<Response, WebError> {
    session::end(&session).await?;
    Ok((visitor.forget_orders(), Redirect::to("/")).into_response())
}

/// `POST /members/logout/everywhere`: on all devices, this one too.
pub async fn leave_everywhere(State(web): State<Web>, who: Insider) -> Result<Response, WebError> {
    web.shop.end_sessions(who.id).await?;
    session::end(&who.session).await?;
    let done = Notice::done(say(who.visitor.lang(), "account-out-everywhere"));
    session::say_next(&who.session, &done).await?;
    let to = Redirect::to("/members/login");
    Ok((who.visitor.forget_orders(), to).into_response())
}

/// `GET /members/logout` and below: reading changes nothing.
pub async fn back() -> Redirect {
    Redirect::to(HOME)
}
