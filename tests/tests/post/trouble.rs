//! A post office that fails, refuses, forgets or hangs.

use std::time::{Duration, Instant};

use store::jobs::{JobDesk, JobQuery};
use store::post::{Deliveries, Medium, Suppressions};
use tests::outbox::Mood;
use tests::shop::pay;

use crate::house::{CANARY, House};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_office_that_is_away_gets_the_letter_when_it_is_back() {
    let house = House::open().await;
    house.outbox.is(Mood::Away);
    let working = house.work().await;
    let order = house.order("key-1", CANARY).await;
    let waiting = house
        .delivered(&order, &[("order-received", "waiting")])
        .await;
    assert!(
        waiting[0]
            .reason
            .as_deref()
            .unwrap()
            .contains("connection refused")
    );
    house.outbox.is(Mood::Kind);
    house.letters(1).await;
    let sent = house.delivered(&order, &[("order-received", "sent")]).await;
    assert_eq!(sent[0].provider.as_deref(), Some("outbox"));
    assert!(sent[0].attempts >= 2);
    working.stop().await;
    assert_eq!(house.outbox.letters().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_letter_is_not_tried_again_and_its_job_is_done() {
    let house = House::open().await;
    house.outbox.is(Mood::Refusing);
    let working = house.work().await;
    let order = house.order("key-1", CANARY).await;
    let failed = house
        .delivered(&order, &[("order-received", "failed")])
        .await;
    assert_eq!(failed[0].reason.as_deref(), Some("550 5.1.1"));
    house.outbox.is(Mood::Kind);
    pay(&house.shop, &order).await.unwrap();
    let letters = house.letters(1).await;
    working.stop().await;
    assert_eq!(letters[0].template, "order-paid");
    let desk = JobDesk::new(house.pool.clone());
    assert_eq!(desk.list(&JobQuery::default()).await.unwrap(), []);
}

/// A mail server cannot be asked whether it took a letter: the same letter, by its key, goes again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_is_made_good_with_the_same_letter() {
    let house = House::open().await;
    house.outbox.is(Mood::Forgetful);
    let working = house.work().await;
    let order = house.order("key-1", CANARY).await;
    house.letters(1).await;
    house.outbox.is(Mood::Kind);
    house.delivered(&order, &[("order-received", "sent")]).await;
    working.stop().await;
    assert_eq!(
        house.outbox.letter_keys().len(),
        1,
        "one key, whatever was said"
    );
}

/// Each try may have arrived: a server that never answers in time does not get a letter twenty times.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_that_stays_in_doubt_is_given_up_after_a_few_tries() {
    let house = House::open().await;
    house.outbox.is(Mood::Forgetful);
    let working = house.work().await;
    let order = house.order("key-1", CANARY).await;
    house.letters(1).await;
    // Nobody waits for the engine's own times here.
    let hurry = "UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL";
    let failed = loop {
        sqlx::query(hurry).execute(&house.pool).await.unwrap();
        let book = Deliveries::new(house.pool.clone())
            .about(order.as_str())
            .await
            .unwrap();
        let letter = book.into_iter().find(|it| it.medium == "email").unwrap();
        if letter.state == "failed" {
            break letter;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    working.stop().await;
    assert_eq!(failed.reason.as_deref(), Some("in_doubt"));
    assert_eq!(house.outbox.letters().len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suppressed_address_gets_nothing() {
    let house = House::open().await;
    let address = house.shop.mail_fingerprint(CANARY);
    let list = Suppressions::new(house.pool.clone());
    list.add(Medium::Email, &address, "bounce", None)
        .await
        .unwrap();
    let working = house.work().await;
    let order = house.order("key-1", "Canary-Kim@Example.com").await;
    let why = house
        .delivered(&order, &[("order-received", "skipped")])
        .await;
    assert_eq!(why[0].reason.as_deref(), Some("suppressed"));
    working.stop().await;
    assert_eq!(house.outbox.letters(), []);
}

/// Mail hangs, and checkout goes on as if nothing were.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_office_that_hangs_slows_no_shopper() {
    let house = House::open().await;
    let before = ten_orders(&house, "before").await;
    house.outbox.is(Mood::Hanging);
    let working = house.work().await;
    for number in 0..16 {
        house.order(&format!("hang-{number}"), CANARY).await;
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    let most = before * 5 + Duration::from_secs(2);
    let beside = tokio::time::timeout(most, ten_orders(&house, "beside")).await;
    let beside =
        beside.unwrap_or_else(|_| panic!("ten orders: {before:?}, beside {most:?} and more"));
    println!("ten orders: {before:?}, beside a hanging post office {beside:?}");
    drop(working);
}

async fn ten_orders(house: &House, name: &str) -> Duration {
    let began = Instant::now();
    for number in 0..10 {
        let order = house.order(&format!("{name}-{number}"), CANARY).await;
        pay(&house.shop, &order).await.unwrap();
    }
    began.elapsed()
}
