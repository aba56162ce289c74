//! Paying back, and cash receipts.

use super::*;
use crate::tosspay::asks::ReceiptFor;
use crate::tosspay::receipts::ReceiptStatus;
use crate::tosspay::wire::PayStatus;

#[tokio::test]
async fn parts_go_back_until_nothing_is_left() {
    let stage = Stage::open().await;
    let token = stage.paid(ORDER).await;
    let once = stage
        .client
        .refund(&refund(&token, "refund-1", 10_000))
        .await
        .unwrap();
    assert_eq!(
        (once.refunded_amount, once.refundable_amount),
        (Won(10_000), Won(23_000))
    );
    let over = stage
        .client
        .refund(&refund(&token, "refund-2", 23_001))
        .await;
    assert_eq!(code_of(over), "COMMON_INVALID_PARAMETER");
    let rest = stage
        .client
        .refund(&refund(&token, "refund-3", 23_000))
        .await
        .unwrap();
    assert_eq!(rest.refundable_amount, Won::ZERO);
    let status = stage.status(&token).await;
    assert_eq!(
        (status.pay_status.clone(), status.paid_back()),
        (PayStatus::RefundSuccess, AMOUNT)
    );
    let more = unknown(stage.client.refund(&refund(&token, "refund-4", 1)).await);
    assert!(more.contains("REFUND_ALREADY_REFUNDED"), "{more}");
    let back = |amount| (Way::Back, amount);
    assert_eq!(
        stage.balance(),
        [(Way::In, 33_000), back(10_000), back(23_000)]
    );
}

#[tokio::test]
async fn a_refund_that_is_asked_twice_goes_back_once() {
    let stage = Stage::open().await;
    let token = stage.paid(ORDER).await;
    let first = stage
        .client
        .refund(&refund(&token, "refund-1", 10_000))
        .await
        .unwrap();
    let again = stage
        .client
        .refund(&refund(&token, "refund-1", 10_000))
        .await
        .unwrap();
    assert_eq!(first.transaction_id, again.transaction_id);
    assert_eq!(again.refundable_amount, Won(23_000));
    let other = unknown(
        stage
            .client
            .refund(&refund(&token, "refund-1", 5_000))
            .await,
    );
    assert!(other.contains("REFUND_REFUND_NO_DUPLICATE"), "{other}");
    assert_eq!(stage.simulator.moves().len(), 2);
}

#[tokio::test]
async fn what_is_tax_free_goes_back_as_such_and_no_more_of_it() {
    let stage = Stage::open().await;
    let mixed = Opened {
        tax_free: Won(3_000),
        ..opened(ORDER)
    };
    let (created, _) = stage.agree(&mixed).await;
    let token = created.pay_token;
    stage.client.execute(&token, ORDER).await.unwrap();
    assert_eq!(stage.status(&token).await.amount_tax_free, Won(3_000));
    let free = |number, amount, tax_free| Refund {
        tax_free: Won(tax_free),
        ..refund(&token, number, amount)
    };
    let over = stage.client.refund(&free("r1", 5_000, 4_000)).await;
    assert_eq!(code_of(over), "COMMON_INVALID_PARAMETER");
    let taxed = stage.client.refund(&free("r2", 33_000, 0)).await;
    assert_eq!(code_of(taxed), "COMMON_INVALID_PARAMETER");
    let right = stage
        .client
        .refund(&free("r3", 33_000, 3_000))
        .await
        .unwrap();
    assert_eq!(right.refundable_amount, Won::ZERO);
}

#[tokio::test]
async fn nothing_goes_back_before_it_came_or_after_a_year() {
    let stage = Stage::open().await;
    let (created, _) = stage.agree(&opened(ORDER)).await;
    let early = stage
        .client
        .refund(&refund(&created.pay_token, "r1", 1_000))
        .await;
    assert_eq!(code_of(early), "COMMON_ITS_NOT_ABLE_TO_CHANGE_STATUS");
    stage
        .client
        .execute(&created.pay_token, ORDER)
        .await
        .unwrap();
    stage.clock.turn(366 * 24 * 60);
    let late = stage
        .client
        .refund(&refund(&created.pay_token, "r2", 1_000))
        .await;
    assert_eq!(code_of(late), "COMMON_ITS_NOT_ABLE_TO_CHANGE_STATUS");
    let status = stage.status(&created.pay_token).await;
    assert_eq!(status.pay_status, PayStatus::SettlementComplete);
    assert!(status.was_paid());
}

#[tokio::test]
async fn a_cash_receipt_follows_what_is_left() {
    let stage = Stage::open().await;
    let token = stage.paid(ORDER).await;
    let issued = stage
        .client
        .issue_receipt(&token, &ReceiptFor::Nobody)
        .await
        .unwrap();
    assert_eq!((issued.supply_cost, issued.tax), (Won(30_000), Won(3_000)));
    let early = stage.client.revoke_receipt(&token).await;
    assert_eq!(code_of(early), "COMMON_ITS_NOT_ABLE_TO_CHANGE_STATUS");
    stage
        .client
        .refund(&refund(&token, "refund-1", 22_000))
        .await
        .unwrap();
    let less = stage.client.revoke_receipt(&token).await.unwrap();
    assert_eq!((less.supply_cost, less.tax), (Won(10_000), Won(1_000)));
    let info = stage.client.receipt(&token).await.unwrap();
    assert_eq!(
        (info.status, info.total_amount),
        (ReceiptStatus::Applied, Won(11_000))
    );
    let again = ReceiptFor::Consumer("01012341234".to_owned());
    let twice = stage.client.issue_receipt(&token, &again).await;
    assert_eq!(code_of(twice), "COMMON_ITS_NOT_ABLE_TO_CHANGE_STATUS");
}
