//! Messages by the hundred that are not to be sent, or no longer; and how far those of a send are.

use std::collections::HashMap;

use super::many::IN_DOUBT;
use super::{Deliveries, DeliveryState, NewDelivery};

impl Deliveries {
    /// Messages that are not to be sent, each with its reason. A last word. One that was handed over
    /// before and has had no answer is not skipped but in doubt; should the answer come yet, it
    /// counts.
    ///
    /// # Errors
    /// The database.
    pub async fn skip_many(&self, new: &[(NewDelivery<'_>, &str)]) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO deliveries AS d
                    (key, medium, template, store, subject, address, state, reason, settled_at)
             SELECT key, medium, template, store, subject, address, 'skipped', reason, clock_timestamp()
               FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::text[])
                 AS new (key, medium, template, store, subject, address, reason) ORDER BY key
             ON CONFLICT (key) DO UPDATE
                SET state = CASE d.state WHEN 'sending' THEN 'failed' ELSE 'skipped' END,
                    reason = CASE d.state WHEN 'sending' THEN $8 ELSE excluded.reason END,
                    settled_at = clock_timestamp()
              WHERE d.state IN ('sending', 'waiting')",
        )
        .bind(new.iter().map(|(new, _)| new.key).collect::<Vec<_>>())
        .bind(new.iter().map(|(new, _)| new.medium.as_str()).collect::<Vec<_>>())
        .bind(new.iter().map(|(new, _)| new.template).collect::<Vec<_>>())
        .bind(new.iter().map(|(new, _)| new.store).collect::<Vec<_>>())
        .bind(new.iter().map(|(new, _)| new.subject).collect::<Vec<_>>())
        .bind(new.iter().map(|(new, _)| new.address).collect::<Vec<_>>())
        .bind(new.iter().map(|(_, reason)| *reason).collect::<Vec<_>>())
        .bind(IN_DOUBT)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Nobody will go on with what is about a subject: what was handed over without an answer is in
    /// doubt, what waits is skipped for this reason. Gives how many there were.
    ///
    /// # Errors
    /// The database.
    pub async fn give_up(&self, subject: &str, reason: &str) -> Result<u64, sqlx::Error> {
        let changed = sqlx::query(
            "UPDATE deliveries
                SET state = CASE state WHEN 'sending' THEN 'failed' ELSE 'skipped' END,
                    reason = CASE state WHEN 'sending' THEN $3 ELSE $2 END,
                    settled_at = clock_timestamp()
              WHERE subject = $1 AND state IN ('sending', 'waiting')",
        )
        .bind(subject)
        .bind(reason)
        .bind(IN_DOUBT)
        .execute(&self.pool)
        .await?;
        Ok(changed.rows_affected())
    }

    /// How far messages are, by key; those that were never entered are left out.
    ///
    /// # Errors
    /// The database.
    pub async fn states(
        &self,
        keys: &[String],
    ) -> Result<HashMap<String, DeliveryState>, sqlx::Error> {
        let rows: Vec<(String, String)> =
            sqlx::query_as("SELECT key, state FROM deliveries WHERE key = ANY($1)")
                .bind(keys)
                .fetch_all(&self.pool)
                .await?;
        let known = |(key, state): (String, String)| Some((key, DeliveryState::read(&state)?));
        Ok(rows.into_iter().filter_map(known).collect())
    }

    /// Deliveries about a subject by state and reason.
    ///
    /// # Errors
    /// The database.
    pub async fn counts(
        &self,
        subject: &str,
    ) -> Result<Vec<(DeliveryState, Option<String>, i64)>, sqlx::Error> {
        let rows: Vec<(String, Option<String>, i64)> = sqlx::query_as(
            "SELECT state, reason, count(*) FROM deliveries WHERE subject = $1 GROUP BY 1, 2 ORDER BY 1, 2",
        )
        .bind(subject)
        .fetch_all(&self.pool)
        .await?;
        let known = |(state, reason, count): (String, _, _)| {
            Some((DeliveryState::read(&state)?, reason, count))
        };
        Ok(rows.into_iter().filter_map(known).collect())
    }
}
