//! Adding jobs, in the transaction of whatever caused them.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

/// Which workers take a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lane {
    /// One letter, one message, one report: somebody waits for it.
    #[default]
    Prompt,
    /// Thousands of a kind; has workers of its own, so that it never delays a prompt one.
    Bulk,
}

impl Lane {
    /// The flag by which workers know the bulk lane.
    pub const BULK: &'static str = "bulk";
}

/// A job to add. Its payload holds ids, never personal data.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    /// The task's name, which decides the handler.
    pub task: &'static str,
    /// What the handler is given.
    pub payload: Value,
    /// At most one waiting job has a key; adding another replaces it.
    pub key: Option<String>,
    /// Not before then; none: at once.
    pub run_at: Option<DateTime<Utc>>,
    /// Lower comes first.
    pub priority: i16,
    /// Tried so often, then dead.
    pub max_attempts: i16,
    pub lane: Lane,
    /// Jobs of one queue run one after the other.
    pub queue: Option<String>,
}

impl NewJob {
    /// How often a job is tried: the last time about four days after the first.
    pub const TRIES: i16 = 20;

    /// A prompt job without a key, due at once.
    #[must_use]
    pub fn new(task: &'static str, payload: Value) -> Self {
        Self {
            task,
            payload,
            key: None,
            run_at: None,
            priority: 0,
            max_attempts: Self::TRIES,
            lane: Lane::Prompt,
            queue: None,
        }
    }

    /// The same under a key.
    #[must_use]
    pub fn keyed(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
}

/// Adds jobs; they exist when the transaction is committed, and not otherwise.
///
/// # Errors
/// The database.
pub async fn add(db: &mut PgConnection, jobs: &[NewJob]) -> Result<(), sqlx::Error> {
    if jobs.is_empty() {
        return Ok(());
    }
    let column = |read: fn(&NewJob) -> Option<String>| jobs.iter().map(read).collect::<Vec<_>>();
    sqlx::query(
        "SELECT count(*) FROM graphile_worker.add_jobs(ARRAY(
             SELECT (task, payload::json, queue, run_at, most, key, priority,
                     CASE WHEN bulk THEN ARRAY[$9] END)::graphile_worker.job_spec
               FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::int[], $6::text[],
                           $7::int[], $8::bool[])
                 AS jobs (task, payload, queue, run_at, most, key, priority, bulk)))",
    )
    .bind(jobs.iter().map(|job| job.task).collect::<Vec<_>>())
    .bind(column(|job| Some(job.payload.to_string())))
    .bind(column(|job| job.queue.clone()))
    .bind(jobs.iter().map(|job| job.run_at).collect::<Vec<_>>())
    .bind(jobs.iter().map(|job| i32::from(job.max_attempts)).collect::<Vec<_>>())
    .bind(column(|job| job.key.clone()))
    .bind(jobs.iter().map(|job| i32::from(job.priority)).collect::<Vec<_>>())
    .bind(jobs.iter().map(|job| job.lane == Lane::Bulk).collect::<Vec<_>>())
    .bind(Lane::BULK)
    .execute(db)
    .await?;
    Ok(())
}
