//! Where TossPay executes by itself and calls back, and what a developer may ask.

use std::net::IpAddr;

use serde_json::{Value, json};

use super::*;
use crate::paying::listener::Listener;
use crate::paying::telling::Notices;
use crate::tosspay::notice::{Callback, is_tosspay, read};
use crate::tosspay::wire::PayStatus;

fn callback(said: &Value) -> Callback {
    read(&serde_json::to_vec(said).unwrap()).unwrap()
}

fn by_tosspay(listener: &Listener) -> Opened {
    Opened {
        callback: Some(listener.notices()),
        ..opened(ORDER)
    }
}

#[tokio::test]
async fn what_tosspay_executed_is_told_until_it_is_believed_and_asked_for() {
    let listener = Listener::open(3).await;
    let stage = Stage::open().await;
    let (created, returned) = stage.agree(&by_tosspay(&listener)).await;
    assert_eq!(returned.status, PayStatus::Complete);
    let heard = listener.hear(1).await;
    assert_eq!(listener.calls(), 4);
    let told = callback(&heard[0]);
    assert_eq!((told.order_no.as_str(), told.amount), (ORDER, AMOUNT));
    let status = stage.client.believe(&told).await.unwrap().unwrap();
    assert!(status.is_of(&created.pay_token, ORDER, AMOUNT));
    assert_eq!(stage.balance(), [(Way::In, 33_000)]);
    // The shop has nothing to execute any more.
    unknown(stage.client.execute(&created.pay_token, ORDER).await);
}

#[tokio::test]
async fn a_callback_that_lies_is_not_believed() {
    let listener = Listener::open(0).await;
    let stage = Stage::open().await;
    let (created, _) = stage.agree(&by_tosspay(&listener)).await;
    let heard = listener.hear(1).await;
    for (name, lie) in [
        ("amount", json!(1_000)),
        ("orderNo", json!("ORD-2")),
        ("payToken", json!("another")),
    ] {
        let mut said = heard[0].clone();
        said[name] = lie;
        let believed = stage.client.believe(&callback(&said)).await.unwrap();
        assert!(believed.is_none(), "{name}");
    }
    // One that comes before anything was paid.
    let waiting = stage.client.create(&opened("ORD-3")).await.unwrap();
    let early = json!({ "status": "PAY_COMPLETE", "payToken": waiting.pay_token, "orderNo": "ORD-3",
        "amount": 33_000 });
    assert!(
        stage
            .client
            .believe(&callback(&early))
            .await
            .unwrap()
            .is_none()
    );
    let here: IpAddr = "127.0.0.1".parse().unwrap();
    assert!(!is_tosspay(here));
    assert!(
        stage
            .client
            .status(&created.pay_token)
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test]
async fn a_callback_may_come_twice_or_late() {
    let listener = Listener::open(0).await;
    let stage = Stage::open().await;
    stage.simulator.notices(Notices::Held);
    let (created, _) = stage.agree(&by_tosspay(&listener)).await;
    assert!(stage.status(&created.pay_token).await.was_paid());
    stage
        .client
        .refund(&refund(&created.pay_token, "r1", 33_000))
        .await
        .unwrap();
    assert_eq!(listener.calls(), 0);
    stage.simulator.release_notices();
    let late = callback(&listener.hear(1).await[0]);
    // It still says that all is paid; the truth is asked for.
    let status = stage.client.believe(&late).await.unwrap().unwrap();
    assert_eq!(status.refundable_amount, Won::ZERO);
    stage.simulator.notices(Notices::Twice);
    stage.simulator.tell_again(ORDER);
    assert_eq!(listener.hear(3).await.len(), 3);
    assert_eq!(stage.simulator.moves().len(), 2);
}

#[tokio::test]
async fn a_developer_reads_the_books_and_breaks_calls() {
    let stage = Stage::open().await;
    let token = stage.paid(ORDER).await;
    let url = stage.simulator.url();
    let books = books(&url).await;
    assert_eq!(
        (&books[0]["payment"], &books[0]["order"]),
        (&json!(token), &json!(ORDER))
    );
    let fault = json!({"call": "status", "fault": "garbage"});
    assert_eq!(wish(&url, "faults", &fault).await, 200);
    unknown(stage.client.status(&token).await);
    assert!(stage.status(&token).await.was_paid());
}
