//! What went wrong, and what is said about it where no page of its own says so.
//!
//! A handler returns a [`WebError`]; it leaves as an empty answer that carries [`Trouble`], and
//! [`draw`] puts a page into it. So also a refused cross-site form, an unknown address or a panic
//! ends in a page in the shop's own words.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use letters::Language;
use projections::ReadError;
use shop::ShopError;
use shop::ports::GatewayError;
use tower_http::request_id::RequestId;

use crate::frame::Frame;
use crate::pages::{AdminMessage, Area, Message};
use crate::seen::Seen;
use crate::state::Web;
use crate::templates::DrawError;

/// Seconds after which coming back helps.
pub const AGAIN: HeaderValue = HeaderValue::from_static("3");

/// Why a page was not given.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// There is nothing at this address, or nothing for this visitor.
    #[error("not found")]
    NotFound,
    /// No order lies behind this address. Wrong token and unknown order look alike.
    #[error("no such order")]
    NoOrder,
    /// The order stands, and the tables have yet to hear of it.
    #[error("the tables have yet to hear of the order")]
    OrderToCome,
    /// What was asked for is found at this address of the shop.
    #[error("moved to {0}")]
    Moved(String),
    /// What was sent cannot be read.
    #[error("unreadable: {0}")]
    Unreadable(String),
    /// The sender may not do this.
    #[error("forbidden")]
    Forbidden,
    /// A rule says no, and the page that was left has no place to say why.
    #[error("refused: {0}")]
    Refused(Arc<ShopError>),
    /// The shop cannot reach its books, or is full; coming back helps.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A fault of ours.
    #[error("internal: {0}")]
    Bug(String),
}

/// What an answer with an error carries, for the log and for the page.
#[derive(Debug, Clone)]
pub struct Trouble {
    /// For the log; never personal data.
    pub detail: String,
    /// What is said other than the status's usual words.
    said: Option<Said>,
}

/// What stands behind words of its own, until the reader's language is known.
#[derive(Debug, Clone)]
enum Said {
    NoOrder,
    OrderToCome,
    Refused(Arc<ShopError>),
}

impl Trouble {
    /// Something for the log, with the status's usual words.
    pub fn of(detail: impl Into<String>) -> Self {
        Self {
            detail: detail.into(),
            said: None,
        }
    }
}

impl Said {
    fn message(&self, lang: Language) -> Message {
        match self {
            Self::NoOrder => Message::order_not_found(lang),
            Self::OrderToCome => Message::order_to_come(lang),
            Self::Refused(error) => Message::refused(lang, &crate::words::refusal(lang, error)),
        }
    }
}

impl WebError {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::NoOrder => StatusCode::NOT_FOUND,
            Self::Moved(_) => StatusCode::SEE_OTHER,
            Self::Unreadable(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Refused(_) => StatusCode::CONFLICT,
            Self::Unavailable(_) | Self::OrderToCome => StatusCode::SERVICE_UNAVAILABLE,
            Self::Bug(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        if let Self::Moved(address) = &self {
            return Redirect::to(address).into_response();
        }
        let said = match &self {
            Self::NoOrder => Some(Said::NoOrder),
            Self::OrderToCome => Some(Said::OrderToCome),
            Self::Refused(error) => Some(Said::Refused(error.clone())),
            _ => None,
        };
        let trouble = Trouble {
            detail: self.to_string(),
            said,
        };
        let mut response = self.status().into_response();
        response.extensions_mut().insert(trouble);
        if matches!(self, Self::OrderToCome) {
            // The page comes by itself, without script.
            response.headers_mut().insert(header::REFRESH, AGAIN);
        }
        response
    }
}

impl From<ShopError> for WebError {
    fn from(error: ShopError) -> Self {
        match error {
            ShopError::Bug(_) | ShopError::NoStore(_) => Self::Bug(error.to_string()),
            passing if passing.is_passing() => Self::Unavailable(passing.to_string()),
            refusal => Self::Refused(Arc::new(refusal)),
        }
    }
}

impl From<ReadError> for WebError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Unavailable(_) => Self::Unavailable(error.to_string()),
            ReadError::Damaged { .. } => Self::Bug(error.to_string()),
        }
    }
}

/// The tables of jobs and of the post have no reader of their own.
impl From<sqlx::Error> for WebError {
    fn from(error: sqlx::Error) -> Self {
        ReadError::from(error).into()
    }
}

impl From<letters::RenderError> for WebError {
    fn from(error: letters::RenderError) -> Self {
        Self::Bug(error.to_string())
    }
}

impl From<DrawError> for WebError {
    fn from(error: DrawError) -> Self {
        Self::Bug(error.to_string())
    }
}

/// Whether the provider said no for good: another bank may say yes.
#[must_use]
pub fn declined(error: &ShopError) -> bool {
    matches!(error, ShopError::Gateway(GatewayError::Declined(_)))
}

/// Puts a page into every answer that is an error and has none. It asks nothing of the database: an
/// answer that says "too busy" must not queue for what others are waiting for.
pub async fn draw(
    State((web, area)): State<(Web, Area)>,
    request: Request,
    next: Next,
) -> Response {
    let for_machines = for_machines(request.uri().path());
    let id = request.extensions().get::<RequestId>().cloned();
    let seen = request.extensions().get::<Seen>().cloned();
    // The address that led here leads nowhere: a changed choice goes to the first page.
    let seen = Seen {
        here: "/".into(),
        ..seen.unwrap_or_else(|| Seen::by_staff(&web))
    };
    let response = next.run(request).await;
    let status = response.status();
    let has_page = response.headers().get(header::CONTENT_TYPE);
    let has_page = has_page.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if for_machines || has_page || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let trouble = response.extensions().get::<Trouble>().cloned();
    let said = trouble.and_then(|trouble| trouble.said);
    let mut message = match said {
        Some(said) => said.message(seen.lang),
        None => Message::for_status(seen.lang, status.as_u16()),
    };
    message.request_id = id
        .filter(|_| status.is_server_error())
        .and_then(|id| id.header_value().to_str().map(str::to_owned).ok());
    let page = match area {
        Area::Store => {
            let frame = Frame::of(&seen, &seen.site.known_categories(), 0);
            web.templates.draw(&frame, &message)
        }
        Area::Admin => {
            let message = AdminMessage::for_status(status.as_u16(), message.request_id.as_deref());
            let frame = Frame::of(&seen, &[], 0);
            web.templates.draw(&frame, &message)
        }
    };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    parts
        .headers
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A template that fails here is found by the page test; the status still says what happened.
    Response::from_parts(parts, page.unwrap_or_default().into())
}

/// Addresses that programs ask: they get statuses and words, not pages.
fn for_machines(path: &str) -> bool {
    [
        "/webhooks/",
        "/static/",
        "/pictures/",
        "/images",
        "/healthz",
        "/metrics",
        "/readyz",
    ]
    .iter()
    .any(|start| path.starts_with(start))
}
