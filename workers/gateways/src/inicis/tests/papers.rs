//! What goes with money: receipts, accounts without a window, deliveries of escrow, and books that stay.

use super::{DUE, Method, ORDER, Street, code_of};
use crate::inicis::client::{
    AccountOrder, Charge, Delivery, Party, ReceiptOrder, ReceiptUse, SELF_ISSUED, carrier,
};
use crate::inicis::settings::{Hosts, Settings};
use crate::inicis::simulator::{Account, Deposit, Simulator};
use crate::inicis::wire::api::{Refund, RefundAccount};
use crate::paying::call::CallError;
use domain::Won;

fn receipt(street: &Street) -> ReceiptOrder {
    ReceiptOrder {
        goods: "단백질쉐이크".to_owned(),
        total: DUE,
        supply: Won(30_000),
        vat: Won(3_000),
        buyer: street.checkout(Method::Account).buyer,
        number: "01012345678".into(),
        purpose: ReceiptUse::Deduction,
    }
}

#[tokio::test]
async fn a_cash_receipt_is_issued() {
    let street = Street::open().await;
    let issued = street
        .client
        .issue_receipt(&receipt(&street))
        .await
        .unwrap();
    assert!(!issued.tid.is_empty() && !issued.approval.is_empty());
    assert_eq!(issued.at.unwrap().to_rfc3339(), "2026-08-01T00:01:01+00:00");
    let unasked = ReceiptOrder {
        number: SELF_ISSUED.into(),
        purpose: ReceiptUse::Expense,
        ..receipt(&street)
    };
    let other = street.client.issue_receipt(&unasked).await.unwrap();
    assert_ne!(other.tid, issued.tid);
    let odd = ReceiptOrder {
        number: "not digits".into(),
        ..receipt(&street)
    };
    assert_eq!(
        code_of(street.client.issue_receipt(&odd).await),
        "BAD_NUMBER"
    );
    let odd = ReceiptOrder {
        vat: Won(2_999),
        ..receipt(&street)
    };
    let refused = street.client.issue_receipt(&odd).await;
    assert!(matches!(refused, Err(CallError::NotSent(_))));
}

fn wanted(street: &Street) -> AccountOrder {
    let checkout = street.checkout(Method::Account);
    AccountOrder {
        order: ORDER.to_owned(),
        goods: checkout.goods,
        amount: DUE,
        buyer: checkout.buyer,
        bank: "88".to_owned(),
        deposit_by: checkout.deposit_by,
    }
}

#[tokio::test]
async fn an_account_is_issued_without_a_window() {
    let street = Street::open().await;
    let issued = street.client.issue_account(&wanted(&street)).await.unwrap();
    assert!(issued.tid.starts_with("INIAPIVBNK"));
    assert_eq!(
        (issued.bank.as_str(), issued.holder.as_str()),
        ("88", "데모샵")
    );
    assert_eq!(issued.due.to_rfc3339(), "2026-08-04T14:59:59+00:00");
    assert!(!street.client.find_order(ORDER).await.unwrap().is_paid());
    street.simulator.deposit(&Deposit::of(ORDER)).unwrap();
    assert!(street.client.find(&issued.tid).await.unwrap().is_paid());
    let late = AccountOrder {
        deposit_by: "2026-07-31".parse().unwrap(),
        ..wanted(&street)
    };
    assert_eq!(
        code_of(street.client.issue_account(&late).await),
        "BAD_DUE_DATE"
    );
}

fn delivery(tid: &str, invoice: &str, again: bool) -> Delivery {
    let party = || Party {
        name: "홍길동".into(),
        phone: "01000000000".into(),
        post: "06236".into(),
        address: "서울 강남구 테헤란로 1".into(),
    };
    Delivery {
        tid: tid.to_owned(),
        order: ORDER.to_owned(),
        amount: DUE,
        again,
        invoice: invoice.to_owned(),
        carrier: carrier("CJGLS").to_owned(),
        carrier_name: "CJ대한통운".to_owned(),
        registrar: "데모샵".to_owned(),
        charge: Charge::Seller,
        sent_at: "2026-08-02T03:00:00Z".parse().unwrap(),
        sender: party(),
        recipient: party(),
    }
}

#[tokio::test]
async fn what_was_paid_through_escrow_is_told_when_it_leaves() {
    let street = Street::open().await;
    let mut checkout = street.checkout(Method::Transfer);
    checkout.escrow = true;
    let request = street.through(&checkout).await;
    let tid = street.client.approve(&request).await.unwrap().tid;
    let tell = |invoice, again| {
        let delivery = delivery(&tid, invoice, again);
        let client = &street.client;
        async move { client.register_delivery(&delivery).await }
    };
    assert_eq!(code_of(tell("123", true).await), "NOT_REGISTERED");
    tell("123", false).await.unwrap();
    tell("123", false).await.unwrap();
    assert_eq!(code_of(tell("124", false).await), "REGISTERED");
    tell("124", true).await.unwrap();
    let other = Delivery {
        amount: Won(1),
        ..delivery(&tid, "123", false)
    };
    assert_eq!(
        code_of(street.client.register_delivery(&other).await),
        "NOT_FOUND"
    );

    let street = Street::open().await;
    let tid = street.paid(Method::Transfer).await.tid;
    let without = delivery(&tid, "123", false);
    let refused = street.client.register_delivery(&without).await;
    assert_eq!(code_of(refused), "NO_ESCROW");
}

#[tokio::test]
async fn what_was_paid_yesterday_is_paid_back_today() {
    let street = Street::open().await;
    let directory = std::env::temp_dir().join(uuid::Uuid::new_v4().to_string());
    let file = directory.join("inicis.json");
    let open = || {
        let account = Account::published("데모샵", None);
        Simulator::open(account, street.watch.clone(), 0, Some(file.clone()))
    };
    let client = |simulator: &Simulator| {
        let settings = Settings::published(Hosts::simulated(&simulator.url()));
        super::Client::new(settings, street.watch.clone()).unwrap()
    };
    let yesterday = open().await.unwrap();
    let issued = client(&yesterday).issue_account(&wanted(&street)).await;
    let tid = issued.unwrap().tid;
    yesterday.deposit(&Deposit::of(ORDER)).unwrap();
    drop(yesterday);
    let today = open().await.unwrap();
    let refund = Refund {
        tid,
        reason: "반품".to_owned(),
        account: Some(RefundAccount {
            number: "110123456789".into(),
            bank: "88".to_owned(),
            holder: "홍길동".into(),
        }),
    };
    client(&today).refund(&refund).await.unwrap();
    assert_eq!(today.balance(ORDER), Won::ZERO);
    assert_eq!(today.moves().len(), 2);
    std::fs::remove_dir_all(directory).unwrap();
}
