//! What is told of every request: a span that all its log lines stand in, one line at its end, its id in
//! the answer, and numbers.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::OrderId;
use metrics::Gauge;
use tower_http::request_id::RequestId;
use tracing::field::{Empty, display};
use tracing::{Instrument, Span};

use crate::error::Trouble;
use crate::meter::Requests;

/// Names a request, for whoever asks about it later.
pub(crate) static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    /// The request's span: layers between open spans of their own, which know no order.
    static REQUEST: Span;
}

/// Says of which order this request is; it then stands in all its log lines.
pub(crate) fn about_order(order: &OrderId) {
    // Outside of a request there is nothing to name.
    let _ = REQUEST.try_with(|span| span.record("order", display(order)).is_none());
}

/// Told of in the answer where a handler panicked: who looks at panics has told of it already.
#[derive(Debug, Clone, Copy)]
struct Panicked;

/// What a visitor gets of a panic.
pub(crate) fn panicked() -> Response {
    let trouble = Trouble::of("it panicked");
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(trouble);
    response.extensions_mut().insert(Panicked);
    response
}

/// Watches a request. The route's pattern is told, never its path, which may hold an order's token.
pub(crate) async fn watch(
    State(requests): State<Arc<Requests>>,
    request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let extensions = request.extensions();
    let matched = extensions.get::<MatchedPath>().map(MatchedPath::as_str);
    let route = requests.pattern(matched);
    let id = extensions.get::<RequestId>().cloned();
    let shown = id.as_ref().and_then(|id| id.header_value().to_str().ok());
    let shown = shown.unwrap_or_default();
    // At this level it is there whatever the log leaves out.
    let span = tracing::error_span!("request", request = shown, %method, route, order = Empty);
    let flying = Flying::new(&requests.in_flight);
    let answer = next.run(request).instrument(span.clone());
    let mut response = REQUEST.scope(span.clone(), answer).await;
    drop(flying);
    let took = began.elapsed();
    requests.answered(route, &method, response.status(), took);
    let what = format!("{method} {route}");
    span.in_scope(|| tell(&what, &response, took.as_micros(), shown));
    if let Some(id) = id {
        let headers = response.headers_mut();
        headers.insert(REQUEST_ID.clone(), id.into_header_value());
    }
    response
}

fn tell(what: &str, response: &Response, took: u128, id: &str) {
    let status = response.status().as_u16();
    let trouble = response.extensions().get::<Trouble>();
    let trouble = trouble.map_or("", |trouble| trouble.detail.as_str());
    if !response.status().is_server_error() {
        tracing::debug!(status, took, trouble, "{what} {status} [{id}]");
    } else if known_otherwise(what, response) {
        tracing::warn!(status, took, trouble, "{what} {status} [{id}] {trouble}");
    } else {
        tracing::error!(status, took, trouble, "{what} {status} [{id}] {trouble}");
    }
}

/// A panic has been told of, and whoever asks whether the shop is ready hears the answer.
fn known_otherwise(what: &str, response: &Response) -> bool {
    response.extensions().get::<Panicked>().is_some() || what.ends_with("/readyz")
}

/// A request on its way, also if its visitor goes away.
struct Flying<'a>(&'a Gauge);

impl<'a> Flying<'a> {
    fn new(gauge: &'a Gauge) -> Self {
        gauge.increment(1.0);
        Self(gauge)
    }
}

impl Drop for Flying<'_> {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}
