//! Webhooks: believed by their signature, repeated until they are acknowledged, and only hints.

use super::*;
use crate::portone::sign::NotBelieved;
use crate::portone::webhook::Kind;

#[tokio::test]
async fn each_step_is_told() {
    let mut scene = Scene::new().await;
    scene.issued("ORD-1").await;
    assert_eq!(scene.heard().await.kind, Kind::Ready);
    assert_eq!(scene.heard().await.kind, Kind::VirtualAccountIssued);
    scene.simulator.deposit("ORD-1", Won(33_000)).unwrap();
    let paid = scene.heard().await;
    assert_eq!((paid.kind, paid.at), (Kind::Paid, Some(scene.clock.now())));
    let subject = paid.subject.unwrap();
    assert_eq!(
        (subject.payment.as_str(), subject.store.as_str()),
        ("ORD-1", "store-demo")
    );
    assert_eq!(
        subject.transaction,
        scene.payment("ORD-1").await.transaction_id
    );

    let mut ask = back(11_000, 33_000);
    ask.refund_account = Some(account());
    let cancelled = scene.client.cancel("ORD-1", &ask).await.unwrap();
    let told = scene.heard().await;
    assert_eq!(told.kind, Kind::PartialCancelled);
    assert_eq!(told.subject.unwrap().cancellation, Some(cancelled.id));
    ask = CancelAsk {
        refund_account: Some(account()),
        ..back(22_000, 22_000)
    };
    scene.client.cancel("ORD-1", &ask).await.unwrap();
    assert_eq!(scene.heard().await.kind, Kind::Cancelled);
}

#[tokio::test]
async fn a_failure_is_told() {
    let mut scene = Scene::new().await;
    scene
        .choose(&asked("ORD-1", PayMethod::Card), "CARD", "fail")
        .await;
    assert_eq!(scene.heard().await.kind, Kind::Ready);
    assert_eq!(scene.heard().await.kind, Kind::Failed);
}

#[tokio::test]
async fn a_cancel_that_is_only_taken_is_told_twice() {
    let mut scene = Scene::new().await;
    scene.paid("ORD-1").await;
    scene.simulator.delay_cancel();
    scene
        .client
        .cancel("ORD-1", &back(33_000, 33_000))
        .await
        .unwrap();
    scene.simulator.finish_cancels();
    let mut kinds = Vec::new();
    for _ in 0..4 {
        kinds.push(scene.heard().await.kind);
    }
    assert_eq!(
        kinds,
        [
            Kind::Ready,
            Kind::Paid,
            Kind::CancelPending,
            Kind::Cancelled
        ]
    );
}

#[tokio::test]
async fn what_is_not_acknowledged_is_told_again_with_the_same_id() {
    let mut scene = Scene::new().await;
    scene.ear.answers.lock().unwrap().extend([500, 404, 302]);
    scene.simulator.hold_webhooks();
    scene.paid("ORD-1").await;
    scene.simulator.release_webhooks(false);
    let mut ready = Vec::new();
    let mut paid = Vec::new();
    // Five calls: two things are told, and three times nobody acknowledged.
    for _ in 0..5 {
        let heard = scene.heard().await;
        let told = if heard.kind == Kind::Ready {
            &mut ready
        } else {
            &mut paid
        };
        told.push(heard);
    }
    for told in [&ready, &paid] {
        assert!(!told.is_empty());
        assert!(told.iter().all(|heard| heard == &told[0]), "{told:?}");
    }
    assert_ne!(ready[0].id, paid[0].id);
}

#[tokio::test]
async fn a_webhook_that_comes_twice_has_one_id() {
    let mut scene = Scene::new().await;
    scene.simulator.double_webhooks(2);
    scene.paid("ORD-1").await;
    let mut heard = Vec::new();
    for _ in 0..4 {
        heard.push(scene.heard().await);
    }
    assert_eq!((&heard[0], &heard[2]), (&heard[1], &heard[3]));
    assert_ne!(heard[0].id, heard[2].id);
}

#[tokio::test]
async fn webhooks_come_out_of_order_and_before_the_browser() {
    let mut scene = Scene::new().await;
    scene.simulator.hold_webhooks();
    let window = scene.window(&asked("ORD-1", PayMethod::Card)).await;
    press(window, "CARD", "later").await;
    scene.simulator.release_webhooks(true);
    assert_eq!(scene.heard().await.kind, Kind::Paid);
    // What comes last says least: only asking tells where the payment is.
    assert_eq!(scene.heard().await.kind, Kind::Ready);
    assert_eq!(scene.payment("ORD-1").await.status, Status::Paid);
}

#[tokio::test]
async fn what_somebody_else_signed_is_not_believed() {
    let mut scene = Scene::new().await;
    scene.simulator.forge_webhooks(1);
    scene.paid("ORD-1").await;
    let (headers, body) = scene.ear.next().await;
    let secret = Account::default().webhook_secret().unwrap();
    let believed = webhook::read(&secret, &headers, &body, scene.clock.now());
    assert_eq!(believed, Err(NotBelieved::WrongSignature));
    assert_eq!(scene.heard().await.kind, Kind::Ready);
}

#[tokio::test]
async fn what_was_recorded_cannot_be_played_again_later() {
    let mut scene = Scene::new().await;
    scene.paid("ORD-1").await;
    let (headers, body) = scene.ear.next().await;
    scene.clock.turn(6);
    let secret = Account::default().webhook_secret().unwrap();
    let believed = webhook::read(&secret, &headers, &body, scene.clock.now());
    assert_eq!(believed, Err(NotBelieved::TooOld));
}

#[tokio::test]
async fn the_last_webhook_is_told_again_when_asked_for() {
    let mut scene = Scene::new().await;
    scene.paid("ORD-1").await;
    scene.heard().await;
    let paid = scene.heard().await;
    scene.clock.turn(60);
    scene.client.resend_webhook("ORD-1").await.unwrap();
    // Signed anew: an hour later it is believed as well.
    assert_eq!(scene.heard().await, paid);
    let missing = scene.client.resend_webhook("ORD-2").await;
    assert!(is_refused(&missing, "PAYMENT_NOT_FOUND"), "{missing:?}");
}

#[tokio::test]
async fn a_payments_own_addresses_come_before_the_stores() {
    let mut scene = Scene::new().await;
    let mut other = Ear::open().await;
    let mut ask = asked("ORD-1", PayMethod::Card);
    ask.notice_urls = vec![format!("{}/hook", other.open.url())];
    scene.choose(&ask, "CARD", "approve").await;
    for _ in 0..2 {
        other.next().await;
    }
    scene.paid("ORD-2").await;
    let first = scene.heard().await.subject.unwrap();
    assert_eq!(first.payment, "ORD-2");
}

#[tokio::test]
async fn a_deposit_that_the_bank_takes_back_is_told() {
    let mut scene = Scene::new().await;
    scene.issued("ORD-1").await;
    scene.simulator.deposit("ORD-1", Won(33_000)).unwrap();
    assert!(scene.simulator.reverse("ORD-1"));
    assert!(!scene.simulator.reverse("ORD-1"));
    let mut last = scene.heard().await;
    for _ in 0..3 {
        last = scene.heard().await;
    }
    assert_eq!(last.kind, Kind::Cancelled);
    assert_eq!(scene.payment("ORD-1").await.status, Status::Cancelled);
    assert_eq!(scene.balance("ORD-1"), Won::ZERO);
}
