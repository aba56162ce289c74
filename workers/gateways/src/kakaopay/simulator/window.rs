//! The payment window, and how the shopper comes back from it.

use std::collections::BTreeMap;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::payments::{Payment, fresh};
use super::{Office, Shared};
use crate::kakaopay::wire::{Method, Status};
use crate::paying::back::{back, over};
use crate::paying::window::Window;

/// Where it is shown.
pub(super) const PATH: &str = "/mockup/bridge/{device}/pg/one-time/payment/{window}";
/// Where its form goes.
pub(super) const CHOOSE: &str = "/mockup/pg/one-time/payment";

/// What the shopper wants.
#[derive(Deserialize)]
pub(super) struct Choice {
    window: String,
    #[serde(rename = "choice")]
    button: String,
    #[serde(default)]
    means: String,
}

/// `GET /mockup/bridge/{device}/pg/one-time/payment/{window}`
pub(super) async fn show(
    State(office): State<Shared>,
    Path(at): Path<BTreeMap<String, String>>,
) -> Response {
    let window = at.get("window").map_or("", String::as_str);
    office.at(window, |payment| {
        payment.status = Status::OpenPayment;
        let means = [("MONEY", "카카오페이머니"), ("CARD", "등록한 카드")];
        let offered = |word: &str| {
            let only = payment.only.as_ref();
            only.is_none_or(|only| only.word() == word)
        };
        let page = Window {
            provider: "카카오페이",
            shop: &office.account.shop,
            goods: &payment.item,
            amount: payment.amount.total.0,
            action: CHOOSE,
            fields: vec![("window", payment.window.clone())],
            means: means
                .into_iter()
                .filter(|(word, _)| offered(word))
                .collect(),
        };
        page.page()
    })
}

/// `POST /mockup/pg/one-time/payment`
pub(super) async fn choose(State(office): State<Shared>, Form(choice): Form<Choice>) -> Response {
    office.at(&choice.window, |payment| match choice.button.as_str() {
        "approve" | "later" => {
            let method = Method::from(choice.means.clone());
            let only = payment.only.as_ref();
            let offered = !matches!(method, Method::Unknown(_));
            if !offered || only.is_some_and(|only| *only != method) {
                return StatusCode::BAD_REQUEST.into_response();
            }
            let token = fresh('P').to_lowercase();
            payment.method = Some(method);
            payment.status = Status::AuthPassword;
            payment.pg_token = Some(token.clone());
            let later = choice.button == "later";
            let pause = if later { office.account.late } else { 0 };
            back(&with(&payment.approval_url, &token), pause)
        }
        "fail" => {
            payment.status = Status::FailAuthPassword;
            back(&payment.fail_url, 0)
        }
        "close" => {
            payment.status = Status::QuitPayment;
            back(&payment.cancel_url, 0)
        }
        _ => StatusCode::BAD_REQUEST.into_response(),
    })
}

impl Office {
    /// Lets a shopper do something with a payment that still waits for them. One whose time is over sends
    /// them to the shop's `fail_url`, as KakaoPay does.
    fn at(&self, window: &str, work: impl FnOnce(&mut Payment) -> Response) -> Response {
        let now = self.clock.now();
        self.state.change(|state| {
            let mut payments = state.payments.values_mut();
            let Some(payment) = payments.find(|payment| payment.window == window) else {
                return StatusCode::NOT_FOUND.into_response();
            };
            if payment.is_late(now, self.patience()) {
                payment.status = Status::FailPayment;
                return back(&payment.fail_url, 0);
            }
            let waits = [Status::Ready, Status::OpenPayment].contains(&payment.status);
            if waits { work(payment) } else { over() }
        })
    }
}

/// The shop's address with the token behind it.
fn with(address: &str, token: &str) -> String {
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}pg_token={token}")
}
