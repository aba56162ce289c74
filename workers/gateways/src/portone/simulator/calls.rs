//! Its doors for the shop: who asks is checked first, and faults meet each call by its name.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use domain::Won;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use subtle::ConstantTimeEq;

use super::refusal::{ALREADY_PAID, FORBIDDEN, INVALID, NOT_FOUND, NOT_WAITING, No, UNAUTHORIZED};
use super::state::stamp;
use super::{Office, Shared, lock};
use crate::portone::is_payment_id;
use crate::portone::wire::Status;

/// The store that a call is about, where it is said.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Store {
    store_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Registering {
    total_amount: Won,
    #[serde(default)]
    tax_free_amount: Won,
    currency: String,
}

/// `GET /payments/{id}`
pub(super) async fn status(
    State(office): State<Shared>,
    Path(id): Path<String>,
    Query(store): Query<Store>,
    headers: HeaderMap,
) -> Response {
    let work = || {
        office.admit(&headers, &store)?;
        office.state.read(|state| {
            let record = state.payments.get(&id).ok_or(NOT_FOUND)?;
            let mut told = record.told(&office.account.store, &office.account.channel);
            if let Some(total) = lock(&office.misreports).pop_front() {
                told["amount"]["total"] = json!(total);
            }
            Ok(told)
        })
    };
    office.answer("status", work).await
}

/// `POST /payments/{id}/pre-register`
pub(super) async fn pre_register(
    State(office): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let work = || {
        let asked: Registering = office.body(&headers, &body)?;
        let (total, tax_free) = (asked.total_amount, asked.tax_free_amount);
        let fits = total.is_positive() && !tax_free.is_negative() && tax_free <= total;
        if !fits || asked.currency != "KRW" || !is_payment_id(&id) {
            return Err(INVALID);
        }
        office.state.change(|state| {
            let record = state.payments.get(&id);
            if record.is_some_and(|record| record.paid_at.is_some()) {
                return Err(ALREADY_PAID);
            }
            state.registered.insert(id.clone(), (total, tax_free));
            Ok(json!({}))
        })
    };
    office.answer("pre_register", work).await
}

/// `POST /payments/{id}/cancel`
pub(super) async fn cancel(
    State(office): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let work = || {
        let asked = office.body(&headers, &body)?;
        office.cancel(&id, &asked)
    };
    office.answer("cancel", work).await
}

/// `POST /payments/{id}/virtual-account/close`
pub(super) async fn close(
    State(office): State<Shared>,
    Path(id): Path<String>,
    Query(store): Query<Store>,
    headers: HeaderMap,
) -> Response {
    let work = || {
        office.admit(&headers, &store)?;
        let now = office.clock.now();
        office.state.change(|state| {
            let record = state.payments.get_mut(&id).ok_or(NOT_FOUND)?;
            let waits = record.status == Status::VirtualAccountIssued;
            let account = record.account.as_mut().filter(|_| waits);
            let account = account.filter(|account| !account.closed);
            account.ok_or(NOT_WAITING)?.closed = true;
            Ok(json!({ "closedAt": stamp(now) }))
        })
    };
    office.answer("close", work).await
}

/// `POST /payments/{id}/escrow/logistics`
pub(super) async fn logistics(
    State(office): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let work = || {
        let asked = office.body(&headers, &body)?;
        office.logistics(&id, &asked)
    };
    office.answer("logistics", work).await
}

/// `POST /payments/{id}/resend-webhook`
pub(super) async fn resend(
    State(office): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let work = || {
        let _: Value = office.body(&headers, &body)?;
        office.resend(&id)
    };
    office.answer("resend", work).await
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
pub(super) async fn receipt_cancel(
    State(office): State<Shared>,
    Path(id): Path<String>,
    Query(store): Query<Store>,
    headers: HeaderMap,
) -> Response {
    let work = || {
        office.admit(&headers, &store)?;
        office.receipt_cancel(&id)
    };
    office.answer("cash_receipt_cancel", work).await
}

impl Office {
    /// Whether it is the shop that asks, and of its own store.
    fn admit(&self, headers: &HeaderMap, store: &Store) -> Result<(), No> {
        let right = format!("PortOne {}", self.account.secret);
        let said = headers
            .get("authorization")
            .map_or(&b""[..], HeaderValue::as_bytes);
        if !bool::from(said.ct_eq(right.as_bytes())) {
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

    async fn answer(&self, call: &str, work: impl FnOnce() -> Result<Value, No>) -> Response {
        let work = async {
            match work() {
                Ok(answer) => Json(answer).into_response(),
                Err(no) => no.into_response(),
            }
        };
        self.faults.under(call, work).await
    }
}
