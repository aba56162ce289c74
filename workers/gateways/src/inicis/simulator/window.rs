//! Both windows: what they show, and what the shopper does there.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};

use super::answers::shut;
use super::book::{Attempt, Stage};
use super::{CHOICE, Knob, Office, Shared, mobile, standard};
use crate::inicis::wire::checkout::Method;
use crate::inicis::wire::form::{Charset, Fields, encode};
use crate::paying::notices::client;
use crate::paying::window::{Onward, Window};

/// Seconds before somebody who pays "later" comes back.
const LATER: u32 = 8;

/// What INIStdPay.js does, as far as a shop notices: sends the form to the window.
const SCRIPT: &str = include_str!("stdpay.js");

/// `GET /stdjs/INIStdPay.js`
pub(super) async fn script() -> Response {
    (
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")],
        SCRIPT,
    )
        .into_response()
}

fn word(method: Method) -> (&'static str, &'static str) {
    match method {
        Method::Card => ("Card", "신용카드"),
        Method::Transfer => ("DirectBank", "실시간 계좌이체"),
        Method::Account => ("VBank", "가상계좌(무통장입금)"),
        Method::Phone => ("HPP", "휴대폰 결제"),
    }
}

/// Remembers an attempt and shows its window.
pub(super) fn show(office: &Office, attempt: Attempt) -> Response {
    let token = uuid::Uuid::new_v4().to_string();
    let page = Window {
        provider: "KG이니시스",
        shop: &office.account.shop,
        goods: &attempt.goods,
        amount: attempt.amount.0,
        action: CHOICE,
        fields: vec![("token", token.clone())],
        means: attempt.methods.iter().copied().map(word).collect(),
    }
    .page();
    office
        .kept
        .change(|book| book.attempts.insert(token, attempt));
    page
}

/// `POST /stdpay/choice`: a window's buttons.
pub(super) async fn choose(State(office): State<Shared>, body: Bytes) -> Response {
    let fields = Fields::of_form(&body, Charset::Utf8);
    let method = Method::of(fields.raw("means"));
    let (token, choice) = (fields.raw("token"), fields.raw("choice"));
    let now = office.clock.now();
    let ended = office.kept.change(|book| {
        let attempt = book.attempts.get_mut(token).ok_or("no such window")?;
        if attempt.stage != Stage::Open {
            return Err("this window is closed");
        }
        let stale = now - attempt.at > office.account.window_life;
        attempt.stage = match (choice, method) {
            ("approve" | "later", Some(method)) if !stale && attempt.methods.contains(&method) => {
                Stage::Authenticated(method)
            }
            ("fail" | "close", _) => Stage::Over,
            _ if stale => Stage::Over,
            _ => return Err("no such choice"),
        };
        Ok(attempt.clone())
    });
    match ended {
        Err(why) => shut(why),
        Ok(attempt) if choice == "close" => Redirect::to(&attempt.close_url).into_response(),
        Ok(attempt) => onward(&office, &attempt, choice == "later"),
    }
}

/// Sends the browser back to the shop.
fn onward(office: &Office, attempt: &Attempt, later: bool) -> Response {
    let (fields, charset) = if attempt.mobile {
        (mobile::returned(office, attempt), Charset::EucKr)
    } else {
        (standard::returned(office, attempt), Charset::Utf8)
    };
    if office.turned(Knob::ReturnTwice) {
        let (url, body) = (attempt.return_url.clone(), encode(&fields, charset));
        tokio::spawn(again(url, body));
    }
    let page = Onward {
        action: &attempt.return_url,
        fields,
        charset: charset.name(),
        pause: if later { LATER } else { 0 },
    };
    page.page()
}

/// What the browser brings back, from elsewhere.
async fn again(url: String, body: String) {
    let kind = "application/x-www-form-urlencoded";
    if let Ok(client) = client() {
        let call = client.post(url).header("content-type", kind).body(body);
        if call.send().await.is_err() {
            tracing::debug!("a simulated second return found nobody");
        }
    }
}
