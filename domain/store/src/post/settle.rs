//! The last words on a delivery, in whatever order they come.

use sqlx::PgExecutor;

use super::{Deliveries, DeliveryState, IN_DOUBT};

/// From the first word on a delivery to the last: nothing goes back.
const RANKS: [&str; 8] = [
    "sending",
    "waiting",
    "sent",
    "delivered",
    "failed",
    "skipped",
    "bounced",
    "complained",
];

impl Deliveries {
    /// What the provider says later: `delivered`, `failed`, `bounced` or `complained`. Never goes
    /// back: what has bounced is not delivered by a late notification. Gives the address's
    /// fingerprint, or none where the provider's id is not known here.
    ///
    /// # Errors
    /// The database.
    pub async fn settle(
        &self,
        provider: &str,
        id: &str,
        state: DeliveryState,
        reason: &str,
    ) -> Result<Option<Vec<u8>>, sqlx::Error> {
        let found = settle(&self.pool, provider, id, state, reason).await?;
        Ok(found.flatten())
    }

    /// The provider took the letter of this key and calls it so, as a notification says; for one whose
    /// answer was lost, or is not written down yet.
    ///
    /// # Errors
    /// The database.
    pub async fn identify(&self, key: &str, provider: &str, id: &str) -> Result<(), sqlx::Error> {
        sqlx::query(
            "UPDATE deliveries SET provider = $2, provider_id = $3, taken_at = clock_timestamp(),
                    state = CASE WHEN state IN ('sending', 'waiting') OR (state = 'failed' AND reason = $4)
                            THEN 'sent' ELSE state END
              WHERE key = $1 AND provider_id IS NULL AND state <> 'skipped'",
        )
        .bind(key)
        .bind(provider)
        .bind(id)
        .bind(IN_DOUBT)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Writes down why something is not there yet, without a word on how it ends.
    ///
    /// # Errors
    /// The database.
    pub async fn remark(&self, provider: &str, id: &str, reason: &str) -> Result<(), sqlx::Error> {
        sqlx::query(
            "UPDATE deliveries SET reason = $3
              WHERE provider = $1 AND provider_id = $2 AND state = 'sent'",
        )
        .bind(provider)
        .bind(id)
        .bind(reason)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}

/// See [`Deliveries::settle`]. None: the provider's id is not known here; none within: the delivery
/// has no address.
pub(super) async fn settle(
    on: impl PgExecutor<'_>,
    provider: &str,
    id: &str,
    state: DeliveryState,
    reason: &str,
) -> Result<Option<Option<Vec<u8>>>, sqlx::Error> {
    // The ranks are looked up in the locked row: of two notices at the same moment the second must
    // be judged by what the first one left.
    sqlx::query_scalar(
        // What was given up as in doubt is no word of the provider's: any of its words counts more.
        "WITH word (rank) AS (SELECT array_position($5::text[], $3::text)),
              old AS (
                  SELECT key, array_position($5::text[], CASE WHEN state = 'failed' AND reason = $6 THEN 'sending'
                                                             ELSE state END) AS rank
                    FROM deliveries WHERE provider = $1 AND provider_id = $2 FOR UPDATE)
         UPDATE deliveries AS d
            SET state = CASE WHEN word.rank > old.rank THEN $3 ELSE d.state END,
                reason = CASE WHEN word.rank > old.rank THEN $4 ELSE d.reason END,
                settled_at = CASE WHEN word.rank > old.rank THEN clock_timestamp() ELSE d.settled_at END
           FROM word, old
          WHERE d.key = old.key AND d.provider = $1 AND d.provider_id = $2
         RETURNING d.address",
    )
    .bind(provider)
    .bind(id)
    .bind(state.as_str())
    .bind(reason)
    .bind(RANKS.as_slice())
    .bind(IN_DOUBT)
    .fetch_optional(on)
    .await
}
