//! What happens to every request around its handler, from the outside in: an id, what is told
//! of it, safety headers, compression, which store and reader, error pages, the whole body, a limit on requests at once, a deadline,
//! same origin.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use shop::images::{ImageAddresses, ImagePolicy};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestUuid, RequestId, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;

use crate::crowd::{self, Crowd};
use crate::error::{self, WebError};
use crate::meter::Requests;
use crate::pages::Area;
use crate::routes::{is_from_windows, is_providers};
use crate::seen;
use crate::state::Web;
use crate::watch::{self, REQUEST_ID};

/// The largest form, bytes.
pub(crate) const LARGEST_BODY: usize = 64 * 1024;
/// The largest message of SNS, bytes.
pub(crate) const LARGEST_MESSAGE: usize = 256 * 1024;
/// The largest list of reports that a provider sends, bytes.
pub(crate) const LARGEST_REPORTS: usize = 1024 * 1024;
/// The largest picture with what a form puts around it, bytes.
pub(crate) const LARGEST_UPLOAD: usize = ImagePolicy::SHOP.most_bytes + LARGEST_BODY;
/// No answer may take longer.
const DEADLINE: Duration = Duration::from_secs(15);

/// Scripts, styles, fonts and pictures come from the shop itself, and its script speaks to nobody else;
/// nothing may frame it.
pub(crate) const POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; \
                      connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The same for a shop whose pictures lie elsewhere, too.
pub(crate) fn policy(images: &ImageAddresses) -> HeaderValue {
    let elsewhere = images.origin().and_then(|origin| {
        let pictures = format!("img-src 'self' {origin};");
        POLICY
            .replacen("img-src 'self';", &pictures, 1)
            .parse()
            .ok()
    });
    elsewhere.unwrap_or(HeaderValue::from_static(POLICY))
}

/// What a picture may do that is opened by itself: a browser lays it out with styles of its own, which our
/// pages' policy would stop. A picture holds no word that anything could run or style.
pub(crate) const PICTURE_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
);

/// What a letter's own HTML may do, a sample's or a kept one's: show its own styles and the pictures
/// inside it, in a frame of ours. No script, no form, nothing from elsewhere; what it links to opens in a
/// window of its own.
pub(crate) const LETTER_POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; \
                             base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/// Puts all layers around a router of these pages.
pub fn around(router: Router<Web>, web: &Web, area: Area) -> Router {
    let ids = SetRequestIdLayer::new(REQUEST_ID.clone(), Ours);
    let inner = ServiceBuilder::new()
        .layer(middleware::from_fn_with_state(
            (web.clone(), area),
            seen::look,
        ))
        .layer(middleware::from_fn_with_state(
            (web.clone(), area),
            error::draw,
        ))
        .layer(CatchPanicLayer::custom(|_| watch::panicked()))
        .layer(middleware::from_fn_with_state(
            Crowd::new(web.tokens.clone()),
            crowd::admit,
        ))
        .layer(middleware::from_fn(from_a_page))
        .layer(middleware::from_fn(readable))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            DEADLINE,
        ))
        .layer(CsrfLayer::new().with_insecure_bypass(from_a_provider))
        // Forms are smaller, and held to it before they get here (`crowd`).
        .layer(DefaultBodyLimit::max(LARGEST_UPLOAD));
    router
        .layer(inner)
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(middleware::from_fn_with_state(web.clone(), safety))
        .layer(middleware::from_fn_with_state(
            Arc::new(Requests::at(area)),
            watch::watch,
        ))
        .layer(ids)
        .with_state(web.clone())
}

/// A provider's server is no browser: it shows neither origin nor site, or another one. Its own door
/// checks its address or its signature. A provider's window sends browsers back from its own site.
fn from_a_provider(_: &Method, uri: &Uri) -> bool {
    is_providers(uri.path()) || is_from_windows(uri.path())
}

/// [`CsrfLayer`] lets pass what says nothing of where it comes from. Every browser of the last years says
/// so when it sends a form; what does not is refused.
async fn from_a_page(request: Request, next: Next) -> Response {
    let silent = !tells_its_origin(request.headers());
    if silent && !request.method().is_safe() && !from_a_provider(request.method(), request.uri()) {
        return WebError::Forbidden.into_response();
    }
    next.run(request).await
}

/// No path of ours has a NUL in it, and the database would break off over one.
async fn readable(request: Request, next: Next) -> Response {
    if request.uri().path().contains("%00") {
        return WebError::NotFound.into_response();
    }
    next.run(request).await
}

fn tells_its_origin(headers: &HeaderMap) -> bool {
    let said = |name| headers.get(name).is_some_and(|value| !value.is_empty());
    said(header::ORIGIN) || said(HeaderName::from_static("sec-fetch-site"))
}

/// Request ids are ours alone: a visitor's header is not believed.
#[derive(Clone, Copy)]
struct Ours;

impl tower_http::request_id::MakeRequestId for Ours {
    fn make_request_id<B>(&mut self, request: &axum::http::Request<B>) -> Option<RequestId> {
        MakeRequestUuid.make_request_id(request)
    }
}

/// Headers that make browsers careful.
async fn safety(State(web): State<Web>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let passing = response.status() == StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    if passing {
        headers.entry(header::RETRY_AFTER).or_insert(error::AGAIN);
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert_with(|| web.policy.clone());
    let mut set = |name: HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "same-origin");
    set(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=()",
    );
    set(header::CACHE_CONTROL, "no-store");
    if web.config.https {
        set(
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000; includeSubDomains",
        );
    }
    response
}
