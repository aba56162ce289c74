//! The doors of its API: the key is in each body.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::HOST;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Office;
use super::pay::{Create, Named};
use super::receipts::ReceiptIssue;
use super::refund::PayBack;
use super::shown::{self, trouble};
use super::state::{Refusal, Reply, State as Known, bad};

type Shared = State<Arc<Office>>;

impl Office {
    /// Changes what it knows, and calls the shop back about what that brings about.
    pub(super) fn act<R>(&self, change: impl FnOnce(&mut Known, DateTime<Utc>) -> R) -> R {
        let now = self.clock.now();
        let (changed, outbox) = self.kept.change(|state| {
            state.expire(now);
            let changed = change(state, now);
            (changed, std::mem::take(&mut state.outbox))
        });
        self.telling.tell(outbox);
        changed
    }

    /// Looks at what it knows now. Nothing is written down, unless time changed something.
    pub(super) fn look<R>(&self, reader: impl FnOnce(&Known) -> R) -> R {
        let now = self.clock.now();
        if self.kept.read(|state| state.is_late(now)) {
            self.act(|_, _| ());
        }
        self.kept.read(reader)
    }

    async fn question<T: DeserializeOwned>(
        &self,
        call: &str,
        body: &Bytes,
        answer: impl FnOnce(&Known, &T) -> Reply,
    ) -> Response {
        let asked = match self.asked::<T>(body) {
            Ok(asked) => asked,
            Err(refusal) => return respond(Err(refusal)),
        };
        let answer = async { respond(self.look(|state| answer(state, &asked))) };
        self.faults.under(call, answer).await
    }

    async fn call<T: DeserializeOwned>(
        &self,
        call: &str,
        body: &Bytes,
        work: impl FnOnce(&mut Known, &T, DateTime<Utc>) -> Reply,
    ) -> Response {
        let asked = match self.asked::<T>(body) {
            Ok(asked) => asked,
            Err(refusal) => return respond(Err(refusal)),
        };
        let answer = async { respond(self.act(|state, now| work(state, &asked, now))) };
        self.faults.under(call, answer).await
    }

    /// The request of somebody who knows the key.
    fn asked<T: DeserializeOwned>(&self, body: &Bytes) -> Result<T, Refusal> {
        let Ok(said) = serde_json::from_slice::<Value>(body) else {
            return bad();
        };
        let key = said.get("apiKey").and_then(Value::as_str);
        if !key.is_some_and(|key| self.account.api_key.is(key)) {
            return Err(Refusal(401, "COMMON_INVALID_API_KEY".to_owned()));
        }
        serde_json::from_value(said).or_else(|_| bad())
    }
}

fn respond(reply: Reply) -> Response {
    let (status, body) = reply.map_or_else(|refusal| trouble(&refusal), |body| (200, body));
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(body)).into_response()
}

pub(super) async fn create(State(office): Shared, headers: HeaderMap, body: Bytes) -> Response {
    // Its own address, as the caller knows it.
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let base = format!("http://{}", host.unwrap_or_default());
    let create = |state: &mut Known, ask: &Create, now| state.create(ask, &base, now);
    office.call("ready", &body, create).await
}

pub(super) async fn execute(State(office): Shared, body: Bytes) -> Response {
    let execute = |state: &mut Known, ask: &Named, now| state.execute(ask, now);
    office.call("approve", &body, execute).await
}

pub(super) async fn refund(State(office): Shared, body: Bytes) -> Response {
    let refund = |state: &mut Known, ask: &PayBack, now| state.refund(ask, now);
    office.call("refund", &body, refund).await
}

pub(super) async fn status(State(office): Shared, body: Bytes) -> Response {
    let status = |state: &Known, ask: &Named| {
        let by_token = ask.pay_token.as_deref().map(|token| state.place(token));
        let by_order = || ask.order_no.as_deref().map(|order| state.place_of(order));
        match by_token.or_else(by_order) {
            None => bad(),
            Some(None) => Err(Refusal(404, "TRANSACTION_NOT_FOUND".to_owned())),
            Some(Some(at)) => Ok(shown::status(&state.payments[at])),
        }
    };
    office.question("status", &body, status).await
}

pub(super) async fn issue_receipt(State(office): Shared, body: Bytes) -> Response {
    let issue = |state: &mut Known, ask: &ReceiptIssue, _: DateTime<Utc>| state.issue_receipt(ask);
    office.call("receipt", &body, issue).await
}

pub(super) async fn revoke_receipt(State(office): Shared, body: Bytes) -> Response {
    let revoke = |state: &mut Known, ask: &Named, _: DateTime<Utc>| state.revoke_receipt(ask);
    office.call("cancel_receipt", &body, revoke).await
}

pub(super) async fn receipt(State(office): Shared, body: Bytes) -> Response {
    let receipt = |state: &Known, ask: &Named| state.receipt(ask);
    office.question("receipts", &body, receipt).await
}
