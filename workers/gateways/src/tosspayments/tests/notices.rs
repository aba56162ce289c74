//! What the shop is told, and what a developer may ask.

use serde_json::{Value, json};

use super::*;
use crate::paying::listener::Listener;
use crate::paying::secret::Secret;
use crate::paying::telling::Notices;
use crate::tosspayments::notice::{Deposit, Notice, read};
use crate::tosspayments::wire::Status;

fn notices(heard: &[Value]) -> Vec<Notice> {
    let bodies = heard.iter().map(|said| serde_json::to_vec(said).unwrap());
    bodies.map(|body| read(&body).unwrap()).collect()
}

fn deposits(heard: &[Value]) -> Vec<Deposit> {
    let deposit = |notice| match notice {
        Notice::Deposit(deposit) => Some(deposit),
        _ => None,
    };
    notices(heard).into_iter().filter_map(deposit).collect()
}

#[tokio::test]
async fn a_deposit_is_told_until_it_is_believed() {
    let listener = Listener::open(0).await;
    let stage = Stage::telling(Some(listener.notices())).await;
    let issued = stage.waiting().await;
    let told = listener.hear(1).await;
    assert!(matches!(&notices(&told)[0], Notice::Changed(changed) if changed.order_id == ORDER));

    let stubborn = Listener::open(3).await;
    let stage_two = Stage::telling(Some(stubborn.notices())).await;
    let other = stage_two.waiting().await;
    stage_two.simulator.deposit(ORDER, AMOUNT).unwrap();
    let heard = stubborn.hear(3).await;
    assert!(stubborn.calls() >= 6);
    let deposits = deposits(&heard);
    assert_eq!(deposits.len(), 1);
    assert_eq!(deposits[0].status, Status::Done);
    // Only its own payment's secret fits.
    assert!(deposits[0].is_about(&other));
    assert!(!deposits[0].is_about(&issued));
    assert!(!deposits[0].is_of(ORDER, &Secret::new("")));
}

#[tokio::test]
async fn a_card_payment_and_its_refund_are_told_as_changes_only() {
    let listener = Listener::open(0).await;
    let stage = Stage::telling(Some(listener.notices())).await;
    let key = stage.paid(ORDER).await.payment_key;
    let all = crate::tosspayments::asks::Cancel {
        cancel_reason: "단순 변심".to_owned(),
        ..Default::default()
    };
    stage.client.cancel(&key, &all, "refund-1").await.unwrap();
    let heard = listener.hear(2).await;
    for notice in notices(&heard) {
        let Notice::Changed(changed) = notice else {
            panic!("{notice:?}");
        };
        // What a change says is not believed: it is asked for.
        let asked = stage
            .client
            .payment(&changed.payment_key)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (asked.status, changed.order_id),
            (Status::Canceled, ORDER.to_owned())
        );
    }
}

#[tokio::test]
async fn notices_may_come_twice_and_out_of_order() {
    let listener = Listener::open(0).await;
    let stage = Stage::telling(Some(listener.notices())).await;
    stage.simulator.notices(Notices::Held);
    stage.waiting().await;
    stage.simulator.deposit(ORDER, AMOUNT).unwrap();
    stage.simulator.reverse(ORDER).unwrap();
    assert_eq!(listener.calls(), 0);
    stage.simulator.release_notices();
    let heard = listener.hear(5).await;
    let mut states: Vec<_> = deposits(&heard).into_iter().map(|one| one.status).collect();
    states.sort_by_key(|status| status.word().to_owned());
    assert_eq!(states, [Status::Done, Status::WaitingForDeposit]);

    stage.simulator.notices(Notices::Twice);
    stage.simulator.tell_again(ORDER);
    let heard = listener.hear(9).await;
    let again = deposits(&heard[5..]);
    assert_eq!(again.len(), 2);
    assert!(
        again
            .iter()
            .all(|one| one.status == Status::WaitingForDeposit)
    );
}

#[tokio::test]
async fn a_developer_reads_the_books_breaks_calls_and_pays_in() {
    let stage = Stage::open().await;
    stage.waiting().await;
    let url = stage.simulator.url();
    let post = async |what: &str, body: Value| wish(&url, what, &body).await;
    let wrong = json!({"order": ORDER, "amount": 1});
    assert_eq!(post("deposits", wrong).await, 409);
    let right = json!({"order": ORDER, "amount": 33_000});
    assert!(post("deposits", right).await < 300);
    let books = books(&url).await;
    assert_eq!(
        (&books[0]["way"], &books[0]["amount"]),
        (&json!("in"), &json!(33_000))
    );
    assert!(post("reversals", json!({"order": ORDER})).await < 300);
    assert_eq!(stage.simulator.moves().len(), 2);
    let fault = json!({"call": "status", "fault": "unavailable", "times": 1});
    assert!(post("faults", fault).await < 300);
    let broken = stage.client.payment_of_order(ORDER).await;
    assert!(matches!(broken, Err(CallError::Unknown(_))));
    assert_eq!(
        stage.of_order(ORDER).await.status,
        Status::WaitingForDeposit
    );
}
