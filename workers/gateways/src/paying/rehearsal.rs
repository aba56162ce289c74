//! What tests of simulated providers share: a clock that is turned by hand, and a shopper's browser.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::LOCATION;
use reqwest::{Client, Response, redirect};
use shop::ports::Clock;

use super::call::CallError;
use crate::texting::Answer;

/// Stands still until it is turned.
pub(crate) struct HandClock(Mutex<DateTime<Utc>>);

impl HandClock {
    /// Midnight UTC of 2026-08-01, nine in the morning in Seoul.
    pub(crate) fn morning() -> Arc<Self> {
        let at = "2026-08-01T00:00:00Z".parse().unwrap();
        Arc::new(Self(Mutex::new(at)))
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
pub(crate) fn refused(code: &str, message: &str) -> CallError {
    CallError::Refused {
        code: code.to_owned(),
        message: message.to_owned(),
    }
}
