//! Runs jobs: two lanes, so that thousands of a kind never delay the one that somebody waits for.

use std::time::Duration;

use graphile_worker::{
    Worker, WorkerOptions, WorkerRecoveryConfig, WorkerShutdownConfig, WorkerUtils,
};
use store::jobs::{Connections, Lane};
use tokio_util::sync::CancellationToken;

use super::driver::{More, database};
use super::handler::Shared;
use super::job::JobContext;
use super::registry::JobKind;

/// How the runners pace themselves.
#[derive(Debug, Clone, Copy)]
pub struct RunnerOptions {
    /// Prompt jobs at once.
    pub prompt: usize,
    /// Bulk jobs at once.
    pub bulk: usize,
    /// How often to look for jobs that nobody told of: those that were due later.
    pub look: Duration,
    /// How often a worker says that it lives, and looks for those that do not.
    pub heartbeat: Duration,
    /// Silent for so long, a worker counts as dead, and others take its jobs.
    pub silence: Duration,
    /// What running jobs may take when the worker is told to stop.
    pub grace: Duration,
}

impl Default for RunnerOptions {
    /// A dead worker's jobs are taken over within 25 seconds.
    fn default() -> Self {
        Self {
            prompt: 8,
            bulk: 2,
            look: Duration::from_millis(500),
            heartbeat: Duration::from_secs(5),
            silence: Duration::from_secs(20),
            grace: Duration::from_secs(20),
        }
    }
}

/// The jobs' tables cannot be made or reached.
#[derive(Debug, thiserror::Error)]
#[error("the jobs' tables: {0}")]
pub struct JobsUnavailable(pub(crate) String);

/// Creates or completes the jobs' tables. Several processes may call it at once.
///
/// # Errors
/// The database does not answer, or refuses.
pub async fn migrate(connections: &Connections) -> Result<(), JobsUnavailable> {
    let utils = WorkerUtils::new(database(connections, More::default()), "graphile_worker");
    let migrated = utils.migrate().await;
    migrated.map_err(|error| JobsUnavailable(error.to_string()))
}

/// Runs jobs of these kinds until told to stop; those under way get some seconds to finish
/// ([`RunnerOptions::grace`]) and are otherwise done again by another worker.
pub async fn run(
    context: &JobContext,
    connections: &Connections,
    kinds: &[JobKind],
    options: RunnerOptions,
    stop: &CancellationToken,
) {
    let lane = |lane| run_lane(context, connections, kinds, options, lane, stop);
    tokio::join!(lane(Lane::Prompt), lane(Lane::Bulk));
}

/// One lane's worker, started anew whenever the database has thrown it out.
async fn run_lane(
    context: &JobContext,
    connections: &Connections,
    kinds: &[JobKind],
    options: RunnerOptions,
    lane: Lane,
    stop: &CancellationToken,
) {
    while !stop.is_cancelled() {
        let ended = run_once(context, connections, kinds, options, lane, stop).await;
        if let Err(error) = ended {
            tracing::warn!(%error, "no jobs for a moment: {error}");
            tokio::select! {
                () = tokio::time::sleep(Duration::from_secs(1)) => {}
                () = stop.cancelled() => {}
            }
        }
    }
}

async fn run_once(
    context: &JobContext,
    connections: &Connections,
    kinds: &[JobKind],
    options: RunnerOptions,
    lane: Lane,
    stop: &CancellationToken,
) -> Result<(), JobsUnavailable> {
    let unavailable = |error: &dyn std::fmt::Display| JobsUnavailable(error.to_string());
    let asked = worker(context, connections, kinds, options, lane);
    let worker: Worker = asked.init().await.map_err(|error| unavailable(&error))?;
    let running = worker.run();
    tokio::pin!(running);
    let ended = tokio::select! {
        ended = &mut running => ended,
        () = stop.cancelled() => {
            worker.request_shutdown();
            running.await
        }
    };
    ended.map_err(|error| unavailable(&error))
}

fn worker(
    context: &JobContext,
    connections: &Connections,
    kinds: &[JobKind],
    options: RunnerOptions,
    lane: Lane,
) -> WorkerOptions {
    let recovery = WorkerRecoveryConfig::default()
        .heartbeat_interval(options.heartbeat)
        .sweep_interval(options.heartbeat)
        .sweep_threshold(options.silence)
        .recovery_delay(Duration::ZERO);
    let shutdown = WorkerShutdownConfig {
        listen_os_shutdown_signals: false,
        grace_period: options.grace,
        interrupted_job_retry_delay: Duration::ZERO,
        ..WorkerShutdownConfig::default()
    };
    let more = More::default();
    let worker = WorkerOptions::default()
        .database(database(connections, more.clone()))
        .poll_interval(options.look)
        .add_extension(Shared {
            context: context.clone(),
            more,
        })
        .worker_recovery(recovery)
        .worker_shutdown(shutdown)
        .define_jobs(kinds.iter().map(|kind| kind.0.clone()));
    match lane {
        Lane::Prompt => worker
            .concurrency(options.prompt.max(1))
            .add_forbidden_flag(Lane::BULK),
        Lane::Bulk => worker
            .concurrency(options.bulk.max(1))
            .add_accepted_flag(Lane::BULK),
    }
}
