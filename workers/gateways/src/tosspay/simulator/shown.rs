//! Payments, refunds, receipts and callbacks as it tells them.

use chrono::{DateTime, Utc};
use chrono_tz::Asia::Seoul;
use domain::Won;
use serde_json::{Map, Value, json};

use super::state::{Held, HeldRefund, Refusal};
use crate::tosspay::asks::Split;

fn stamp(at: DateTime<Utc>) -> String {
    let at = at.with_timezone(&Seoul);
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}

fn card() -> Value {
    json!({
        "noInterest": false, "spreadOut": 0, "cardAuthorizationNo": "87654321", "cardMethodType": "CREDIT",
        "cardUserType": "PERSONAL", "cardNumber": "654321******1234", "cardBinNumber": "654321",
        "cardNum4Print": "1234", "cardCompanyName": "신한", "cardCompanyCode": 1,
        "salesCheckLinkUrl": "https://pay.toss.example/receipt",
    })
}

fn account() -> Value {
    json!({ "accountBankCode": "088", "accountBankName": "신한은행", "accountNumber": "110********6789" })
}

/// Means of payment stand flat in callbacks and executions.
fn flat(mut told: Value, held: &Held) -> Value {
    let means = if held.method == "CARD" {
        card()
    } else {
        account()
    };
    let both = (told.as_object_mut(), means);
    if let (Some(told), Value::Object(means)) = both {
        told.extend(means);
    }
    told
}

/// A callback.
pub(super) fn callback(held: &Held) -> Value {
    let told = json!({
        "status": held.status, "payToken": held.token, "orderNo": held.order, "payMethod": held.method,
        "amount": held.amount, "discountedAmount": 0, "paidAmount": held.amount,
        "paidTs": held.paid.map(stamp), "transactionId": held.transaction,
    });
    flat(told, held)
}

/// An execution.
pub(super) fn executed(held: &Held) -> Value {
    let told = json!({
        "code": 0, "mode": "TEST", "orderNo": held.order, "amount": held.amount,
        "approvalTime": held.paid.map(stamp), "stateMsg": "결제 완료", "discountedAmount": 0,
        "paidAmount": held.amount, "payMethod": held.method, "payToken": held.token,
        "transactionId": held.transaction, "cashReceiptMgtKey": held.receipt,
    });
    flat(told, held)
}

/// A refund; what went back stands below zero.
pub(super) fn refunded(held: &Held, refund: &HeldRefund) -> Value {
    let back = -refund.amount;
    let told = json!({
        "code": 0, "refundNo": refund.number, "refundableAmount": refund.left, "discountedAmount": 0,
        "paidAmount": refund.left, "refundedAmount": back, "refundedDiscountAmount": 0,
        "refundedPaidAmount": back, "approvalTime": stamp(refund.at), "payToken": held.token,
        "transactionId": refund.transaction, "cashReceiptMgtKey": held.receipt,
    });
    flat(told, held)
}

fn row(kind: &str, id: &str, amount: Won, at: Option<DateTime<Utc>>) -> Value {
    json!({
        "stepType": kind, "transactionId": id, "transactionAmount": amount, "discountedAmount": 0,
        "pointAmount": 0, "paidAmount": amount, "regTs": at.map(stamp),
    })
}

/// How a payment stands.
pub(super) fn status(held: &Held) -> Value {
    let paid = held
        .paid
        .map(|at| row("PAY", &held.transaction, held.amount, Some(at)));
    let back = held.refunds.iter().map(|refund| {
        row(
            "REFUND",
            &refund.transaction,
            -refund.amount,
            Some(refund.at),
        )
    });
    let rows: Vec<Value> = paid.into_iter().chain(back).collect();
    let mut told = json!({
        "code": 0, "mode": "TEST", "payToken": held.token, "orderNo": held.order, "payStatus": held.status,
        "payMethod": held.method, "amount": held.amount, "discountedAmount": 0, "discountAmountV2": 0,
        "paidPointV2": 0, "paidAmount": held.amount,
        "refundableAmount": if held.paid.is_some() { held.left } else { Won::ZERO },
        "amountTaxable": held.split.amount_taxable, "amountTaxFree": held.split.amount_tax_free,
        "amountVat": held.split.amount_vat, "amountServiceFee": held.split.amount_service_fee,
        "disposableCupDeposit": 0, "transactions": rows, "createdTs": stamp(held.created),
        "paidTs": held.paid.map(stamp),
    });
    let (name, means) = if held.method == "CARD" {
        ("card", card())
    } else {
        ("account", account())
    };
    if held.paid.is_some() {
        told[name] = means;
    }
    told
}

/// A receipt, over what is left.
pub(super) fn receipt(held: &Held) -> Value {
    let split = Split::of(held.left, held.tax_free_left);
    json!({
        "status": 200, "code": 0, "cashReceiptMgtKey": held.receipt,
        "supplyCost": split.amount_taxable + split.amount_tax_free, "tax": split.amount_vat,
        "serviceFee": 0,
    })
}

/// How a receipt stands.
pub(super) fn receipt_info(held: &Held) -> Value {
    json!({
        "cashReceiptMgtKey": held.receipt, "customerName": "홍길동", "itemName": held.goods,
        "identityNum": "01000001234", "taxationType": "과세", "totalAmount": held.left.0.to_string(),
        "tradeUsage": "소득공제용", "tradeType": "승인거래", "status": "ISSUE_APPLIED",
        "tradeDate": held.paid.map(|at| at.with_timezone(&Seoul).format("%Y%m%d").to_string()),
    })
}

/// An error: status and body.
pub(super) fn trouble(refusal: &Refusal) -> (u16, Value) {
    let msg = match refusal.1.as_str() {
        "COMMON_INVALID_API_KEY" => "유효하지 않은 API 키입니다.",
        "COMMON_NOT_ENOUGH_CASH" => "잔액이 부족합니다.",
        "EXECUTE_PAY_NOT_APPROVED" => "사용자 인증이 완료되지 않은 결제입니다.",
        "TRANSACTION_NOT_FOUND" => "거래를 찾을 수 없습니다.",
        _ => "요청을 처리할 수 없습니다.",
    };
    let mut told = Map::new();
    told.insert("code".to_owned(), (-1).into());
    told.insert("status".to_owned(), refusal.0.into());
    told.insert("msg".to_owned(), msg.into());
    told.insert("errorCode".to_owned(), refusal.1.clone().into());
    (refusal.0, Value::Object(told))
}
