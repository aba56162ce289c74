//! Money of a deposit goes back through the shop's own door.

use std::collections::BTreeMap;

use chrono::Duration;
use domain::payment::Means;
use domain::{AttemptId, RefundId, StoreId, Won};
use shop::ports::GatewayError;
use shop::ports::paying::{Opened, PayBack, PaymentProvider, RefundAccount};

use super::{AMOUNT, Stage};
use crate::paying::books::Way;
use crate::tosspayments::TossPayments;

const ATTEMPT: &str = "ORD-20260801-000125";

fn ask(stage: &Stage, key: &str, number: &str) -> PayBack {
    let opened_at = shop::ports::Clock::now(stage.clock.as_ref());
    PayBack {
        of: Opened {
            store: StoreId::new("intake").unwrap(),
            attempt: AttemptId::new(ATTEMPT).unwrap(),
            means: Means::VirtualAccount,
            amount: AMOUNT,
            key: None,
            payer: String::new(),
            opened_at,
            deposit_until: opened_at + Duration::days(3),
            asked_at: None,
            transaction: Some(key.to_owned()),
        },
        refund: RefundId::new("ORD-20260801-000125/c1").unwrap(),
        amount: Won(10_000),
        tax_free: Won::ZERO,
        held: AMOUNT,
        refusals: 0,
        account: Some(RefundAccount {
            bank: "088".to_owned(),
            number: number.to_owned(),
            holder: "홍길동".to_owned(),
        }),
    }
}

#[tokio::test]
async fn a_refused_account_bars_no_other_and_a_refund_is_paid_once() {
    let stage = Stage::open().await;
    let key = stage.waiting().await.payment_key;
    stage.simulator.deposit(ATTEMPT, AMOUNT).unwrap();
    let store = StoreId::new("intake").unwrap();
    let provider = TossPayments::new(BTreeMap::from([(store, stage.client.clone())]));
    let nobodys = ask(&stage, &key, "1111111111");
    for _ in 0..2 {
        let refused = provider.pay_back(&nobodys).await.unwrap_err();
        assert!(
            matches!(refused, GatewayError::AccountRefused(_)),
            "{refused}"
        );
    }
    let nowhere = PayBack {
        account: None,
        ..ask(&stage, &key, "")
    };
    let refused = provider.pay_back(&nowhere).await.unwrap_err();
    assert!(
        matches!(refused, GatewayError::AccountRefused(_)),
        "{refused}"
    );

    let right = ask(&stage, &key, "110123456789");
    let paid = provider.pay_back(&right).await.unwrap();
    assert_eq!(provider.pay_back(&right).await.unwrap(), paid);
    assert_eq!(stage.balance(), [(Way::In, 33_000), (Way::Back, 10_000)]);
}
