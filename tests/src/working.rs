//! Workers for tests.

use std::sync::Arc;
use std::time::Duration;

use shop::Shop;
use store::jobs::Connections;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use workers::jobs::{JobContext, JobKind, RunnerOptions};
use workers::{Workers, WorkersOptions};

use crate::outbox::Outbox;
use crate::pg::Database;

/// Runners that notice a dead worker after a second or two.
pub fn hasty() -> RunnerOptions {
    RunnerOptions {
        look: Duration::from_millis(100),
        heartbeat: Duration::from_millis(250),
        silence: Duration::from_millis(1_500),
        grace: Duration::from_secs(5),
        ..RunnerOptions::default()
    }
}

/// What jobs of a shop in this database are given.
pub async fn context(shop: &Shop, database: &Database, outbox: &Arc<Outbox>) -> JobContext {
    let pool = database.pool().await;
    let post = outbox.post(&pool);
    JobContext::new(shop.clone(), pool, post)
}

/// Connections for the engine.
pub fn connections(database: &Database) -> Connections {
    Connections::open(&database.url, 8).expect("a database of ours")
}

/// All that works in a shop, until it is dropped.
pub async fn workers(shop: &Shop, database: &Database, outbox: &Arc<Outbox>) -> Workers {
    let options = WorkersOptions {
        jobs: hasty(),
        ..WorkersOptions::default()
    };
    let context = context(shop, database, outbox).await;
    Workers::new(context, connections(database), options)
}

/// Something at work that can be stopped in order, or broken off.
pub struct AtWork {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl AtWork {
    /// Runs workers.
    pub fn begin(workers: Workers) -> Self {
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let task = tokio::spawn(async move { workers.run(stopped).await });
        Self { stop, task }
    }

    /// Runs only jobs of these kinds.
    pub fn jobs(
        context: JobContext,
        connections: Connections,
        kinds: Vec<JobKind>,
        options: RunnerOptions,
    ) -> Self {
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let task = tokio::spawn(async move {
            workers::jobs::run(&context, &connections, &kinds, options, &stopped).await;
        });
        Self { stop, task }
    }

    /// Lets it finish what it has begun.
    pub async fn stop(self) {
        self.stop.cancel();
        self.task.await.expect("workers do not break");
    }
}
