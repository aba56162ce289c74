//! Answers as TossPay gives them.

use super::*;

const STATUS: &str = r#"{"code":0,"mode":"TEST","payToken":"demo-pay-token-0001","orderNo":"ORD-20260801-000125",
 "payStatus":"PAY_COMPLETE","payMethod":"CARD","amount":33000,"discountedAmount":0,"discountAmountV2":0,"paidPointV2":0,
 "paidAmount":33000,"refundableAmount":33000,"amountTaxable":30000,"amountTaxFree":0,"amountVat":3000,
 "amountServiceFee":0,"disposableCupDeposit":0,"card":{"noInterest":false,"spreadOut":0,
 "cardAuthorizationNo":"87654321","cardMethodType":"CREDIT","cardUserType":"PERSONAL","cardNumber":"654321******1234",
 "cardBinNumber":"654321","cardNum4Print":"1234","cardCompanyName":"신한","cardCompanyCode":1,"salesCheckLinkUrl":"u"},
 "transactions":[{"stepType":"PAY","transactionId":"t-1","transactionAmount":33000,"discountedAmount":0,
 "pointAmount":0,"paidAmount":33000,"regTs":"2026-08-01 09:31:07"}],
 "createdTs":"2026-08-01 09:29:40","paidTs":"2026-08-01 09:31:07"}"#;

#[test]
fn a_status_is_read() {
    let status: Status = serde_json::from_str(STATUS).unwrap();
    assert!(status.is_of("demo-pay-token-0001", "ORD-20260801-000125", Won(33_000)));
    assert!(!status.is_of("demo-pay-token-0001", "ORD-20260801-000125", Won(32_999)));
    assert_eq!(status.pay_status, PayStatus::Complete);
    assert!(status.was_paid());
    assert_eq!(
        (status.refundable_amount, status.amount_vat),
        (Won(33_000), Won(3_000))
    );
    assert_eq!(status.paid_ts, "2026-08-01T00:31:07Z".parse().ok());
    assert_eq!(status.paid_back(), Won::ZERO);
    assert_eq!(status.card.unwrap().card_company_code, 1);
}

#[test]
fn refunds_stand_below_zero_in_a_status() {
    let said = STATUS
        .replace(
            r#""transactions":["#,
            r#""transactions":[{"stepType":"REFUND","transactionAmount":-2000,"regTs":"x"},"#,
        )
        .replace("PAY_COMPLETE", "REFUND_SUCCESS")
        .replace(r#""refundableAmount":33000"#, r#""refundableAmount":31000"#)
        .replace(r#""spreadOut":0"#, r#""spreadOut":"3""#);
    let status: Status = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (status.paid_back(), status.refundable_amount),
        (Won(2_000), Won(31_000))
    );
    assert_eq!(status.card.unwrap().spread_out, 3);
}

#[test]
fn a_refund_is_told_below_zero_and_read_above() {
    let said = r#"{"code":0,"refundNo":"R-1","refundableAmount":31000,"refundedAmount":-2000,
        "discountedAmount":0,"paidAmount":31000,"approvalTime":"2026-08-02 10:00:00","payToken":"t","transactionId":"x"}"#;
    let refunded: Refunded = serde_json::from_str(said).unwrap();
    assert_eq!(
        (refunded.refunded_amount, refunded.refundable_amount),
        (Won(2_000), Won(31_000))
    );
}

#[test]
fn a_state_that_is_new_is_kept() {
    let said = STATUS.replace("PAY_COMPLETE", "PAY_HELD");
    let status: Status = serde_json::from_str(&said).unwrap();
    assert_eq!(status.pay_status, PayStatus::Unknown("PAY_HELD".to_owned()));
    assert!(!status.was_paid());
    assert!(!format!("{status:?}").contains("654321"));
}
