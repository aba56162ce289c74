//! The window on a PC: its form, its approvals and net cancels.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64;
use serde_json::json;

use super::answers::{Refusal, refuse, shut};
use super::book::{Attempt, Stage};
use super::{Office, Shared, approve as rule, window};
use crate::inicis::client;
use crate::inicis::sign::{same, standard as sign};
use crate::inicis::wire::checkout::Method;
use crate::inicis::wire::form::{Charset, Fields};
use crate::inicis::wire::won;

/// `POST /stdpay/window`: the shop's form.
pub(super) async fn window(State(office): State<Shared>, body: Bytes) -> Response {
    let fields = Fields::of_form(&body, Charset::Utf8);
    match opened(&office, &fields) {
        Ok(attempt) => window::show(&office, attempt),
        Err(why) => shut(why),
    }
}

/// Whether the form is the merchant's, whole, and unchanged.
fn checked(office: &Office, fields: &Fields) -> Result<(), &'static str> {
    let key = office.account.sign_key.text();
    let (order, price) = (fields.raw("oid"), fields.raw("price"));
    let stamp = fields.raw("timestamp");
    if fields.raw("version") != "1.0" || fields.raw("currency") != "WON" {
        return Err("version 1.0 and WON are wanted");
    }
    if fields.raw("mid") != office.account.merchant {
        return Err("no such merchant");
    }
    if !is_stamp(stamp) {
        return Err("the timestamp is none");
    }
    for (name, expected) in [
        ("mKey", sign::m_key(key)),
        ("signature", sign::signature(order, price, stamp)),
        ("verification", sign::verification(order, price, key, stamp)),
    ] {
        if !same(fields.raw(name), &expected) {
            return Err("a signature does not fit");
        }
    }
    if NEEDED.iter().any(|name| fields.text(name).is_none()) {
        return Err("a field is missing");
    }
    Ok(())
}

/// What a form must say besides.
const NEEDED: [&str; 7] = [
    "oid",
    "goodname",
    "buyername",
    "buyertel",
    "buyeremail",
    "returnUrl",
    "closeUrl",
];

/// Milliseconds of the epoch.
fn is_stamp(stamp: &str) -> bool {
    stamp.len() == 13 && stamp.bytes().all(|byte| byte.is_ascii_digit())
}

fn opened(office: &Office, fields: &Fields) -> Result<Attempt, &'static str> {
    checked(office, fields)?;
    let amount = won(fields.raw("price")).filter(|amount| amount.is_positive());
    let asked = fields.raw("gopaymethod").split(':').filter_map(Method::of);
    let mut methods: Vec<Method> = asked.collect();
    if methods.is_empty() {
        methods = Method::ALL.to_vec();
    }
    let options = || fields.raw("acceptmethod").split(':');
    let until = options().find_map(|option| option.strip_prefix("vbank(")?.strip_suffix(')'));
    Ok(Attempt {
        mobile: false,
        order: fields.owned("oid"),
        amount: amount.ok_or("the price is none")?,
        goods: fields.owned("goodname"),
        buyer: fields.owned("buyername"),
        return_url: fields.owned("returnUrl"),
        close_url: fields.owned("closeUrl"),
        notice_url: None,
        until: until.unwrap_or_default().to_owned(),
        escrow: options().any(|option| option == "useescrow"),
        echo: fields.raw("merchantData").to_owned(),
        methods,
        at: office.clock.now(),
        // As the real ones: text that a form must encode, and that nobody may trim.
        key: format!("{}+/=\r\n", BASE64.encode(&rand::random::<[u8; 48]>())),
        stage: Stage::Open,
    })
}

/// What the browser brings back.
pub(super) fn returned(office: &Office, attempt: &Attempt) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("mid", office.account.merchant.clone()),
        ("orderNumber", attempt.order.clone()),
        ("merchantData", attempt.echo.clone()),
        ("charset", "UTF-8".to_owned()),
    ];
    if !matches!(attempt.stage, Stage::Authenticated(_)) {
        fields.push(("resultCode", "R201".to_owned()));
        fields.push(("resultMsg", "결제가 승인되지 않았습니다.".to_owned()));
        return fields;
    }
    let url = |path: &str| format!("{}{path}", office.url);
    fields.extend([
        ("resultCode", "0000".to_owned()),
        ("resultMsg", "성공".to_owned()),
        ("authToken", attempt.key.clone()),
        ("authUrl", url(client::APPROVE)),
        ("netCancelUrl", url(client::NET_CANCEL)),
        ("checkAckUrl", url("/api/checkAck")),
        ("idc_name", "stg".to_owned()),
        ("cp_yn", String::new()),
    ]);
    fields
}

/// Whether a call about a token is the merchant's.
fn signed(office: &Office, fields: &Fields) -> Result<(), Refusal> {
    let key = office.account.sign_key.text();
    let (token, stamp) = (fields.raw("authToken"), fields.raw("timestamp"));
    if fields.raw("mid") != office.account.merchant {
        return Err("OTHER_MERCHANT");
    }
    if !is_stamp(stamp) {
        return Err("BAD_TIMESTAMP");
    }
    let plain = sign::token_signature(token, stamp);
    let keyed = sign::token_verification(token, key, stamp);
    let fits = same(fields.raw("signature"), &plain) && same(fields.raw("verification"), &keyed);
    if !fits {
        return Err("BAD_SIGNATURE");
    }
    // Its other formats are not spoken here.
    if fields.raw("format") != "JSON" {
        return Err("BAD_FORMAT");
    }
    Ok(())
}

/// `POST /api/payAuth`
pub(super) async fn approve(State(office): State<Shared>, body: Bytes) -> Response {
    let fields = Fields::of_form(&body, Charset::Utf8);
    let answer = async {
        if let Err(code) = signed(&office, &fields) {
            return refuse(code);
        }
        let (token, price) = (fields.raw("authToken"), fields.text("price"));
        let approved = rule::approve(&office, token, false, price);
        match approved {
            Err(code) => refuse(code),
            Ok(paid) => {
                rule::told_early(&office, &paid).await;
                Json(rule::standard_answer(
                    &office,
                    &paid,
                    fields.raw("timestamp"),
                ))
                .into_response()
            }
        }
    };
    office.faults.under("approve", answer).await
}

/// `POST /api/netCancel`
pub(super) async fn net_cancel(State(office): State<Shared>, body: Bytes) -> Response {
    let fields = Fields::of_form(&body, Charset::Utf8);
    let answer = async {
        let cancelled = signed(&office, &fields)
            .and_then(|()| rule::net_cancel(&office, fields.raw("authToken"), false));
        match cancelled {
            Err(code) => refuse(code),
            Ok(()) => {
                Json(json!({ "resultCode": "0000", "resultMsg": "망취소 성공" })).into_response()
            }
        }
    };
    office.faults.under("net_cancel", answer).await
}

/// `POST /api/checkAck`: what it is for is not published; it only says that the token is known.
pub(super) async fn acknowledge(State(office): State<Shared>, body: Bytes) -> Response {
    let fields = Fields::of_form(&body, Charset::Utf8);
    let known = office.kept.change(|book| {
        let attempt = book.attempt(fields.raw("authToken"), false);
        attempt.is_some()
    });
    match signed(&office, &fields) {
        Err(code) => refuse(code),
        Ok(()) if !known => refuse("TOKEN_UNKNOWN"),
        Ok(()) => Json(json!({ "resultCode": "0000", "resultMsg": "성공" })).into_response(),
    }
}
