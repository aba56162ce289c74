//! A rebuild takes the place of what is in service, and nobody notices.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use projections::sales::ReportQuery;
use projections::{Progress, RunError, all, cart, catalogue, orders, rebuild, sales, status};
use store::{Cursor, EventLog};
use tests::folded::{Running, all_equal, source};
use tests::made_up::{Mix, copy_in, history};
use tests::pg;

#[tokio::test(flavor = "multi_thread")]
async fn an_older_program_leaves_the_tables_of_a_newer_one_alone() {
    let database = pg::database().await;
    let pool = database.pool().await;
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    rebuild(&pool, &source(&log), &all()).await.unwrap();
    sqlx::query("UPDATE projection_generations SET version = version + 1 WHERE name = 'orders'")
        .execute(&pool)
        .await
        .unwrap();
    let before = status(&pool).await.unwrap();
    let refused = rebuild(&pool, &source(&log), &all()).await;
    assert!(
        matches!(&refused, Err(RunError::Newer(name)) if name == "orders"),
        "{refused:?}"
    );
    assert_eq!(status(&pool).await.unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_ends_in_time_though_no_connection_is_free() {
    let database = pg::database().await;
    let pool = sqlx::postgres::PgPoolOptions::new()
        .max_connections(1)
        .connect(&database.url)
        .await
        .unwrap();
    let _held = pool.acquire().await.unwrap();
    // Who waits for a connection whatever the time waits until the pool gives up.
    let pool_gives_up = pool.options().get_acquire_timeout();
    let progress = Progress::new(pool.clone(), ["orders"]);
    let ahead = Cursor {
        epoch: 9,
        ..Cursor::default()
    };
    let began = Instant::now();
    let patience = Duration::from_millis(300);
    assert!(!progress.wait_for("orders", ahead, patience).await);
    let took = began.elapsed();
    assert!(took < pool_gives_up * 2 / 3, "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::too_many_lines, reason = "one story, told from its beginning")]
async fn readers_go_on_without_an_error_while_tables_are_rebuilt_and_swapped() {
    let database = pg::database().await;
    let (pool, client) = (database.pool().await, database.client().await);
    copy_in(
        &client,
        history(Mix {
            orders: 150,
            ..Mix::default()
        }),
    )
    .await;
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    let running = Running::start(&pool, &log).await;
    running.reaches(log.end().await.unwrap()).await;
    let whole = sales::report(&pool, &ReportQuery::default()).await.unwrap();

    let (done, reads) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicU64::new(0)),
    );
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let (pool, done, reads, whole) =
                (pool.clone(), done.clone(), reads.clone(), whole.clone());
            tokio::spawn(async move {
                while !done.load(Ordering::Relaxed) {
                    let mut popular = catalogue::ListQuery::new("demo", chrono::Utc::now());
                    popular.sort = catalogue::Sort::Popular;
                    assert_eq!(catalogue::list(&pool, &popular).await.unwrap().total, 20);
                    assert_eq!(
                        sales::report(&pool, &ReportQuery::default()).await.unwrap(),
                        whole
                    );
                    let query = orders::OrderQuery {
                        per_page: 10,
                        page: 1,
                        ..orders::OrderQuery::default()
                    };
                    let listed = orders::list(&pool, &query).await.unwrap();
                    assert_eq!(listed.total, 150);
                    assert!(
                        orders::view(&pool, &listed.items[0].order)
                            .await
                            .unwrap()
                            .is_some()
                    );
                    cart::view(&pool, "demo", uuid::Uuid::new_v4(), chrono::Utc::now())
                        .await
                        .unwrap();
                    reads.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    let writing = sqlx::postgres::PgPoolOptions::new()
        .max_connections(8)
        .connect(&database.url)
        .await
        .unwrap();
    for _ in 0..4 {
        rebuild(&writing, &source(&log), &all()).await.unwrap();
    }
    done.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.await.unwrap();
    }
    assert!(reads.load(Ordering::Relaxed) > 10);
    for one in status(&pool).await.unwrap() {
        assert_eq!((one.generation, one.filling), (5, None), "{}", one.name);
    }
    running.stop().await;
    all_equal(&pool, &log).await;
    let left: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%\\_g%' AND nspname !~ '^pg_'",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    assert_eq!(
        usize::try_from(left).unwrap(),
        all().len(),
        "old generations are gone"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_while_a_rebuild_runs_is_in_the_new_tables() {
    let database = pg::database().await;
    let pool = database.pool().await;
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    let running = Running::start(&pool, &log).await;
    let writer = tokio::spawn({
        let log = log.clone();
        async move {
            for commit in history(Mix {
                orders: 60,
                ..Mix::default()
            }) {
                log.append(&[commit]).await.pop().unwrap().unwrap();
            }
        }
    });
    while !writer.is_finished() {
        rebuild(&pool, &source(&log), &all()).await.unwrap();
    }
    writer.await.unwrap();
    running.reaches(log.end().await.unwrap()).await;
    running.stop().await;
    all_equal(&pool, &log).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn analysts_see_documented_views_and_nothing_else() {
    let database = pg::database().await;
    let pool = database.pool().await;
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    Running::start(&pool, &log).await.stop().await;
    let undocumented: Vec<String> = sqlx::query_scalar(
        "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = 'analytics' AND obj_description(c.oid, 'pg_class') IS NULL",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert_eq!(undocumented, Vec::<String>::new());
    let mut analyst = pool.begin().await.unwrap();
    sqlx::query("SET LOCAL ROLE jangbu_analyst")
        .execute(&mut *analyst)
        .await
        .unwrap();
    for view in ["sales", "orders", "products", "stock", "carts"] {
        sqlx::query(&format!("SELECT * FROM analytics.{view}"))
            .fetch_all(&mut *analyst)
            .await
            .unwrap();
    }
    let refused = sqlx::query("SELECT * FROM events")
        .fetch_all(&mut *analyst)
        .await;
    assert!(refused.is_err(), "the log is not an analyst's");
}
