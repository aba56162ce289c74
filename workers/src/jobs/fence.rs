//! What a worker may say about a job's end, while it is still its own.
//!
//! The engine's own completion deletes a job by its number alone, whoever is at it. A worker that was
//! frozen past its lease would so end a job that another one is doing. Ours says whose it must be.

use std::time::Duration;

use chrono::{DateTime, Utc};
use rand::Rng;
use sqlx::PgPool;

/// A job as one worker holds it.
#[derive(Debug, Clone)]
pub(super) struct Hold {
    pub(super) pool: PgPool,
    /// The job's number.
    pub(super) id: i64,
    /// The worker's name.
    pub(super) worker: String,
    /// When it took the job. A worker that has lost a job may take the very same one again.
    pub(super) since: DateTime<Utc>,
}

/// Between two looks at what a sibling does.
const LOOK: Duration = Duration::from_millis(100);

impl Hold {
    /// Whether the job is still this worker's.
    pub(super) async fn is_held(&self) -> Result<bool, sqlx::Error> {
        sqlx::query_scalar(
            "SELECT EXISTS (SELECT FROM graphile_worker._private_jobs WHERE id = $1 AND locked_by = $2 AND locked_at = $3)",
        )
        .bind(self.id)
        .bind(&self.worker)
        .bind(self.since)
        .fetch_one(&self.pool)
        .await
    }

    /// Ends the job as done; false where it is another's by now.
    pub(super) async fn complete(&self) -> Result<bool, sqlx::Error> {
        sqlx::query_scalar(
            "WITH done AS (DELETE FROM graphile_worker._private_jobs
                            WHERE id = $1 AND locked_by = $2 AND locked_at = $3 RETURNING job_queue_id),
                  freed AS (UPDATE graphile_worker._private_job_queues AS queues
                               SET locked_by = NULL, locked_at = NULL
                              FROM done WHERE queues.id = done.job_queue_id AND queues.locked_by = $2)
             SELECT EXISTS (SELECT FROM done)",
        )
        .bind(self.id)
        .bind(&self.worker)
        .bind(self.since)
        .fetch_one(&self.pool)
        .await
    }

    /// Waits, after the job was lost, until no sibling in this same worker has it: the engine takes a
    /// failure that it is told of now for the sibling's, since it knows them by the worker alone.
    pub(super) async fn let_siblings_end(&self) -> Result<(), sqlx::Error> {
        let sql = "SELECT EXISTS (SELECT FROM graphile_worker._private_jobs
                                   WHERE id = $1 AND locked_by = $2)";
        loop {
            let query = sqlx::query_scalar(sql).bind(self.id).bind(&self.worker);
            if !query.fetch_one(&self.pool).await? {
                return Ok(());
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Says before a failure that no further try makes sense.
    pub(super) async fn give_up(&self) -> Result<(), sqlx::Error> {
        sqlx::query(
            "UPDATE graphile_worker._private_jobs SET max_attempts = greatest(attempts, 1)
              WHERE id = $1 AND locked_by = $2 AND locked_at = $3",
        )
        .bind(self.id)
        .bind(&self.worker)
        .bind(self.since)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Shifts the next try by some chance, so that what failed together does not come back together:
    /// the engine adds e^tries seconds to what stands here.
    pub(super) async fn scatter(&self, attempt: i16) -> Result<(), sqlx::Error> {
        let wait = f64::from(attempt.clamp(0, 10)).exp();
        let shift = rand::rng().random_range(0.0..=wait / 2.0);
        sqlx::query(
            "UPDATE graphile_worker._private_jobs SET run_at = now() + $4 * interval '1 second'
              WHERE id = $1 AND locked_by = $2 AND locked_at = $3",
        )
        .bind(self.id)
        .bind(&self.worker)
        .bind(self.since)
        .bind(shift)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}
