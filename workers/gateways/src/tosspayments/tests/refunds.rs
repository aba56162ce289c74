//! Paying back, lists and receipts.

use super::*;
use crate::tosspayments::asks::{Cancel, ReceiptAsk, ReceiptKind, SELF_ISSUE};
use crate::tosspayments::wire::Status;

fn part(amount: i64) -> Cancel {
    Cancel {
        cancel_reason: "단순 변심".to_owned(),
        cancel_amount: Some(Won(amount)),
        ..Cancel::default()
    }
}

#[tokio::test]
async fn parts_go_back_until_nothing_is_left() {
    let stage = Stage::open().await;
    let key = stage.paid(ORDER).await.payment_key;
    let once = stage
        .client
        .cancel(&key, &part(10_000), "refund-1")
        .await
        .unwrap();
    assert_eq!(
        (&once.status, once.balance_amount),
        (&Status::PartialCanceled, Won(23_000))
    );
    assert_eq!(once.cancels[0].refundable_amount, Won(23_000));
    let over = stage.client.cancel(&key, &part(23_001), "refund-2").await;
    assert_eq!(code_of(over), "NOT_CANCELABLE_AMOUNT");
    let rest = Cancel {
        cancel_amount: None,
        ..part(0)
    };
    let all = stage.client.cancel(&key, &rest, "refund-3").await.unwrap();
    assert_eq!(
        (&all.status, all.balance_amount),
        (&Status::Canceled, Won::ZERO)
    );
    assert_eq!((all.paid_back(), all.cancels.len()), (AMOUNT, 2));
    assert_ne!(
        all.cancels[0].transaction_key,
        all.cancels[1].transaction_key
    );
    let more = stage.client.cancel(&key, &part(1), "refund-4").await;
    assert!(matches!(more, Err(CallError::Unknown(why)) if why.contains("ALREADY_CANCELED")));
    let back = (Way::Back, 10_000);
    assert_eq!(
        stage.balance(),
        [(Way::In, 33_000), back, (Way::Back, 23_000)]
    );
}

#[tokio::test]
async fn a_refund_that_is_asked_twice_goes_back_once() {
    let stage = Stage::open().await;
    let key = stage.paid(ORDER).await.payment_key;
    let first = stage
        .client
        .cancel(&key, &part(10_000), "refund-1")
        .await
        .unwrap();
    let again = stage
        .client
        .cancel(&key, &part(10_000), "refund-1")
        .await
        .unwrap();
    assert_eq!(first.balance_amount, again.balance_amount);
    assert_eq!(again.cancels.len(), 1);
    let other = stage
        .client
        .cancel(&key, &part(10_000), "refund-2")
        .await
        .unwrap();
    assert_eq!(other.balance_amount, Won(13_000));
}

#[tokio::test]
async fn what_is_tax_free_goes_back_as_such_and_no_more_of_it() {
    let stage = Stage::open().await;
    let ask = WindowAsk {
        tax_free: Won(3_000),
        ..card(ORDER)
    };
    let key = stage.agree(&ask).await.payment_key;
    stage
        .client
        .confirm(&key, ORDER, AMOUNT, "a")
        .await
        .unwrap();
    let free = |amount, tax_free| Cancel {
        tax_free_amount: Some(Won(tax_free)),
        ..part(amount)
    };
    let over = stage.client.cancel(&key, &free(5_000, 4_000), "r1").await;
    assert_eq!(code_of(over), "INVALID_REQUEST");
    let taxed = stage.client.cancel(&key, &free(33_000, 2_000), "r2").await;
    assert_eq!(code_of(taxed), "NOT_MATCHES_REFUNDABLE_AMOUNT");
    let right = stage
        .client
        .cancel(&key, &free(5_000, 3_000), "r3")
        .await
        .unwrap();
    assert_eq!(
        (right.balance_amount, right.tax_free_amount),
        (Won(28_000), Won::ZERO)
    );
}

#[tokio::test]
async fn what_was_never_paid_cannot_go_back() {
    let stage = Stage::open().await;
    let key = stage.agree(&card(ORDER)).await.payment_key;
    let early = stage.client.cancel(&key, &part(10_000), "r1").await;
    assert_eq!(code_of(early), "NOT_CANCELABLE_PAYMENT");
    let nobody = stage
        .client
        .cancel("tsim00000000000000", &part(1), "r2")
        .await;
    assert_eq!(code_of(nobody), "NOT_FOUND_PAYMENT");
}

#[tokio::test]
async fn a_day_in_korea_is_listed_page_by_page() {
    let stage = Stage::open().await;
    // From 09:00 to just before midnight in Korea, and one at midnight.
    for number in 0..4 {
        let key = stage
            .paid(&format!("ORD-20260801-00020{number}"))
            .await
            .payment_key;
        stage
            .client
            .cancel(&key, &part(1_000), &format!("refund-{number}"))
            .await
            .unwrap();
    }
    stage.clock.turn(15 * 60);
    stage.paid("ORD-20260802-000001").await;
    let day = |day: &str| day.parse().unwrap();
    let rows = stage
        .client
        .transactions_of(day("2026-08-01"))
        .await
        .unwrap();
    let orders: Vec<_> = rows
        .iter()
        .map(|row| (row.order_id.as_str(), &row.status))
        .collect();
    assert_eq!(orders.len(), 8);
    assert_eq!(orders[0], ("ORD-20260801-000200", &Status::Done));
    assert_eq!(orders[7], ("ORD-20260801-000203", &Status::PartialCanceled));
    let next = stage
        .client
        .transactions_of(day("2026-08-02"))
        .await
        .unwrap();
    assert_eq!(next.len(), 1);
    assert_eq!(next[0].amount, AMOUNT);
    assert!(
        stage
            .client
            .transactions_of(day("2026-07-31"))
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_cash_receipt_is_issued_listed_and_taken_back() {
    let stage = Stage::open().await;
    let ask = ReceiptAsk {
        amount: AMOUNT,
        order_id: ORDER.to_owned(),
        order_name: "면 티셔츠".to_owned(),
        customer_identity_number: SELF_ISSUE.to_owned(),
        kind: ReceiptKind::Deduction,
        tax_free_amount: None,
    };
    let issued = stage
        .client
        .issue_receipt(&ask, "receipt-1")
        .await
        .ok()
        .unwrap();
    let again = stage
        .client
        .issue_receipt(&ask, "receipt-1")
        .await
        .ok()
        .unwrap();
    assert_eq!(issued.receipt_key, again.receipt_key);
    assert_eq!(issued.amount, AMOUNT);
    let key = issued.receipt_key.as_str();
    let part = stage
        .client
        .cancel_receipt(key, Some(Won(10_000)), "c1")
        .await
        .ok()
        .unwrap();
    assert_eq!(part.transaction_type.as_deref(), Some("CANCEL"));
    let over = stage
        .client
        .cancel_receipt(key, Some(Won(23_001)), "c2")
        .await;
    assert_eq!(code_of(over), "NOT_CANCELABLE_AMOUNT");
    let day = "2026-08-01".parse().unwrap();
    let listed = stage.client.receipts_of(day).await.ok().unwrap();
    assert_eq!(listed.len(), 2);
    let odd = ReceiptAsk {
        customer_identity_number: "홍길동".to_owned(),
        ..ask
    };
    assert_eq!(
        code_of(stage.client.issue_receipt(&odd, "r2").await),
        "INVALID_REQUEST"
    );
}
