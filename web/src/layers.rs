//! What happens to every request around its handler, from the outside in: an id, one line in the
//! log, safety headers, compression, error pages, the whole body, a limit on requests at once, a deadline,
//! same origin.

use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestUuid, RequestId, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;

use crate::crowd::{self, Crowd};
use crate::error::{self, Trouble, WebError};
use crate::pages::Area;
use crate::routes::NOTICE_PATH;
use crate::state::Web;

/// The largest form, bytes.
pub(crate) const LARGEST_BODY: usize = 64 * 1024;
/// No answer may take longer.
const DEADLINE: Duration = Duration::from_secs(15);
static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Scripts, styles, fonts and pictures come from the shop itself, and its script speaks to nobody else;
/// nothing may frame it.
const POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Puts all layers around a router of these pages.
pub fn around(router: Router<Web>, web: &Web, area: Area) -> Router {
    let ids = SetRequestIdLayer::new(REQUEST_ID.clone(), Ours);
    let inner = ServiceBuilder::new()
        .layer(middleware::from_fn_with_state(
            (web.clone(), area),
            error::draw,
        ))
        .layer(CatchPanicLayer::custom(|_| {
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }))
        .layer(middleware::from_fn_with_state(Crowd::new(), crowd::admit))
        .layer(middleware::from_fn(from_a_page))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            DEADLINE,
        ))
        .layer(CsrfLayer::new().with_insecure_bypass(from_a_provider))
        .layer(DefaultBodyLimit::max(LARGEST_BODY));
    router
        .layer(inner)
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(middleware::from_fn_with_state(web.clone(), safety))
        .layer(middleware::from_fn(log))
        .layer(ids)
        .with_state(web.clone())
}

/// A provider's server is no browser: it shows neither origin nor site, or another one. Its own door
/// checks its address.
fn from_a_provider(_: &Method, uri: &Uri) -> bool {
    uri.path() == NOTICE_PATH
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
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
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

/// One line per request: the route's pattern, never its path, which may hold an order's token.
async fn log(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let route = route.as_deref().unwrap_or("-").to_owned();
    let id = request
        .extensions()
        .get::<RequestId>()
        .and_then(|id| id.header_value().to_str().ok().map(str::to_owned));
    let id = id.unwrap_or_default();
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), started.elapsed().as_micros());
    let trouble = response
        .extensions()
        .get::<Trouble>()
        .map_or("", |trouble| trouble.detail.as_str());
    if response.status().is_server_error() {
        tracing::error!(%method, route, status, took, request = id, trouble, "{method} {route} {status} [{id}] {trouble}");
    } else {
        tracing::debug!(%method, route, status, took, request = id, trouble, "{method} {route} {status} [{id}]");
    }
    response
}
