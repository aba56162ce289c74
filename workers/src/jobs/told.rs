//! What is said and counted of jobs.

use std::time::Duration;

use super::job::JobError;
use crate::meter;

/// A worker has taken a job that was due so long ago.
pub(super) fn started(task: &'static str, waited: chrono::Duration) {
    meter::waited(task, waited.to_std().unwrap_or_default());
}

/// A try has ended.
pub(super) fn ended(
    task: &'static str,
    job: i64,
    attempt: i16,
    last: bool,
    took: Duration,
    outcome: &Result<(), JobError>,
) {
    let word = match outcome {
        Ok(()) => "done",
        Err(JobError::Lost) => "lost",
        Err(JobError::Again(_)) if !last => "again",
        Err(JobError::Again(_) | JobError::Never(_)) => "dead",
    };
    meter::job(task, word, took);
    match outcome {
        Ok(()) => tracing::debug!(took = took.as_millis(), "job {job} ({task}) is done"),
        Err(error) if word == "dead" => {
            tracing::error!(job, task, attempt, %error, "job {job} ({task}) is dead: {error}");
        }
        Err(error) => {
            tracing::warn!(job, task, attempt, %error, "job {job} ({task}) failed: {error}");
        }
    }
}
