//! Kakao's postcode finder, on a page of its own.
//!
//! Its script comes from Kakao's host and is not ours to check, so it runs where it can do nothing
//! else: its page may speak to Kakao alone, shows nothing of anybody, and is in no way connected with
//! the window that opened it. What was chosen comes back over a channel that only the form
//! that opened it knows the name of, and is checked there like what is typed.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::error::WebError;
use crate::seen::Seen;
use crate::state::Web;

/// Scripts of Kakao's and ours; frames, pictures and answers from Kakao; nothing to any page of the shop.
/// (Kakao's script writes styles into its own elements.)
const POLICY: &str = "default-src 'none'; script-src 'self' https://t1.daumcdn.net https://t1.kakaocdn.net; \
    style-src 'self' 'unsafe-inline'; img-src 'self' https://t1.daumcdn.net https://t1.kakaocdn.net data:; font-src 'self'; \
    frame-src https://postcode.map.daum.net https://postcode.map.kakao.com; connect-src https://postcode.map.daum.net \
    https://postcode.map.kakao.com; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// `GET /postcode`
pub async fn show(State(web): State<Web>, seen: Seen) -> Result<Response, WebError> {
    let body = web.templates.postcode(seen.lang)?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(POLICY),
        ),
        // Kakao's frame asks who embeds it; nobody learns the address of an order form.
        (
            header::REFERRER_POLICY,
            HeaderValue::from_static("strict-origin"),
        ),
    ];
    // The window must not hold on to the one that opened it, nor to any that it opens itself.
    let alone = [("cross-origin-opener-policy", "unsafe-none")];
    Ok((headers, alone, body).into_response())
}
