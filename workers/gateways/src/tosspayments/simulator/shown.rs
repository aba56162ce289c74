//! Payments, receipts, rows and notices as it tells them.

use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Asia::Seoul;
use domain::money::vat_included;
use serde_json::{Value, json};

use super::state::{Held, HeldCancel, Receipt, Refusal, Row};
use crate::tosspayments::wire::Status;

fn stamp(at: DateTime<Utc>) -> String {
    let at = at.with_timezone(&Seoul);
    at.to_rfc3339_opts(SecondsFormat::Secs, false)
}

fn method(word: &str) -> &'static str {
    match word {
        "VIRTUAL_ACCOUNT" => "가상계좌",
        "TRANSFER" => "계좌이체",
        "MOBILE_PHONE" => "휴대폰",
        "EASY_PAY" => "간편결제",
        _ => "카드",
    }
}

/// A payment.
pub(super) fn payment(held: &Held) -> Value {
    let left = held.balance - held.tax_free_left;
    let vat = vat_included(left);
    let cancels: Vec<Value> = held.cancels.iter().map(cancel).collect();
    let secret = held.is_confirmed().then_some(&held.secret);
    json!({
        "version": "2022-11-16", "mId": "simulated", "type": "NORMAL", "currency": "KRW", "country": "KR",
        "paymentKey": held.key, "orderId": held.order, "orderName": held.name,
        "method": method(&held.method), "status": held.status,
        "totalAmount": held.amount, "balanceAmount": held.balance,
        "suppliedAmount": left - vat, "vat": vat, "taxFreeAmount": held.tax_free_left,
        "taxExemptionAmount": 0, "cultureExpense": false, "isPartialCancelable": true,
        "requestedAt": stamp(held.requested), "approvedAt": held.approved.map(stamp),
        "useEscrow": held.escrow, "lastTransactionKey": held.last, "secret": secret,
        "cancels": Some(cancels).filter(|cancels| !cancels.is_empty()),
        "card": card(held), "virtualAccount": account(held), "transfer": transfer(held), "easyPay": easy_pay(held),
        "mobilePhone": null, "giftCertificate": null, "metadata": null, "cashReceipt": null, "cashReceipts": null,
        "receipt": { "url": format!("https://receipt.example/{}", held.key) }, "discount": null,
        "checkout": { "url": format!("https://checkout.example/{}", held.key) },
        "failure": failure(&held.status),
    })
}

fn failure(status: &Status) -> Option<Value> {
    let (code, message) = match status {
        Status::Expired => ("EXPIRED_PAYMENT", "결제 시간이 만료되었습니다."),
        Status::Aborted => ("PAY_PROCESS_ABORTED", "결제가 중단되었습니다."),
        _ => return None,
    };
    Some(json!({ "code": code, "message": message }))
}

fn card(held: &Held) -> Option<Value> {
    let shown = || {
        json!({
            "amount": held.amount, "issuerCode": "41", "acquirerCode": "41", "number": "43301234****123*",
            "installmentPlanMonths": 0, "approveNo": "00000000", "useCardPoint": false, "cardType": "신용",
            "ownerType": "개인", "acquireStatus": "READY", "isInterestFree": false, "interestPayer": null,
        })
    };
    (held.method == "CARD").then(shown)
}

fn transfer(held: &Held) -> Option<Value> {
    let shown = || json!({ "bankCode": "88", "settlementStatus": "INCOMPLETED" });
    (held.method == "TRANSFER").then(shown)
}

fn easy_pay(held: &Held) -> Option<Value> {
    let shown = || json!({ "provider": "토스페이", "amount": held.amount, "discountAmount": 0 });
    (held.method == "EASY_PAY").then(shown)
}

fn account(held: &Held) -> Option<Value> {
    let account = held
        .account
        .as_ref()
        .filter(|account| !account.number.is_empty())?;
    let refunded = account.filled && !held.cancels.is_empty();
    Some(json!({
        "accountType": "일반", "accountNumber": account.number, "bankCode": account.bank,
        "customerName": account.customer, "depositorName": account.filled.then_some("홍길동"),
        "dueDate": stamp(held.until), "refundStatus": if refunded { "COMPLETED" } else { "NONE" },
        "expired": held.status == Status::Expired, "settlementStatus": "INCOMPLETED",
        "refundReceiveAccount": null,
    }))
}

fn cancel(one: &HeldCancel) -> Value {
    json!({
        "cancelAmount": one.amount, "cancelReason": one.reason, "taxFreeAmount": one.tax_free,
        "taxExemptionAmount": 0, "refundableAmount": one.left, "transferDiscountAmount": 0,
        "easyPayDiscountAmount": 0, "canceledAt": stamp(one.at), "transactionKey": one.transaction,
        "receiptKey": null, "cancelStatus": "DONE", "cancelRequestId": null,
    })
}

/// A cash receipt.
pub(super) fn receipt(held: &Receipt) -> Value {
    json!({
        "receiptKey": held.key, "orderId": held.order, "orderName": held.name, "type": held.kind,
        "issueNumber": "000000000", "receiptUrl": format!("https://receipt.example/{}", held.key),
        "businessNumber": "0000000000", "transactionType": if held.cancels { "CANCEL" } else { "CONFIRM" },
        "amount": held.amount, "taxFreeAmount": held.tax_free, "issueStatus": "IN_PROGRESS", "failure": null,
        "customerIdentityNumber": held.number, "requestedAt": stamp(held.at),
    })
}

/// A row of the list of a time.
pub(super) fn row(row: &Row) -> Value {
    json!({
        "mId": "simulated", "transactionKey": row.transaction, "paymentKey": row.payment,
        "orderId": row.order, "method": method(&row.method), "customerKey": null, "useEscrow": false,
        "receiptUrl": null, "status": row.status, "transactionAt": stamp(row.at), "currency": "KRW",
        "amount": row.amount,
    })
}

/// Told in Korean time, without saying so.
fn told_at(now: DateTime<Utc>) -> String {
    let now = now.with_timezone(&Seoul);
    now.format("%Y-%m-%dT%H:%M:%S%.6f").to_string()
}

/// A notice that a payment changed.
pub(super) fn changed(held: &Held, now: DateTime<Utc>) -> Value {
    json!({
        "eventType": "PAYMENT_STATUS_CHANGED", "createdAt": told_at(now), "data": payment(held),
    })
}

/// A deposit notice: flat, and it names no kind.
pub(super) fn deposit(held: &Held, now: DateTime<Utc>) -> Value {
    json!({
        "createdAt": told_at(now), "secret": held.secret, "status": held.status,
        "transactionKey": held.last, "orderId": held.order,
    })
}

/// An error: status and body.
pub(super) fn trouble(refusal: &Refusal) -> (u16, Value) {
    let message = match refusal.1.as_str() {
        "REJECT_CARD_PAYMENT" => "한도초과 혹은 잔액부족으로 결제에 실패했습니다.",
        "NOT_FOUND_PAYMENT" => "존재하지 않는 결제 정보입니다.",
        "NOT_FOUND_PAYMENT_SESSION" => "결제 시간이 만료되어 결제 진행 데이터가 존재하지 않습니다.",
        "ALREADY_PROCESSED_PAYMENT" => "이미 처리된 결제입니다.",
        "ALREADY_CANCELED_PAYMENT" => "이미 취소된 결제입니다.",
        "NOT_CANCELABLE_AMOUNT" => "취소할 수 없는 금액입니다.",
        "UNAUTHORIZED_KEY" => "인증되지 않은 시크릿 키 혹은 클라이언트 키입니다.",
        "IDEMPOTENT_REQUEST_PROCESSING" => "이전 멱등 요청이 처리중입니다.",
        _ => "잘못된 요청입니다.",
    };
    (refusal.0, json!({ "code": refusal.1, "message": message }))
}
