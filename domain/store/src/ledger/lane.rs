//! A lane: gathers what has come and works through it, round by round.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use tokio::sync::mpsc;

use crate::log::{EventLog, Snapshot};

use super::LaneOptions;
use super::cache::Cache;
use super::job::Job;
use super::round::{self, Waiting};

/// What a lane keeps from round to round.
pub(super) struct Lane {
    pub(super) log: Arc<dyn EventLog>,
    pub(super) options: LaneOptions,
    pub(super) cache: Cache,
    /// Counts rounds; tells which states were confirmed after a job came.
    pub(super) round: u64,
    /// Jobs to be decided once more, before newer ones of their streams.
    pub(super) again: Vec<Waiting>,
}

/// Starts a lane; it ends when all senders are gone and everything received is done.
pub(super) fn spawn(log: Arc<dyn EventLog>, options: LaneOptions) -> mpsc::Sender<Box<dyn Job>> {
    let (sender, mut jobs) = mpsc::channel(options.queue.max(1));
    let cache = Cache::new(options.cached);
    let mut lane = Lane {
        log,
        options,
        cache,
        round: 0,
        again: Vec::new(),
    };
    tokio::spawn(async move {
        // Rules that panic are caught where they are called. Should the lane itself break,
        // the jobs in hand are dropped, which tells their callers, and it starts afresh.
        while AssertUnwindSafe(lane.run(&mut jobs))
            .catch_unwind()
            .await
            .is_err()
        {
            tracing::error!("a lane of the ledger broke and starts again");
            lane.cache = Cache::new(lane.options.cached);
            lane.again.clear();
        }
    });
    sender
}

impl Lane {
    async fn run(&mut self, jobs: &mut mpsc::Receiver<Box<dyn Job>>) {
        loop {
            self.round += 1;
            let mut waiting = std::mem::take(&mut self.again);
            if waiting.is_empty() {
                let Some(job) = jobs.recv().await else { return };
                waiting.push(Waiting::new(job, self.round));
            } else {
                let attempts = waiting
                    .iter()
                    .map(|waiting| waiting.attempts)
                    .max()
                    .unwrap_or(0);
                step_aside(attempts).await;
            }
            while waiting.len() < self.options.batch {
                let Ok(job) = jobs.try_recv() else { break };
                waiting.push(Waiting::new(job, self.round));
            }
            // Whoever left before we looked takes the command back.
            waiting.retain(|waiting| waiting.attempts > 0 || !waiting.job.abandoned());
            round::work(self, waiting).await;
        }
    }

    /// Saves snapshots beside the lane's work. They are only a cache: a failure is told
    /// and forgotten.
    pub(super) fn save(&self, snapshots: Vec<Snapshot>) {
        if snapshots.is_empty() {
            return;
        }
        let log = self.log.clone();
        tokio::spawn(async move {
            if let Err(error) = log.save_snapshots(&snapshots).await {
                tracing::warn!(%error, "snapshots were not saved");
            }
        });
    }
}

/// Lets another process have its turn when we keep losing against it.
async fn step_aside(attempts: u32) {
    if attempts > 3 {
        let most = u64::from(attempts.min(20));
        tokio::time::sleep(Duration::from_millis(rand::random_range(0..=most))).await;
    }
}
