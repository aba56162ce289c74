//! Runs every process: one loop follows the log, one does what is due.

use std::sync::Arc;
use std::time::Duration;

use domain::StoreId;
use futures::future::join_all;
use shop::{Shop, ShopError};
use sqlx::PgPool;
use store::LogError;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::follow::{Followers, Step};
use crate::processes::{Outcome, Process, all, caller};
use crate::tasks::{Leased, again, done, lease};

/// How the workers pace themselves.
#[derive(Debug, Clone, Copy)]
pub struct WorkersOptions {
    /// How long to sleep when nothing is due.
    pub idle: Duration,
    /// How long to wait after an error of the database.
    pub after_error: Duration,
}

impl Default for WorkersOptions {
    fn default() -> Self {
        Self {
            idle: Duration::from_millis(500),
            after_error: Duration::from_secs(1),
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
    options: WorkersOptions,
}

impl Workers {
    /// Workers for this shop; the pool is for their checkpoints and tasks.
    pub fn new(shop: Shop, pool: PgPool, options: WorkersOptions) -> Self {
        Self {
            shop,
            pool,
            options,
        }
    }

    /// Runs all processes until told to stop; what is under way is finished first.
    pub async fn run(&self, stop: CancellationToken) {
        let tracker = TaskTracker::new();
        let (this, stopped) = (self.clone(), stop.clone());
        tracker.spawn(async move { this.follow(stopped).await });
        for process in all() {
            let (this, stopped) = (self.clone(), stop.clone());
            tracker.spawn(async move { this.attend(process, stopped).await });
        }
        tracker.close();
        tracker.wait().await;
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
        let caller = caller(store, name);
        match process.act(&self.shop, &caller, &task.subject).await {
            Ok(Outcome::Done) => done(&self.pool, name, &task).await?,
            Ok(Outcome::Later(due)) => again(&self.pool, name, &task, due, None).await?,
            Err(error) => self.failed(name, &task, &error).await?,
        }
        Ok(())
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
