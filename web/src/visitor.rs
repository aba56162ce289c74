//! Who asks: a visitor with or without a cart, known by a signed cookie.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum_extra::extract::SignedCookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use chrono::{DateTime, Utc};
use domain::{Actor, CartId, MemberId};
use letters::Language;
use shop::Caller;
use tower_http::request_id::RequestId;
use tower_sessions::Session;
use uuid::Uuid;

use crate::config::client_address;
use crate::error::WebError;
use crate::seen::Seen;
use crate::session;
use crate::state::Web;

/// A cart's cookie lives this long after its last change, seconds.
const KEPT: i64 = 60 * 60 * 24 * 60;

/// The visitor behind a request.
pub struct Visitor {
    /// Which store, device and language.
    pub seen: Seen,
    /// The member who is logged in.
    member: Option<MemberId>,
    /// The cart that the cookie names: a guest's.
    guest: Option<CartId>,
    jar: SignedCookieJar,
    secure: bool,
    /// When the request came.
    pub now: DateTime<Utc>,
    /// The request's id.
    pub request: Option<String>,
    /// Where the request came from; behind trusted proxies, from where it reached them.
    pub address: IpAddr,
}

impl Visitor {
    /// The visitor's cart, if there ever was one: a member's own, or the cookie's.
    pub fn cart(&self) -> Option<CartId> {
        self.member_cart().or(self.guest)
    }

    /// The member who is logged in.
    pub fn member(&self) -> Option<MemberId> {
        self.member
    }

    /// The cart that was filled before anybody logged in here.
    pub fn guest_cart(&self) -> Option<CartId> {
        self.guest
    }

    fn member_cart(&self) -> Option<CartId> {
        let member = self.member?;
        Some(CartId::of_member(member, &self.seen.site.id))
    }

    /// The same visitor, logged in as this member a moment ago.
    pub(crate) fn logged_in(self, member: MemberId) -> Self {
        Self {
            member: Some(member),
            ..self
        }
    }

    /// The visitor's cart, or a new one, and the cookies that keep it.
    pub fn cart_to_fill(&self) -> (CartId, SignedCookieJar) {
        if let Some(own) = self.member_cart() {
            return (own, self.jar.clone());
        }
        let cart = self.guest.unwrap_or_else(|| CartId(Uuid::new_v4()));
        (cart, self.keep(name(self.secure), cart.to_string(), KEPT))
    }

    /// The cookies with one more of the whole site, which no script reads, for so many seconds.
    pub(crate) fn keep(&self, name: &'static str, value: String, kept: i64) -> SignedCookieJar {
        let cookie = Cookie::build((name, value))
            .path("/")
            .http_only(true)
            .secure(self.secure)
            .same_site(SameSite::Lax)
            .max_age(time::Duration::seconds(kept));
        self.jar.clone().add(cookie)
    }

    /// The same visitor, logged out a moment ago.
    pub(crate) fn logged_out(self) -> Self {
        Self {
            member: None,
            ..self
        }
    }

    /// The cookies that are signed.
    pub(crate) fn jar(&self) -> &SignedCookieJar {
        &self.jar
    }

    /// Cookies go over https only.
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// The reader's language.
    pub fn lang(&self) -> Language {
        self.seen.lang
    }

    /// The store's id, as tables name it.
    pub fn store(&self) -> &str {
        self.seen.site.store()
    }

    /// On whose behalf a use case runs.
    pub fn caller(&self) -> Caller {
        Caller {
            store: self.seen.site.id.clone(),
            actor: self.member.map_or(Actor::Guest, Actor::from),
            channel: self.seen.channel(),
            correlation: self.request.clone(),
        }
    }
}

/// `__Host-` makes the browser itself insist on https, this host and the whole site.
fn name(secure: bool) -> &'static str {
    if secure {
        "__Host-jangbu-cart"
    } else {
        "jangbu-cart"
    }
}

impl FromRequestParts<Web> for Visitor {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, WebError> {
        let Ok(seen) = Seen::from_request_parts(parts, web).await;
        let Ok(jar) = SignedCookieJar::from_request_parts(parts, web).await;
        let secure = web.config.https;
        let guest = jar
            .get(name(secure))
            .and_then(|cookie| cookie.value().parse().ok());
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| {
            peer.ip()
        });
        let forwarded = parts
            .headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|line| line.to_str().ok());
        let forwarded: Vec<_> = forwarded.collect();
        let request = parts.extensions.get::<RequestId>();
        let session = parts.extensions.get::<Session>();
        let member = match session {
            Some(session) => session::member(web, session, &seen).await?,
            None => None,
        };
        Ok(Self {
            seen,
            member,
            guest,
            jar,
            secure,
            now: web.shop.now(),
            request: request
                .and_then(|id| id.header_value().to_str().ok())
                .map(Into::into),
            address: client_address(
                peer,
                Some(&forwarded.join(",")),
                &web.config.trusted_proxies,
            ),
        })
    }
}
