//! Projections under the faults they must survive.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use projections::{Event, Fault, Kind, Projection, Scope, Table, catalogue, orders};
use sqlx::PgPool;
use store::{EventLog, MemoryLog};
use tests::folded::{Running, all_equal, append, catch_up, listing, raw};
use tests::made_up::{Mix, history};
use tests::pg;

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(20);

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
    let end = log.end().await.unwrap();
    first.reaches(end).await;
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
    running.reaches(log.end().await.unwrap()).await;
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
