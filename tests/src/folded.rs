//! Read models for tests: a runner that can be stopped, and the proof that tables are right.

use std::sync::Arc;
use std::time::Duration;

use projections::{Progress, Projection, Runner, Source, all, check};
use sqlx::PgPool;
use store::{Commit, Cursor, EventLog, NewEvent, StreamKey, Upcasters};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// A runner at work.
pub struct Running {
    /// How far it is.
    pub progress: Progress,
    pool: PgPool,
    names: Vec<&'static str>,
    cancel: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    /// The shop's own projections over a log.
    pub async fn start(pool: &PgPool, log: &Arc<dyn EventLog>) -> Self {
        Self::with(pool, log, all()).await
    }

    /// These projections over a log.
    pub async fn with(
        pool: &PgPool,
        log: &Arc<dyn EventLog>,
        those: Vec<Arc<dyn Projection>>,
    ) -> Self {
        let names = those.iter().map(|projection| projection.name()).collect();
        let runner = Runner::new(pool.clone(), log.clone(), Arc::default(), those);
        runner.ensure().await.expect("tables are made");
        let progress = runner.progress();
        let cancel = CancellationToken::new();
        let task = tokio::spawn(runner.run(cancel.clone()));
        Self {
            progress,
            pool: pool.clone(),
            names,
            cancel,
            task,
        }
    }

    /// Waits until all of them have folded everything up to a cursor.
    pub async fn reaches(&self, cursor: Cursor) {
        let reached = self
            .progress
            .wait_for_all(&self.names, cursor, Duration::from_mins(1))
            .await;
        assert!(reached, "not folded in time");
    }

    /// Lets it finish what it does.
    pub async fn stop(self) {
        self.cancel.cancel();
        self.task.await.expect("the runner does not break");
    }

    /// Breaks it off wherever it is, as a crash would; its tasks die with it. Nobody gives
    /// its leases back.
    pub async fn crash(self) {
        self.task.abort();
        assert!(self.task.await.is_err(), "it was at work");
    }

    /// The same, and the time of its leases passes.
    pub async fn crash_long_ago(self) {
        let pool = self.pool.clone();
        self.crash().await;
        let leases = sqlx::query("DELETE FROM projection_leases")
            .execute(&pool)
            .await;
        leases.expect("leases can be forgotten");
    }
}

/// Folds everything that is in the log now.
pub async fn catch_up(pool: &PgPool, log: &Arc<dyn EventLog>) {
    let running = Running::start(pool, log).await;
    running
        .reaches(log.end().await.expect("the log answers"))
        .await;
    running.stop().await;
}

/// Where rebuilds and checks read from.
pub fn source(log: &Arc<dyn EventLog>) -> Source {
    Source::new(log.clone(), Arc::new(Upcasters::new()))
}

/// Every table is what the log says.
pub async fn all_equal(pool: &PgPool, log: &Arc<dyn EventLog>) {
    for projection in all() {
        let checked = check(pool, &source(log), &projection)
            .await
            .expect("tables can be compared");
        assert!(checked.equal(), "{checked:#?}");
    }
}

/// Appends commits one by one; gives the place of the last.
pub async fn append(log: &Arc<dyn EventLog>, commits: impl IntoIterator<Item = Commit>) -> Cursor {
    let mut last = Cursor::default();
    for commit in commits {
        last = log
            .append(&[commit])
            .await
            .pop()
            .expect("one outcome")
            .expect("it is taken");
    }
    last
}

/// Events by name and payload, for a stream that stands at `expected`.
pub fn raw(kind: &'static str, id: &str, expected: i64, events: &[(&'static str, &str)]) -> Commit {
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

/// The payload of a product's listing with one option, `ID-1` for 1,000 won.
pub fn listing(id: &str, name: &str) -> String {
    format!(
        r#"{{"ProductListed":{{"listing":{{"product":"{id}","store":"demo","name":"{name}","category":"rice",
           "category_name":"쌀","tax":"Taxable","variants":[{{"sku":"{id}-1","price":1000}}]}}}}}}"#
    )
}
