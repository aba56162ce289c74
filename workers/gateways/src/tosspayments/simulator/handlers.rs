//! The doors of its API, and of its simulated bank.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use domain::Won;
use serde::Deserialize;
use serde_json::Value;

use super::Office;
use super::pay::NoDeposit;
use super::shown;
use super::state::{Reply, Row, State as Known, no};
use crate::paying::lenient::instant;
use crate::tosspayments::asks::{AccountAsk, Cancel, Confirm, ReceiptAsk, ReceiptCancel};

type Shared = State<Arc<Office>>;

pub(super) async fn confirm(State(office): Shared, headers: HeaderMap, body: Bytes) -> Response {
    let confirm = |state: &mut Known, ask: &Confirm, now| state.confirm(ask, now);
    let call = ("approve", "/v1/payments/confirm");
    office.change(call, &headers, &body, confirm).await
}

pub(super) async fn payment(
    State(office): Shared,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Response {
    let find = |state: &Known| one(state, state.place(&key));
    office.ask("status", &headers, find).await
}

pub(super) async fn of_order(
    State(office): Shared,
    Path(order): Path<String>,
    headers: HeaderMap,
) -> Response {
    let find = |state: &Known| one(state, state.place_of(&order));
    office.ask("status", &headers, find).await
}

fn one(state: &Known, at: Option<usize>) -> Reply {
    let Some(held) = at.and_then(|at| state.payments.get(at)) else {
        return no(404, "NOT_FOUND_PAYMENT");
    };
    Ok(shown::payment(held))
}

pub(super) async fn cancel(
    State(office): Shared,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let cancel = |state: &mut Known, ask: &Cancel, now| state.cancel(&key, ask, now);
    let path = format!("/v1/payments/{key}/cancel");
    office
        .change(("refund", &path), &headers, &body, cancel)
        .await
}

pub(super) async fn issue(State(office): Shared, headers: HeaderMap, body: Bytes) -> Response {
    let issue = |state: &mut Known, ask: &AccountAsk, now| state.issue_directly(ask, now);
    let call = ("issue", "/v1/virtual-accounts");
    office.change(call, &headers, &body, issue).await
}

pub(super) async fn receipt(State(office): Shared, headers: HeaderMap, body: Bytes) -> Response {
    let issue = |state: &mut Known, ask: &ReceiptAsk, now| state.issue_receipt(ask, now);
    let call = ("receipt", "/v1/cash-receipts");
    office.change(call, &headers, &body, issue).await
}

pub(super) async fn cancel_receipt(
    State(office): Shared,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let cancel =
        |state: &mut Known, ask: &ReceiptCancel, now| state.cancel_receipt(&key, ask.amount, now);
    let path = format!("/v1/cash-receipts/{key}/cancel");
    let call = ("cancel_receipt", path.as_str());
    office.change(call, &headers, &body, cancel).await
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OfDay {
    request_date: String,
}

pub(super) async fn receipts(
    State(office): Shared,
    Query(asked): Query<OfDay>,
    headers: HeaderMap,
) -> Response {
    let list = |state: &Known| {
        let Ok(day) = asked.request_date.parse::<NaiveDate>() else {
            return no(400, "INVALID_REQUEST");
        };
        Ok(state.receipts_of(day))
    };
    office.ask("receipts", &headers, list).await
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OfTime {
    start_date: String,
    end_date: String,
    starting_after: Option<String>,
    limit: Option<usize>,
}

pub(super) async fn transactions(
    State(office): Shared,
    Query(asked): Query<OfTime>,
    headers: HeaderMap,
) -> Response {
    let list = |state: &Known| rows(state, &asked);
    office.ask("transactions", &headers, list).await
}

fn rows(state: &Known, asked: &OfTime) -> Reply {
    let (Some(from), Some(until)) = (instant(&asked.start_date), instant(&asked.end_date)) else {
        return no(400, "INVALID_REQUEST");
    };
    let limit = asked.limit.unwrap_or(100);
    if !(1..=10_000).contains(&limit) {
        return no(400, "INVALID_REQUEST");
    }
    let of_time = |row: &&Row| (from..=until).contains(&row.at);
    let mut found = state.rows.iter().filter(of_time).peekable();
    if let Some(after) = &asked.starting_after {
        while found.next_if(|row| row.transaction != *after).is_some() {}
        found.next();
    }
    let page: Vec<Value> = found.take(limit).map(shown::row).collect();
    Ok(Value::Array(page))
}

/// `{"order": "…", "amount": 33000}`
#[derive(Deserialize)]
pub(super) struct PaidIn {
    order: String,
    #[serde(default)]
    amount: Won,
}

pub(super) async fn deposit(State(office): Shared, Json(paid): Json<PaidIn>) -> Response {
    done(office.act(|state, now| state.deposit(&paid.order, paid.amount, now)))
}

pub(super) async fn reverse(State(office): Shared, Json(paid): Json<PaidIn>) -> Response {
    done(office.act(|state, now| state.reverse(&paid.order, now)))
}

fn done(outcome: Result<(), NoDeposit>) -> Response {
    match outcome {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(why) => (StatusCode::CONFLICT, why.to_string()).into_response(),
    }
}
