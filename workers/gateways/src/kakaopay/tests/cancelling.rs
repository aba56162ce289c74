//! Giving back.

use super::*;
use crate::kakaopay::wire::{Standing, Status};

#[tokio::test]
async fn money_goes_back_in_parts_until_nothing_is_left() {
    for generation in [Generation::Current, Generation::Legacy] {
        let scene = Scene::new(generation).await;
        let paid = scene.paid("ORD-1").await;
        let first = scene
            .client
            .cancel(&back(&paid.tid, 11_000, 33_000))
            .await
            .unwrap();
        assert_eq!(first.status, Status::PartCancelPayment);
        assert_eq!(first.approved_cancel_amount.total, Won(11_000));
        assert_eq!(first.cancel_available_amount.total, Won(22_000));
        let last = scene
            .client
            .cancel(&back(&paid.tid, 22_000, 22_000))
            .await
            .unwrap();
        assert_eq!(last.status, Status::CancelPayment);
        assert_eq!(
            (last.canceled_amount.total, last.canceled_amount.vat),
            (Won(33_000), Won(3_000))
        );
        assert_eq!(scene.balance("ORD-1"), Won::ZERO);
        let order = scene.client.order(&paid.tid).await.unwrap();
        assert_eq!(order.status.standing(), Standing::Cancelled);
        assert_eq!(order.payment_action_details.len(), 3);
    }
}

#[tokio::test]
async fn all_of_it_goes_back_at_once() {
    let scene = Scene::current().await;
    let paid = scene.paid("ORD-1").await;
    let cancelled = scene
        .client
        .cancel(&back(&paid.tid, 33_000, 33_000))
        .await
        .unwrap();
    assert_eq!(cancelled.status.standing(), Standing::Cancelled);
    assert_eq!(cancelled.canceled_at, "2026-08-01T00:00:00Z".parse().ok());
}

#[tokio::test]
async fn never_more_than_there_is() {
    let scene = Scene::current().await;
    let paid = scene.paid("ORD-1").await;
    let too_much = scene.client.cancel(&back(&paid.tid, 33_001, 33_001)).await;
    assert!(is_refused(&too_much, "-710"), "{too_much:?}");
    assert_eq!(scene.balance("ORD-1"), Won(33_000));
}

#[tokio::test]
async fn the_same_cancel_twice_gives_back_once() {
    let scene = Scene::current().await;
    let paid = scene.paid("ORD-1").await;
    let ask = back(&paid.tid, 11_000, 33_000);
    scene.client.cancel(&ask).await.unwrap();
    let again = scene.client.cancel(&ask).await;
    assert!(is_refused(&again, "-722"), "{again:?}");
    assert_eq!(scene.balance("ORD-1"), Won(22_000));
}

#[tokio::test]
async fn what_was_not_paid_is_not_given_back() {
    let scene = Scene::current().await;
    let ready = scene.client.ready(&asked("ORD-1")).await.unwrap();
    let cancelled = scene.client.cancel(&back(&ready.tid, 33_000, 33_000)).await;
    assert!(is_refused(&cancelled, "-710"), "{cancelled:?}");
}

#[tokio::test]
async fn more_tax_than_was_paid_is_not_given_back() {
    let scene = Scene::current().await;
    let paid = scene.paid("ORD-1").await;
    let mut ask = back(&paid.tid, 11_000, 33_000);
    ask.cancel_vat_amount = Won(3_001);
    assert!(is_refused(&scene.client.cancel(&ask).await, "-722"));
    ask.cancel_vat_amount = Won(1_000);
    ask.cancel_tax_free_amount = Won(1);
    assert!(is_refused(&scene.client.cancel(&ask).await, "-722"));
}

#[tokio::test]
async fn a_simulator_that_was_closed_pays_back_what_it_took() {
    let directory = std::env::temp_dir().join(uuid::Uuid::new_v4().to_string());
    let file = directory.join("kakaopay.json");
    let clock = HandClock::morning();
    let open = async || {
        let kept = Some(file.clone());
        let open = Simulator::open(Account::default(), clock.clone(), 0, kept);
        let simulator = open.await.unwrap();
        let client = simulator.client(Generation::Current).unwrap();
        (simulator, client)
    };
    let (simulator, client) = open().await;
    let scene = Scene {
        simulator,
        client,
        clock: clock.clone(),
    };
    let paid = scene.paid("ORD-1").await;
    drop(scene);
    let (simulator, client) = open().await;
    client
        .cancel(&back(&paid.tid, 33_000, 33_000))
        .await
        .unwrap();
    assert_eq!(simulator.moves().all().len(), 2);
    std::fs::remove_dir_all(directory).unwrap();
}
