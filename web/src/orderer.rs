//! Whether a browser is the orderer's. An order's address is passed on: with it alone one sees what was ordered
//! and where it is, but neither who ordered nor where it goes to, and changes nothing.
//!
//! The orderer's is a browser in which a guest placed the order, that found it by its number and the orderer's telephone number,
//! or typed that number since, as a signed cookie remembers; and every one in which its member is logged in.

use std::collections::HashMap;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::SignedCookieJar;
use axum_extra::extract::cookie::Cookie;
use chrono::{DateTime, Utc};
use domain::OrderId;
use domain::order::Order;

use crate::error::WebError;
use crate::handlers::care::state;
use crate::handlers::order::opened;
use crate::helpers::url;
use crate::state::Web;
use crate::visitor::Visitor;

/// Orders that a browser is remembered to be the orderer's of; the oldest are forgotten.
const MOST: usize = 12;
/// For how long after the last of them, seconds: as long as a login.
const KEPT: i64 = 60 * 60 * 24 * 14;
/// Stands between two numbers; none has it.
const BETWEEN: char = '.';

/// What only its orderer may do with an order: asked of by every handler behind such a door.
pub struct Orderer {
    pub visitor: Visitor,
    pub order: OrderId,
    /// As it stands in the ledger.
    pub state: Order,
}

impl Visitor {
    /// Whether this order is theirs. One that was added to another, or took its place, is whoever's the other is, one
    /// step far.
    pub(crate) fn ordered(&self, order: &Order) -> bool {
        let Some(draft) = order.draft() else {
            return false;
        };
        if draft.member.is_some() && draft.member == self.member() {
            return true;
        }
        let first = draft.supplement.as_ref().map(|it| &it.to);
        let before = draft.replaces.as_ref().map(|it| &it.order);
        let theirs = self.orders();
        let mut any = [Some(&draft.order), first, before].into_iter().flatten();
        any.any(|order| theirs.contains(order))
    }

    /// Orders that this browser is the orderer's of, the last one first.
    pub(crate) fn orders(&self) -> Vec<OrderId> {
        remembered(self.jar(), self.is_secure(), self.now)
    }

    /// The cookies that remember it.
    pub(crate) fn remember(&self, order: &OrderId) -> SignedCookieJar {
        self.remember_all(vec![order.clone()])
    }

    fn remember_all(&self, mut all: Vec<OrderId>) -> SignedCookieJar {
        let before = self.orders().into_iter();
        let before: Vec<OrderId> = before.filter(|known| !all.contains(known)).collect();
        all.extend(before);
        let now = self.now.timestamp().to_string();
        let numbers = all.iter().take(MOST).map(OrderId::as_str);
        let parts: Vec<&str> = [now.as_str()].into_iter().chain(numbers).collect();
        let text = parts.join(&BETWEEN.to_string());
        self.keep(name(self.is_secure()), text, KEPT)
    }

    /// The same for what the visitor ordered just now. A member is known by the login, and to nobody once that ends.
    pub(crate) fn remember_own(&self, order: &OrderId) -> SignedCookieJar {
        match self.member() {
            Some(_) => self.jar().clone(),
            None => self.remember(order),
        }
    }

    /// The cookies that remember it, and the orders that it was added to or made of: whoever ordered one ordered all.
    pub(crate) fn remember_with(&self, state: &Order, order: &OrderId) -> SignedCookieJar {
        let draft = state.draft();
        let first = state.supplement().map(|it| &it.to);
        let before = draft.and_then(|it| Some(&it.replaces.as_ref()?.order));
        let all = [Some(order), first, before].into_iter().flatten();
        self.remember_all(all.cloned().collect())
    }

    /// The cookies that remember none: whoever logs out may leave the browser to others.
    pub(crate) fn forget_orders(&self) -> SignedCookieJar {
        let cookie = Cookie::build(name(self.is_secure()));
        let cookie = cookie.path("/").secure(self.is_secure());
        self.jar().clone().remove(cookie)
    }
}

fn remembered(jar: &SignedCookieJar, secure: bool, now: DateTime<Utc>) -> Vec<OrderId> {
    let told = jar.get(name(secure));
    let told = told.as_ref().map_or("", Cookie::value);
    let mut parts = told.split(BETWEEN);
    // What a browser was told to forget may have been copied.
    let since = parts.next().and_then(|it| it.parse::<i64>().ok());
    if since.is_none_or(|since| now.timestamp() - since > KEPT) {
        return vec![];
    }
    let numbers = parts.take(MOST);
    numbers.filter_map(|it| OrderId::new(it).ok()).collect()
}

/// `__Host-` makes the browser itself insist on https, this host and the whole site.
fn name(secure: bool) -> &'static str {
    if secure {
        "__Host-jangbu-orders"
    } else {
        "jangbu-orders"
    }
}

/// Where a door leads once it is known who knocks: to the order's page, unless it is one of these …
const AFTER: [&str; 5] = ["cancel", "change", "return", "refund-account", "pay"];
/// … or the review of a line.
const REVIEWS: &str = "reviews/";
/// A button on the order's page was pressed: it has to be pressed again.
pub(crate) const PRESSED: &str = "pressed";

/// The page below an order's that is named so, if a door may lead there.
pub(crate) fn after(name: &str) -> Option<String> {
    let review = name.strip_prefix(REVIEWS);
    let review = review.and_then(|line| line.parse::<u16>().ok());
    match review {
        Some(line) => Some(format!("{REVIEWS}{line}")),
        None => AFTER.contains(&name).then(|| name.to_owned()),
    }
}

/// Where it is asked who knocks.
fn door(web: &Web, order: &OrderId, asked: &str) -> Response {
    let path = web.tokens.path(order);
    let page = asked.strip_prefix(&path).unwrap_or_default();
    let next = after(page.trim_start_matches('/'));
    let next = next.unwrap_or_else(|| PRESSED.to_owned());
    Redirect::to(&format!("{path}/orderer?next={}", url(&next))).into_response()
}

impl FromRequestParts<Web> for Orderer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let refused = |error: WebError| error.into_response();
        let named = Path::<HashMap<String, String>>::from_request_parts(parts, web).await;
        let Path(named) = named.map_err(|_| refused(WebError::NoOrder))?;
        let part = |name: &str| named.get(name).map_or("", String::as_str);
        let order = opened(web, part("order"), part("token")).map_err(refused)?;
        let visitor = Visitor::from_request_parts(parts, web).await;
        let visitor = visitor.map_err(refused)?;
        let state = state(web, &visitor, &order).await.map_err(refused)?;
        if !visitor.ordered(&state) {
            return Err(door(web, &order, parts.uri.path()));
        }
        Ok(Self {
            visitor,
            order,
            state,
        })
    }
}
