//! `POST /api/v1/formpay`: an account without a window.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::answers::{Refusal, refuse};
use super::approve::BANK;
use super::book::{Attempt, Payment};
use super::call::version_1;
use super::{Office, Shared};
use crate::inicis::wire::checkout::Method;
use crate::inicis::wire::form::Fields;
use crate::inicis::wire::{korean_time, stamp, won};

/// The handler.
pub(super) async fn issue(State(office): State<Shared>, body: Bytes) -> Response {
    let answer = async {
        let read = version_1(&office, &body, |_| &["moid", "price"]);
        match read.and_then(|fields| issued(&office, &fields)) {
            Err(code) => refuse(code),
            Ok(paid) => told(&office, &paid),
        }
    };
    office.faults.under("issue", answer).await
}

fn issued(office: &Office, fields: &Fields) -> Result<Payment, Refusal> {
    if fields.raw("type") != "Pay" || fields.raw("paymethod") != "Vacct" {
        return Err("ERR012");
    }
    let amount = won(fields.raw("price")).filter(|amount| amount.is_positive());
    let amount = amount.ok_or("BAD_PRICE")?;
    let (until, time) = (fields.raw("dtInput"), fields.raw("tmInput"));
    let now = office.clock.now();
    if korean_time(until, time).is_none_or(|until| until <= now) {
        return Err("BAD_DUE_DATE");
    }
    for name in [
        "moid",
        "url",
        "goodName",
        "buyerName",
        "bankCode",
        "nmInput",
    ] {
        if fields.text(name).is_none() {
            return Err("FIELD_MISSING");
        }
    }
    let attempt = Attempt {
        order: fields.owned("moid"),
        amount,
        goods: fields.owned("goodName"),
        buyer: fields.owned("nmInput"),
        until: until.to_owned(),
        ..Attempt::default()
    };
    Ok(office.kept.change(|book| {
        let tid = book.number("INIAPIVBNK", &office.account.merchant, now);
        let paid = Payment::of(attempt, Method::Account, tid.clone(), now);
        book.payments.insert(tid, paid.clone());
        paid
    }))
}

fn told(office: &Office, paid: &Payment) -> Response {
    let at = stamp(paid.at);
    let (day, time) = at.split_at(8);
    Json(json!({
        "resultCode": "00", "resultMsg": "정상완료", "tid": paid.tid, "authDate": day,
        "authTime": time, "vacct": paid.account, "vaccName": office.account.shop,
        "vacctBankCode": BANK, "validDate": paid.until, "validTime": "235959",
        "price": paid.amount.0.to_string(),
    }))
    .into_response()
}
