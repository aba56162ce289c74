//! Jobs: how many a second, and how long from adding one to its start, with one and three workers,
//! beside a bare graphile_worker at its best, taking a hundred at a time, over the same tables.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use graphile_worker::tokio_postgres::TokioPostgresDatabase;
use graphile_worker::{
    Database, IntoTaskHandlerResult, LocalQueueConfig, TaskHandler, WorkerContext, WorkerOptions,
    WorkerShutdownConfig,
};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use store::PgLog;
use store::jobs::{Connections, NewJob, add};
use tests::measure::{Bench, Beside, Limit, Series};
use tests::outbox::Outbox;
use tests::shop::World;
use tests::working::{AtWork, context};
use workers::jobs::{Job, JobContext, JobError, JobKind, RunnerOptions};

const ROUNDS: usize = 5;
/// Jobs of one round.
const MANY: usize = 2_000;
/// Jobs added one by one, to see how soon they start.
const SINGLE: usize = 60;
/// Jobs at once in each worker, ours or bare.
const AT_ONCE: usize = 8;

/// Jobs done so far.
static DONE: AtomicU64 = AtomicU64::new(0);
/// When the last one began.
static BEGAN: Mutex<Option<Instant>> = Mutex::new(None);

fn do_it() {
    let mut began = BEGAN.lock().unwrap_or_else(PoisonError::into_inner);
    *began = Some(Instant::now());
    drop(began);
    DONE.fetch_add(1, Ordering::Release);
}

/// Does nothing, as ours.
#[derive(Serialize, Deserialize)]
struct Ours {}

#[async_trait]
impl Job for Ours {
    const NAME: &'static str = "bench-ours";

    async fn run(&self, _: &JobContext) -> Result<(), JobError> {
        do_it();
        Ok(())
    }
}

/// Does nothing, as the library's.
#[derive(Serialize, Deserialize)]
struct Bare {}

impl TaskHandler for Bare {
    const IDENTIFIER: &'static str = "bench-bare";

    async fn run(self, _: WorkerContext) -> impl IntoTaskHandlerResult {
        do_it();
    }
}

async fn add_jobs(pool: &PgPool, task: &'static str, many: usize) {
    let job = NewJob::new(task, serde_json::json!({}));
    let mut transaction = pool.begin().await.expect("the database answers");
    add(&mut transaction, &vec![job; many])
        .await
        .expect("they are added");
    transaction.commit().await.expect("they are added");
}

async fn done(before: u64, many: usize) {
    let until = Instant::now() + Duration::from_mins(2);
    while DONE.load(Ordering::Acquire) < before + many as u64 {
        assert!(Instant::now() < until, "jobs are not done");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Jobs a second, from the first worker's start to the last job's end.
#[expect(clippy::cast_precision_loss, reason = "a count of jobs")]
async fn rate(pool: &PgPool, task: &'static str) -> f64 {
    let before = DONE.load(Ordering::Acquire);
    add_jobs(pool, task, MANY).await;
    let began = Instant::now();
    done(before, MANY).await;
    MANY as f64 / began.elapsed().as_secs_f64()
}

/// Milliseconds from a commit that adds a job to the job's start: the median of some.
async fn wait(pool: &PgPool, task: &'static str) -> f64 {
    let mut waits = Series(Vec::new());
    for _ in 0..SINGLE {
        let before = DONE.load(Ordering::Acquire);
        add_jobs(pool, task, 1).await;
        let added = Instant::now();
        done(before, 1).await;
        let began = *BEGAN.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = began.map_or(Duration::ZERO, |began| {
            began.saturating_duration_since(added)
        });
        waits.push(waited.as_secs_f64() * 1_000.0);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    waits.median()
}

async fn ours(bench: &Bench, workers: usize) -> Vec<AtWork> {
    let log = PgLog::connect(&bench.database.url, 4).await;
    let shop = World::around(std::sync::Arc::new(log.expect("the log answers"))).open();
    let options = RunnerOptions {
        prompt: AT_ONCE,
        ..RunnerOptions::default()
    };
    let mut working = vec![];
    for _ in 0..workers {
        let context = context(&shop, &bench.database, &Outbox::open()).await;
        let connections = Connections::open(&bench.database.url, 8).expect("a URL of ours");
        let kinds = vec![JobKind::of::<Ours>()];
        working.push(AtWork::jobs(context, connections, kinds, options));
    }
    working
}

struct Library {
    stop: tokio_util::sync::CancellationToken,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

async fn bare(bench: &Bench, workers: usize) -> Library {
    let stop = tokio_util::sync::CancellationToken::new();
    let mut tasks = vec![];
    for _ in 0..workers {
        let database = TokioPostgresDatabase::from_url(&bench.database.url, 8);
        let worker = WorkerOptions::default()
            .database(Database::from(database.expect("a URL of ours")))
            .concurrency(AT_ONCE)
            .poll_interval(Duration::from_millis(500))
            // Without it the library takes sixteen jobs a second from a heap: one per slot and look.
            .local_queue(LocalQueueConfig::default().with_size(100))
            .worker_shutdown(WorkerShutdownConfig {
                listen_os_shutdown_signals: false,
                ..WorkerShutdownConfig::default()
            })
            .define_job::<Bare>()
            .init()
            .await
            .expect("the library starts");
        let stopped = stop.clone();
        tasks.push(tokio::spawn(async move {
            let running = worker.run();
            tokio::pin!(running);
            tokio::select! {
                ended = &mut running => ended.expect("the library runs"),
                () = stopped.cancelled() => {
                    worker.request_shutdown();
                    running.await.expect("the library stops");
                }
            }
        }));
    }
    Library { stop, tasks }
}

impl Library {
    async fn stop(self) {
        self.stop.cancel();
        for task in self.tasks {
            task.await.expect("the library stops");
        }
    }
}

#[tokio::main]
async fn main() {
    let bench = Bench::open().await;
    let pool = bench.database.pool().await;
    for workers in [1, 3] {
        let [mut our_rates, mut bare_rates, mut our_waits, mut bare_waits] =
            [const { Series(Vec::new()) }; 4];
        for _ in 0..ROUNDS {
            let working = ours(&bench, workers).await;
            our_rates.push(rate(&pool, Ours::NAME).await);
            our_waits.push(wait(&pool, Ours::NAME).await);
            for one in working {
                one.stop().await;
            }
            let library = bare(&bench, workers).await;
            bare_rates.push(rate(&pool, Bare::IDENTIFIER).await);
            bare_waits.push(wait(&pool, Bare::IDENTIFIER).await);
            library.stop().await;
        }
        let beside = |rounds| Beside {
            name: "bare graphile_worker",
            rounds,
        };
        let name = format!("jobs done, {workers} worker(s)");
        bench.compare(&name, "/s", &our_rates, &beside(&bare_rates), Limit::None);
        let name = format!("from adding a job to its start, {workers} worker(s)");
        bench.compare(&name, "ms", &our_waits, &beside(&bare_waits), Limit::None);
    }
    bench.close();
}
