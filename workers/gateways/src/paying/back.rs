//! The way of a browser from a simulated window back to the shop.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use reqwest::Url;

/// Sends the browser to an address, at once or after some seconds.
pub(crate) fn back(address: &str, pause: u32) -> Response {
    if pause == 0 {
        return Redirect::to(address).into_response();
    }
    let refresh = [("refresh", format!("{pause}; url={address}"))];
    let page = Html("<!doctype html><meta charset=\"utf-8\"><p>잠시 후 상점으로 돌아갑니다.</p>");
    (refresh, page).into_response()
}

/// What a browser sees that comes to a window which is done.
pub(crate) fn over() -> Response {
    let page = Html("<!doctype html><meta charset=\"utf-8\"><p>끝난 결제입니다.</p>");
    (StatusCode::GONE, page).into_response()
}

/// The shop's address with what the provider has to say; `None` when it is no web address.
pub(crate) fn with(address: &str, said: &[(&str, &str)]) -> Option<String> {
    let mut url = Url::parse(address).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    url.query_pairs_mut().extend_pairs(said);
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_joins_what_the_shop_asked_to_be_told() {
        let address = with(
            "https://shop.example/back?attempt=1",
            &[("orderId", "가&1")],
        );
        assert_eq!(
            address.as_deref(),
            Some("https://shop.example/back?attempt=1&orderId=%EA%B0%80%261")
        );
        assert_eq!(with("javascript:alert(1)", &[]), None);
    }
}
