//! Projections under the faults they must survive.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use projections::{
    Event, Fault, Kind, Projection, Scope, Table, catalogue, named, orders, parked, retry, status,
};
use sqlx::PgPool;
use store::{Commit, Cursor, EventLog, MemoryLog, NewEvent, StreamKey};
use tests::folded::{Running, all_equal, catch_up, source};
use tests::made_up::{Mix, history};
use tests::pg;
use uuid::Uuid;

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(20);

async fn append(log: &Arc<dyn EventLog>, commits: impl IntoIterator<Item = Commit>) -> Cursor {
    let mut last = Cursor::default();
    for commit in commits {
        last = log.append(&[commit]).await.pop().unwrap().unwrap();
    }
    last
}

fn raw(kind: &'static str, id: &str, expected: i64, events: &[(&'static str, &str)]) -> Commit {
    let new = |(name, payload): &(&'static str, &str)| NewEvent {
        event_id: Uuid::new_v4(),
        event_type: (*name).into(),
        event_version: "1".into(),
        payload: (*payload).to_owned(),
        metadata: "{}".to_owned(),
    };
    Commit {
        stream: StreamKey::new(kind, id),
        expected,
        events: events.iter().map(new).collect(),
    }
}

fn listing(id: &str, name: &str) -> String {
    format!(
        r#"{{"ProductListed":{{"listing":{{"product":"{id}","store":"demo","name":"{name}","category":"rice",
           "category_name":"쌀","tax":"Taxable","variants":[{{"sku":"{id}-1","price":1000}}]}}}}}}"#
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_whose_transaction_stalls_is_projected_when_it_commits() {
    let database = pg::database().await;
    let (pool, mut client) = (database.pool().await, database.client().await);
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    let running = Running::start(&pool, &log).await;

    let stalled = client.transaction().await.unwrap();
    let insert = "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
                  VALUES ('product', 'late', 1, 'ProductListed', '1', $1::text::json, '{}')";
    stalled
        .execute(insert, &[&listing("late", "늦은 쌀")])
        .await
        .unwrap();
    let quick = append(
        &log,
        [raw(
            "product",
            "quick",
            0,
            &[("ProductListed", &listing("quick", "빠른 쌀"))],
        )],
    )
    .await;
    assert!(
        !running.progress.wait_for("catalogue", quick, SHORT).await,
        "nothing may pass the stalled one"
    );

    stalled.commit().await.unwrap();
    assert!(running.progress.wait_for("catalogue", quick, LONG).await);
    for id in ["late", "quick"] {
        assert!(
            catalogue::product(&pool, "demo", id)
                .await
                .unwrap()
                .is_some(),
            "{id}"
        );
    }
    running.stop().await;
    all_equal(&pool, &log).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_commit_and_projection_loses_and_doubles_nothing() {
    let pool = pg::database().await.pool().await;
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
    let commits: Vec<_> = history(Mix {
        orders: 200,
        ..Mix::default()
    })
    .collect();
    for part in commits.chunks(300) {
        append(&log, part.iter().cloned()).await;
        let running = Running::start(&pool, &log).await;
        tokio::time::sleep(Duration::from_millis(15)).await;
        running.crash_long_ago().await;
    }
    catch_up(&pool, &log).await;
    all_equal(&pool, &log).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poison_event_is_parked_with_its_stream_and_the_rest_flows() {
    let pool = pg::database().await.pool().await;
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
    append(
        &log,
        history(Mix {
            orders: 20,
            ..Mix::default()
        }),
    )
    .await;
    // Not readable at all; readable but refused by the database; refused by the fold itself.
    append(
        &log,
        [raw(
            "product",
            "torn",
            0,
            &[("ProductListed", r#"{"ProductListed":{}}"#)],
        )],
    )
    .await;
    append(
        &log,
        [raw(
            "product",
            "torn",
            1,
            &[("ProductHidden", r#"{"ProductHidden":{}}"#)],
        )],
    )
    .await;
    append(
        &log,
        [raw(
            "product",
            "nul",
            0,
            &[("ProductListed", &listing("nul", r"a\u0000b"))],
        )],
    )
    .await;
    let cart = Uuid::new_v4().to_string();
    let change = r#"{"QuantityChanged":{"sku":"nothing","quantity":2}}"#;
    append(
        &log,
        [raw("cart", &cart, 0, &[("QuantityChanged", change)])],
    )
    .await;
    append(
        &log,
        [raw(
            "product",
            "good",
            0,
            &[("ProductListed", &listing("good", "좋은 쌀"))],
        )],
    )
    .await;
    catch_up(&pool, &log).await;

    assert!(
        catalogue::product(&pool, "demo", "good")
            .await
            .unwrap()
            .is_some()
    );
    let left = parked(&pool, Some("catalogue"), 10).await.unwrap();
    let seen: Vec<_> = left
        .iter()
        .map(|event| (event.stream.as_str(), event.sequence, event.error.is_some()))
        .collect();
    assert_eq!(
        seen,
        [("torn", 1, true), ("torn", 2, false), ("nul", 1, true)]
    );
    let in_cart = parked(&pool, Some("cart"), 10).await.unwrap();
    assert_eq!(
        in_cart.len(),
        4,
        "the cart's own, and the same three products"
    );
    assert_eq!(parked(&pool, Some("orders"), 10).await.unwrap(), []);
    all_equal(&pool, &log).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parked_stream_is_folded_after_all_when_it_can_be_read() {
    let database = pg::database().await;
    let (pool, client) = (database.pool().await, database.client().await);
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    let running = Running::start(&pool, &log).await;
    append(
        &log,
        [raw(
            "product",
            "torn",
            0,
            &[("ProductListed", r#"{"ProductListed":{}}"#)],
        )],
    )
    .await;
    let last = append(
        &log,
        [raw(
            "product",
            "torn",
            1,
            &[("ProductShown", r#"{"ProductShown":{}}"#)],
        )],
    )
    .await;
    running.reaches(last).await;
    assert!(
        catalogue::product(&pool, "demo", "torn")
            .await
            .unwrap()
            .is_none()
    );

    let catalogue = named("catalogue").unwrap();
    let again = retry(&pool, &source(&log), catalogue.as_ref())
        .await
        .unwrap();
    assert_eq!((again.folded, again.parked), (0, 1));
    // What mended code would do, the test does to the event.
    let mend =
        "UPDATE events SET payload = $1::text::json WHERE aggregate_id = 'torn' AND sequence = 1";
    client
        .execute(mend, &[&listing("torn", "고친 쌀")])
        .await
        .unwrap();
    for name in ["catalogue", "cart"] {
        let again = retry(&pool, &source(&log), named(name).unwrap().as_ref())
            .await
            .unwrap();
        assert_eq!((again.folded, again.parked), (1, 0));
    }
    // The running runner must have forgotten that the stream was parked.
    let last = append(
        &log,
        [raw(
            "product",
            "torn",
            2,
            &[(
                "PriceChanged",
                r#"{"PriceChanged":{"sku":"torn-1","price":900}}"#,
            )],
        )],
    )
    .await;
    running.reaches(last).await;
    let page = catalogue::product(&pool, "demo", "torn")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(page.listing.variants[0].price.0, 900);
    running.stop().await;
    all_equal(&pool, &log).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_event_stops_the_projection_loudly_and_only_it() {
    let database = pg::database().await;
    let (pool, client) = (database.pool().await, database.client().await);
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    append(
        &log,
        history(Mix {
            orders: 10,
            window: 1,
            ..Mix::default()
        }),
    )
    .await;
    let lost = client
        .execute(
            "DELETE FROM events WHERE aggregate_type = 'order' AND sequence = 2",
            &[],
        )
        .await
        .unwrap();
    assert!(lost > 0);
    let running = Running::start(&pool, &log).await;
    let head = log.head().await.unwrap();
    assert!(
        running
            .progress
            .wait_for_all(&["catalogue", "cart", "stock"], head, LONG)
            .await
    );
    assert!(!running.progress.wait_for("orders", head, SHORT).await);
    running.stop().await;
    for one in status(&pool).await.unwrap() {
        let reads_orders = ["orders", "sales"].contains(&one.name.as_str());
        assert_eq!(one.halted.is_some(), reads_orders, "{one:?}");
        assert_eq!(one.lag_events > 0, reads_orders, "{one:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_runners_fold_everything_once_and_one_takes_over_from_the_other() {
    let pool = pg::database().await.pool().await;
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
    let (first, second) = (
        Running::start(&pool, &log).await,
        Running::start(&pool, &log).await,
    );
    let commits: Vec<_> = history(Mix {
        orders: 100,
        ..Mix::default()
    })
    .collect();
    let (before, after) = commits.split_at(commits.len() / 2);
    let half = append(&log, before.iter().cloned()).await;
    assert!(
        second.progress.wait_for("orders", half, LONG).await,
        "whoever folds, both can tell"
    );
    first.crash().await;
    let all = append(&log, after.iter().cloned()).await;
    second.reaches(all).await;
    second.stop().await;
    all_equal(&pool, &log).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_runner_that_ignores_its_lease_is_fenced_by_the_checkpoint() {
    let pool = pg::database().await.pool().await;
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
    let first = Running::start(&pool, &log).await;
    let second = Running::start(&pool, &log).await;
    // Both believe for a while that they hold everything.
    let thief = tokio::spawn({
        let pool = pool.clone();
        async move {
            loop {
                sqlx::query("DELETE FROM projection_leases")
                    .execute(&pool)
                    .await
                    .unwrap();
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    });
    for commit in history(Mix {
        orders: 150,
        ..Mix::default()
    }) {
        append(&log, [commit]).await;
        tokio::task::yield_now().await;
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let head = log.head().await.unwrap();
    first.reaches(head).await;
    thief.abort();
    first.stop().await;
    second.stop().await;
    all_equal(&pool, &log).await;
}

/// Counts events, slowly.
struct Slow(AtomicU64);

#[async_trait]
impl Projection for Slow {
    fn name(&self) -> &'static str {
        "slow"
    }

    fn version(&self) -> i32 {
        1
    }

    fn kinds(&self) -> &'static [Kind] {
        &Kind::ALL
    }

    fn tables(&self) -> &'static [Table] {
        &[]
    }

    async fn fold(&self, _scope: &mut Scope<'_>, events: &[&Event]) -> Result<(), Fault> {
        tokio::time::sleep(Duration::from_millis(400)).await;
        self.0.fetch_add(events.len() as u64, Ordering::Relaxed);
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_projection_holds_up_nobody_and_comes_in_the_end() {
    let pool = pg::database().await.pool().await;
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
    let slow = Arc::new(Slow(AtomicU64::new(0)));
    let mut those = projections::all();
    those.push(slow.clone());
    let running = Running::with(&pool, &log, those).await;
    let names: Vec<_> = projections::all()
        .iter()
        .map(|projection| projection.name())
        .collect();
    let commits: Vec<_> = history(Mix {
        orders: 600,
        ..Mix::default()
    })
    .collect();
    let mut events = 0;
    for part in commits.chunks(200) {
        events += part
            .iter()
            .map(|commit| commit.events.len() as u64)
            .sum::<u64>();
        let last = append(&log, part.iter().cloned()).await;
        assert!(
            running
                .progress
                .wait_for_all(&names, last, Duration::from_secs(5))
                .await
        );
    }
    assert!(slow.0.load(Ordering::Relaxed) < events, "it lags behind");
    running.reaches(log.head().await.unwrap()).await;
    assert_eq!(slow.0.load(Ordering::Relaxed), events);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_waits_reads_its_own_writes() {
    let pool: PgPool = pg::database().await.pool().await;
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
    let running = Running::start(&pool, &log).await;
    let mut placed = 0;
    for commit in history(Mix {
        orders: 15,
        ..Mix::default()
    }) {
        let order = (commit.stream.kind == "order").then(|| commit.stream.id.clone());
        let cursor = append(&log, [commit]).await;
        let Some(order) = order else { continue };
        assert!(running.progress.wait_for("orders", cursor, LONG).await);
        let view = orders::view(&pool, &order).await.unwrap().unwrap();
        placed += i32::from(view.version == 1);
    }
    assert_eq!(placed, 15);
    running.stop().await;
}
