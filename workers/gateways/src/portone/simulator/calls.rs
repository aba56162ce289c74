//! Its doors for the shop: who asks is checked first, and faults meet each call by its name.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::Won;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::refusal::{ALREADY_PAID, FORBIDDEN, INVALID, NOT_FOUND, NOT_WAITING, No, UNAUTHORIZED};
use super::state::stamp;
use super::{Office, Shared};
use crate::locks::lock;
use crate::paying::caller::is_authorized;
use crate::portone::is_payment_id;
use crate::portone::wire::Status;

/// The store that a call is about, where it is said.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Store {
    pub(super) store_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Registering {
    total_amount: Won,
    #[serde(default)]
    tax_free_amount: Won,
    currency: String,
}

/// A question about a payment, as it came.
#[derive(FromRequestParts)]
#[from_request(state(Shared))]
pub(super) struct Question {
    #[from_request(via(State))]
    office: Shared,
    #[from_request(via(Path))]
    id: String,
    #[from_request(via(Query))]
    store: Store,
    headers: HeaderMap,
}

impl Question {
    /// Answers it, if it is the shop that asks.
    async fn answer(
        self,
        call: &str,
        work: impl FnOnce(&Office, &str) -> Result<Value, No>,
    ) -> Response {
        let office = &*self.office;
        let work = || {
            office.admit(&self.headers, &self.store)?;
            work(office, &self.id)
        };
        office.answer(call, work).await
    }
}

/// A call about a payment that says more in its body, as it came.
#[derive(FromRequest)]
#[from_request(state(Shared))]
pub(super) struct Posted {
    #[from_request(via(State))]
    office: Shared,
    #[from_request(via(Path))]
    id: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Posted {
    /// Answers it, if it is the shop that asks and the body can be read.
    async fn answer<T: DeserializeOwned>(
        self,
        call: &str,
        work: impl FnOnce(&Office, &str, T) -> Result<Value, No>,
    ) -> Response {
        let office = &*self.office;
        let work = || {
            let asked = office.body(&self.headers, &self.body)?;
            work(office, &self.id, asked)
        };
        office.answer(call, work).await
    }
}

/// `GET /payments/{id}`
pub(super) async fn status(question: Question) -> Response {
    question.answer("status", Office::status).await
}

/// `POST /payments/{id}/pre-register`
pub(super) async fn pre_register(posted: Posted) -> Response {
    posted.answer("pre_register", Office::register).await
}

/// `POST /payments/{id}/cancel`
pub(super) async fn cancel(posted: Posted) -> Response {
    let key = posted.headers.get("idempotency-key");
    let key = key.and_then(|key| key.to_str().ok()).map(str::to_owned);
    posted
        .answer("cancel", |office, id, asked| {
            office.cancel_once(id, key.as_deref(), &asked)
        })
        .await
}

/// `POST /payments/{id}/virtual-account/close`
pub(super) async fn close(question: Question) -> Response {
    question.answer("close", Office::close).await
}

/// `POST /payments/{id}/escrow/logistics`
pub(super) async fn logistics(posted: Posted) -> Response {
    posted
        .answer("logistics", |office, id, asked| {
            office.logistics(id, &asked)
        })
        .await
}

/// `POST /payments/{id}/resend-webhook`
pub(super) async fn resend(posted: Posted) -> Response {
    posted
        .answer("resend", |office, id, _: Value| office.resend(id))
        .await
}

/// `POST /cash-receipts`
pub(super) async fn receipt(
    State(office): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let work = || {
        let asked = office.body(&headers, &body)?;
        office.receipt(&asked)
    };
    office.answer("cash_receipt", work).await
}

/// `POST /payments/{id}/cash-receipt/cancel`
pub(super) async fn receipt_cancel(question: Question) -> Response {
    let call = "cash_receipt_cancel";
    question.answer(call, Office::receipt_cancel).await
}

impl Office {
    fn status(&self, id: &str) -> Result<Value, No> {
        self.state.read(|state| {
            let record = state.payments.get(id).ok_or(NOT_FOUND)?;
            let mut told = record.told(&self.account.store, &self.account.channel);
            if let Some(total) = lock(&self.misreports).pop_front() {
                told["amount"]["total"] = json!(total);
            }
            Ok(told)
        })
    }

    fn register(&self, id: &str, asked: Registering) -> Result<Value, No> {
        let Registering {
            total_amount: total,
            tax_free_amount: tax_free,
            currency,
        } = asked;
        let fits = total.is_positive() && !tax_free.is_negative() && tax_free <= total;
        if !fits || currency != "KRW" || !is_payment_id(id) {
            return Err(INVALID);
        }
        self.state.change(|state| {
            let record = state.payments.get(id);
            if record.is_some_and(|record| record.paid_at.is_some()) {
                return Err(ALREADY_PAID);
            }
            state.registered.insert(id.to_owned(), (total, tax_free));
            Ok(json!({}))
        })
    }

    fn close(&self, id: &str) -> Result<Value, No> {
        let now = self.clock.now();
        self.state.change(|state| {
            let record = state.payments.get_mut(id).ok_or(NOT_FOUND)?;
            let waits = record.status == Status::VirtualAccountIssued;
            let account = record.account.as_mut().filter(|_| waits);
            let account = account.filter(|account| !account.closed);
            account.ok_or(NOT_WAITING)?.closed = true;
            Ok(json!({ "closedAt": stamp(now) }))
        })
    }

    /// Whether it is the shop that asks, and of its own store.
    pub(super) fn admit(&self, headers: &HeaderMap, store: &Store) -> Result<(), No> {
        let right = format!("PortOne {}", self.account.secret);
        if !is_authorized(headers, &right) {
            return Err(UNAUTHORIZED);
        }
        let store = store.store_id.as_ref();
        if store.is_some_and(|store| *store != self.account.store) {
            return Err(FORBIDDEN);
        }
        Ok(())
    }

    /// The same, and what the body says.
    fn body<T: DeserializeOwned>(&self, headers: &HeaderMap, body: &[u8]) -> Result<T, No> {
        let kind = headers
            .get("content-type")
            .and_then(|kind| kind.to_str().ok());
        let store = serde_json::from_slice(body);
        self.admit(headers, store.as_ref().unwrap_or(&Store::default()))?;
        if !kind.is_some_and(|kind| kind.starts_with("application/json")) {
            return Err(INVALID);
        }
        serde_json::from_slice(body).map_err(|_| INVALID)
    }

    pub(super) async fn answer(
        &self,
        call: &str,
        work: impl FnOnce() -> Result<Value, No>,
    ) -> Response {
        let work = async {
            match work() {
                Ok(answer) => Json(answer).into_response(),
                Err(no) => no.into_response(),
            }
        };
        self.faults.under(call, work).await
    }
}
