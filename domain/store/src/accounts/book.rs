//! The accounts: one for each mail address of a realm.

use chrono::{DateTime, Duration, Utc};
use domain::MemberId;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Row};
use uuid::Uuid;

use super::password::Hashed;
use super::{Accounts, AccountsError};

/// How long a join may take; who has not joined by then has died on the way.
const PATIENCE: Duration = Duration::minutes(2);

/// An account to be taken.
#[derive(Debug, Clone)]
pub struct NewAccount<'a> {
    /// The member to be.
    pub member: MemberId,
    /// Whose members: empty for those of all stores, or a store's name.
    pub realm: &'a str,
    /// The mail address's fingerprint.
    pub email: &'a [u8],
    /// The password's hash.
    pub password: &'a Hashed,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Whose.
    pub member: MemberId,
    /// The password's hash.
    pub password: Hashed,
    /// Sessions of an older one have ended.
    pub generation: i32,
}

/// What came of taking an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reserved {
    /// It is the new member's, now or since an earlier try.
    Ours(Account),
    /// The mail address belongs to somebody else.
    Taken(Account),
}

const COLUMNS: &str = "member, password, generation";

impl FromRow<'_, PgRow> for Account {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            member: MemberId(row.try_get::<Uuid, _>("member")?),
            password: Hashed(row.try_get("password")?),
            generation: row.try_get("generation")?,
        })
    }
}

impl Accounts {
    /// Takes the account of a mail address: one of many who try at once gets it.
    ///
    /// # Errors
    /// The database.
    pub async fn reserve(
        &self,
        new: &NewAccount<'_>,
        now: DateTime<Utc>,
    ) -> Result<Reserved, AccountsError> {
        sqlx::query(
            "INSERT INTO accounts (member, realm, email, password, reserved_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT DO NOTHING",
        )
        .bind(new.member.0)
        .bind(new.realm)
        .bind(new.email)
        .bind(&new.password.0)
        .bind(now)
        .execute(&self.pool)
        .await?;
        let there = self.find(new.realm, new.email).await?;
        let there = there.ok_or(sqlx::Error::RowNotFound)?;
        Ok(if there.member == new.member {
            Reserved::Ours(there)
        } else {
            Reserved::Taken(there)
        })
    }

    /// Takes the account over from somebody who died while joining; false if they did not.
    ///
    /// # Errors
    /// The database.
    pub async fn take_over(
        &self,
        from: MemberId,
        new: &NewAccount<'_>,
        now: DateTime<Utc>,
    ) -> Result<bool, AccountsError> {
        let taken = sqlx::query(
            "UPDATE accounts SET member = $2, password = $3, generation = 1, reserved_at = $4
              WHERE member = $1 AND NOT joined AND reserved_at < $5",
        )
        .bind(from.0)
        .bind(new.member.0)
        .bind(&new.password.0)
        .bind(now)
        .bind(now - PATIENCE)
        .execute(&self.pool)
        .await?;
        Ok(taken.rows_affected() > 0)
    }

    /// The ledger knows the member; false if somebody has taken the account over meanwhile.
    ///
    /// # Errors
    /// The database.
    pub async fn joined(&self, member: MemberId) -> Result<bool, AccountsError> {
        let joined = sqlx::query("UPDATE accounts SET joined = true WHERE member = $1")
            .bind(member.0)
            .execute(&self.pool)
            .await?;
        Ok(joined.rows_affected() > 0)
    }

    /// The account of a mail address, by its fingerprint.
    ///
    /// # Errors
    /// The database.
    pub async fn find(&self, realm: &str, email: &[u8]) -> Result<Option<Account>, AccountsError> {
        let sql = format!("SELECT {COLUMNS} FROM accounts WHERE realm = $1 AND email = $2");
        let found = sqlx::query_as(&sql).bind(realm).bind(email);
        Ok(found.fetch_optional(&self.pool).await?)
    }

    /// Whether a mail address, by its fingerprint, is the account's.
    ///
    /// # Errors
    /// The database.
    pub async fn has_address(&self, member: MemberId, email: &[u8]) -> Result<bool, AccountsError> {
        let sql = "SELECT EXISTS (SELECT FROM accounts WHERE member = $1 AND email = $2)";
        let found = sqlx::query_scalar(sql).bind(member.0).bind(email);
        Ok(found.fetch_one(&self.pool).await?)
    }

    /// A member's account; none once they withdrew.
    ///
    /// # Errors
    /// The database.
    pub async fn of(&self, member: MemberId) -> Result<Option<Account>, AccountsError> {
        let sql = format!("SELECT {COLUMNS} FROM accounts WHERE member = $1");
        let found = sqlx::query_as(&sql).bind(member.0);
        Ok(found.fetch_optional(&self.pool).await?)
    }

    /// Which generation of sessions is good: asked by every request of a member. None once they withdrew.
    ///
    /// # Errors
    /// The database.
    pub async fn generation(&self, member: MemberId) -> Result<Option<i32>, AccountsError> {
        let found = sqlx::query_scalar("SELECT generation FROM accounts WHERE member = $1");
        Ok(found.bind(member.0).fetch_optional(&self.pool).await?)
    }

    /// Sets another password, which ends all sessions and all keys; gives the new generation. None if the
    /// account is gone, or its password is another one than `known` by now.
    ///
    /// # Errors
    /// The database.
    pub async fn set_password(
        &self,
        member: MemberId,
        known: &Hashed,
        new: &Hashed,
    ) -> Result<Option<i32>, AccountsError> {
        let mut both = self.pool.begin().await?;
        // Keys before the account, as whoever uses one locks them.
        sqlx::query("DELETE FROM account_tokens WHERE member = $1")
            .bind(member.0)
            .execute(&mut *both)
            .await?;
        let set = sqlx::query_scalar(
            "UPDATE accounts SET password = $3, generation = generation + 1
              WHERE member = $1 AND password = $2 RETURNING generation",
        );
        let set = set.bind(member.0).bind(&known.0).bind(&new.0);
        let generation = set.fetch_optional(&mut *both).await?;
        if generation.is_some() {
            both.commit().await?;
        }
        Ok(generation)
    }

    /// Ends all sessions of a member.
    ///
    /// # Errors
    /// The database.
    pub async fn end_sessions(&self, member: MemberId) -> Result<(), AccountsError> {
        sqlx::query("UPDATE accounts SET generation = generation + 1 WHERE member = $1")
            .bind(member.0)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Forgets an account and all keys to it: nobody can log in, and the address is free again.
    ///
    /// # Errors
    /// The database.
    pub async fn remove(&self, member: MemberId) -> Result<(), AccountsError> {
        sqlx::query("DELETE FROM accounts WHERE member = $1")
            .bind(member.0)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
