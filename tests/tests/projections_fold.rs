//! What is folded event by event is what a rebuild folds, whatever the history.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration;

use projections::sales::{Dimension, ReportQuery, report};
use projections::{all, catalogue, orders, rebuild, stock};
use proptest::test_runner::{Config, TestRunner};
use store::{EventLog, MemoryLog};
use tests::folded::{Running, all_equal, catch_up, source};
use tests::made_up::{Mix, copy_in, history};
use tests::pg;

#[tokio::test(flavor = "multi_thread")]
async fn a_made_up_shop_is_folded_and_rebuilt_to_the_same_tables() {
    let database = pg::database().await;
    let pool = database.pool().await;
    let mix = Mix {
        orders: 300,
        ..Mix::default()
    };
    let count = copy_in(&database.client().await, history(mix)).await;
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    catch_up(&pool, &log).await;
    all_equal(&pool, &log).await;

    let by = ReportQuery {
        by: vec![Dimension::Day, Dimension::Sku],
        ..ReportQuery::default()
    };
    let before = report(&pool, &by).await.unwrap();
    assert!(before.len() > 20);
    let rebuilt = rebuild(&pool, &source(&log), &all()).await.unwrap();
    assert_eq!(rebuilt.events, count);
    assert_eq!(before, report(&pool, &by).await.unwrap());
    all_equal(&pool, &log).await;

    assert!(
        stock::all(&pool)
            .await
            .unwrap()
            .iter()
            .all(stock::Level::balanced)
    );
    let listed = catalogue::list(
        &pool,
        &catalogue::ListQuery::new("demo", chrono::Utc::now()),
    )
    .await
    .unwrap();
    assert_eq!((listed.total, listed.items.len()), (20, 20));
    assert!(!orders::unmatched(&pool, 100).await.unwrap().is_empty());
}

/// Random histories, appended while a runner follows and is broken off now and then.
#[test]
fn whatever_happens_and_whenever_the_runner_breaks_the_tables_are_what_the_log_says() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut cases = TestRunner::new(Config {
        cases: 6,
        failure_persistence: None,
        ..Config::default()
    });
    let some = (
        1..40_usize,
        1..8_usize,
        1..20_usize,
        proptest::num::u64::ANY,
        0..6_usize,
    );
    cases
        .run(&some, |(orders, products, window, seed, crashes)| {
            let mix = Mix {
                orders,
                products,
                window,
                seed,
            };
            runtime.block_on(follow_and_break(mix, crashes));
            Ok(())
        })
        .unwrap();
}

async fn follow_and_break(mix: Mix, crashes: usize) {
    let pool = pg::database().await.pool().await;
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
    let mut running = Running::start(&pool, &log).await;
    let commits: Vec<_> = history(mix).collect();
    let stretch = commits.len() / (crashes + 1) + 1;
    for part in commits.chunks(stretch) {
        for commit in part {
            log.append(std::slice::from_ref(commit))
                .await
                .pop()
                .unwrap()
                .unwrap();
        }
        tokio::time::sleep(Duration::from_millis(mix.seed % 20)).await;
        running.crash_long_ago().await;
        running = Running::start(&pool, &log).await;
    }
    running.reaches(log.end().await.unwrap()).await;
    running.stop().await;
    all_equal(&pool, &log).await;
}
