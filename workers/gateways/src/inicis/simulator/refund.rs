//! What may go back: never more than is there, never twice, and only the way that fits.

use axum::Json;
use axum::response::{IntoResponse, Response};
use domain::Won;
use serde_json::json;

use super::answers::{Refusal, refuse};
use super::book::Payment;
use super::{Office, client};
use crate::inicis::wire::checkout::Method;
use crate::inicis::wire::stamp;

/// What is asked for.
pub(super) struct Asked<'a> {
    pub(super) tid: &'a str,
    /// `paymethod`, where it is said (version 1).
    pub(super) means: Option<&'a str>,
    /// The account, sealed: only for a deposit.
    pub(super) account: Option<To<'a>>,
    /// A part: amount, and what is left after it.
    pub(super) part: Option<(Won, Won)>,
}

/// Where a deposit goes back to.
pub(super) struct To<'a> {
    pub(super) number: &'a str,
    pub(super) bank: &'a str,
    pub(super) holder: &'a str,
}

/// Pays back, and answers what Inicis would.
pub(super) fn refund(office: &Office, asked: &Asked<'_>) -> Response {
    match paid_back(office, asked) {
        Ok(answer) => answer,
        Err(code) => refuse(code),
    }
}

fn paid_back(office: &Office, asked: &Asked<'_>) -> Result<Response, Refusal> {
    let now = office.clock.now();
    let at = stamp(now);
    let (day, time) = at.split_at(8);
    let merchant = &office.account.merchant;
    if let Some(to) = &asked.account {
        readable(office, to)?;
    }
    office.kept.change(|book| {
        let paid = book.payments.get_mut(asked.tid).ok_or("NOT_FOUND")?;
        fits(paid, asked)?;
        if paid.is_over() {
            return Err(client::ALREADY);
        }
        if asked.means == Some(Method::ISSUED) {
            paid.cancelled = true;
            return Ok(whole(day, time));
        }
        let rest = paid.rest();
        let amount = match asked.part {
            None => rest,
            Some((amount, _)) if !amount.is_positive() || amount > rest => {
                return Err("OVER_THE_REST");
            }
            Some((amount, remainder)) if rest - amount != remainder => {
                return Err("WRONG_REMAINDER");
            }
            Some((amount, _)) => amount,
        };
        let id = book.number("INIAPICNCL", merchant, now);
        book.give_back(asked.tid, id.clone(), amount, now);
        if asked.part.is_none() {
            return Ok(whole(day, time));
        }
        Ok(Json(json!({
            "resultCode": "00", "resultMsg": "정상완료", "tid": asked.tid,
            "prtcTid": id, "prtcPrice": amount.0.to_string(),
            "prtcRemains": (rest - amount).0.to_string(), "prtcCnt": "1", "prtcType": "1",
            "prtcDate": day, "prtcTime": time,
        }))
        .into_response())
    })
}

fn whole(day: &str, time: &str) -> Response {
    Json(json!({
        "resultCode": "00", "resultMsg": "정상완료", "cancelDate": day, "cancelTime": time,
        "cshrCancelNum": "",
    }))
    .into_response()
}

/// The way back fits the way in.
fn fits(paid: &Payment, asked: &Asked<'_>) -> Result<(), Refusal> {
    let issued = asked.means == Some(Method::ISSUED);
    let said = asked
        .means
        .is_none_or(|said| issued || said == paid.method.api());
    let deposit = paid.method == Method::Account;
    if !said || (issued && !deposit) || asked.account.is_some() != (deposit && !issued) {
        return Err("ERR012");
    }
    let arrived = paid.received.is_positive();
    if deposit && !issued && !arrived {
        return Err("NOT_DEPOSITED");
    }
    if issued && arrived {
        return Err("DEPOSITED");
    }
    let parts = matches!(paid.method, Method::Phone);
    if parts && asked.part.is_some() {
        return Err("NO_PARTS");
    }
    Ok(())
}

fn readable(office: &Office, to: &To<'_>) -> Result<(), Refusal> {
    let number = office.cipher.open(to.number).map_err(|_| "BAD_ACCOUNT")?;
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || to.bank.len() != 2 || to.holder.is_empty() {
        return Err("BAD_ACCOUNT");
    }
    Ok(())
}
