//! One row per letter or message, written before it is handed over.

use chrono::{DateTime, Utc};
use sqlx::{FromRow, PgPool};

use super::{IN_DOUBT, Medium};

/// The book of what was sent.
#[derive(Debug, Clone)]
pub struct Deliveries {
    pub(super) pool: PgPool,
}

/// Something about to be sent.
#[derive(Debug, Clone, Copy)]
pub struct NewDelivery<'a> {
    /// The idempotency key; the same for every attempt.
    pub key: &'a str,
    pub medium: Medium,
    /// The letter's or message's name.
    pub template: &'a str,
    pub store: &'a str,
    /// The stream it is about.
    pub subject: Option<&'a str>,
    /// The address's fingerprint; none where there is no address.
    pub address: Option<&'a [u8]>,
}

/// Which attempt at a delivery it is, from 1: what it says later counts as long as no other has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    number: i32,
    doubts: i32,
}

impl Attempt {
    /// How many attempts before it were handed over, as far as anybody knows, and never answered.
    pub const fn doubts(self) -> i32 {
        self.doubts
    }
}

/// What may be done with a key now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// It was surely not handed over yet: send it.
    Send,
    /// An earlier attempt handed it over and died before the answer: it may have been taken.
    Uncertain,
    /// There is a last word on it: leave it.
    Settled,
}

/// How far a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    Sending,
    Waiting,
    Sent,
    Delivered,
    Failed,
    Skipped,
    Bounced,
    Complained,
}

impl DeliveryState {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Sending,
        Self::Waiting,
        Self::Sent,
        Self::Delivered,
        Self::Failed,
        Self::Skipped,
        Self::Bounced,
        Self::Complained,
    ];

    /// Reads its name.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Whether there is nothing left to do: the provider has it, or never will.
    pub const fn is_settled(self) -> bool {
        !matches!(self, Self::Sending | Self::Waiting)
    }

    /// Its name in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sending => "sending",
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Bounced => "bounced",
            Self::Complained => "complained",
        }
    }
}

/// A row of the book.
#[derive(Debug, Clone, PartialEq, Eq, FromRow, serde::Serialize)]
pub struct Delivery {
    pub key: String,
    pub medium: String,
    pub template: String,
    pub store: String,
    pub subject: Option<String>,
    pub state: String,
    pub reason: Option<String>,
    pub attempts: i32,
    pub provider: Option<String>,
    pub provider_id: Option<String>,
    pub began_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "key, medium, template, store, subject, state, reason, attempts, provider, \
                       provider_id, began_at, settled_at";

impl Deliveries {
    /// The book in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// Enters it before it is handed over, at a moment of the shop's clock, and tells what earlier
    /// attempts left.
    ///
    /// # Errors
    /// The database.
    pub async fn claim(
        &self,
        new: &NewDelivery<'_>,
        at: DateTime<Utc>,
    ) -> Result<(Claim, Attempt), sqlx::Error> {
        let claimed: Option<(i32, i32, Option<String>)> = sqlx::query_as(
            "WITH old AS (SELECT state FROM deliveries WHERE key = $1 FOR UPDATE)
             INSERT INTO deliveries AS d (key, medium, template, store, subject, address, state, began_at, tried_at)
             -- Reading the old row here makes it be read before it is written.
             SELECT $1, $2, $3, $4, $5, $6, 'sending', $7, $7 FROM (SELECT count(*) FROM old) AS first
             ON CONFLICT (key) DO UPDATE
                SET state = 'sending', attempts = d.attempts + 1,
                    doubts = d.doubts + CASE d.state WHEN 'sending' THEN 1 ELSE 0 END, medium = excluded.medium,
                    address = excluded.address, tried_at = excluded.tried_at
              WHERE d.state IN ('sending', 'waiting')
             RETURNING attempts, doubts, (SELECT state FROM old)",
        )
        .bind(new.key)
        .bind(new.medium.as_str())
        .bind(new.template)
        .bind(new.store)
        .bind(new.subject)
        .bind(new.address)
        .bind(at)
        .fetch_optional(&self.pool)
        .await?;
        let (number, doubts, before) = claimed.unwrap_or_default();
        let claim = match (number, before.as_deref()) {
            (0, _) => Claim::Settled,
            (1, _) | (_, Some("waiting")) => Claim::Send,
            // Also a row that came between the look and the insert: somebody else's claim.
            _ => Claim::Uncertain,
        };
        Ok((claim, Attempt { number, doubts }))
    }

    /// The provider took it and calls it so. That counts also where it was given up as in doubt.
    ///
    /// # Errors
    /// The database.
    pub async fn sent(&self, key: &str, provider: &str, id: &str) -> Result<(), sqlx::Error> {
        // A notification may have been faster.
        sqlx::query(
            "UPDATE deliveries SET provider = $2, provider_id = $3, taken_at = clock_timestamp(),
                    reason = CASE WHEN known THEN reason END,
                    settled_at = CASE WHEN known THEN settled_at END,
                    state = CASE WHEN known THEN state ELSE 'sent' END
               FROM (SELECT NOT (state IN ('sending', 'waiting') OR (state = 'failed' AND reason = $4)) AS known
                       FROM deliveries WHERE key = $1 FOR UPDATE) AS before
              WHERE key = $1",
        )
        .bind(key)
        .bind(provider)
        .bind(id)
        .bind(IN_DOUBT)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// It was surely not taken by this attempt and will be tried again. Changes nothing where another
    /// attempt has begun since: what that one has in hand is not known here.
    ///
    /// # Errors
    /// The database.
    pub async fn waits(&self, key: &str, of: Attempt, reason: &str) -> Result<(), sqlx::Error> {
        self.end(key, of, DeliveryState::Waiting, reason).await
    }

    /// It will never be taken, as this attempt was told; fenced likewise.
    ///
    /// # Errors
    /// The database.
    pub async fn failed(&self, key: &str, of: Attempt, reason: &str) -> Result<(), sqlx::Error> {
        self.end(key, of, DeliveryState::Failed, reason).await
    }

    async fn end(
        &self,
        key: &str,
        of: Attempt,
        state: DeliveryState,
        reason: &str,
    ) -> Result<(), sqlx::Error> {
        sqlx::query(
            "UPDATE deliveries SET state = $2, reason = $3,
                    settled_at = CASE WHEN $2 = 'waiting' THEN NULL ELSE clock_timestamp() END
              WHERE key = $1 AND attempts = $4 AND state IN ('sending', 'waiting')",
        )
        .bind(key)
        .bind(state.as_str())
        .bind(reason)
        .bind(of.number)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// It is not to be sent: no address, erased, suppressed, no consent. A last word, also on one that
    /// an earlier attempt left in doubt: that one counts as failed.
    ///
    /// # Errors
    /// The database.
    pub async fn skip(&self, new: &NewDelivery<'_>, reason: &str) -> Result<(), sqlx::Error> {
        self.skip_many(&[(*new, reason)]).await
    }

    /// What was sent about a stream, oldest first.
    ///
    /// # Errors
    /// The database.
    pub async fn about(&self, subject: &str) -> Result<Vec<Delivery>, sqlx::Error> {
        let sql = format!("SELECT {COLUMNS} FROM deliveries WHERE subject = $1 ORDER BY began_at");
        sqlx::query_as(&sql)
            .bind(subject)
            .fetch_all(&self.pool)
            .await
    }

    /// One, by its key.
    ///
    /// # Errors
    /// The database.
    pub async fn get(&self, key: &str) -> Result<Option<Delivery>, sqlx::Error> {
        let sql = format!("SELECT {COLUMNS} FROM deliveries WHERE key = $1");
        sqlx::query_as(&sql)
            .bind(key)
            .fetch_optional(&self.pool)
            .await
    }
}
