//! Members: their doors, and the pages that are a member's own.

pub mod account;
pub mod addresses;
pub mod consents;
pub mod email;
pub mod join;
pub mod keys;
pub mod leave;
pub mod login;
pub mod orders;
pub mod voices;
pub mod wake;

use std::net::IpAddr;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::Duration;
use domain::member::Standing;
use shop::members::{AccountRefusal, LoggedIn};
use tower_sessions::Session;

use super::choice::on_this_site;
use crate::error::WebError;
use crate::helpers::url;
use crate::pages::Notice;
use crate::pages::Page;
use crate::session::{self, Ticket};
use crate::state::Web;
use crate::view;
use crate::visitor::Visitor;

/// Where who has just logged in goes, if nothing else was wanted.
const HOME: &str = "/members";

/// Somebody proved who they are: they are logged in, and what they put into the cart as a guest is theirs.
async fn enter(
    web: &Web,
    visitor: Visitor,
    session: &Session,
    who: LoggedIn,
    next: &str,
) -> Result<Response, WebError> {
    let ticket = Ticket::of(web, &visitor.seen, who.member, who.generation);
    let next = on_this_site(next);
    if who.standing == Standing::Dormant {
        session::asleep(session, ticket).await?;
        let to = format!("/members/wake?next={}", url(next));
        return Ok(Redirect::to(&to).into_response());
    }
    session::begin(session, ticket).await?;
    let guest = visitor.guest_cart();
    let visitor = visitor.logged_in(who.member);
    if let Some(guest) = guest
        && let Some(notice) = merge(web, &visitor, who, guest).await
    {
        session::say_also(session, &notice).await?;
    }
    Ok(Redirect::to(next).into_response())
}

/// Nobody is refused a login because carts cannot be put together just now: a process does it later.
async fn merge(
    web: &Web,
    visitor: &Visitor,
    who: LoggedIn,
    guest: domain::CartId,
) -> Option<Notice> {
    let caller = visitor.caller();
    let merged = match web.shop.merge_carts(&caller, guest, who.member).await {
        Ok(merged) => merged,
        Err(error) => {
            tracing::warn!(%error, "a cart is put together later: {error}");
            return None;
        }
    };
    web.caught_up(&["cart"], merged.cursor).await;
    view::cart::merged(visitor.lang(), &merged)
}

/// Where somebody comes from, for counting tries: of an IPv6 address the network, which is one person's.
pub(super) fn origin(visitor: &Visitor) -> String {
    match visitor.address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// The status of a refusal at a door.
pub(super) fn status(refusal: &AccountRefusal) -> StatusCode {
    match refusal {
        often if often.until().is_some() => StatusCode::TOO_MANY_REQUESTS,
        AccountRefusal::BadKey => StatusCode::GONE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The same answer; if too much was tried, with the seconds after which trying again helps, for programs.
pub(super) fn wait(web: &Web, refusal: &AccountRefusal, answer: Response) -> Response {
    match refusal.until() {
        Some(until) => after(until - web.shop.now(), answer),
        None => answer,
    }
}

/// The same answer, with the time after which trying again helps.
fn after(time: Duration, mut answer: Response) -> Response {
    let seconds = time.num_seconds().max(1);
    let headers = answer.headers_mut();
    headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    answer
}

impl Web {
    /// Draws a page for this visitor alone.
    pub(super) async fn door<P: Page>(
        &self,
        visitor: &Visitor,
        status: StatusCode,
        page: &P,
    ) -> Result<Response, WebError> {
        let frame = self.frame(visitor).await?;
        self.personal(status, &frame, page)
    }
}
