//! Addresses that get nothing any more: mail to them bounced, or a person complained.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sqlx::{FromRow, PgExecutor, PgPool};

use super::Medium;

/// The list.
#[derive(Debug, Clone)]
pub struct Suppressions {
    pool: PgPool,
}

/// Why and since when.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Suppression {
    /// `bounce`, `complaint` or `staff`.
    pub reason: String,
    pub since: DateTime<Utc>,
}

/// An address on the list, as the list knows it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Listed {
    /// `email` or `sms`.
    pub medium: String,
    /// The keyed hash.
    pub address: Vec<u8>,
    /// `bounce`, `complaint` or `staff`.
    pub reason: String,
    /// The provider's id of the notification.
    pub cause: Option<String>,
    pub since: DateTime<Utc>,
}

impl Suppressions {
    /// The list in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// Whether an address, by its fingerprint, is on it.
    ///
    /// # Errors
    /// The database.
    pub async fn find(
        &self,
        medium: Medium,
        address: &[u8],
    ) -> Result<Option<Suppression>, sqlx::Error> {
        sqlx::query_as("SELECT reason, since FROM suppressions WHERE medium = $1 AND address = $2")
            .bind(medium.channel())
            .bind(address)
            .fetch_optional(&self.pool)
            .await
    }

    /// The latest ones, so many at most; with an address, by its fingerprint, only that one.
    ///
    /// # Errors
    /// The database.
    pub async fn latest(
        &self,
        medium: Medium,
        address: Option<&[u8]>,
        most: i64,
    ) -> Result<Vec<Listed>, sqlx::Error> {
        sqlx::query_as(
            "SELECT medium, address, reason, cause, since FROM suppressions
              WHERE medium = $1 AND ($2::bytea IS NULL OR address = $2)
              ORDER BY since DESC, address LIMIT $3",
        )
        .bind(medium.channel())
        .bind(address)
        .bind(most)
        .fetch_all(&self.pool)
        .await
    }

    /// Which of many addresses are on it.
    ///
    /// # Errors
    /// The database.
    pub async fn among(
        &self,
        medium: Medium,
        addresses: &[Vec<u8>],
    ) -> Result<HashSet<Vec<u8>>, sqlx::Error> {
        let found: Vec<Vec<u8>> = sqlx::query_scalar(
            "SELECT address FROM suppressions WHERE medium = $1 AND address = ANY($2)",
        )
        .bind(medium.channel())
        .bind(addresses)
        .fetch_all(&self.pool)
        .await?;
        Ok(found.into_iter().collect())
    }

    /// Puts it on; who is on it stays for the first reason. `cause` is the provider's id of the
    /// notification.
    ///
    /// # Errors
    /// The database.
    pub async fn add(
        &self,
        medium: Medium,
        address: &[u8],
        reason: &str,
        cause: Option<&str>,
    ) -> Result<(), sqlx::Error> {
        add(&self.pool, medium, address, reason, cause).await
    }

    /// Takes it off; false where it was not on.
    ///
    /// # Errors
    /// The database.
    pub async fn remove(&self, medium: Medium, address: &[u8]) -> Result<bool, sqlx::Error> {
        let removed = sqlx::query("DELETE FROM suppressions WHERE medium = $1 AND address = $2")
            .bind(medium.channel())
            .bind(address)
            .execute(&self.pool)
            .await?;
        Ok(removed.rows_affected() > 0)
    }
}

/// See [`Suppressions::add`].
pub(super) async fn add(
    on: impl PgExecutor<'_>,
    medium: Medium,
    address: &[u8],
    reason: &str,
    cause: Option<&str>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO suppressions (medium, address, reason, cause) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind(medium.channel())
    .bind(address)
    .bind(reason)
    .bind(cause)
    .execute(on)
    .await?;
    Ok(())
}
