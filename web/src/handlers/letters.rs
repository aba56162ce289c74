//! The gallery of letters: every letter with every sample, as a PC and a telephone show it. Samples
//! only; no letter that was ever sent.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use letters::{Language, Theme};

use crate::error::WebError;
use crate::frame::Frame;
use crate::layers::{LETTER_POLICY, POLICY};
use crate::seen::Seen;
use crate::state::Web;
use crate::view;

/// `GET /letters`
pub async fn list(State(web): State<Web>) -> Result<Response, WebError> {
    let page = view::letters::list();
    web.personal(
        StatusCode::OK,
        &Frame::of(&Seen::by_staff(&web), &[], 0),
        &page,
    )
}

/// `GET /letters/{name}`
pub async fn show(State(web): State<Web>, Path(name): Path<String>) -> Result<Response, WebError> {
    let entry = letters::find(&name).ok_or(WebError::NotFound)?;
    let page = view::letters::page(&entry, &theme(&web))?;
    let mut answer = web.personal(
        StatusCode::OK,
        &Frame::of(&Seen::by_staff(&web), &[], 0),
        &page,
    )?;
    let policy = format!("{POLICY}; frame-src 'self'");
    let policy = HeaderValue::try_from(policy).map_err(|error| WebError::Bug(error.to_string()))?;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(answer)
}

/// `GET /letters/{name}/{sample}/{language}/html`
pub async fn html(
    State(web): State<Web>,
    Path((name, sample, language)): Path<(String, String, String)>,
) -> Result<Response, WebError> {
    let entry = letters::find(&name).ok_or(WebError::NotFound)?;
    let known = entry.samples().contains(&sample.as_str());
    let language = Language::ALL.into_iter().find(|it| it.code() == language);
    let language = language.filter(|_| known).ok_or(WebError::NotFound)?;
    let written = entry.render(&sample, &theme(&web), language)?;
    let mut headers = HeaderMap::new();
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_TYPE, "text/html; charset=utf-8");
    set(header::CONTENT_SECURITY_POLICY, LETTER_POLICY);
    set(header::X_FRAME_OPTIONS, "SAMEORIGIN");
    Ok((headers, written.standalone()).into_response())
}

/// Samples look like the first store's.
fn theme(web: &Web) -> Theme {
    let site = web.sites.first();
    view::letters::theme(&site.id, &site.settings, &web.shop.settings().links)
}
