//! Where letters begin: a shop that is older than they are, a backlog, a restart.

use tests::attend::attend;
use tests::shop::pay;

use crate::house::{CANARY, House};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shop_that_is_older_than_its_letters_writes_of_nothing_past() {
    let house = House::open().await;
    let old = house.order("key-1", CANARY).await;
    pay(&house.shop, &old).await.unwrap();
    // Its other processes have read the log already.
    let working = house.work().await;
    house.letters(2).await;
    working.stop().await;
    sqlx::query("DELETE FROM process_checkpoints WHERE process = 'write-to-shoppers'")
        .execute(&house.pool)
        .await
        .unwrap();
    let working = house.work().await;
    let new = house.order("key-2", CANARY).await;
    let letters = house.letters(3).await;
    working.stop().await;
    assert_eq!(letters.len(), 3, "only the new order's");
    assert!(letters[2].text.contains(new.as_str()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reading_the_log_again_sends_nothing_again() {
    let house = House::open().await;
    let order = house.order("key-1", CANARY).await;
    let working = house.work().await;
    house.letters(1).await;
    pay(&house.shop, &order).await.unwrap();
    house.letters(2).await;
    working.stop().await;
    // As after a server crash that lost the last checkpoints: all jobs are added again.
    sqlx::query(
        "UPDATE process_checkpoints SET cursor = '0:0:0' WHERE process = 'write-to-shoppers'",
    )
    .execute(&house.pool)
    .await
    .unwrap();
    let working = house.work().await;
    let marker = house.order("key-2", CANARY).await;
    house.letters(3).await;
    house
        .delivered(&marker, &[("order-received", "sent")])
        .await;
    working.stop().await;
    let keys = house.outbox.letter_keys();
    assert_eq!(keys.len(), 3);
    assert!(keys.values().all(|times| *times == 1), "{keys:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happened_a_fortnight_ago_is_no_news() {
    let house = House::open().await;
    let order = house.order("key-1", CANARY).await;
    attend(&house.shop).await;
    // The log's own clock is the database's; the shop's is moved far ahead of it.
    house.world.clock.advance(chrono::Duration::days(36_500));
    let working = house.work().await;
    let states = [
        ("order-received", "skipped"),
        ("deposit-expired", "skipped"),
    ];
    let skipped = house.delivered(&order, &states).await;
    assert!(
        skipped
            .iter()
            .all(|it| it.reason.as_deref() == Some("too_old"))
    );
    working.stop().await;
    assert_eq!(house.outbox.letters(), []);
}
