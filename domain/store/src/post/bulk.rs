//! One message to many: the send. A batch is a job; it and its row are written in one transaction,
//! so that neither is without the other.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

use super::batches::{Group, is_over};
use crate::jobs::{self, NewJob};

/// The book of bulk sends.
#[derive(Debug, Clone)]
pub struct Bulk {
    pub(super) pool: PgPool,
}

/// How far a send is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, sqlx::Type, serde::Serialize)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum BulkState {
    /// Recipients are being written down; nothing leaves yet.
    Preparing,
    Running,
    Cancelled,
    Done,
}

/// One message to many.
#[derive(Debug, Clone, PartialEq, FromRow, serde::Serialize)]
pub struct BulkSend {
    pub id: Uuid,
    pub store: String,
    /// The message's name, or `words`.
    pub template: String,
    pub advertising: bool,
    /// Words, and what is common to all.
    pub content: Value,
    pub state: BulkState,
    pub created_by: String,
    pub created_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

impl Bulk {
    /// The book in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// Enters a send that is being prepared.
    ///
    /// # Errors
    /// The database.
    pub async fn prepare(&self, send: &BulkSend) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO bulk_sends (id, store, template, advertising, content, state, created_by, created_at)
             VALUES ($1, $2, $3, $4, $5, 'preparing', $6, $7)",
        )
        .bind(send.id)
        .bind(&send.store)
        .bind(&send.template)
        .bind(send.advertising)
        .bind(&send.content)
        .bind(&send.created_by)
        .bind(send.created_at)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Starts it: its batches and their jobs, all or none. False where it was cancelled meanwhile.
    ///
    /// # Errors
    /// The database.
    pub async fn start(
        &self,
        send: Uuid,
        groups: &[Group],
        jobs: &[NewJob],
    ) -> Result<bool, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let started = sqlx::query(
            "UPDATE bulk_sends SET state = 'running' WHERE id = $1 AND state = 'preparing'",
        )
        .bind(send)
        .execute(&mut *transaction)
        .await?;
        if started.rows_affected() == 0 {
            return Ok(false);
        }
        let numbers = (0..).take(groups.len()).collect::<Vec<i32>>();
        let size = |group: &Group| i32::try_from(group.size).unwrap_or(i32::MAX);
        sqlx::query(
            "INSERT INTO bulk_batches (send, number, recipients, size)
             SELECT $1, number, recipients::json, size
               FROM unnest($2::int[], $3::text[], $4::int[]) AS new (number, recipients, size)",
        )
        .bind(send)
        .bind(numbers)
        .bind(
            groups
                .iter()
                .map(reference)
                .collect::<Result<Vec<_>, _>>()?,
        )
        .bind(groups.iter().map(size).collect::<Vec<_>>())
        .execute(&mut *transaction)
        .await?;
        jobs::add(&mut transaction, jobs).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// All sends, newest first.
    ///
    /// # Errors
    /// The database.
    pub async fn list(&self, most: i64) -> Result<Vec<BulkSend>, sqlx::Error> {
        sqlx::query_as("SELECT * FROM bulk_sends ORDER BY created_at DESC LIMIT $1")
            .bind(most)
            .fetch_all(&self.pool)
            .await
    }

    /// One send.
    ///
    /// # Errors
    /// The database.
    pub async fn get(&self, send: Uuid) -> Result<Option<BulkSend>, sqlx::Error> {
        sqlx::query_as("SELECT * FROM bulk_sends WHERE id = $1")
            .bind(send)
            .fetch_optional(&self.pool)
            .await
    }

    /// Cancels a send: batches that wait end at once, one at work before its next call. False where
    /// it has ended already, or never was.
    ///
    /// # Errors
    /// The database.
    pub async fn cancel(&self, send: Uuid, at: DateTime<Utc>) -> Result<bool, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let cancelled = sqlx::query(
            "UPDATE bulk_sends SET state = 'cancelled' WHERE id = $1 AND state IN ('preparing', 'running')",
        )
        .bind(send)
        .execute(&mut *transaction)
        .await?
        .rows_affected()
            > 0;
        sqlx::query(
            "UPDATE bulk_batches SET state = 'cancelled', resumes_at = NULL
              WHERE send = $1 AND state = 'waiting'
                AND EXISTS (SELECT FROM bulk_sends WHERE id = $1 AND state = 'cancelled')",
        )
        .bind(send)
        .execute(&mut *transaction)
        .await?;
        if is_over(&mut transaction, send).await? {
            sqlx::query("UPDATE bulk_sends SET ended_at = coalesce(ended_at, $2) WHERE id = $1 AND state = 'cancelled'")
                .bind(send)
                .bind(at)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(cancelled)
    }
}

fn reference(group: &Group) -> Result<String, sqlx::Error> {
    serde_json::to_string(&group.recipients).map_err(|error| sqlx::Error::Encode(Box::new(error)))
}
