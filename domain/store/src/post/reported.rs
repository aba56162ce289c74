//! What providers say later of messages that they took: taken in by the hundred, and asked for.

use chrono::{DateTime, Utc};

use super::{Deliveries, DeliveryState};

/// What a provider says of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The provider's id of it.
    pub id: String,
    /// Our key, where the provider repeats it: a report may come before its id is known here.
    pub key: Option<String>,
    /// `delivered` or `failed`.
    pub state: DeliveryState,
    /// The provider's code.
    pub reason: String,
}

/// A message whose end is not known.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Open {
    pub key: String,
    /// `sms`, `lms` or `alimtalk`.
    pub medium: String,
    pub provider_id: String,
}

impl Deliveries {
    /// Takes reports in. Unknown ids are left, twice is once. What has arrived has arrived: a
    /// failure that is told late (of the Alimtalk whose short message came) changes nothing.
    /// Gives how many rows changed.
    ///
    /// # Errors
    /// The database.
    pub async fn report_many(
        &self,
        provider: &str,
        reports: &[Report],
    ) -> Result<u64, sqlx::Error> {
        let changed = sqlx::query(
            "WITH said AS (
                 SELECT DISTINCT ON (id) * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[])
                     AS said (id, key, state, reason) ORDER BY id, state),
             known AS (
                 SELECT d.key, said.state, said.reason, said.id FROM said
                   JOIN deliveries d ON d.provider = $1 AND d.provider_id = said.id
                 UNION
                 SELECT d.key, said.state, said.reason, said.id FROM said
                   JOIN deliveries d ON d.key = said.key AND d.provider_id IS NULL)
             UPDATE deliveries AS d
                SET state = known.state, reason = known.reason, settled_at = clock_timestamp(),
                    provider = $1, provider_id = known.id, taken_at = coalesce(d.taken_at, clock_timestamp())
               FROM known
              WHERE d.key = known.key
                AND (d.state IN ('sending', 'waiting', 'sent')
                     OR (d.state = 'failed' AND known.state = 'delivered'))",
        )
        .bind(provider)
        .bind(reports.iter().map(|report| report.id.as_str()).collect::<Vec<_>>())
        .bind(reports.iter().map(|report| report.key.as_deref()).collect::<Vec<_>>())
        .bind(reports.iter().map(|report| report.state.as_str()).collect::<Vec<_>>())
        .bind(reports.iter().map(|report| report.reason.as_str()).collect::<Vec<_>>())
        .execute(&self.pool)
        .await?;
        Ok(changed.rows_affected())
    }

    /// Messages that a provider took within three days and has said nothing of, those longest not
    /// asked about first; none that it was asked about at `before` or later. What is older stays as
    /// it is: nobody will ever know.
    ///
    /// # Errors
    /// The database.
    pub async fn open(
        &self,
        provider: &str,
        before: DateTime<Utc>,
        most: i64,
    ) -> Result<Vec<Open>, sqlx::Error> {
        sqlx::query_as(
            "SELECT key, medium, provider_id FROM deliveries
              WHERE provider = $1 AND state = 'sent' AND medium <> 'email' AND taken_at > clock_timestamp() - interval '3 days'
                AND provider_id IS NOT NULL AND (asked_at IS NULL OR asked_at < $2)
              ORDER BY coalesce(asked_at, taken_at) LIMIT $3",
        )
        .bind(provider)
        .bind(before)
        .bind(most)
        .fetch_all(&self.pool)
        .await
    }

    /// The provider was asked about these, at a moment of the shop's clock.
    ///
    /// # Errors
    /// The database.
    pub async fn asked(&self, keys: &[String], at: DateTime<Utc>) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE deliveries SET asked_at = $2 WHERE key = ANY($1)")
            .bind(keys)
            .bind(at)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
