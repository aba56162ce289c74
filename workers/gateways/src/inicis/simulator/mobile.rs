//! The window on telephones: its form, its approvals and net cancels.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;

use super::answers::{Refusal, refuse_nvp, shut, told};
use super::approve::{BANK, named, tail};
use super::book::{Attempt, Payment, Stage};
use super::{Office, Shared, approve as rule, notices, window};
use crate::inicis::sign::{mobile as sign, same};
use crate::inicis::wire::checkout::Method;
use crate::inicis::wire::form::{Charset, Fields};
use crate::inicis::wire::{stamp, won};

/// Where approvals go.
pub(super) const APPROVE: &str = "/smart/payReq.ini";

/// `POST /smart/payment/`, or `/smart/wcard/`, `bank`, `vbank`, `mobile`: the shop's form.
pub(super) async fn window(
    State(office): State<Shared>,
    Path(kind): Path<String>,
    body: Bytes,
) -> Response {
    let mut fields = Fields::of_form(&body, Charset::EucKr);
    if fields.raw("P_CHARSET") == "utf8" {
        fields = Fields::of_form(&body, Charset::Utf8);
    }
    let method = match kind.as_str() {
        "payment" => Method::of(fields.raw("P_INI_PAYMENT")),
        "wcard" => Some(Method::Card),
        "bank" => Some(Method::Transfer),
        "vbank" => Some(Method::Account),
        "mobile" => Some(Method::Phone),
        _ => None,
    };
    match opened(&office, &fields, method) {
        Ok(attempt) => window::show(&office, attempt),
        Err(why) => shut(why),
    }
}

/// Whether the sum is the merchant's.
fn checked(office: &Office, fields: &Fields) -> bool {
    let (amount, order) = (fields.raw("P_AMT"), fields.raw("P_OID"));
    let key = office.account.hash_key.text();
    let expected = sign::check(amount, order, fields.raw("P_TIMESTAMP"), key);
    same(fields.raw("P_CHKFAKE"), &expected)
}

fn opened(
    office: &Office,
    fields: &Fields,
    method: Option<Method>,
) -> Result<Attempt, &'static str> {
    if fields.raw("P_MID") != office.account.merchant {
        return Err("no such merchant");
    }
    let reserved = fields.raw("P_RESERVED");
    let option = |wanted: &str| reserved.split('&').any(|option| option == wanted);
    if !option("amt_hash=Y") || !checked(office, fields) {
        return Err("the check of the sum does not fit");
    }
    for name in ["P_OID", "P_GOODS", "P_UNAME", "P_NEXT_URL"] {
        if fields.text(name).is_none() {
            return Err("a field is missing");
        }
    }
    let amount = won(fields.raw("P_AMT")).filter(|amount| amount.is_positive());
    let now = office.clock.now();
    let merchant = &office.account.merchant;
    Ok(Attempt {
        mobile: true,
        order: fields.owned("P_OID"),
        amount: amount.ok_or("the sum is none")?,
        goods: fields.owned("P_GOODS"),
        buyer: fields.owned("P_UNAME"),
        return_url: fields.owned("P_NEXT_URL"),
        close_url: fields
            .text("P_CANCEL_URL")
            .unwrap_or(fields.raw("P_NEXT_URL"))
            .to_owned(),
        notice_url: fields.text("P_NOTI_URL").map(str::to_owned),
        until: fields.owned("P_VBANK_DT"),
        escrow: option("useescrow=Y"),
        echo: fields.raw("P_NOTI").to_owned(),
        methods: vec![method.ok_or("no such way to pay")?],
        at: now,
        key: office
            .kept
            .change(|book| book.number("INIMX_AUTH", merchant, now)),
        stage: Stage::Open,
    })
}

/// What the browser brings back.
pub(super) fn returned(office: &Office, attempt: &Attempt) -> Vec<(&'static str, String)> {
    let fine = matches!(attempt.stage, Stage::Authenticated(_));
    let (status, message) = if fine {
        ("00", "정상처리되었습니다.")
    } else {
        ("01", "결제가 취소되었습니다.")
    };
    let mut fields = vec![
        ("P_STATUS", status.to_owned()),
        ("P_RMESG1", message.to_owned()),
        ("P_NOTI", attempt.echo.clone()),
    ];
    if fine {
        fields.extend([
            ("P_TID", attempt.key.clone()),
            ("P_REQ_URL", format!("{}{APPROVE}", office.url)),
            ("P_AMT", attempt.amount.0.to_string()),
            ("idc_name", "stg".to_owned()),
        ]);
    }
    fields
}

/// `POST /smart/payReq.ini`
pub(super) async fn approve(State(office): State<Shared>, body: Bytes) -> Response {
    let fields = Fields::of_form(&body, Charset::EucKr);
    let answer = async {
        if fields.raw("P_MID") != office.account.merchant {
            return refuse_nvp("OTHER_MERCHANT");
        }
        match rule::approve(&office, fields.raw("P_TID"), true, None) {
            Err(code) => refuse_nvp(code),
            Ok(paid) => {
                if paid.method == Method::Account {
                    notices::issued(&office, &paid);
                }
                rule::told_early(&office, &paid).await;
                told(&approved(&office, &paid))
            }
        }
    };
    office.faults.under("approve", answer).await
}

fn approved(office: &Office, paid: &Payment) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("P_STATUS", "00".to_owned()),
        ("P_AUTH_DT", stamp(paid.at)),
        ("P_AUTH_NO", tail(&paid.tid).to_owned()),
        ("P_RMESG1", "성공적으로 처리 하였습니다.".to_owned()),
        ("P_RMESG2", "00".to_owned()),
        ("P_TID", paid.tid.clone()),
        (
            "P_FN_CD1",
            if paid.method == Method::Card {
                "14"
            } else {
                BANK
            }
            .to_owned(),
        ),
        ("P_AMT", named(office, paid)),
        ("P_TYPE", paid.method.mobile().to_owned()),
        ("P_UNAME", paid.buyer.clone()),
        ("P_MID", office.account.merchant.clone()),
        ("P_OID", paid.order.clone()),
        ("P_NOTI", paid.echo.clone()),
    ];
    match paid.method {
        Method::Card => {
            fields.push(("P_CARD_ISSUER_CODE", "14".to_owned()));
            fields.push(("P_CARD_NUM", "400933*********7".to_owned()));
            fields.push(("P_FN_NM", "신한카드".to_owned()));
        }
        Method::Account => fields.extend([
            ("P_FN_NM", "신한은행".to_owned()),
            ("P_VACT_NUM", paid.account.clone()),
            ("P_VACT_BANK_CODE", BANK.to_owned()),
            ("P_VACT_NAME", office.account.shop.clone()),
            ("P_VACT_DATE", paid.until.clone()),
            ("P_VACT_TIME", "235959".to_owned()),
        ]),
        Method::Transfer | Method::Phone => fields.push(("P_FN_NM", "신한은행".to_owned())),
    }
    fields
}

/// `POST /smart/payNetCancel.ini`
pub(super) async fn net_cancel(State(office): State<Shared>, body: Bytes) -> Response {
    let fields = Fields::of_form(&body, Charset::EucKr);
    let answer = async {
        match cancelled(&office, &fields) {
            Err(code) => refuse_nvp(code),
            Ok(()) => told(&[
                ("P_STATUS", "00".to_owned()),
                ("P_RMESG1", "망취소 성공".to_owned()),
            ]),
        }
    };
    office.faults.under("net_cancel", answer).await
}

fn cancelled(office: &Office, fields: &Fields) -> Result<(), Refusal> {
    let key = fields.raw("P_TID");
    if fields.raw("P_MID") != office.account.merchant {
        return Err("OTHER_MERCHANT");
    }
    if !checked(office, fields) {
        return Err("BAD_SIGNATURE");
    }
    let fits = office.kept.change(|book| {
        let attempt = book.attempt(key, true)?;
        let (order, amount) = (fields.raw("P_OID"), won(fields.raw("P_AMT")));
        Some(attempt.order == order && Some(attempt.amount) == amount)
    });
    match fits {
        None => Err("TOKEN_UNKNOWN"),
        Some(false) => Err("WRONG_PRICE"),
        Some(true) => rule::net_cancel(office, key, true),
    }
}
