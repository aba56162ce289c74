//! INIAPI version 2: refunds and inquiries.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::answers::{Refusal, refuse};
use super::approve::{BANK, tail};
use super::book::Payment;
use super::call::version_2_of;
use super::refund::{Asked, To};
use super::{Office, Shared, refund as rule};
use crate::inicis::wire::Data;
use crate::inicis::wire::checkout::Method;
use crate::inicis::wire::{stamp, won};

/// `POST /v2/pg/refund`
pub(super) async fn refund(State(office): State<Shared>, body: Bytes) -> Response {
    back(&office, &body, "refund", false).await
}

/// `POST /v2/pg/refund/vacct`
pub(super) async fn refund_deposit(State(office): State<Shared>, body: Bytes) -> Response {
    back(&office, &body, "refund", true).await
}

/// `POST /v2/pg/partialRefund`
pub(super) async fn part(State(office): State<Shared>, body: Bytes) -> Response {
    back(&office, &body, "partialRefund", false).await
}

/// `POST /v2/pg/partialRefund/vacct`
pub(super) async fn part_deposit(State(office): State<Shared>, body: Bytes) -> Response {
    back(&office, &body, "partialRefund", true).await
}

async fn back(office: &Office, body: &[u8], kind: &str, deposit: bool) -> Response {
    let name = match kind {
        "refund" => "refund",
        _ => "partial_refund",
    };
    let answer = async {
        let read = version_2_of(office, body, kind);
        match read.as_ref().map_err(|code| *code) {
            Ok(data) => match asked(data, kind != "refund", deposit) {
                Ok(asked) => rule::refund(office, &asked),
                Err(code) => refuse(code),
            },
            Err(code) => refuse(code),
        }
    };
    office.faults.under(name, answer).await
}

fn asked(data: &Data, part: bool, deposit: bool) -> Result<Asked<'_>, Refusal> {
    let field = |field: &'_ Option<String>| field.as_deref().and_then(won).ok_or("BAD_PRICE");
    if data.msg.as_deref().is_none_or(str::is_empty) {
        return Err("NO_MESSAGE");
    }
    let part = if part {
        Some((field(&data.price)?, field(&data.confirm_price)?))
    } else {
        None
    };
    let text = |field: &'_ Option<String>| field.is_some();
    if deposit && !text(&data.refund_acct_num) {
        return Err("BAD_ACCOUNT");
    }
    Ok(Asked {
        tid: data.tid.as_deref().ok_or("NOT_FOUND")?,
        means: None,
        account: deposit.then(|| To {
            number: data.refund_acct_num.as_deref().unwrap_or_default(),
            bank: data.refund_bank_code.as_deref().unwrap_or_default(),
            holder: data.refund_acct_name.as_deref().unwrap_or_default(),
        }),
        part,
    })
}

/// `POST /v2/pg/inquiry`
pub(super) async fn inquiry(State(office): State<Shared>, body: Bytes) -> Response {
    let answer = async {
        let found = version_2_of(&office, &body, "inquiry").and_then(|data| find(&office, &data));
        match found {
            Ok(paid) => Json(shown(&office, &paid)).into_response(),
            Err(code) => refuse(code),
        }
    };
    office.faults.under("inquiry", answer).await
}

/// By exactly one of both numbers.
fn find(office: &Office, data: &Data) -> Result<Payment, Refusal> {
    office.kept.read(|book| {
        let found = match (&data.tid, &data.oid) {
            (Some(tid), None) => book.payments.get(tid),
            (None, Some(order)) => book.of_order(order),
            _ => return Err("BAD_INQUIRY"),
        };
        found.cloned().ok_or("NOT_FOUND")
    })
}

fn shown(office: &Office, paid: &Payment) -> serde_json::Value {
    let status = if paid.cancelled || paid.is_over() {
        "CANCEL"
    } else if paid.returned.is_positive() {
        "PART_CANCEL"
    } else {
        "APPROVAL"
    };
    let at = stamp(paid.at);
    let (day, time) = at.split_at(8);
    let mut answer = json!({
        "resultCode": "SUCCESS", "resultMsg": "정상처리", "tid": paid.tid,
        "mid": office.account.merchant, "oid": paid.order, "price": paid.amount.0.to_string(),
        "goodsName": paid.goods, "paymethod": paid.method.standard(), "approvedDate": day,
        "approvedTime": time, "buyerName": paid.buyer, "transactionStatus": status,
        "availablePartCancel": paid.method != Method::Phone,
    });
    if paid.method == Method::Card {
        answer["cardInfo"] = json!({
            "cardNumber": "400933*********7", "approvedNumber": tail(&paid.tid),
            "currencyCode": "WON",
        });
    }
    if paid.method == Method::Account {
        let deposited = paid.deposited_at.map(stamp).unwrap_or_default();
        let (day, time) = deposited.split_at(deposited.len().min(8));
        answer["vacctInfo"] = json!({
            "accountNumber": paid.account, "bankName": "신한은행", "bankCode": BANK,
            "accountName": office.account.shop, "validDate": paid.until,
            "depositStatus": if day.is_empty() { "N" } else { "Y" },
            "depositAmount": paid.received.0.to_string(), "depositDate": day, "depositTime": time,
        });
    }
    answer
}
