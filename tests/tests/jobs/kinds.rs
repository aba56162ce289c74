//! Kinds of jobs for these tests. What they did stands in a table of the test's database.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use store::jobs::{JobDesk, JobQuery, JobRow, JobState, NewJob, add};
use tests::outbox::Outbox;
use tests::pg::{Database, database};
use tests::shop::World;
use tests::working::context;
use tokio::sync::Semaphore;
use workers::jobs::{Job, JobContext, JobError, JobKind};

/// Writes down that it was done, after some time.
#[derive(Debug, Serialize, Deserialize)]
pub struct Note {
    pub number: i64,
    #[serde(default)]
    pub takes_ms: u64,
}

#[async_trait]
impl Job for Note {
    const NAME: &'static str = "test-note";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        tokio::time::sleep(Duration::from_millis(self.takes_ms)).await;
        note(&context.pool, self.number).await
    }
}

/// Fails so many times, then writes it down.
#[derive(Debug, Serialize, Deserialize)]
pub struct Fails {
    pub number: i64,
    pub times: i16,
    /// Panics instead of failing.
    #[serde(default)]
    pub panics: bool,
    /// Gives up at once.
    #[serde(default)]
    pub never: bool,
}

#[async_trait]
impl Job for Fails {
    const NAME: &'static str = "test-fails";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        assert!(!self.panics, "this job panics");
        if self.never {
            return Err(JobError::Never("it can never be done".to_owned()));
        }
        if context.attempt <= self.times {
            return Err(JobError::Again(format!("try {}", context.attempt)));
        }
        note(&context.pool, self.number).await
    }
}

/// Freezes the thread that it runs on, and with it its worker's heartbeat, until it is let go.
#[derive(Debug, Serialize, Deserialize)]
pub struct Freezes {
    pub number: i64,
}

type Hand = Mutex<Option<Receiver<()>>>;

fn hand() -> &'static Hand {
    static HAND: OnceLock<Hand> = OnceLock::new();
    HAND.get_or_init(Hand::default)
}

impl Freezes {
    /// The first one to run from now on freezes until something is sent, or the sender dropped.
    pub fn first() -> Sender<()> {
        let (let_go, held) = channel();
        *hand().lock().unwrap() = Some(held);
        let_go
    }
}

#[async_trait]
impl Job for Freezes {
    const NAME: &'static str = "test-freezes";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        let held = hand().lock().unwrap().take();
        if let Some(held) = held {
            // As SIGSTOP does: nothing on this thread moves.
            let _ = held.recv();
            context.still_ours().await?;
        } else {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        note(&context.pool, self.number).await
    }
}

/// Is at it until it is let go, and asks nobody whether it still should be before it writes down that it was done.
#[derive(Debug, Serialize, Deserialize)]
pub struct Held {
    pub number: i64,
}

static HELD: Semaphore = Semaphore::const_new(0);

impl Held {
    /// Lets go of all of them, for good.
    pub fn let_go() {
        HELD.close();
    }
}

#[async_trait]
impl Job for Held {
    const NAME: &'static str = "test-held";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        // Nobody is ever admitted: it only ends by being closed.
        let _ = HELD.acquire().await;
        note(&context.pool, self.number).await
    }
}

async fn note(pool: &PgPool, number: i64) -> Result<(), JobError> {
    let noted = sqlx::query("INSERT INTO test_notes (number) VALUES ($1)")
        .bind(number)
        .execute(pool)
        .await;
    noted.map_err(JobError::again).map(drop)
}

/// All of them.
pub fn kinds() -> Vec<JobKind> {
    vec![
        JobKind::of::<Note>(),
        JobKind::of::<Fails>(),
        JobKind::of::<Freezes>(),
        JobKind::of::<Held>(),
    ]
}

/// A database with jobs in it.
pub struct Bench {
    pub database: Database,
    pub pool: PgPool,
    pub context: JobContext,
    pub desk: JobDesk,
}

impl Bench {
    pub async fn open() -> Self {
        let database = database().await;
        let shop = World::around(Arc::new(database.log().await)).open();
        let context = context(&shop, &database, &Outbox::open()).await;
        let pool = context.pool.clone();
        let table =
            "CREATE TABLE test_notes (number bigint, at timestamptz DEFAULT clock_timestamp())";
        sqlx::query(table).execute(&pool).await.unwrap();
        let desk = JobDesk::new(pool.clone());
        Self {
            database,
            pool,
            context,
            desk,
        }
    }

    pub async fn add(&self, jobs: &[NewJob]) {
        let mut transaction = self.pool.begin().await.unwrap();
        add(&mut transaction, jobs).await.unwrap();
        transaction.commit().await.unwrap();
    }

    /// What was done, in its order.
    pub async fn notes(&self) -> Vec<i64> {
        sqlx::query_scalar("SELECT number FROM test_notes ORDER BY at")
            .fetch_all(&self.pool)
            .await
            .unwrap()
    }

    /// Waits until so many things were done.
    pub async fn noted(&self, many: usize) -> Vec<i64> {
        for _ in 0..600 {
            let notes = self.notes().await;
            if notes.len() >= many {
                return notes;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!(
            "{:?} of {many} were done; {:?}",
            self.notes().await,
            self.jobs().await
        );
    }

    pub async fn jobs(&self) -> Vec<JobRow> {
        let all = JobQuery {
            most: 10_000,
            ..JobQuery::default()
        };
        self.desk.list(&all).await.unwrap()
    }

    /// Waits until all jobs that are left are in this state.
    pub async fn all_are(&self, state: JobState, many: usize) -> Vec<JobRow> {
        for _ in 0..600 {
            let jobs = self.jobs().await;
            if jobs.len() == many && jobs.iter().all(|job| job.state == state) {
                return jobs;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("not {many} {state:?}: {:#?}", self.jobs().await);
    }
}

/// A job of one of these kinds.
pub fn job<J: Job>(job: &J) -> NewJob {
    NewJob::new(J::NAME, serde_json::to_value(job).unwrap())
}
