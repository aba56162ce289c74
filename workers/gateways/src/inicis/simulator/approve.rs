//! What a window brought becomes a payment, once; or nothing, for good.

use serde_json::{Map, Value};

use super::answers::Refusal;
use super::book::{Payment, Stage};
use super::{Knob, Office, Shared, deposits};
use crate::inicis::sign::standard::auth_signature;
use crate::inicis::wire::checkout::Method;
use crate::inicis::wire::{stamp, won};

/// Inicis' code of the bank that all accounts are at (신한).
pub(super) const BANK: &str = "88";

/// Approves what the key is for. `price`, where it was said, must be the window's.
pub(super) fn approve(
    office: &Office,
    key: &str,
    mobile: bool,
    price: Option<&str>,
) -> Result<Payment, Refusal> {
    let (now, account) = (office.clock.now(), &office.account);
    office.kept.change(|book| {
        let attempt = book.attempt(key, mobile).ok_or("TOKEN_UNKNOWN")?.clone();
        let method = match attempt.stage {
            Stage::Authenticated(method) => method,
            Stage::Approved(_) => return Err("TOKEN_USED"),
            Stage::Open | Stage::Over => return Err("TOKEN_OVER"),
        };
        if now - attempt.at > account.window_life {
            return Err("TOKEN_STALE");
        }
        if price.is_some_and(|price| won(price) != Some(attempt.amount)) {
            return Err("WRONG_PRICE");
        }
        let tid = book.number(kind(method, mobile), &account.merchant, now);
        let money = method != Method::Account;
        let paid = Payment::of(attempt, method, tid.clone(), now);
        if let Some(attempt) = book.attempt(key, mobile) {
            attempt.stage = Stage::Approved(tid.clone());
        }
        book.payments.insert(tid.clone(), paid.clone());
        if money {
            book.receive(&tid, tid.clone(), paid.amount, now);
        }
        Ok(paid)
    })
}

/// The first ten characters of a payment's number.
const fn kind(method: Method, mobile: bool) -> &'static str {
    match (method, mobile) {
        (Method::Card, false) => "StdpayCARD",
        (Method::Transfer, false) => "StdpayDBNK",
        (Method::Account, false) => "StdpayVBNK",
        (Method::Phone, false) => "StdpayHPP_",
        (Method::Card, true) => "INIMX_CARD",
        (Method::Transfer, true) => "INIMX_BANK",
        (Method::Account, true) => "INIMX_VBNK",
        (Method::Phone, true) => "INIMX_HPP_",
    }
}

/// Takes back what was approved, or sees to it that nothing will be. The same again is the same answer.
pub(super) fn net_cancel(office: &Office, key: &str, mobile: bool) -> Result<(), Refusal> {
    let (now, merchant) = (office.clock.now(), &office.account.merchant);
    office.kept.change(|book| {
        let attempt = book.attempt(key, mobile).ok_or("TOKEN_UNKNOWN")?;
        let tid = match &attempt.stage {
            Stage::Open => return Err("TOKEN_OVER"),
            Stage::Authenticated(_) | Stage::Over => {
                attempt.stage = Stage::Over;
                return Ok(());
            }
            Stage::Approved(tid) => tid.clone(),
        };
        let paid = book.payments.get_mut(&tid).ok_or("NOT_FOUND")?;
        if paid.cancelled {
            return Ok(());
        }
        paid.cancelled = true;
        let rest = paid.rest();
        if rest.is_positive() {
            let id = book.number("ININETCNCL", merchant, now);
            book.give_back(&tid, id, rest, now);
        }
        Ok(())
    })
}

/// An account that is paid into before anybody knows it.
pub(super) async fn told_early(office: &Shared, paid: &Payment) {
    if paid.method == Method::Account && office.turned(Knob::EarlyNotice) {
        deposits::deposit_early(office, paid).await;
    }
}

/// The price that an answer names.
pub(super) fn named(office: &Office, paid: &Payment) -> String {
    let more = if office.turned(Knob::WrongPrice) {
        10
    } else {
        0
    };
    (paid.amount.0 + more).to_string()
}

/// The answer of `payAuth`: all values are text.
pub(super) fn standard_answer(office: &Office, paid: &Payment, asked_at: &str) -> Value {
    let (price, merchant) = (named(office, paid), office.account.merchant.as_str());
    let at = stamp(paid.at);
    let (day, time) = at.split_at(8);
    let signed = if office.turned(Knob::WrongSignature) {
        "0".repeat(64)
    } else {
        auth_signature(merchant, &paid.order, &price, asked_at).unwrap_or_default()
    };
    let common = [
        ("resultCode", "0000"),
        ("resultMsg", "정상처리되었습니다."),
        ("mid", merchant),
        ("tid", &paid.tid),
        ("MOID", &paid.order),
        ("TotPrice", &price),
        ("goodName", &paid.goods),
        ("payMethod", paid.method.standard()),
        ("applDate", day),
        ("applTime", time),
        ("currency", "WON"),
        ("payDevice", "PC"),
        ("buyerName", &paid.buyer),
        ("authSignature", &signed),
    ];
    let said = common.into_iter().chain(own(office, paid));
    said.map(|(name, value)| (name.to_owned(), Value::from(value)))
        .collect::<Map<_, _>>()
        .into()
}

/// What only this way to pay has.
fn own<'a>(office: &'a Office, paid: &'a Payment) -> Vec<(&'static str, &'a str)> {
    match paid.method {
        Method::Card => vec![
            ("applNum", tail(&paid.tid)),
            ("CARD_Code", "14"),
            ("CARD_BankCode", "26"),
            ("CARD_Num", "400933*********7"),
            ("CARD_Quota", "00"),
            ("CARD_Interest", "0"),
            ("CARD_PrtcCode", "1"),
        ],
        Method::Transfer => vec![("ACCT_BankCode", BANK), ("CSHR_ResultCode", "")],
        Method::Account => vec![
            ("VACT_Num", &paid.account),
            ("VACT_BankCode", BANK),
            ("vactBankName", "신한은행"),
            ("VACT_Name", &office.account.shop),
            ("VACT_InputName", &paid.buyer),
            ("VACT_Date", &paid.until),
            ("VACT_Time", "235959"),
        ],
        Method::Phone => vec![("HPP_Num", "010****0000")],
    }
}

/// Eight digits that no other payment has.
pub(super) fn tail(tid: &str) -> &str {
    tid.get(tid.len().saturating_sub(8)..).unwrap_or_default()
}
