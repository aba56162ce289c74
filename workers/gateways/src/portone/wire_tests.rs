//! What PortOne's answers mean.

use serde_json::{Value, json};

use super::super::asks::{CancelAsk, RefundAccount, Requester};
use super::*;

/// A payment with all that PortOne says of each, and `more`.
fn payment(status: &str, more: &Value) -> Payment {
    let mut whole = json!({
        "status": status, "id": "ORD-1", "transactionId": "tx-1", "merchantId": "merchant-1", "storeId": "store-1",
        "channel": { "type": "TEST", "id": "c", "key": "channel-key-1", "name": "n", "pgProvider": "INICIS_V2",
            "pgMerchantId": "INIpayTest" },
        "version": "V2", "requestedAt": "2026-08-01T00:00:00Z", "updatedAt": "2026-08-01T00:01:00Z",
        "statusChangedAt": "2026-08-01T00:01:00.123456Z", "orderName": "단백질쉐이크", "currency": "KRW",
        "amount": { "total": 33000, "taxFree": 0, "vat": 3000, "supply": 30000, "discount": 0, "paid": 33000,
            "cancelled": 0, "cancelledTaxFree": 0 },
        "customer": { "name": "김장부", "phoneNumber": "01012345678" }, "disputes": [],
    });
    for (name, value) in more.as_object().unwrap() {
        whole[name] = value.clone();
    }
    serde_json::from_value(whole).unwrap()
}

#[test]
fn a_card_payment_that_was_paid() {
    let paid = payment(
        "PAID",
        &json!({
            "method": { "type": "PaymentMethodCard", "card": { "issuer": "SHINHAN_CARD", "number": "4000-****" },
                "approvalNumber": "30625351", "installment": { "month": 0, "isInterestFree": false } },
            "paidAt": "2026-08-01T00:01:00Z", "pgTxId": "StdpayCARD1", "pgResponse": "{}",
            "receiptUrl": "https://receipt.example/1", "cashReceipt": null,
        }),
    );
    assert_eq!(
        (paid.status.clone(), paid.amount.total),
        (Status::Paid, Won(33_000))
    );
    let method = paid.method.clone().unwrap();
    assert_eq!(
        (method.kind, method.approval_number.as_deref()),
        (MethodKind::Card, Some("30625351"))
    );
    assert_eq!(paid.paid_at, "2026-08-01T00:01:00Z".parse().ok());
    assert_eq!(paid.cancellable(), Won(33_000));
    let shown = format!("{paid:?}");
    assert!(
        !shown.contains("김장부") && !shown.contains("0101234"),
        "{shown}"
    );
}

#[test]
fn an_account_that_waits() {
    let issued = payment(
        "VIRTUAL_ACCOUNT_ISSUED",
        &json!({
            "method": { "type": "PaymentMethodVirtualAccount", "bank": "SHINHAN", "accountNumber": "56211234567890",
                "accountType": "NORMAL", "remitteeName": "장부상회", "remitterName": "김장부",
                "expiredAt": "2026-08-03T14:59:59Z", "issuedAt": "2026-08-01T00:01:00Z" },
        }),
    );
    let method = issued.method.clone().unwrap();
    assert_eq!(method.kind, MethodKind::VirtualAccount);
    assert_eq!(method.account_number, Some("56211234567890".into()));
    assert_eq!(method.expired_at, "2026-08-03T14:59:59Z".parse().ok());
    assert_eq!(issued.cancellable(), Won::ZERO);
    assert!(!format!("{issued:?}").contains("56211234567890"));
}

#[test]
fn what_is_on_its_way_back_is_not_given_back_again() {
    let cancellation = |status: &str, amount: i64| {
        json!({ "status": status, "id": status, "totalAmount": amount, "taxFreeAmount": 0, "vatAmount": 0,
            "reason": "변심", "requestedAt": "2026-08-02T00:00:00Z", "trigger": "API" })
    };
    let amount = json!({ "total": 33000, "taxFree": 0, "discount": 0, "paid": 33000, "cancelled": 11000, "cancelledTaxFree": 0 });
    let parted = payment(
        "PARTIAL_CANCELLED",
        &json!({ "amount": amount, "cancellations": [
            cancellation("SUCCEEDED", 11_000), cancellation("REQUESTED", 2_000), cancellation("FAILED", 5_000),
        ] }),
    );
    assert_eq!(parted.cancellable(), Won(20_000));
    assert_eq!(
        parted.cancellations[1].status,
        CancellationStatus::Requested
    );
}

#[test]
fn a_failure_tells_a_code_and_no_sentence() {
    let failed = payment(
        "FAILED",
        &json!({ "failedAt": "2026-08-01T00:01:00Z",
            "failure": { "reason": "김장부님 한도 초과", "pgCode": "V610", "pgMessage": "김장부님 한도 초과" } }),
    );
    assert_eq!(
        failed.failure.clone().unwrap().pg_code.as_deref(),
        Some("V610")
    );
    assert!(!format!("{failed:?}").contains("김장부"));
}

#[test]
fn words_of_tomorrow_are_kept() {
    let odd = payment(
        "SETTLED_ON_THE_MOON",
        &json!({ "method": { "type": "PaymentMethodCrypto" }, "escrow": { "status": "LOST" }, "paidAt": "어제" }),
    );
    assert_eq!(
        odd.status,
        Status::Unknown("SETTLED_ON_THE_MOON".to_owned())
    );
    assert_eq!(
        odd.method.unwrap().kind,
        MethodKind::Unknown("PaymentMethodCrypto".to_owned())
    );
    assert_eq!(
        odd.escrow.unwrap().status,
        EscrowStatus::Unknown("LOST".to_owned())
    );
    assert_eq!(odd.paid_at, None);
}

#[test]
fn a_cancel_says_all_that_guards_it() {
    let ask = CancelAsk {
        amount: Won(11_000),
        tax_free_amount: Won::ZERO,
        vat_amount: Won(1_000),
        reason: "변심".to_owned(),
        requester: Requester::Customer,
        current_cancellable_amount: Won(33_000),
        key: None,
        refund_account: Some(RefundAccount {
            bank: "SHINHAN".to_owned(),
            number: "110123456789".into(),
            holder_name: "김장부".into(),
        }),
    };
    let written = serde_json::to_value(&ask).unwrap();
    let right = json!({ "amount": 11000, "taxFreeAmount": 0, "vatAmount": 1000, "reason": "변심", "requester": "CUSTOMER",
        "currentCancellableAmount": 33000,
        "refundAccount": { "bank": "SHINHAN", "number": "110123456789", "holderName": "김장부" } });
    assert_eq!(written, right);
    let shown = format!("{ask:?}");
    assert!(
        !shown.contains("110123456789") && !shown.contains("김장부"),
        "{shown}"
    );
}
