//! Locks against guessing. They lie in the database: no restart and no second server opens them.

use chrono::{DateTime, Duration, Utc};

use super::{Accounts, AccountsError};

/// How many tries are too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guard {
    /// Failed tries on one mail address, known or not.
    pub per_account: i32,
    /// Failed tries from one network address, whomever they were on.
    pub per_origin: i32,
    /// Letters asked for from one network address, whoever they go to: by joining, for a new password.
    pub letters: i32,
    /// Coupon codes typed at one network address that are none.
    pub codes: i32,
    /// Questions to the shop from one network address, and what is added to them.
    pub questions: i32,
    /// Within this time.
    pub within: Duration,
    /// For how long nobody gets in then.
    pub lock: Duration,
}

/// What anybody may do without a password, only not too often from one network address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Often {
    /// Having a letter written.
    Letter,
    /// Typing a coupon's code that is none.
    Code,
    /// Asking the shop something.
    Question,
}

impl Often {
    fn kind(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Code => "code",
            Self::Question => "question",
        }
    }
}

impl Guard {
    fn most(&self, what: Often) -> i32 {
        match what {
            Often::Letter => self.letters,
            Often::Code => self.codes,
            Often::Question => self.questions,
        }
    }
}

impl Default for Guard {
    fn default() -> Self {
        Self {
            per_account: 10,
            per_origin: 50,
            letters: 20,
            codes: 30,
            questions: 20,
            within: Duration::minutes(15),
            lock: Duration::minutes(15),
        }
    }
}

/// A try to log in, by keyed hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Of the mail address.
    pub account: Vec<u8>,
    /// Of the network address.
    pub origin: Vec<u8>,
}

/// Too many tries: none counts before that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lock {
    /// Until when.
    pub until: DateTime<Utc>,
}

/// Counts one more. The one beyond the limit locks; a time that is over begins anew.
const COUNT: &str = "
INSERT INTO login_attempts AS a (kind, key, failures, since) VALUES ($1, $2, 1, $3)
ON CONFLICT (kind, key) DO UPDATE SET
    failures     = CASE WHEN coalesce(a.locked_until, a.since + $5) <= $3 THEN 1 ELSE a.failures + 1 END,
    since        = CASE WHEN coalesce(a.locked_until, a.since + $5) <= $3 THEN $3 ELSE a.since END,
    locked_until = CASE WHEN coalesce(a.locked_until, a.since + $5) <= $3 THEN NULL
                        WHEN a.locked_until IS NOT NULL THEN a.locked_until
                        WHEN a.failures + 1 > $4 THEN $3 + $6 END
RETURNING locked_until";

impl Accounts {
    /// Counts a try before its password is looked at; `Err` if there were too many. A locked
    /// network address counts nothing against the accounts that it tries.
    ///
    /// # Errors
    /// The database.
    pub async fn begin(
        &self,
        attempt: &Attempt,
        guard: &Guard,
        now: DateTime<Utc>,
    ) -> Result<Result<(), Lock>, AccountsError> {
        let counted = [
            ("origin", attempt.origin.as_slice(), guard.per_origin),
            ("account", attempt.account.as_slice(), guard.per_account),
        ];
        for (kind, key, most) in counted {
            let counted = self.count((kind, key, most), guard, now).await?;
            if counted.is_err() {
                return Ok(counted);
            }
        }
        Ok(Ok(()))
    }

    /// Counts what somebody does at a network address, of which this is the keyed hash, before it is done;
    /// `Err` if it was done there too often.
    ///
    /// # Errors
    /// The database.
    pub async fn count_at(
        &self,
        origin: &[u8],
        what: Often,
        guard: &Guard,
        now: DateTime<Utc>,
    ) -> Result<Result<(), Lock>, AccountsError> {
        self.count((what.kind(), origin, guard.most(what)), guard, now)
            .await
    }

    /// What was counted last there does not count.
    ///
    /// # Errors
    /// The database.
    pub async fn discount_at(&self, origin: &[u8], what: Often) -> Result<(), AccountsError> {
        sqlx::query(
            "UPDATE login_attempts SET failures = greatest(failures - 1, 0) WHERE kind = $1 AND key = $2",
        )
        .bind(what.kind())
        .bind(origin)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    async fn count(
        &self,
        (kind, key, most): (&str, &[u8], i32),
        guard: &Guard,
        now: DateTime<Utc>,
    ) -> Result<Result<(), Lock>, AccountsError> {
        let locked: Option<DateTime<Utc>> = sqlx::query_scalar(COUNT)
            .bind(kind)
            .bind(key)
            .bind(now)
            .bind(most)
            .bind(guard.within)
            .bind(guard.lock)
            .fetch_one(&self.pool)
            .await?;
        Ok(locked.map_or(Ok(()), |until| Err(Lock { until })))
    }

    /// It was the right password: the account's failures are forgotten, and this try does not count
    /// against where it came from.
    ///
    /// # Errors
    /// The database.
    pub async fn succeeded(&self, attempt: &Attempt) -> Result<(), AccountsError> {
        sqlx::query(
            "WITH mine AS (DELETE FROM login_attempts WHERE kind = 'account' AND key = $1)
             UPDATE login_attempts SET failures = greatest(failures - 1, 0) WHERE kind = 'origin' AND key = $2",
        )
        .bind(&attempt.account)
        .bind(&attempt.origin)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}
