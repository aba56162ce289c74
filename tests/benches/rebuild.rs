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
#[expect(clippy::too_many_lines, reason = "one story, told from its beginning")]
async fn main() {
    let orders = std::env::var("ORDERS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(25_000);
    let database = pg::database().await;
    let client = database.client().await;
    let backend: i32 = client
        .query_one("SELECT pg_backend_pid()", &[])
        .await
        .unwrap()
        .get(0);
    let stat = std::fs::read_to_string(format!("/proc/{backend}/stat")).unwrap_or_default();
    if let Some(parent) = stat
        .rsplit(')')
        .next()
        .and_then(|fields| fields.split_whitespace().nth(1))
    {
        POSTMASTER.get_or_init(|| parent.to_owned());
    }
    let mix = Mix {
        orders,
        products: 1_000,
        window: 2_000,
        seed: 7,
    };
    let events = copy_in(&client, history(mix)).await;
    client
        .batch_execute("ANALYZE events; CHECKPOINT")
        .await
        .unwrap();
    let size: i64 = client
        .query_one(
            "SELECT avg(length(payload::text) + length(metadata::text))::bigint FROM events",
            &[],
        )
        .await
        .unwrap()
        .get(0);
    println!("log: {events} events of {size} B on average, {orders} orders");

    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    let watch = Watch::start();
    let mut after = Cursor::default();
    loop {
        let page = log.read(after, 20_000).await.unwrap();
        let Some(last) = page.last() else { break };
        after = last.cursor;
    }
    watch.figure("bare reading of the log, undecoded", events);

    let pool = database.pool().await;
    let runner = Runner::new(pool.clone(), log.clone(), Arc::default(), all());
    runner.ensure().await.unwrap();
    let source = Source::new(log.clone(), Arc::default());
    let watch = Watch::start();
    rebuild(&pool, &source, &all()).await.unwrap();
    watch.figure("rebuild of all projections", events);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap_or("unknown");
    println!("peak memory of the rebuild: {}", peak.trim());
    if std::env::var_os("EACH").is_some() {
        for projection in all() {
            let watch = Watch::start();
            rebuild(&pool, &source, std::slice::from_ref(&projection))
                .await
                .unwrap();
            watch.figure(&format!("rebuild of {} alone", projection.name()), events);
        }
    }
    if std::env::var_os("CHECK").is_some() {
        for projection in all() {
            let watch = Watch::start();
            assert!(check(&pool, &source, &projection).await.unwrap().equal());
            watch.figure(&format!("check of {}", projection.name()), events);
        }
    }

    if std::env::var_os("REBUILD_ONLY").is_some() {
        return;
    }
    for table in ["projection_generations", "projection_parked"] {
        client
            .execute(&format!("DELETE FROM {table}"), &[])
            .await
            .unwrap();
    }
    for projection in all() {
        for table in projection.tables() {
            client
                .batch_execute(&format!("DROP VIEW read.{} CASCADE", table.name))
                .await
                .unwrap();
        }
        let schemas = client
            .query(
                "SELECT nspname FROM pg_namespace WHERE nspname LIKE $1",
                &[&format!("{}_g%", projection.name())],
            )
            .await
            .unwrap();
        for schema in schemas {
            client
                .batch_execute(&format!("DROP SCHEMA {} CASCADE", schema.get::<_, &str>(0)))
                .await
                .unwrap();
        }
    }
    let progress = runner.progress();
    let head = log.head().await.unwrap();
    let cancel = CancellationToken::new();
    let watch = Watch::start();
    let running = tokio::spawn(runner.run(cancel.clone()));
    let names: Vec<_> = all().iter().map(|projection| projection.name()).collect();
    assert!(
        progress
            .wait_for_all(&names, head, Duration::from_hours(1))
            .await
    );
    watch.figure("catching up with the whole log while in service", events);
    cancel.cancel();
    running.await.unwrap();
}

/// The process that our backends are children of.
static POSTMASTER: std::sync::OnceLock<String> = std::sync::OnceLock::new();

/// Wall and CPU time of something, the server's beside ours: on a busy machine only the
/// latter means anything.
struct Watch {
    begun: Instant,
    ours: f64,
    server: f64,
}

impl Watch {
    fn start() -> Self {
        Self {
            begun: Instant::now(),
            ours: cpu("/proc/self/stat"),
            server: server_cpu(),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a rate needs no exact count")]
    fn figure(&self, what: &str, events: usize) {
        let took = self.begun.elapsed().as_secs_f64();
        let (ours, server) = (
            cpu("/proc/self/stat") - self.ours,
            server_cpu() - self.server,
        );
        let rate = events as f64 / took;
        println!(
            "{what}: {rate:.0} events/s ({took:.2} s; CPU {ours:.2} s ours, {server:.2} s PostgreSQL's)"
        );
    }
}

/// CPU seconds of a process, with those of its children that have ended.
fn cpu(stat: &str) -> f64 {
    let stat = std::fs::read_to_string(stat).unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = fields
        .split_whitespace()
        .skip(11)
        .take(4)
        .filter_map(|field| field.parse::<f64>().ok())
        .sum();
    ticks / 100.0
}

/// CPU seconds of the server behind `DATABASE_URL`: its postmaster and its children.
fn server_cpu() -> f64 {
    let Some(postmaster) = POSTMASTER.get() else {
        return 0.0;
    };
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let ours = processes.filter(|process| {
        let stat = std::fs::read_to_string(process.path().join("stat")).unwrap_or_default();
        let parent = stat
            .rsplit(')')
            .next()
            .and_then(|fields| fields.split_whitespace().nth(1).map(str::to_owned));
        parent.as_ref() == Some(postmaster) || process.file_name().to_str() == Some(postmaster)
    });
    ours.map(|process| cpu(process.path().join("stat").to_str().unwrap_or_default()))
        .sum()
}
