//! The local mailbox, for whoever builds the shop or tries it out.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shop::ports::post::{Kept, LocalMailbox};

use crate::error::WebError;
use crate::frame::Frame;
use crate::layers::{LETTER_POLICY, POLICY};
use crate::pages::{AdminMessage, Mailbox};
use crate::seen::Seen;
use crate::state::Web;
use crate::view::mailbox::{PER_PAGE, kept, mailbox};

/// Which page of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    page: Option<String>,
}

impl From<std::io::Error> for WebError {
    fn from(error: std::io::Error) -> Self {
        Self::Unavailable(format!("the mailbox: {}", error.kind()))
    }
}

/// `GET /dev/mail`
pub async fn list(
    State(web): State<Web>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let frame = Frame::of(&Seen::by_staff(&web), &[], 0);
    let Some(letters) = &web.mailbox else {
        return web.personal(StatusCode::OK, &frame, &Mailbox::elsewhere());
    };
    let total = letters.count().await?;
    let last = u32::try_from(total.div_ceil(PER_PAGE))
        .unwrap_or(u32::MAX)
        .max(1);
    let page = asked
        .page
        .and_then(|page| page.parse().ok())
        .unwrap_or(1)
        .max(1);
    if page > last {
        return Err(WebError::Moved(format!("/dev/mail?page={last}")));
    }
    let skip = u64::from(page - 1) * PER_PAGE;
    let newest = letters
        .newest(skip, usize::try_from(PER_PAGE).unwrap_or(usize::MAX))
        .await?;
    web.personal(StatusCode::OK, &frame, &mailbox(total, &newest, page, last))
}

/// `GET /dev/mail/{number}`
pub async fn open(
    State(web): State<Web>,
    Path(number): Path<String>,
) -> Result<Response, WebError> {
    let frame = Frame::of(&Seen::by_staff(&web), &[], 0);
    let Some(found) = find(web.mailbox.as_deref(), &number).await? else {
        let page = AdminMessage {
            headline: "그런 편지는 없습니다".into(),
            detail: "우편함을 다시 열어 목록에서 골라 주세요.".into(),
        };
        return web.personal(StatusCode::NOT_FOUND, &frame, &page);
    };
    let mut page = web.personal(StatusCode::OK, &frame, &kept(found))?;
    let policy = HeaderValue::try_from(format!("{POLICY}; frame-src 'self'"));
    let policy = policy.map_err(|error| WebError::Bug(error.to_string()))?;
    page.headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(page)
}

/// `GET /dev/mail/{number}/html`
pub async fn html(
    State(web): State<Web>,
    Path(number): Path<String>,
) -> Result<Response, WebError> {
    let found = find(web.mailbox.as_deref(), &number).await?;
    let html = found
        .and_then(|found| found.html)
        .ok_or(WebError::NotFound)?;
    let headers: [(HeaderName, &str); 4] = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, LETTER_POLICY),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, html).into_response())
}

async fn find(mailbox: Option<&dyn LocalMailbox>, number: &str) -> Result<Option<Kept>, WebError> {
    match (mailbox, number.parse()) {
        (Some(mailbox), Ok(number)) => Ok(mailbox.open(number).await?),
        _ => Ok(None),
    }
}
