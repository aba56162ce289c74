//! The batches of a bulk send.

use chrono::{DateTime, Utc};
use domain::PersonalRef;
use sqlx::types::Json;
use sqlx::{FromRow, PgConnection};
use uuid::Uuid;

use super::Bulk;
use crate::jobs::{self, NewJob};

/// How far a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, sqlx::Type, serde::Serialize)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum BatchState {
    /// Not begun, or the rest of it waits for the morning.
    Waiting,
    /// Begun; also between a try that failed and the next.
    Sending,
    Done,
    Cancelled,
}

/// A batch of it.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Batch {
    pub send: Uuid,
    pub number: i32,
    /// Where the vault keeps its recipients.
    pub recipients: Json<PersonalRef>,
    pub size: i32,
    pub state: BatchState,
    /// Not before then.
    pub resumes_at: Option<DateTime<Utc>>,
}

/// A batch to add: its recipients in the vault, and how many they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub recipients: PersonalRef,
    pub size: usize,
}

/// The key of a batch's job.
pub fn batch_key(send: Uuid, number: i32) -> String {
    format!("bulk:{send}:{number}")
}

impl Bulk {
    /// Its batches, in order.
    ///
    /// # Errors
    /// The database.
    pub async fn batches(&self, send: Uuid) -> Result<Vec<Batch>, sqlx::Error> {
        sqlx::query_as("SELECT * FROM bulk_batches WHERE send = $1 ORDER BY number")
            .bind(send)
            .fetch_all(&self.pool)
            .await
    }

    /// One batch.
    ///
    /// # Errors
    /// The database.
    pub async fn batch(&self, send: Uuid, number: i32) -> Result<Option<Batch>, sqlx::Error> {
        sqlx::query_as("SELECT * FROM bulk_batches WHERE send = $1 AND number = $2")
            .bind(send)
            .bind(number)
            .fetch_optional(&self.pool)
            .await
    }

    /// A batch is at work.
    ///
    /// # Errors
    /// The database.
    pub async fn begin(&self, send: Uuid, number: i32) -> Result<(), sqlx::Error> {
        sqlx::query(
            "UPDATE bulk_batches SET state = 'sending', resumes_at = NULL
              WHERE send = $1 AND number = $2 AND state = 'waiting'",
        )
        .bind(send)
        .bind(number)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The rest of a batch waits: its row and its next job, both or none.
    ///
    /// # Errors
    /// The database.
    pub async fn postpone(
        &self,
        send: Uuid,
        number: i32,
        until: DateTime<Utc>,
        job: &NewJob,
    ) -> Result<(), sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query(
            "UPDATE bulk_batches SET state = 'waiting', resumes_at = $3
              WHERE send = $1 AND number = $2 AND state IN ('waiting', 'sending')",
        )
        .bind(send)
        .bind(number)
        .bind(until)
        .execute(&mut *transaction)
        .await?;
        jobs::add(&mut transaction, std::slice::from_ref(job)).await?;
        transaction.commit().await
    }

    /// A batch has ended; with the last one the send has: done, or cancelled where a batch is. True
    /// where the whole send has ended.
    ///
    /// # Errors
    /// The database.
    pub async fn end(
        &self,
        send: Uuid,
        number: i32,
        state: BatchState,
        at: DateTime<Utc>,
    ) -> Result<bool, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        // The send's row first: of two last batches one sees the other's end.
        sqlx::query("SELECT FROM bulk_sends WHERE id = $1 FOR UPDATE")
            .bind(send)
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "UPDATE bulk_batches SET state = $3, resumes_at = NULL
              WHERE send = $1 AND number = $2 AND state IN ('waiting', 'sending')",
        )
        .bind(send)
        .bind(number)
        .bind(state)
        .execute(&mut *transaction)
        .await?;
        let ended = is_over(&mut transaction, send).await?;
        if ended {
            sqlx::query(
                "UPDATE bulk_sends SET state = CASE WHEN state <> 'running' THEN state
                                     WHEN EXISTS (SELECT FROM bulk_batches
                                                   WHERE send = $1 AND state = 'cancelled') THEN 'cancelled'
                                     ELSE 'done' END,
                        ended_at = coalesce(ended_at, $2)
                  WHERE id = $1",
            )
            .bind(send)
            .bind(at)
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(ended)
    }
}

/// Whether none of its batches is left.
pub(super) async fn is_over(db: &mut PgConnection, send: Uuid) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT NOT EXISTS (SELECT FROM bulk_batches WHERE send = $1 AND state IN ('waiting', 'sending'))",
    )
    .bind(send)
    .fetch_one(db)
    .await
}
