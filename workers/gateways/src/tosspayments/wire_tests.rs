//! Payments as Toss Payments tells them.

use super::*;
use crate::tosspayments::means::RefundStatus;

const CARD: &str = r#"{"mId":"demo","version":"2022-11-16","paymentKey":"tdemo20260801093107aB3x1",
 "type":"NORMAL","orderId":"ORD-20260801-000125","orderName":"면 티셔츠 외 1건","currency":"KRW","method":"카드",
 "totalAmount":33000,"balanceAmount":33000,"status":"DONE","requestedAt":"2026-08-01T09:29:40+09:00",
 "approvedAt":"2026-08-01T09:31:07+09:00","useEscrow":false,"lastTransactionKey":"DEMO0TX01",
 "suppliedAmount":30000,"vat":3000,"cultureExpense":false,"taxFreeAmount":0,"taxExemptionAmount":0,"cancels":null,
 "isPartialCancelable":true,"card":{"amount":33000,"issuerCode":"41","acquirerCode":"41","number":"43301234****123*",
 "installmentPlanMonths":0,"approveNo":"00000000","useCardPoint":false,"cardType":"신용","ownerType":"개인",
 "acquireStatus":"READY","isInterestFree":false,"interestPayer":null},"virtualAccount":null,"secret":"ps_demo_secret_0001",
 "mobilePhone":null,"giftCertificate":null,"transfer":null,"metadata":null,"receipt":{"url":"https://dashboard.example/r"},
 "checkout":{"url":"https://api.example/c"},"easyPay":null,"country":"KR","failure":null,"cashReceipt":null,
 "cashReceipts":null,"discount":null,"somethingNew":{"a":1}}"#;

fn payment(said: &str) -> Payment {
    serde_json::from_str(said).unwrap()
}

#[test]
fn a_card_payment_is_read() {
    let paid = payment(CARD);
    assert_eq!(paid.status, Status::Done);
    assert!(paid.is_of(
        "tdemo20260801093107aB3x1",
        "ORD-20260801-000125",
        Won(33_000)
    ));
    assert!(!paid.is_of(
        "tdemo20260801093107aB3x1",
        "ORD-20260801-000125",
        Won(32_000)
    ));
    assert_eq!((paid.supplied_amount, paid.vat), (Won(30_000), Won(3_000)));
    assert_eq!(paid.approved_at, "2026-08-01T00:31:07Z".parse().ok());
    let card = paid.card.unwrap();
    assert_eq!(card.issuer_code.as_deref(), Some("41"));
    assert!(paid.secret.unwrap().is("ps_demo_secret_0001"));
}

#[test]
fn an_account_that_waits_is_read() {
    let said = CARD
        .replace(r#""method":"카드""#, r#""method":"가상계좌""#)
        .replace(r#""status":"DONE""#, r#""status":"WAITING_FOR_DEPOSIT""#)
        .replace(r#""approvedAt":"2026-08-01T09:31:07+09:00""#, r#""approvedAt":null"#)
        .replace(
            r#""virtualAccount":null"#,
            r#""virtualAccount":{"accountType":"일반","accountNumber":"X6505636518308","bankCode":"20",
               "customerName":"홍길동","dueDate":"2026-08-08T23:59:59+09:00","refundStatus":"NONE","expired":false,
               "settlementStatus":"INCOMPLETED","refundReceiveAccount":{"bankCode":"88","accountNumber":"110123456789",
               "holderName":"홍길동"}}"#,
        );
    let waiting = payment(&said);
    assert_eq!(waiting.status, Status::WaitingForDeposit);
    assert_eq!(
        (waiting.method, waiting.approved_at),
        (Some(Method::VirtualAccount), None)
    );
    let account = waiting.virtual_account.unwrap();
    assert_eq!(account.bank_code, "20");
    assert_eq!(account.due_date, "2026-08-08T14:59:59Z".parse().ok());
    assert_eq!(account.refund_status, Some(RefundStatus::None));
    assert_eq!(account.refund_receive_account.unwrap().bank_code, "88");
}

#[test]
fn two_cancels_are_two_moves() {
    let said = CARD
        .replace(r#""status":"DONE""#, r#""status":"PARTIAL_CANCELED""#)
        .replace(r#""balanceAmount":33000"#, r#""balanceAmount":13000"#)
        .replace(
            r#""cancels":null"#,
            r#""cancels":[
              {"cancelAmount":10000,"cancelReason":"x","taxFreeAmount":0,"taxExemptionAmount":0,"refundableAmount":23000,
               "transferDiscountAmount":0,"easyPayDiscountAmount":0,"canceledAt":"2026-08-02T10:00:00+09:00",
               "transactionKey":"DEMO0TX02","receiptKey":null,"cancelStatus":"DONE","cancelRequestId":null},
              {"cancelAmount":10000,"refundableAmount":13000,"canceledAt":"2026-08-03T10:00:00+09:00",
               "transactionKey":"DEMO0TX03","cancelStatus":"DONE"}]"#,
        );
    let partly = payment(&said);
    assert_eq!(partly.status, Status::PartialCanceled);
    assert_eq!(partly.paid_back(), Won(20_000));
    let keys: Vec<_> = partly
        .cancels
        .iter()
        .map(|one| one.transaction_key.as_str())
        .collect();
    assert_eq!(keys, ["DEMO0TX02", "DEMO0TX03"]);
}

#[test]
fn words_and_shapes_of_other_versions_are_kept() {
    let said = CARD
        .replace(r#""status":"DONE""#, r#""status":"ON_HOLD""#)
        .replace(r#""easyPay":null"#, r#""easyPay":"토스페이""#);
    let odd = payment(&said);
    assert_eq!(odd.status, Status::Unknown("ON_HOLD".to_owned()));
    assert_eq!(odd.easy_pay.unwrap().provider, "토스페이");
    let newer = CARD.replace(
        r#""easyPay":null"#,
        r#""easyPay":{"provider":"토스페이","amount":33000,"discountAmount":0}"#,
    );
    assert_eq!(payment(&newer).easy_pay.unwrap().amount, Won(33_000));
}

#[test]
fn a_payment_in_a_log_names_nobody() {
    let told = format!("{:?}", payment(CARD));
    assert!(told.contains("ORD-20260801-000125"), "{told}");
    assert!(
        !told.contains("4330") && !told.contains("ps_demo"),
        "{told}"
    );
}
