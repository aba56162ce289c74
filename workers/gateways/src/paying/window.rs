//! The page that a simulated provider shows a shopper: what is to be paid, and what they want to do.

use axum::response::{Html, IntoResponse, Response};
use handlebars::Handlebars;
use serde::Serialize;

/// What stands on it.
#[derive(Debug, Serialize)]
pub struct Window<'a> {
    /// Who shows it: `KG이니시스` and the like.
    pub provider: &'a str,
    /// Who is to get the money.
    pub shop: &'a str,
    /// What is bought.
    pub goods: &'a str,
    /// Won.
    pub amount: i64,
    /// Where the form goes.
    pub action: &'a str,
    /// What it carries along, by name.
    pub fields: Vec<(&'a str, String)>,
    /// How may be paid: value, and the word for it. The form's field is `means`.
    pub means: Vec<(&'a str, &'a str)>,
}

const PAGE: &str = include_str!("window.hbs");

impl Window<'_> {
    /// The page. Its buttons send `choice`: `approve`, `fail`, `close` or `later` (approve, but come back to
    /// the shop only after some seconds).
    pub fn page(&self) -> Response {
        match Handlebars::new().render_template(PAGE, self) {
            Ok(page) => Html(page).into_response(),
            Err(error) => {
                let status = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
                (status, error.to_string()).into_response()
            }
        }
    }
}

/// A page that sends a form on by itself, or by its button where there is no script. `pause` is in seconds.
#[derive(Debug, Serialize)]
pub struct Onward<'a> {
    /// Where to.
    pub action: &'a str,
    /// What it says, by name.
    pub fields: Vec<(&'a str, String)>,
    /// Of the form: `utf-8` or `euc-kr`.
    pub charset: &'a str,
    /// Before it goes.
    pub pause: u32,
}

const ONWARD: &str = include_str!("onward.hbs");

impl Onward<'_> {
    /// The page.
    pub fn page(&self) -> Response {
        match Handlebars::new().render_template(ONWARD, self) {
            Ok(page) => Html(page).into_response(),
            Err(error) => {
                let status = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
                (status, error.to_string()).into_response()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_the_shop_says_cannot_break_out_of_the_page() {
        let window = Window {
            provider: "KG이니시스",
            shop: "장부상회",
            goods: "<script>alert(1)</script>",
            amount: 33_000,
            action: "/window",
            fields: vec![("token", "\"><b>".to_owned())],
            means: vec![("CARD", "신용카드")],
        };
        let body = axum::body::to_bytes(window.page().into_body(), usize::MAX).await;
        let page = String::from_utf8(body.unwrap().to_vec()).unwrap();
        assert!(
            !page.contains("<script>alert") && !page.contains("<b>"),
            "{page}"
        );
        assert!(
            page.contains("name=\"means\"") && page.contains("33000"),
            "{page}"
        );
    }
}
