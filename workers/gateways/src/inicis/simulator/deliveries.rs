//! Cash receipts, and deliveries of what was paid through escrow.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::answers::{Refusal, refuse};
use super::approve::tail;
use super::call::version_1;
use super::{Office, Shared};
use crate::inicis::wire::form::Fields;
use crate::inicis::wire::{stamp, won};

/// `POST /api/v1/receipt`
pub(super) async fn receipt(State(office): State<Shared>, body: Bytes) -> Response {
    let answer = async {
        let hashed: &[&str] = &["crPrice", "supPrice", "srcvPrice", "regNum"];
        let read = version_1(&office, &body, |_| hashed);
        match read.and_then(|fields| issued(&office, &fields)) {
            Err(code) => refuse(code),
            Ok(tid) => {
                let at = stamp(office.clock.now());
                let (day, time) = at.split_at(8);
                Json(json!({
                    "resultCode": "00", "resultMsg": "정상완료", "authNo": tail(&tid),
                    "authDate": day, "authTime": time, "authUseOpt": "1", "tid": tid,
                }))
                .into_response()
            }
        }
    };
    office.faults.under("receipt", answer).await
}

fn issued(office: &Office, fields: &Fields) -> Result<String, Refusal> {
    if fields.raw("type") != "Issue" || fields.raw("paymethod") != "Receipt" {
        return Err("ERR012");
    }
    let sum = |name| won(fields.raw(name)).ok_or("BAD_PRICE");
    let (total, supply) = (sum("crPrice")?, sum("supPrice")?);
    let (tax, service) = (sum("tax")?, sum("srcvPrice")?);
    if !total.is_positive() || supply + tax + service != total {
        return Err("BAD_PRICE");
    }
    let number = office.cipher.open(fields.raw("regNum"));
    let number = number.map_err(|_| "BAD_NUMBER")?;
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || !(10..=18).contains(&number.len()) {
        return Err("BAD_NUMBER");
    }
    if !matches!(fields.raw("useOpt"), "1" | "2") {
        return Err("BAD_PURPOSE");
    }
    let now = office.clock.now();
    Ok(office.kept.change(|book| {
        let tid = book.number("INIAPICSHR", &office.account.merchant, now);
        book.receipts.insert(tid.clone(), total);
        tid
    }))
}

/// `POST /api/v1/escrow`
pub(super) async fn delivery(State(office): State<Shared>, body: Bytes) -> Response {
    let answer = async {
        let read = version_1(&office, &body, |_| &["oid", "tid", "price"]);
        match read.and_then(|fields| registered(&office, &fields)) {
            Err(code) => refuse(code),
            Ok(()) => Json(json!({ "resultCode": "00", "resultMsg": "정상완료" })).into_response(),
        }
    };
    office.faults.under("escrow", answer).await
}

fn registered(office: &Office, fields: &Fields) -> Result<(), Refusal> {
    if fields.raw("type") != "Dlv" {
        return Err("BAD_TYPE");
    }
    for name in [
        "invoice",
        "registName",
        "exCode",
        "exName",
        "invoiceDay",
        "recvName",
        "recvAddr",
    ] {
        if fields.text(name).is_none() {
            return Err("FIELD_MISSING");
        }
    }
    if !matches!(fields.raw("charge"), "SH" | "BH") {
        return Err("BAD_CHARGE");
    }
    office.kept.change(|book| {
        let tid = fields.raw("tid");
        let paid = book.payments.get(tid).ok_or("NOT_FOUND")?;
        let price = Some(paid.amount) == won(fields.raw("price"));
        if paid.order != fields.raw("oid") || !price {
            return Err("NOT_FOUND");
        }
        if !paid.escrow || !paid.received.is_positive() {
            return Err("NO_ESCROW");
        }
        let invoice = fields.raw("invoice");
        let told = book.deliveries.get(tid);
        match (fields.raw("report"), told) {
            ("I", Some(told)) if told != invoice => return Err("REGISTERED"),
            ("U", None) => return Err("NOT_REGISTERED"),
            ("I" | "U", _) => {}
            _ => return Err("BAD_REPORT"),
        }
        book.deliveries.insert(tid.to_owned(), invoice.to_owned());
        Ok(())
    })
}
