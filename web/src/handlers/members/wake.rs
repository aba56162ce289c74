//! An account that sleeps: its member came, proved who they are, and says that they want it back.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::member::Standing;
use serde::Deserialize;
use shop::members::LoggedIn;
use tower_sessions::Session;

use super::{HOME, enter};
use crate::error::WebError;
use crate::handlers::choice::on_this_site;
use crate::pages::Notice;
use crate::pages::members::Wake;
use crate::say::say;
use crate::sent::Sent;
use crate::session;
use crate::state::Web;
use crate::visitor::Visitor;

/// Where to go afterwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    next: Option<String>,
}

/// `GET /members/wake`
pub async fn show(
    State(web): State<Web>,
    Query(said): Query<Said>,
    visitor: Visitor,
    session: Session,
) -> Result<Response, WebError> {
    if session::sleeper(&session).await?.is_none() {
        return Ok(Redirect::to("/members/login").into_response());
    }
    let next = said.next.as_deref().map_or(HOME, on_this_site).to_owned();
    web.door(&visitor, StatusCode::OK, &Wake { next }).await
}

/// `POST /members/wake`
pub async fn wake(
    State(web): State<Web>,
    visitor: Visitor,
    session: Session,
    Sent(said): Sent<Said>,
) -> Result<Response, WebError> {
    let sleeper = session::sleeper(&session).await?;
    let Some(ticket) = sleeper.filter(|ticket| ticket.is_of(&visitor.seen)) else {
        return Ok(Redirect::to("/members/login").into_response());
    };
    let (member, generation) = (ticket.member, ticket.generation);
    if !web.shop.session_holds(member, generation).await? {
        session::end(&session).await?;
        return Ok(Redirect::to("/members/login").into_response());
    }
    web.shop.reactivate(&visitor.caller(), member).await?;
    let awake = Notice::done(say(visitor.lang(), "account-awake"));
    session::say_next(&session, &awake).await?;
    let who = LoggedIn {
        member,
        generation,
        standing: Standing::Active,
    };
    let next = said.next.unwrap_or_else(|| HOME.to_owned());
    enter(&web, visitor, &session, who, &next).await
}
