//! INIAPI version 1: refunds, and cancelling an account that nobody has paid into.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;

use super::Shared;
use super::answers::{Refusal, refuse};
use super::call::version_1;
use super::refund::{self, Asked, To};
use crate::inicis::wire::checkout::Method;
use crate::inicis::wire::form::Fields;
use crate::inicis::wire::won;

/// `POST /api/v1/refund`
pub(super) async fn refund(State(office): State<Shared>, body: Bytes) -> Response {
    let read = version_1(&office, &body, hashed);
    let name = match &read {
        Ok(fields) if fields.raw("paymethod") == Method::ISSUED => "cancel_account",
        Ok(fields) if fields.raw("type") == "PartialRefund" => "partial_refund",
        _ => "refund",
    };
    let answer = async {
        match read.as_ref().map_err(|code| *code).and_then(asked) {
            Ok(asked) => refund::refund(&office, &asked),
            Err(code) => refuse(code),
        }
    };
    office.faults.under(name, answer).await
}

fn hashed(fields: &Fields) -> &'static [&'static str] {
    match (fields.raw("type"), fields.raw("paymethod")) {
        ("Refund", "Vacct") => &["tid", "refundAcctNum"],
        ("PartialRefund", "Vacct") => &["tid", "price", "confirmPrice", "refundAcctNum"],
        ("PartialRefund", _) => &["tid", "price", "confirmPrice"],
        _ => &["tid"],
    }
}

fn asked(fields: &Fields) -> Result<Asked<'_>, Refusal> {
    let part = match fields.raw("type") {
        "Refund" => None,
        "PartialRefund" => {
            let sum = |name| won(fields.raw(name)).ok_or("BAD_PRICE");
            Some((sum("price")?, sum("confirmPrice")?))
        }
        _ => return Err("BAD_TYPE"),
    };
    if fields.text("msg").is_none() {
        return Err("NO_MESSAGE");
    }
    let means = fields.raw("paymethod");
    Ok(Asked {
        tid: fields.raw("tid"),
        means: Some(means),
        account: (means == "Vacct").then(|| To {
            number: fields.raw("refundAcctNum"),
            bank: fields.raw("refundBankCode"),
            holder: fields.raw("refundAcctName"),
        }),
        part,
    })
}
