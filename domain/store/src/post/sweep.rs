//! What is left lying of bulk sends: batches whose job is gone, and sends that nobody is preparing.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::Bulk;

/// A batch that nobody will go on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Forsaken {
    pub send: Uuid,
    pub number: i32,
}

impl Bulk {
    /// Batches that have not ended and have no job any more: it was cancelled, or has been dead for a
    /// day, within which staff may try it again. Batch and job are written in one transaction, so
    /// one that is just beginning, or is put off until the morning, has a job.
    ///
    /// # Errors
    /// The database.
    pub async fn forsaken(&self) -> Result<Vec<Forsaken>, sqlx::Error> {
        // The key is the one of `batch_key`.
        sqlx::query_as(
            "SELECT send, number FROM bulk_batches b
              WHERE state IN ('waiting', 'sending')
                AND NOT EXISTS (
                    SELECT FROM graphile_worker._private_jobs j
                     WHERE j.key = format('bulk:%s:%s', b.send, b.number)
                       AND (j.attempts < j.max_attempts OR j.locked_at IS NOT NULL
                            OR j.updated_at > now() - interval '1 day'))
              ORDER BY send, number",
        )
        .fetch_all(&self.pool)
        .await
    }

    /// Sends that were begun to be written down before then, and still are.
    ///
    /// # Errors
    /// The database.
    pub async fn preparing_since(&self, before: DateTime<Utc>) -> Result<Vec<Uuid>, sqlx::Error> {
        sqlx::query_scalar(
            "SELECT id FROM bulk_sends WHERE state = 'preparing' AND created_at < $1 ORDER BY id",
        )
        .bind(before)
        .fetch_all(&self.pool)
        .await
    }

    /// Sends that have ended after then.
    ///
    /// # Errors
    /// The database.
    pub async fn ended_after(&self, after: DateTime<Utc>) -> Result<Vec<Uuid>, sqlx::Error> {
        sqlx::query_scalar("SELECT id FROM bulk_sends WHERE ended_at > $1 ORDER BY id")
            .bind(after)
            .fetch_all(&self.pool)
            .await
    }
}
