//! Runs everything that happens without anybody asking: one loop follows the log, one for each process
//! does what is due, the schedule turns ticks into jobs, and the jobs' workers do them.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::StoreId;
use futures::FutureExt;
use futures::future::join_all;
use shop::{Shop, ShopError};
use sqlx::PgPool;
use store::LogError;
use store::jobs::Connections;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::Instrument;

use crate::follow::{Followers, Step};
use crate::jobs::{self, JobContext, JobKind, RunnerOptions};
use crate::meter;
use crate::processes::{Outcome, Process, all, caller};
use crate::schedule::{self, Entry};
use crate::tasks::{Leased, again, done, lease};

/// How the workers pace themselves.
#[derive(Debug, Clone)]
pub struct WorkersOptions {
    /// How long to sleep when nothing is due.
    pub idle: Duration,
    /// How long to wait after an error of the database.
    pub after_error: Duration,
    /// How the jobs' workers do.
    pub jobs: RunnerOptions,
    /// What happens by the clock.
    pub schedule: &'static [Entry],
}

impl Default for WorkersOptions {
    fn default() -> Self {
        Self {
            idle: Duration::from_millis(500),
            after_error: Duration::from_secs(1),
            jobs: RunnerOptions::default(),
            schedule: schedule::ENTRIES,
        }
    }
}

/// Why a worker stopped for a moment.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// The database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The log.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The checkpoint is not a place in the log.
    #[error("the checkpoint {0:?} is not a place in the log")]
    Checkpoint(String),
}

/// The workers of this process of the operating system. Any number may run.
#[derive(Clone)]
pub struct Workers {
    shop: Shop,
    pool: PgPool,
    context: JobContext,
    connections: Connections,
    kinds: Vec<JobKind>,
    options: WorkersOptions,
}

impl Workers {
    /// Workers for a shop: the context is what jobs are given, its pool is for checkpoints and tasks,
    /// the connections are for the engine that keeps the jobs.
    pub fn new(context: JobContext, connections: Connections, options: WorkersOptions) -> Self {
        Self {
            shop: context.shop.clone(),
            pool: context.pool.clone(),
            context,
            connections,
            kinds: jobs::all(),
            options,
        }
    }

    /// The same with one more kind of job, which somebody else brings.
    #[must_use]
    pub fn with(mut self, kind: JobKind) -> Self {
        self.kinds.push(kind);
        self
    }

    /// Runs until told to stop; what is under way is finished first.
    pub async fn run(&self, stop: CancellationToken) {
        let tracker = TaskTracker::new();
        let (this, stopped) = (self.clone(), stop.clone());
        tracker.spawn(async move { this.work(stopped).await });
        let (this, stopped) = (self.clone(), stop.clone());
        tracker.spawn(async move { this.look_at_the_clock(stopped).await });
        let (this, stopped) = (self.clone(), stop.clone());
        tracker.spawn(async move { this.follow(stopped).await });
        for process in all() {
            let (this, stopped) = (self.clone(), stop.clone());
            tracker.spawn(async move { this.attend(process, stopped).await });
        }
        tracker.close();
        tracker.wait().await;
    }

    async fn work(&self, stop: CancellationToken) {
        let options = self.options.jobs;
        jobs::run(
            &self.context,
            &self.connections,
            &self.kinds,
            options,
            &stop,
        )
        .await;
    }

    async fn look_at_the_clock(&self, stop: CancellationToken) {
        schedule::run(&self.pool, self.options.schedule, || self.shop.now(), &stop).await;
    }

    async fn follow(&self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.follow_a_while(&stop).await {
                tracing::warn!(%error, "the processes cannot read the log: {error}");
                self.pause(self.options.after_error, &stop).await;
            }
        }
    }

    /// Follows the log until somebody else has moved on, or a group of laggards has caught
    /// up. Stops only between batches, which keeps batch and checkpoint together.
    async fn follow_a_while(&self, stop: &CancellationToken) -> Result<(), WorkerError> {
        let processes = all();
        let ledger = self.shop.ledger();
        let mut followers = Followers::gather(&self.pool, ledger, &processes).await?;
        while !stop.is_cancelled() {
            match followers.read_batch(self.options.idle).await? {
                Step::Overtaken => return Ok(()),
                Step::Read if !followers.are_all(&processes) => return Ok(()),
                Step::Read | Step::CaughtUp => {}
            }
        }
        Ok(())
    }

    async fn attend(&self, process: Arc<dyn Process>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            match self.attend_once(process.as_ref()).await {
                Ok(0) => self.pause(self.options.idle, &stop).await,
                Ok(_) => {}
                Err(error) => {
                    let name = process.name();
                    tracing::warn!(process = name, %error, "{name} cannot reach its tasks: {error}");
                    self.pause(self.options.after_error, &stop).await;
                }
            }
        }
    }

    async fn attend_once(&self, process: &dyn Process) -> Result<usize, WorkerError> {
        let tasks = lease(&self.pool, process.name(), self.shop.now()).await?;
        let count = tasks.len();
        let outcomes = join_all(tasks.into_iter().map(|task| self.do_task(process, task))).await;
        outcomes.into_iter().collect::<Result<Vec<()>, _>>()?;
        Ok(count)
    }

    async fn do_task(&self, process: &dyn Process, task: Leased) -> Result<(), WorkerError> {
        let name = process.name();
        let Ok(store) = StoreId::new(task.store.clone()) else {
            return Ok(done(&self.pool, name, &task).await?);
        };
        // At this level it is there whatever the log leaves out.
        let span = tracing::error_span!("process", process = name, subject = task.subject);
        let began = Instant::now();
        let acted = self.act(process, store, &task.subject);
        let acted = acted.instrument(span.clone()).await;
        meter::process(name, told(&acted), began.elapsed());
        match acted {
            Ok(Outcome::Done) => done(&self.pool, name, &task).await?,
            Ok(Outcome::Later(due)) => again(&self.pool, name, &task, due, None).await?,
            Err(error) => {
                let failed = self.failed(name, &task, &error);
                failed.instrument(span).await?;
            }
        }
        Ok(())
    }

    /// A panic is this subject's alone: the process goes on with the others.
    async fn act(
        &self,
        process: &dyn Process,
        store: StoreId,
        subject: &str,
    ) -> Result<Outcome, ShopError> {
        let caller = caller(store, process.name());
        let acting = process.act(&self.shop, &caller, subject);
        let acted = AssertUnwindSafe(acting).catch_unwind().await;
        acted.unwrap_or_else(|_| Err(ShopError::Bug("the process panicked".to_owned())))
    }

    /// Tried again later and later; what can never succeed waits a day for somebody to look.
    async fn failed(
        &self,
        process: &str,
        task: &Leased,
        error: &ShopError,
    ) -> Result<(), WorkerError> {
        let subject = &task.subject;
        tracing::error!(process, subject, %error, "{process} failed for {subject}: {error}");
        let exponent = u32::try_from(task.attempts.clamp(0, 12)).unwrap_or(0);
        let seconds = if error.is_passing() {
            2_i64.pow(exponent).min(3_600)
        } else {
            86_400
        };
        let due = self.shop.now() + chrono::Duration::seconds(seconds);
        Ok(again(&self.pool, process, task, due, Some(error.to_string())).await?)
    }

    async fn pause(&self, length: Duration, stop: &CancellationToken) {
        tokio::select! {
            () = tokio::time::sleep(length) => {}
            () = stop.cancelled() => {}
        }
    }
}

/// What became of a subject, as it is counted.
fn told(acted: &Result<Outcome, ShopError>) -> &'static str {
    match acted {
        Ok(Outcome::Done) => "done",
        Ok(Outcome::Later(_)) => "later",
        Err(_) => "failed",
    }
}
