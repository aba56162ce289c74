//! From the opened payment to the executed one, where the shop executes.

use serde_json::json;

use super::*;
use crate::paying::listener::Listener;
use crate::paying::secret::Secret;
use crate::tosspay::wire::{PayMethod, PayStatus};

#[tokio::test]
async fn money_is_taken_when_the_shop_executes() {
    let stage = Stage::open().await;
    let (created, returned) = stage.agree(&opened(ORDER)).await;
    assert_eq!(returned.status, PayStatus::Approved);
    assert_eq!(returned.order_no, ORDER);
    assert!(stage.simulator.moves().is_empty());
    let token = created.pay_token.as_str();
    assert_eq!(stage.status(token).await.pay_status, PayStatus::Approved);
    let executed = stage.client.execute(token, ORDER).await.unwrap();
    assert!(executed.is_of(token, ORDER, AMOUNT));
    assert_eq!(executed.pay_method, Some(PayMethod::TossMoney));
    assert_eq!(executed.approval_time, "2026-08-01T00:00:00Z".parse().ok());
    let status = stage.status(token).await;
    assert!(status.is_of(token, ORDER, AMOUNT) && status.was_paid());
    assert_eq!(
        (status.amount_vat, status.refundable_amount),
        (Won(3_000), AMOUNT)
    );
    let by_order = stage.client.status_of_order(ORDER).await.unwrap().unwrap();
    assert_eq!(by_order.pay_token, token);
    assert_eq!(stage.balance(), [(Way::In, 33_000)]);
}

#[tokio::test]
async fn executing_twice_takes_money_once() {
    let stage = Stage::open().await;
    let token = stage.paid(ORDER).await;
    let again = unknown(stage.client.execute(&token, ORDER).await);
    assert!(again.contains("PAYMENT_EXISTING_PAYMENT"), "{again}");
    assert!(stage.status(&token).await.was_paid());
    assert_eq!(stage.simulator.moves().len(), 1);
    // An order that was paid opens nothing again.
    let reopened = unknown(stage.client.create(&opened(ORDER)).await);
    assert!(reopened.contains("PAYMENT_EXISTING_PAYMENT"), "{reopened}");
}

#[tokio::test]
async fn nothing_is_executed_before_the_shopper_agrees() {
    let stage = Stage::open().await;
    let created = stage.client.create(&opened(ORDER)).await.unwrap();
    let early = stage.client.execute(&created.pay_token, ORDER).await;
    assert_eq!(code_of(early), "EXECUTE_PAY_NOT_APPROVED");
    let (agreed, _) = stage.agree(&opened("ORD-2")).await;
    let other = stage.client.execute(&agreed.pay_token, ORDER).await;
    assert_eq!(code_of(other), "COMMON_INVALID_PARAMETER");
    let nobody = stage.client.execute("no-such-token", ORDER).await;
    assert_eq!(code_of(nobody), "TRANSACTION_NOT_FOUND");
    assert!(
        stage
            .client
            .status("no-such-token")
            .await
            .unwrap()
            .is_none()
    );
    assert!(stage.simulator.moves().is_empty());
}

#[tokio::test]
async fn a_shopper_may_give_up_close_the_app_or_come_back_late() {
    let stage = Stage::open().await;
    let created = stage.client.create(&opened(ORDER)).await.unwrap();
    let closed = press(stage.window(&created).await, "CARD", "close").await;
    assert_eq!(closed.status(), 200);
    assert_eq!(
        stage.status(&created.pay_token).await.pay_status,
        PayStatus::Standby
    );
    let given_up = press(stage.window(&created).await, "CARD", "fail").await;
    assert_eq!(
        sent_to(&given_up),
        "https://shop.example/pay/cancelled?attempt=7"
    );
    assert_eq!(
        stage.status(&created.pay_token).await.pay_status,
        PayStatus::Cancel
    );
    assert_eq!(stage.window(&created).await.status(), 410);

    // The same order may be tried again.
    let again = stage.client.create(&opened(ORDER)).await.unwrap();
    let late = press(stage.window(&again).await, "CARD", "later").await;
    let refresh = late.headers().get("refresh").unwrap().to_str().unwrap();
    let returned: Returned = query(refresh.split_once("; url=").unwrap().1);
    assert_eq!(returned.pay_method, Some(PayMethod::Card));
    let executed = stage.client.execute(&again.pay_token, ORDER).await.unwrap();
    assert_eq!(executed.pay_method, Some(PayMethod::Card));
    let status = stage.client.status_of_order(ORDER).await.unwrap().unwrap();
    assert_eq!(status.card.unwrap().card_company_code, 1);
}

#[tokio::test]
async fn consent_ends_with_its_time() {
    let stage = Stage::open().await;
    let (created, _) = stage.agree(&opened(ORDER)).await;
    stage.clock.turn(16);
    let late = stage.client.execute(&created.pay_token, ORDER).await;
    assert_eq!(code_of(late), "EXECUTE_PAY_NOT_APPROVED");
    assert_eq!(
        stage.status(&created.pay_token).await.pay_status,
        PayStatus::Cancel
    );
    let longer = Opened {
        expires: "2026-08-01T01:00:00Z".parse().ok(),
        ..opened("ORD-2")
    };
    let (created, _) = stage.agree(&longer).await;
    stage.clock.turn(30);
    assert!(
        stage
            .client
            .execute(&created.pay_token, "ORD-2")
            .await
            .is_ok()
    );
    let too_long = Opened {
        expires: "2026-08-01T05:00:00Z".parse().ok(),
        ..opened("ORD-3")
    };
    let refusal = stage.client.create(&too_long).await;
    assert_eq!(code_of(refusal), "COMMON_INVALID_PARAMETER");
}

#[tokio::test]
async fn what_is_declined_hangs_or_is_told_wrongly_is_seen() {
    let stage = Stage::open().await;
    let (created, _) = stage.agree(&opened(ORDER)).await;
    stage.simulator.decline("COMMON_NOT_ENOUGH_CASH", 1);
    let poor = stage.client.execute(&created.pay_token, ORDER).await;
    assert_eq!(code_of(poor), "COMMON_NOT_ENOUGH_CASH");

    let (created, _) = stage.agree(&opened(ORDER)).await;
    stage.simulator.stall(1);
    let hangs = unknown(stage.client.execute(&created.pay_token, ORDER).await);
    assert!(hangs.contains("TRANSACTION_PENDING_ERROR"), "{hangs}");
    assert_eq!(
        stage.status(&created.pay_token).await.pay_status,
        PayStatus::Progress
    );
    assert!(stage.simulator.moves().is_empty());
    stage.simulator.finish();
    assert!(stage.status(&created.pay_token).await.was_paid());
    assert_eq!(stage.simulator.moves().len(), 1);

    let (created, _) = stage.agree(&opened("ORD-2")).await;
    stage.simulator.tell_wrong_amounts(1);
    let told = stage
        .client
        .execute(&created.pay_token, "ORD-2")
        .await
        .unwrap();
    assert!(!told.is_of(&created.pay_token, "ORD-2", AMOUNT));
}

#[tokio::test]
async fn who_does_not_know_the_key_learns_and_does_nothing() {
    let stage = Stage::open().await;
    let (created, _) = stage.agree(&opened(ORDER)).await;
    let stranger = Settings {
        api_key: Secret::new("sk_test_another"),
        ..settings(&stage.simulator)
    };
    assert!(!format!("{stranger:?}").contains("sk_test"));
    let stranger = Client::new(stranger).unwrap();
    let executed = stranger.execute(&created.pay_token, ORDER).await;
    let why = "401 COMMON_INVALID_API_KEY";
    assert!(matches!(executed, Err(CallError::NotSent(said)) if said == why));
    assert!(stranger.status(&created.pay_token).await.is_err());
    assert!(stranger.create(&opened("ORD-2")).await.is_err());
    assert!(stage.simulator.moves().is_empty());
}

#[tokio::test]
async fn what_they_would_not_take_is_not_sent() {
    let listener = Listener::open(0).await;
    let client = Client::new(Settings {
        base: listener.url(),
        ..Settings::new(Secret::new("sk_test_demo"))
    });
    let client = client.unwrap();
    let odd = [
        Opened {
            order: "주문 1".to_owned(),
            ..opened(ORDER)
        },
        Opened {
            amount: Won(10_000_000),
            ..opened(ORDER)
        },
        Opened {
            amount: Won::ZERO,
            ..opened(ORDER)
        },
        Opened {
            tax_free: Won(33_001),
            ..opened(ORDER)
        },
    ];
    for opened in odd {
        let sent = client.create(&opened).await;
        assert!(matches!(sent, Err(CallError::NotSent(_))), "{opened:?}");
    }
    for refund in [
        refund("t", "", 1),
        refund("t", &"x".repeat(37), 1),
        refund("t", "r", 0),
    ] {
        let sent = client.refund(&refund).await;
        assert!(matches!(sent, Err(CallError::NotSent(_))), "{refund:?}");
    }
    assert_eq!(listener.calls(), 0);
}

#[tokio::test]
async fn the_simulator_checks_each_field() {
    let stage = Stage::open().await;
    let right = json!({
        "apiKey": Account::simulated("").api_key.text(), "orderNo": ORDER, "productDesc": "면 티셔츠",
        "retUrl": "https://shop.example/back", "retCancelUrl": "https://shop.example/cancel",
        "autoExecute": false, "amount": 33_000, "amountTaxFree": 0,
    });
    let ask = async |name: &str, value: serde_json::Value| {
        let mut body = right.clone();
        body[name] = value;
        let url = format!("{}/api/v2/payments", stage.simulator.url());
        let answer = browser().post(url).json(&body).send().await.unwrap();
        let told: serde_json::Value = answer.json().await.unwrap();
        told["errorCode"].as_str().map(str::to_owned)
    };
    for (name, value) in [
        ("orderNo", json!("주문")),
        ("productDesc", json!("\"")),
        ("retUrl", json!("javascript:x")),
        ("autoExecute", json!(true)),
        ("amount", json!(10_000_000)),
        ("amountVat", json!(2_999)),
        ("amountTaxFree", json!(-1)),
        (
            "resultCallback",
            json!("https://shop.example:8443/callback"),
        ),
        ("expiredTime", json!("2026-08-01 08:59:59")),
    ] {
        let code = ask(name, value.clone()).await;
        assert_eq!(
            code.as_deref(),
            Some("COMMON_INVALID_PARAMETER"),
            "{name} {value}"
        );
    }
    assert_eq!(ask("amountVat", json!(3_000)).await, None);
}
