//! Giving back, and cash receipts.

use super::*;
use crate::portone::asks::{CashReceiptAsk, CashReceiptKind};
use crate::portone::wire::CancellationStatus;

#[tokio::test]
async fn money_goes_back_in_parts_until_nothing_is_left() {
    let scene = Scene::new().await;
    scene.paid("ORD-1").await;
    let first = scene
        .client
        .cancel("ORD-1", &back(11_000, 33_000))
        .await
        .unwrap();
    assert_eq!(
        (first.status, first.total_amount, first.vat_amount),
        (CancellationStatus::Succeeded, Won(11_000), Won(1_000))
    );
    let parted = scene.payment("ORD-1").await;
    assert_eq!(
        (parted.status.clone(), parted.cancellable()),
        (Status::PartialCancelled, Won(22_000))
    );
    scene
        .client
        .cancel("ORD-1", &back(22_000, 22_000))
        .await
        .unwrap();
    let cancelled = scene.payment("ORD-1").await;
    assert_eq!(
        (cancelled.status, cancelled.amount.cancelled),
        (Status::Cancelled, Won(33_000))
    );
    assert_eq!(cancelled.cancellations.len(), 2);
    assert_eq!(scene.balance("ORD-1"), Won::ZERO);
    let more = scene.client.cancel("ORD-1", &back(1, 0)).await;
    assert!(is_refused(&more, "PAYMENT_ALREADY_CANCELLED"), "{more:?}");
}

#[tokio::test]
async fn never_more_than_there_is() {
    let scene = Scene::new().await;
    scene.paid("ORD-1").await;
    let refused = async |ask: CancelAsk, kind: &str| {
        let answer = scene.client.cancel("ORD-1", &ask).await;
        assert!(is_refused(&answer, kind), "{kind} {answer:?}");
    };
    refused(
        back(33_001, 33_000),
        "CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT",
    )
    .await;
    refused(
        back(11_000, 34_000),
        "CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN",
    )
    .await;
    let tax_free = CancelAsk {
        tax_free_amount: Won(1),
        ..back(11_000, 33_000)
    };
    refused(
        tax_free,
        "CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT",
    )
    .await;
    let tax = CancelAsk {
        vat_amount: Won(3_001),
        ..back(11_000, 33_000)
    };
    refused(tax, "CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT").await;
    let parts = CancelAsk {
        vat_amount: Won(1_001),
        ..back(1_000, 33_000)
    };
    refused(parts, "SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT").await;
    let wordless = CancelAsk {
        reason: String::new(),
        ..back(1_000, 33_000)
    };
    refused(wordless, "INVALID_REQUEST").await;
    refused(back(0, 33_000), "INVALID_REQUEST").await;
    assert_eq!(scene.balance("ORD-1"), Won(33_000));
}

#[tokio::test]
async fn the_same_cancel_twice_gives_back_once() {
    let scene = Scene::new().await;
    scene.paid("ORD-1").await;
    let ask = back(11_000, 33_000);
    scene.client.cancel("ORD-1", &ask).await.unwrap();
    let again = scene.client.cancel("ORD-1", &ask).await;
    assert!(
        is_refused(&again, "CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN"),
        "{again:?}"
    );
    assert_eq!(scene.balance("ORD-1"), Won(22_000));
}

#[tokio::test]
async fn a_repetition_with_its_key_gets_the_first_answer() {
    let scene = Scene::new().await;
    scene.paid("ORD-1").await;
    let ask = CancelAsk {
        key: Some("refund-0000000000001".to_owned()),
        ..back(11_000, 33_000)
    };
    let first = scene.client.cancel("ORD-1", &ask).await.unwrap();
    let again = scene.client.cancel("ORD-1", &ask).await.unwrap();
    assert_eq!(first, again);
    assert_eq!(scene.balance("ORD-1"), Won(22_000));
    let short = CancelAsk {
        key: Some("1".to_owned()),
        ..back(11_000, 22_000)
    };
    let refused = scene.client.cancel("ORD-1", &short).await;
    assert!(is_refused(&refused, "INVALID_REQUEST"), "{refused:?}");
}

#[tokio::test]
async fn what_was_not_paid_is_not_given_back() {
    let scene = Scene::new().await;
    scene.issued("ORD-1").await;
    let unpaid = scene.client.cancel("ORD-1", &back(33_000, 0)).await;
    assert!(is_refused(&unpaid, "PAYMENT_NOT_PAID"), "{unpaid:?}");
    let missing = scene.client.cancel("ORD-2", &back(33_000, 33_000)).await;
    assert!(is_refused(&missing, "PAYMENT_NOT_FOUND"), "{missing:?}");
}

#[tokio::test]
async fn a_deposit_goes_back_to_an_account() {
    let scene = Scene::new().await;
    scene.issued("ORD-1").await;
    scene.simulator.deposit("ORD-1", Won(33_000)).unwrap();
    let mut ask = back(33_000, 33_000);
    let nowhere = scene.client.cancel("ORD-1", &ask).await;
    assert!(is_refused(&nowhere, "INVALID_REQUEST"), "{nowhere:?}");
    ask.refund_account = Some(RefundAccount {
        bank: "MOON_BANK".to_owned(),
        ..account()
    });
    assert!(is_refused(
        &scene.client.cancel("ORD-1", &ask).await,
        "INVALID_REQUEST"
    ));
    ask.refund_account = Some(account());
    scene.client.cancel("ORD-1", &ask).await.unwrap();
    assert_eq!(scene.balance("ORD-1"), Won::ZERO);
}

#[tokio::test]
async fn the_provider_behind_may_refuse_and_nothing_goes_back() {
    let scene = Scene::new().await;
    scene.paid("ORD-1").await;
    scene.simulator.decline_cancel("V813");
    let refused = CallError::Refused {
        code: "PG_PROVIDER".to_owned(),
        message: "V813".to_owned(),
    };
    assert_eq!(
        scene.client.cancel("ORD-1", &back(11_000, 33_000)).await,
        Err(refused)
    );
    assert_eq!(scene.payment("ORD-1").await.cancellable(), Won(33_000));
    scene
        .client
        .cancel("ORD-1", &back(11_000, 33_000))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_cancel_that_is_only_taken_is_done_later() {
    let scene = Scene::new().await;
    scene.paid("ORD-1").await;
    scene.simulator.delay_cancel();
    let taken = scene
        .client
        .cancel("ORD-1", &back(11_000, 33_000))
        .await
        .unwrap();
    assert_eq!(
        (taken.status, taken.cancelled_at),
        (CancellationStatus::Requested, None)
    );
    let waiting = scene.payment("ORD-1").await;
    assert_eq!(
        (waiting.status.clone(), waiting.cancellable()),
        (Status::Paid, Won(22_000))
    );
    let stale = scene.client.cancel("ORD-1", &back(11_000, 33_000)).await;
    assert!(is_refused(&stale, "CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN"));
    assert_eq!(scene.balance("ORD-1"), Won(33_000));
    scene.simulator.finish_cancels();
    let done = scene.payment("ORD-1").await;
    assert_eq!(
        (done.status.clone(), done.cancellable()),
        (Status::PartialCancelled, Won(22_000))
    );
    assert_eq!(scene.balance("ORD-1"), Won(22_000));
}

#[tokio::test]
async fn a_cash_receipt_is_issued_once_and_taken_back_once() {
    let scene = Scene::new().await;
    let mut ask = CashReceiptAsk {
        payment: "ORD-1".to_owned(),
        kind: CashReceiptKind::Personal,
        order_name: "단백질쉐이크".to_owned(),
        total: Won(33_000),
        tax_free: Won::ZERO,
        vat: Won(3_000),
        identity: "01012345678".into(),
    };
    let issued = scene.client.issue_cash_receipt(&ask).await.unwrap();
    assert_eq!(issued.issue_number, "100000001");
    let again = scene.client.issue_cash_receipt(&ask).await;
    assert!(
        is_refused(&again, "CASH_RECEIPT_ALREADY_ISSUED"),
        "{again:?}"
    );
    let cancelled = scene.client.cancel_cash_receipt("ORD-1").await.unwrap();
    assert_eq!(cancelled.cancelled_amount, Won(33_000));
    let again = scene.client.cancel_cash_receipt("ORD-1").await;
    assert!(is_refused(&again, "CASH_RECEIPT_NOT_ISSUED"), "{again:?}");
    ask.identity = "0101234".into();
    assert!(is_refused(
        &scene.client.issue_cash_receipt(&ask).await,
        "INVALID_REQUEST"
    ));
}

#[tokio::test]
async fn a_simulator_that_was_closed_pays_back_what_it_took() {
    let directory = std::env::temp_dir().join(uuid::Uuid::new_v4().to_string());
    let kept = Some(directory.join("portone.json"));
    let mut scene = Scene::new().await;
    let open = async || {
        let open = Simulator::open(Account::default(), HandClock::morning(), 0, kept.clone());
        open.await.unwrap()
    };
    scene.simulator = open().await;
    scene.client = scene.simulator.client().unwrap();
    scene.paid("ORD-1").await;
    scene.simulator = open().await;
    scene.client = scene.simulator.client().unwrap();
    scene
        .client
        .cancel("ORD-1", &back(33_000, 33_000))
        .await
        .unwrap();
    assert_eq!(scene.simulator.moves().all().len(), 2);
    std::fs::remove_dir_all(directory).unwrap();
}
