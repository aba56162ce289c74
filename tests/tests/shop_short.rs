//! Orders that are paid and whose pieces are not there, over PostgreSQL: they take them when
//! they arrive, and nothing that was cancelled meanwhile.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::order::{LineQuantity, Status};
use domain::{ClaimId, OrderId, Reference, Won};
use shop::Shop;
use shop::amend::Cancellation;
use tests::attend::attend;
use tests::outbox::Outbox;
use tests::pg::Database;
use tests::seen::{order, stock};
use tests::shop::{World, cart, form, offer, pay, place, process, put, shopper, sku};
use tests::working::workers;
use tokio_util::sync::CancellationToken;

async fn arrive(shop: &Shop, name: &str, pieces: u32, note: &str) {
    let note = Reference::new(note).unwrap();
    shop.receive_stock(&process(), &sku(name), pieces, note)
        .await
        .unwrap();
}

fn cancel(claim: &str, line: u32, quantity: u32) -> Cancellation {
    Cancellation {
        claim: ClaimId::new(claim).unwrap(),
        lines: Some(vec![LineQuantity { line, quantity }]),
        reason: "shopper".to_owned(),
    }
}

/// An order of so much tea and one rice, paid after somebody else had bought the tea.
async fn short_of_tea(pieces: u32) -> (Shop, OrderId) {
    short_of_tea_in(&tests::pg::database().await, pieces).await
}

async fn short_of_tea_in(database: &Database, pieces: u32) -> (Shop, OrderId) {
    let world = World::around(Arc::new(database.log().await));
    let shop = world.open();
    offer(&shop, "tea", Won(8_000), pieces).await;
    offer(&shop, "rice", Won(12_000), 10).await;
    let cart = cart();
    put(&shop, cart, "tea", pieces).await;
    put(&shop, cart, "rice", 1).await;
    let form = form(&shop, cart, "late").await.unwrap();
    let late = shop.check_out(&shopper(), &form).await.unwrap().order;
    world.clock.advance(chrono::Duration::days(4));
    let quick = place(&shop, "tea", pieces, "quick").await.unwrap().order;
    pay(&shop, &quick).await.unwrap();
    pay(&shop, &late).await.unwrap();
    let tea = stock(&shop, "tea").await;
    assert_eq!((tea.on_hand(), tea.sold()), (0, i64::from(pieces)));
    // What the database's own clock makes due is due for the workers.
    world.clock.advance(chrono::Duration::days(36_500));
    (shop, late)
}

#[tokio::test]
async fn a_line_cancelled_while_it_was_short_is_not_taken_by_the_next_cancellation() {
    let (shop, late) = short_of_tea(1).await;
    let tea_only = cancel("tea", 0, 1);
    shop.cancel(&shopper(), &late, tea_only).await.unwrap();
    assert_eq!(order(&shop, &late).await.refunded(), Won(8_000));
    arrive(&shop, "tea", 5, "delivery").await;
    let rice_too = cancel("rice", 1, 1);
    shop.cancel(&shopper(), &late, rice_too).await.unwrap();
    let (tea, rice) = (stock(&shop, "tea").await, stock(&shop, "rice").await);
    assert_eq!((tea.on_hand(), tea.sold()), (5, 1));
    assert_eq!((rice.on_hand(), rice.sold()), (10, 0));
    assert_eq!(order(&shop, &late).await.status(), Status::Cancelled);
}

#[tokio::test]
async fn what_is_left_of_a_short_line_is_taken_when_pieces_arrive() {
    let (shop, late) = short_of_tea(3).await;
    let one_less = cancel("one", 0, 1);
    shop.cancel(&shopper(), &late, one_less).await.unwrap();
    arrive(&shop, "tea", 1, "too-few").await;
    attend(&shop).await;
    assert_eq!(stock(&shop, "tea").await.on_hand(), 1);
    arrive(&shop, "tea", 5, "enough").await;
    assert!(attend(&shop).await.is_empty());
    let tea = stock(&shop, "tea").await;
    assert_eq!((tea.on_hand(), tea.sold()), (4, 3 + 2));
    let whole = Cancellation::whole("shopper");
    shop.cancel(&shopper(), &late, whole).await.unwrap();
    let tea = stock(&shop, "tea").await;
    assert_eq!((tea.on_hand(), tea.sold()), (6, 3));
}

#[tokio::test]
async fn pieces_that_come_back_go_to_the_paid_order_that_waits_for_them() {
    let (shop, late) = short_of_tea(2).await;
    let quick = place(&shop, "rice", 1, "another").await.unwrap().order;
    pay(&shop, &quick).await.unwrap();
    arrive(&shop, "tea", 2, "delivery").await;
    assert!(attend(&shop).await.is_empty());
    let tea = stock(&shop, "tea").await;
    assert_eq!((tea.on_hand(), tea.sold()), (0, 4), "taken for {late}");
}

/// Not only when the processes are asked one by one: the workers themselves see to it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_workers_give_pieces_that_arrive_to_the_order_that_waits() {
    let database = tests::pg::database().await;
    let (shop, late) = short_of_tea_in(&database, 2).await;
    let stop = CancellationToken::new();
    let workers = workers(&shop, &database, &Outbox::open()).await;
    let running = {
        let stop = stop.clone();
        tokio::spawn(async move { workers.run(stop).await })
    };
    arrive(&shop, "tea", 3, "delivery").await;
    let patience = Instant::now() + Duration::from_secs(30);
    while stock(&shop, "tea").await.sold() < 4 {
        assert!(Instant::now() < patience, "{late} still waits");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    stop.cancel();
    running.await.unwrap();
    assert_eq!(stock(&shop, "tea").await.on_hand(), 1);
}
