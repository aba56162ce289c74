//! Virtual accounts: issue, deposit, reversal, refund.

use super::*;
use crate::paying::listener::Listener;
use crate::tosspayments::asks::{AccountAsk, Cancel, RefundAccount};
use crate::tosspayments::means::{Method, RefundStatus};
use crate::tosspayments::simulator::NoDeposit;
use crate::tosspayments::wire::Status;

fn refund(amount: Option<Won>, to: Option<&str>) -> Cancel {
    Cancel {
        cancel_reason: "품절".to_owned(),
        cancel_amount: amount,
        tax_free_amount: None,
        refund_receive_account: to.map(|number| RefundAccount {
            bank: "88".to_owned(),
            account_number: number.to_owned(),
            holder_name: "홍길동".to_owned(),
        }),
    }
}

#[tokio::test]
async fn an_account_waits_for_the_exact_amount() {
    let stage = Stage::open().await;
    let issued = stage.waiting().await;
    assert_eq!(issued.status, Status::WaitingForDeposit);
    assert_eq!(issued.method, Some(Method::VirtualAccount));
    assert!(issued.secret.is_some() && issued.approved_at.is_none());
    let account = issued.virtual_account.unwrap();
    assert_eq!(account.bank_code, "20");
    assert_eq!(account.due_date, "2026-08-02T00:00:00Z".parse().ok());
    assert!(stage.simulator.moves().is_empty());

    let less = stage.simulator.deposit(ORDER, Won(32_999));
    assert_eq!(less, Err(NoDeposit::WrongAmount));
    stage.simulator.deposit(ORDER, AMOUNT).unwrap();
    assert_eq!(
        stage.simulator.deposit(ORDER, AMOUNT),
        Err(NoDeposit::NoAccount)
    );
    let paid = stage.of_order(ORDER).await;
    assert_eq!(paid.status, Status::Done);
    assert_eq!(stage.balance(), [(Way::In, 33_000)]);
}

#[tokio::test]
async fn a_deposit_goes_back_only_to_an_account() {
    let stage = Stage::open().await;
    let key = stage.waiting().await.payment_key;
    stage.simulator.deposit(ORDER, AMOUNT).unwrap();
    let nowhere = stage.client.cancel(&key, &refund(None, None), "r1").await;
    assert_eq!(code_of(nowhere), "INVALID_REFUND_ACCOUNT_INFO");
    let odd = stage
        .client
        .cancel(&key, &refund(None, Some("110-123-456789")), "r2")
        .await;
    assert_eq!(code_of(odd), "INVALID_REFUND_ACCOUNT_NUMBER");
    let part = refund(Some(Won(10_000)), Some("110123456789"));
    let partly = stage.client.cancel(&key, &part, "r3").await.unwrap();
    assert_eq!(
        (&partly.status, partly.balance_amount),
        (&Status::PartialCanceled, Won(23_000))
    );
    let account = partly.virtual_account.unwrap();
    assert_eq!(account.refund_status, Some(RefundStatus::Completed));
    let back = (Way::Back, 10_000);
    assert_eq!(stage.balance(), [(Way::In, 33_000), back]);
}

#[tokio::test]
async fn an_account_without_a_deposit_closes_whole_and_no_money_moves() {
    let stage = Stage::open().await;
    let key = stage.waiting().await.payment_key;
    let part = stage
        .client
        .cancel(&key, &refund(Some(Won(1_000)), None), "r1")
        .await;
    assert_eq!(code_of(part), "NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT");
    let closed = stage
        .client
        .cancel(&key, &refund(None, None), "r2")
        .await
        .unwrap();
    assert_eq!(closed.status, Status::Canceled);
    assert_eq!(
        stage.simulator.deposit(ORDER, AMOUNT),
        Err(NoDeposit::NoAccount)
    );
    assert!(stage.simulator.moves().is_empty());
}

#[tokio::test]
async fn an_account_closes_when_its_time_is_over() {
    let listener = Listener::open(0).await;
    let stage = Stage::telling(Some(listener.notices())).await;
    stage.waiting().await;
    stage.clock.turn(24 * 60 + 1);
    assert_eq!(
        stage.simulator.deposit(ORDER, AMOUNT),
        Err(NoDeposit::NoAccount)
    );
    let over = stage.of_order(ORDER).await;
    assert_eq!(over.status, Status::Expired);
    assert!(over.virtual_account.unwrap().expired);
    let told = listener.hear(2).await;
    let expired = |said: &serde_json::Value| said["data"]["status"] == "EXPIRED";
    assert!(told.iter().any(expired));
}

#[tokio::test]
async fn a_bank_takes_a_deposit_back() {
    let stage = Stage::open().await;
    stage.waiting().await;
    assert_eq!(stage.simulator.reverse(ORDER), Err(NoDeposit::NoAccount));
    stage.simulator.deposit(ORDER, AMOUNT).unwrap();
    stage.simulator.reverse(ORDER).unwrap();
    assert_eq!(
        stage.of_order(ORDER).await.status,
        Status::WaitingForDeposit
    );
    assert_eq!(stage.balance(), [(Way::In, 33_000), (Way::Back, 33_000)]);
    stage.simulator.deposit(ORDER, AMOUNT).unwrap();
    assert_eq!(stage.of_order(ORDER).await.status, Status::Done);
}

#[tokio::test]
async fn an_account_is_issued_without_a_window() {
    let stage = Stage::open().await;
    let ask = AccountAsk {
        amount: AMOUNT,
        order_id: ORDER.to_owned(),
        order_name: "면 티셔츠".to_owned(),
        customer_name: "홍길동".to_owned(),
        bank: "06".to_owned(),
        valid_hours: Some(72),
        tax_free_amount: None,
        use_escrow: false,
        escrow_products: vec![],
        cash_receipt: None,
    };
    let issued = stage.client.issue_account(&ask, "issue-1").await.unwrap();
    let again = stage.client.issue_account(&ask, "issue-1").await.unwrap();
    assert_eq!(issued.payment_key, again.payment_key);
    assert_eq!(issued.virtual_account.unwrap().bank_code, "06");
    let other = stage.client.issue_account(&ask, "issue-2").await;
    assert_eq!(code_of(other), "DUPLICATED_ORDER_ID");
    let nowhere = AccountAsk {
        bank: "004".to_owned(),
        ..ask
    };
    assert_eq!(
        code_of(stage.client.issue_account(&nowhere, "i3").await),
        "INVALID_BANK"
    );
    stage.simulator.deposit(ORDER, AMOUNT).unwrap();
    assert_eq!(stage.of_order(ORDER).await.status, Status::Done);
}
