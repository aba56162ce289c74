//! Deliveries by the hundred: a call to a provider is a handful of statements, not one per message.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{Claim, Deliveries, DeliveryState, NewDelivery};

/// Why something counts as failed whose end nobody knows: it may have been taken, and is not sent
/// again.
pub const IN_DOUBT: &str = "in_doubt";

/// What may be done with a key now, and since when it is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    pub claim: Claim,
    /// When it was first handed over.
    pub began_at: DateTime<Utc>,
    /// When it was last handed over; of one's own claim, by this one. It is the claim's name: see
    /// [`Recorded`].
    pub tried_at: DateTime<Utc>,
}

/// What became of one message of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The provider took it and calls it so.
    Sent(String),
    /// It will never be taken: a code.
    Failed(String),
    /// It was surely not taken and will be tried again: a code.
    Waits(String),
}

/// A message's key and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    pub key: String,
    /// The claim that this is about, by its [`Claimed::tried_at`].
    pub tried_at: DateTime<Utc>,
    pub outcome: Outcome,
}

impl Deliveries {
    /// Enters messages before they are handed over, as [`Deliveries::claim`] does, at a moment of
    /// the shop's clock. Answers come in the order of the asking.
    ///
    /// # Errors
    /// The database.
    pub async fn claim_many(
        &self,
        new: &[NewDelivery<'_>],
        at: DateTime<Utc>,
    ) -> Result<Vec<Claimed>, sqlx::Error> {
        // Keys in order: two workers at the same messages wait for each other instead of for ever.
        let rows = sqlx::query(
            "WITH asked AS (
                 SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[])
                     AS asked (key, medium, template, store, subject, address)),
             old AS (
                 SELECT key, state, began_at, coalesce(tried_at, began_at) AS tried_at FROM deliveries
                  WHERE key = ANY($1) ORDER BY key FOR UPDATE),
             written AS (
                 INSERT INTO deliveries AS d
                        (key, medium, template, store, subject, address, state, began_at, tried_at)
                 SELECT a.*, 'sending', $7, $7 FROM asked a
                   LEFT JOIN old USING (key) WHERE old.state IS NULL OR old.state = 'waiting' ORDER BY a.key
                 ON CONFLICT (key) DO UPDATE
                    SET state = 'sending', attempts = d.attempts + 1, medium = excluded.medium,
                        address = excluded.address, tried_at = $7
                  WHERE d.state = 'waiting'
                 RETURNING key, began_at, tried_at)
             SELECT asked.key, written.key IS NOT NULL AS ours, old.state,
                    coalesce(written.began_at, old.began_at, $7) AS began_at,
                    coalesce(written.tried_at, old.tried_at, $7) AS tried_at
               FROM asked LEFT JOIN old USING (key) LEFT JOIN written USING (key)",
        )
        .bind(new.iter().map(|new| new.key).collect::<Vec<_>>())
        .bind(new.iter().map(|new| new.medium.as_str()).collect::<Vec<_>>())
        .bind(new.iter().map(|new| new.template).collect::<Vec<_>>())
        .bind(new.iter().map(|new| new.store).collect::<Vec<_>>())
        .bind(new.iter().map(|new| new.subject).collect::<Vec<_>>())
        .bind(new.iter().map(|new| new.address).collect::<Vec<_>>())
        .bind(at)
        .fetch_all(&self.pool)
        .await?;
        let mut claimed: HashMap<String, Claimed> = HashMap::with_capacity(rows.len());
        for row in &rows {
            claimed.insert(row.try_get("key")?, read(row)?);
        }
        let missing = || sqlx::Error::RowNotFound;
        let answers = new.iter().map(|new| claimed.get(new.key).cloned());
        answers.map(|answer| answer.ok_or_else(missing)).collect()
    }

    /// Records what became of the messages of a call. A last word that came meanwhile stays, and
    /// what a worker says of a claim that is no longer the last one counts only where the provider
    /// took the message: that is so whoever tried it since, also where it was given up as in doubt.
    ///
    /// # Errors
    /// The database.
    pub async fn record_many(
        &self,
        provider: &str,
        recorded: &[Recorded],
    ) -> Result<(), sqlx::Error> {
        let column = |read: fn(&Outcome) -> Option<&str>| {
            let column = recorded.iter().map(|recorded| read(&recorded.outcome));
            column.collect::<Vec<_>>()
        };
        sqlx::query(
            "WITH said AS (
                 SELECT r.*, coalesce(CASE WHEN r.state = 'sent'
                             THEN d.state IN ('sending', 'waiting') OR (d.state = 'failed' AND d.reason = $7)
                             ELSE d.state IN ('sending', 'waiting')
                                  AND coalesce(d.tried_at, d.began_at) = r.tried_at END, false) AS counts
                   FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
                        AS r (key, state, id, reason, tried_at)
                   JOIN deliveries d USING (key) ORDER BY key FOR UPDATE OF d)
             UPDATE deliveries AS d
                SET state = CASE WHEN r.counts THEN r.state ELSE d.state END,
                    reason = CASE WHEN r.counts THEN r.reason ELSE d.reason END,
                    provider = CASE WHEN r.id IS NULL THEN d.provider ELSE $1 END,
                    provider_id = coalesce(r.id, d.provider_id),
                    taken_at = CASE WHEN r.id IS NULL THEN d.taken_at ELSE clock_timestamp() END,
                    settled_at = CASE WHEN NOT r.counts THEN d.settled_at
                                      WHEN r.state = 'failed' THEN clock_timestamp() END
               FROM said AS r
              WHERE d.key = r.key AND (r.counts OR r.id IS NOT NULL)",
        )
        .bind(provider)
        .bind(recorded.iter().map(|recorded| recorded.key.as_str()).collect::<Vec<_>>())
        .bind(column(|outcome| Some(outcome.state().as_str())))
        .bind(column(|outcome| match outcome {
            Outcome::Sent(id) => Some(id),
            Outcome::Failed(_) | Outcome::Waits(_) => None,
        }))
        .bind(column(|outcome| match outcome {
            Outcome::Sent(_) => None,
            Outcome::Failed(code) | Outcome::Waits(code) => Some(code),
        }))
        .bind(recorded.iter().map(|recorded| recorded.tried_at).collect::<Vec<_>>())
        .bind(IN_DOUBT)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}

impl Outcome {
    const fn state(&self) -> DeliveryState {
        match self {
            Self::Sent(_) => DeliveryState::Sent,
            Self::Failed(_) => DeliveryState::Failed,
            Self::Waits(_) => DeliveryState::Waiting,
        }
    }
}

fn read(row: &sqlx::postgres::PgRow) -> Result<Claimed, sqlx::Error> {
    let state: Option<&str> = row.try_get("state")?;
    let ours: bool = row.try_get("ours")?;
    let claim = match state {
        _ if ours => Claim::Send,
        // Also a row that came between the look and the insert: somebody else's claim.
        None | Some("sending" | "waiting") => Claim::Uncertain,
        Some(_) => Claim::Settled,
    };
    Ok(Claimed {
        claim,
        began_at: row.try_get("began_at")?,
        tried_at: row.try_get("tried_at")?,
    })
}
