//! What tests of simulated providers share: a clock that is turned by hand, a shopper's browser, all that goes
//! wrong, and what calls end with.

use std::sync::{Arc, Mutex};

use axum::extract::Query;
use axum::{Json, Router};
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::LOCATION;
use reqwest::{Client, Response, redirect};
use serde::de::DeserializeOwned;
use serde_json::Value;
use shop::ports::Clock;

use super::books::{Move, Way};
use super::call::CallError;
use super::fault::Fault;
use crate::texting::Answer;
use crate::texting::simulated::Open;

/// Everything after which a call may have happened.
pub(crate) const FAULTS: [Fault; 6] = [
    Fault::Slow(3_600_000),
    Fault::LostAnswer,
    Fault::DoneThenError,
    Fault::Unavailable,
    Fault::Truncated,
    Fault::Garbage,
];

/// Stands still until it is turned.
pub(crate) struct HandClock(Mutex<DateTime<Utc>>);

impl HandClock {
    /// Midnight UTC of 2026-08-01, nine in the morning in Seoul.
    pub(crate) fn morning() -> Arc<Self> {
        Self::at("2026-08-01T00:00:00Z")
    }

    /// A time as RFC 3339 writes it.
    pub(crate) fn at(time: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(time.parse().unwrap())))
    }

    pub(crate) fn turn(&self, minutes: i64) {
        *self.0.lock().unwrap() += TimeDelta::minutes(minutes);
    }
}

impl Clock for HandClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

/// A browser that follows no redirect, so that a test sees where it was sent.
pub(crate) fn browser() -> Client {
    let builder = Client::builder().redirect(redirect::Policy::none());
    builder.no_proxy().build().unwrap()
}

/// The form of a simulated window: where it goes, and what it carries along.
pub(crate) async fn form_of(window: Response) -> (String, Vec<(String, String)>) {
    let base = window.url().clone();
    assert_eq!(window.status(), 200);
    let page = window.text().await.unwrap();
    let between = |text: &str, before: &str| -> Option<String> {
        let rest = text.split_once(before)?.1;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    let action = between(&page, "<form method=\"post\" action=\"").unwrap();
    let fields = page.split("<input type=\"hidden\" ").skip(1).map(|input| {
        let name = between(input, "name=\"").unwrap();
        (name, between(input, "value=\"").unwrap())
    });
    (base.join(&action).unwrap().to_string(), fields.collect())
}

/// Fills the window's form in and sends it.
pub(crate) async fn press(window: Response, means: &str, choice: &str) -> Response {
    let (action, mut fields) = form_of(window).await;
    fields.push(("means".to_owned(), means.to_owned()));
    fields.push(("choice".to_owned(), choice.to_owned()));
    browser().post(action).form(&fields).send().await.unwrap()
}

/// Where a browser is sent.
pub(crate) fn sent_to(answer: &Response) -> String {
    let place = answer.headers().get(LOCATION).expect("a redirect");
    place.to_str().unwrap().to_owned()
}

/// An answer with this status and body.
pub(crate) fn answered(status: u16, body: &str) -> Answer {
    let body = body.as_bytes().to_vec();
    Answer { status, body }
}

/// A refusal with this code.
pub(crate) fn refusal(code: &str, message: &str) -> CallError {
    CallError::Refused {
        code: code.to_owned(),
        message: message.to_owned(),
    }
}

/// The code of a refusal.
pub(crate) fn code_of<T>(answer: Result<T, CallError>) -> String {
    match answer {
        Err(CallError::Refused { code, .. }) => code,
        Err(other) => panic!("not refused: {other:?}"),
        Ok(_) => panic!("not refused"),
    }
}

/// Refused with this code?
pub(crate) fn is_refused<T>(answer: &Result<T, CallError>, code: &str) -> bool {
    matches!(answer, Err(CallError::Refused { code: said, .. }) if said == code)
}

/// Why nobody knows what became of a call.
pub(crate) fn unknown<T>(answer: Result<T, CallError>) -> String {
    match answer {
        Err(CallError::Unknown(why)) => why,
        Err(other) => panic!("it is known: {other:?}"),
        Ok(_) => panic!("it is known"),
    }
}

/// Somebody who gives each question the same answer.
pub(crate) async fn parrot(answer: Value) -> Open {
    let say = move || std::future::ready(Json(answer.clone()));
    let router = Router::new().fallback(say);
    Open::serve(0, router).await.unwrap()
}

/// What a browser says by an address that it was sent to.
pub(crate) fn query<T: DeserializeOwned>(address: &str) -> T {
    Query::try_from_uri(&address.parse().unwrap()).unwrap().0
}

/// Which way money moved, and won.
pub(crate) fn ways(moves: &[Move]) -> Vec<(Way, i64)> {
    moves.iter().map(|it| (it.way, it.amount.0)).collect()
}

/// What a developer says to `/_simulator/…` of a simulator at this address; the answer's status.
pub(crate) async fn wish(url: &str, what: &str, body: &Value) -> u16 {
    let request = browser().post(format!("{url}/_simulator/{what}"));
    let answer = request.json(body).send().await.unwrap();
    answer.status().as_u16()
}

/// The books of a simulator at this address, as a developer reads them.
pub(crate) async fn books(url: &str) -> Value {
    let books = browser().get(format!("{url}/_simulator/moves"));
    books.send().await.unwrap().json().await.unwrap()
}
