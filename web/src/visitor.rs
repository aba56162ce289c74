//! Who asks: a visitor with or without a cart, known by a signed cookie.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum_extra::extract::SignedCookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::{Actor, CartId, Channel};
use shop::Caller;
use tower_http::request_id::RequestId;
use uuid::Uuid;

use crate::config::client_address;
use crate::state::Web;

/// A cart's cookie lives this long after its last change, seconds.
const KEPT: i64 = 60 * 60 * 24 * 60;

/// The visitor behind a request.
pub struct Visitor {
    cart: Option<CartId>,
    jar: SignedCookieJar,
    secure: bool,
    /// The request's id.
    pub request: Option<String>,
    /// Where the request came from; behind trusted proxies, from where it reached them.
    pub address: IpAddr,
}

impl Visitor {
    /// The visitor's cart, if there ever was one.
    pub fn cart(&self) -> Option<CartId> {
        self.cart
    }

    /// The visitor's cart, or a new one, and the cookies that keep it.
    pub fn cart_to_fill(&self) -> (CartId, SignedCookieJar) {
        let cart = self.cart.unwrap_or_else(|| CartId(Uuid::new_v4()));
        let cookie = Cookie::build((name(self.secure), cart.to_string()))
            .path("/")
            .http_only(true)
            .secure(self.secure)
            .same_site(SameSite::Lax)
            .max_age(time::Duration::seconds(KEPT));
        (cart, self.jar.clone().add(cookie))
    }

    /// On whose behalf a use case runs.
    pub fn caller(&self, web: &Web) -> Caller {
        Caller {
            store: web.config.store.clone(),
            actor: Actor::Guest,
            channel: Channel::Pc,
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
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        let jar = SignedCookieJar::from_request_parts(parts, web).await?;
        let secure = web.config.https;
        let cart = jar
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
        Ok(Self {
            cart,
            jar,
            secure,
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
