//! Rebuilding all projections into tables, and catching up with a backlog, beside a bare
//! reading of the same rows. One line per figure.
//!
//!     ops/bench --bench rebuild            about half a million events
//!     ORDERS=200000 ops/bench --bench rebuild

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use projections::{Runner, Source, all, check, rebuild};
use store::{Cursor, EventLog};
use tests::made_up::{Mix, copy_in, history};
use tests::pg;
use tokio_util::sync::CancellationToken;

#[tokio::main]
async fn main() {
    let orders = std::env::var("ORDERS").ok().and_then(|text| text.parse().ok()).unwrap_or(25_000);
    let database = pg::database().await;
    let client = database.client().await;
    let mix = Mix { orders, products: 1_000, window: 2_000, seed: 7 };
    let events = copy_in(&client, history(mix)).await;
    client.batch_execute("ANALYZE events; CHECKPOINT").await.unwrap();
    let size: i64 = client
        .query_one("SELECT avg(length(payload::text) + length(metadata::text))::bigint FROM events", &[])
        .await
        .unwrap()
        .get(0);
    println!("log: {events} events of {size} B on average, {orders} orders");

    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    let begun = Instant::now();
    let mut after = Cursor::default();
    loop {
        let page = log.read(after, 20_000).await.unwrap();
        let Some(last) = page.last() else { break };
        after = last.cursor;
    }
    figure("bare reading of the log, undecoded", events, begun.elapsed());

    let pool = database.pool().await;
    let runner = Runner::new(pool.clone(), log.clone(), Arc::default(), all());
    runner.ensure().await.unwrap();
    let source = Source::new(log.clone(), Arc::default());
    for round in 1..=2 {
        let begun = Instant::now();
        rebuild(&pool, &source, &all()).await.unwrap();
        figure(&format!("rebuild of all projections, round {round}"), events, begun.elapsed());
    }
    for projection in all() {
        let begun = Instant::now();
        rebuild(&pool, &source, &[projection.clone()]).await.unwrap();
        figure(&format!("rebuild of {} alone", projection.name()), events, begun.elapsed());
    }
    if std::env::var_os("CHECK").is_some() {
        for projection in all() {
            let begun = Instant::now();
            assert!(check(&pool, &source, &projection).await.unwrap().equal());
            figure(&format!("check of {}", projection.name()), events, begun.elapsed());
        }
    }

    for table in ["projection_generations", "projection_parked"] {
        client.execute(&format!("DELETE FROM {table}"), &[]).await.unwrap();
    }
    for projection in all() {
        for table in projection.tables() {
            client.batch_execute(&format!("DROP VIEW read.{} CASCADE", table.name)).await.unwrap();
        }
        let schemas = client
            .query("SELECT nspname FROM pg_namespace WHERE nspname LIKE $1", &[&format!("{}_g%", projection.name())])
            .await
            .unwrap();
        for schema in schemas {
            client.batch_execute(&format!("DROP SCHEMA {} CASCADE", schema.get::<_, &str>(0))).await.unwrap();
        }
    }
    let progress = runner.progress();
    let head = log.head().await.unwrap();
    let cancel = CancellationToken::new();
    let begun = Instant::now();
    let running = tokio::spawn(runner.run(cancel.clone()));
    let names: Vec<_> = all().iter().map(|projection| projection.name()).collect();
    assert!(progress.wait_for_all(&names, head, Duration::from_secs(3_600)).await);
    figure("catching up with the whole log while in service", events, begun.elapsed());
    cancel.cancel();
    running.await.unwrap();
}

fn figure(what: &str, events: usize, took: Duration) {
    let rate = events as f64 / took.as_secs_f64();
    println!("{what}: {rate:.0} events/s ({:.2} s)", took.as_secs_f64());
}
