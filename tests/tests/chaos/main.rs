//! Killing a running shop: its pages, its workers, its database, at random moments under
//! load. Every acknowledged step must be there afterwards, once, and the doctor content.
//!
//! Run by `ops/chaos`; each test prints its seed, `CHAOS_SEED=…` repeats it.

#![allow(clippy::unwrap_used)]

mod buyer;
mod letters;
mod members;
mod process;
mod visitor;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use domain::Won;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tests::pg::{Cluster, Database, database};
use tests::shop::{World, offer};

use buyer::{Bought, Crowd};
use process::{Running, Tools};

/// Checkouts in the test that kills pages.
const CHECKOUTS: usize = 2_000;
/// Checkouts in the test that kills workers.
const CLAIMS: usize = 150;
/// How often the database is killed.
const KILLS: usize = 50;
/// Ready again within ten seconds.
const READY: Duration = Duration::from_secs(10);

fn seed() -> StdRng {
    let seed = std::env::var("CHAOS_SEED")
        .ok()
        .and_then(|text| text.parse().ok());
    let seed = seed.unwrap_or_else(|| rand::rng().random());
    println!("CHAOS_SEED={seed}");
    StdRng::seed_from_u64(seed)
}

/// Something to sell, and programs over this database.
async fn shop(database: &Database) -> Tools {
    let log = Arc::new(database.log().await);
    let shop = World::around(log).open();
    offer(&shop, "rice", Won(12_000), 1_000_000).await;
    offer(&shop, "tea", Won(8_000), 1_000_000).await;
    Tools::new(database.clone())
}

/// Kills a program again and again until told to stop, and starts it anew each time.
async fn keep_killing(
    mut running: Running,
    mut random: StdRng,
    pause: std::ops::Range<u64>,
    stop: Arc<AtomicBool>,
) -> (Running, usize) {
    let mut kills = 0;
    while !stop.load(Ordering::Relaxed) {
        tokio::time::sleep(Duration::from_millis(random.random_range(pause.clone()))).await;
        running.kill().await;
        kills += 1;
        running = running.again().await;
    }
    (running, kills)
}

/// What was acknowledged is in the log, and everything adds up.
async fn whole(tools: &Tools, database: &Database, bought: &[Bought]) {
    let pool = database.pool().await;
    let paid: Vec<String> = sqlx::query_scalar(
        "SELECT aggregate_id FROM events WHERE aggregate_type = 'order' AND event_type = 'OrderPaid'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let paid: std::collections::BTreeSet<_> = paid.into_iter().collect();
    for order in bought {
        assert!(
            paid.contains(&order.order),
            "order {} was paid for and is lost",
            order.order
        );
    }
    let orders: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM events WHERE aggregate_type = 'order' AND event_type = 'OrderPlaced'",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    assert_eq!(
        usize::try_from(orders).unwrap(),
        bought.len(),
        "an order too many or too few"
    );
    pool.close().await;
    tools.doctor();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "chaos: kills the pages during 2,000 checkouts; minutes"]
async fn pages_killed_at_random_lose_no_order() {
    let mut random = seed();
    let database = database().await;
    let tools = shop(&database).await;
    let workers = tools.work().await;
    let web = tools.web().await;
    let crowd = Crowd::at(&web.address, tools.books());
    let stop = Arc::new(AtomicBool::new(false));
    let killing = tokio::spawn(keep_killing(
        web,
        StdRng::seed_from_u64(random.random()),
        300..3_000,
        stop.clone(),
    ));
    let bought = crowd.buy(CHECKOUTS, 12).await;
    stop.store(true, Ordering::Relaxed);
    let (web, kills) = killing.await.unwrap();
    println!("{CHECKOUTS} checkouts, pages killed {kills} times");
    assert!(kills >= 10, "the pages were killed only {kills} times");
    tools.quiet(&database).await;
    drop((web, workers));
    whole(&tools, &database, &bought).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "chaos: kills workers and cancellations at random; minutes"]
async fn workers_killed_at_random_pay_every_refund_once() {
    let mut random = seed();
    let database = database().await;
    let tools = shop(&database).await;
    let workers = tools.work().await;
    let web = tools.web().await;
    let stop = Arc::new(AtomicBool::new(false));
    let killing = tokio::spawn(keep_killing(
        workers,
        StdRng::seed_from_u64(random.random()),
        100..1_500,
        stop.clone(),
    ));
    let bought = Crowd::at(&web.address, tools.books()).buy(CLAIMS, 4).await;
    for order in &bought {
        // Staff cancel, and their program dies somewhere on the way.
        tools
            .cancel_and_kill(
                &order.order,
                Duration::from_millis(random.random_range(0..400)),
            )
            .await;
    }
    stop.store(true, Ordering::Relaxed);
    let (_workers, kills) = killing.await.unwrap();
    println!("{CLAIMS} cancellations, workers killed {kills} times");
    tools.quiet(&database).await;
    whole(&tools, &database, &bought).await;
    assert_refunded_once(&tools, &database).await;
}

/// Each cancelled order's money went back exactly once, by our books and the provider's.
async fn assert_refunded_once(tools: &Tools, database: &Database) {
    let pool = database.pool().await;
    let (cancelled, refunded): (i64, i64) = sqlx::query_as(
        "SELECT count(*) FILTER (WHERE event_type = 'LinesCancelled'),
                count(*) FILTER (WHERE event_type = 'OrderRefunded') FROM events",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    assert!(
        cancelled > 0,
        "every cancellation died before it was written"
    );
    assert_eq!(cancelled, refunded, "a refund is missing or doubled");
    let entries = tools.books().entries().unwrap();
    let refunds = entries
        .iter()
        .filter(|entry| matches!(entry, gateways::books::Entry::Refund { .. }))
        .count();
    assert_eq!(i64::try_from(refunds).unwrap(), refunded);
    println!("{cancelled} refunds, each paid once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "chaos: kill -9 of the postmaster, 50 times under load; minutes"]
async fn a_database_killed_fifty_times_loses_nothing_acknowledged() {
    let mut random = seed();
    let cluster = Arc::new(tokio::task::spawn_blocking(Cluster::start).await.unwrap());
    let database = cluster.database().await;
    let tools = shop(&database).await;
    let _workers = tools.work().await;
    let web = tools.web().await;
    let crowd = Crowd::at(&web.address, tools.books());
    let done = Arc::new(AtomicBool::new(false));
    let buying = tokio::spawn({
        let done = done.clone();
        async move { crowd.buy_until(&done, 6).await }
    });
    let mut slowest = Duration::ZERO;
    for _ in 0..KILLS {
        tokio::time::sleep(Duration::from_millis(random.random_range(300..2_000))).await;
        let cut = cluster.clone();
        tokio::task::spawn_blocking(move || {
            cut.kill_9();
            cut.restart();
        })
        .await
        .unwrap();
        let began = Instant::now();
        web.ready().await;
        slowest = slowest.max(began.elapsed());
    }
    done.store(true, Ordering::Relaxed);
    let bought = buying.await.unwrap();
    println!(
        "{} checkouts, {KILLS} kills, ready again after {slowest:?} at most",
        bought.len()
    );
    assert!(slowest < READY, "ready only after {slowest:?}");
    tools.quiet(&database).await;
    whole(&tools, &database, &bought).await;
}
