//! Keys that go by mail: random, kept as hashes, each good once and for a while.

use std::fmt;

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use domain::MemberId;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::password::Hashed;
use super::{Accounts, AccountsError};

/// Random bytes of a key.
const LENGTH: usize = 32;

/// What a key opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Proves a mail address.
    Verify,
    /// Sets a new password.
    Reset,
    /// Makes another mail address the account's.
    Email,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Reset => "reset",
            Self::Email => "email",
        }
    }
}

/// What came of making an address an account's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewAddress {
    /// It is this member's.
    Of(MemberId),
    /// The key is none, or not good any more.
    BadKey,
    /// The address became another member's meanwhile; the key stays as it is.
    Taken,
}

/// A key, as the letter says it: 43 letters, digits, `-` and `_`. Never into a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// What somebody came with; none if it cannot be one.
    pub fn read(text: &str) -> Option<Self> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        (bytes.len() == LENGTH).then(|| Self(text.to_owned()))
    }

    fn random() -> Self {
        Self(BASE64URL_NOPAD.encode(&rand::random::<[u8; LENGTH]>()))
    }

    /// For the address in the letter.
    pub fn expose(&self) -> &str {
        &self.0
    }

    fn digest(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

/// Of the keys of one purpose of a member, all end with the first that is used.
const SPENT: &str = "
    spent AS (
        UPDATE account_tokens AS t SET used_at = $3 FROM account_tokens AS mine
         WHERE mine.digest = $1 AND mine.purpose = $2 AND mine.used_at IS NULL AND mine.expires_at > $3
           AND t.member = mine.member AND t.purpose = mine.purpose AND t.used_at IS NULL
        RETURNING t.member, t.digest, t.email)";

/// The same, and with them all other keys of the member: who could read the old mail address, or knew the old
/// password, may hold some.
const ALL_SPENT: &str = "
    spent AS (
        UPDATE account_tokens AS t SET used_at = $3 FROM account_tokens AS mine
         WHERE mine.digest = $1 AND mine.purpose = $2 AND mine.used_at IS NULL AND mine.expires_at > $3
           AND t.member = mine.member AND t.used_at IS NULL
        RETURNING t.member, t.digest, t.email)";

impl Accounts {
    /// Makes a key; none if the member has no account.
    ///
    /// # Errors
    /// The database.
    pub async fn issue(
        &self,
        member: MemberId,
        purpose: Purpose,
        expires_at: DateTime<Utc>,
    ) -> Result<Option<Token>, AccountsError> {
        self.issue_for(member, purpose, None, expires_at).await
    }

    /// Makes a key that makes the mail address of this fingerprint the account's; none if the member has no
    /// account.
    ///
    /// # Errors
    /// The database.
    pub async fn issue_for_address(
        &self,
        member: MemberId,
        email: &[u8],
        expires_at: DateTime<Utc>,
    ) -> Result<Option<Token>, AccountsError> {
        self.issue_for(member, Purpose::Email, Some(email), expires_at)
            .await
    }

    async fn issue_for(
        &self,
        member: MemberId,
        purpose: Purpose,
        email: Option<&[u8]>,
        expires_at: DateTime<Utc>,
    ) -> Result<Option<Token>, AccountsError> {
        let token = Token::random();
        let made = sqlx::query(
            "INSERT INTO account_tokens (digest, member, purpose, expires_at, email)
             SELECT $1, member, $3, $4, $5 FROM accounts WHERE member = $2",
        )
        .bind(token.digest())
        .bind(member.0)
        .bind(purpose.as_str())
        .bind(expires_at)
        .bind(email)
        .execute(&self.pool)
        .await?;
        Ok((made.rows_affected() > 0).then_some(token))
    }

    /// Whose key it is, if it is good; it stays so.
    ///
    /// # Errors
    /// The database.
    pub async fn owner(
        &self,
        token: &Token,
        purpose: Purpose,
        now: DateTime<Utc>,
    ) -> Result<Option<MemberId>, AccountsError> {
        let owner: Option<Uuid> = sqlx::query_scalar(
            "SELECT member FROM account_tokens
              WHERE digest = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3",
        )
        .bind(token.digest())
        .bind(purpose.as_str())
        .bind(now)
        .fetch_optional(&self.pool)
        .await?;
        Ok(owner.map(MemberId))
    }

    /// Uses a key up: of many who come with it at once, one gets the member.
    ///
    /// # Errors
    /// The database.
    pub async fn spend(
        &self,
        token: &Token,
        purpose: Purpose,
        now: DateTime<Utc>,
    ) -> Result<Option<MemberId>, AccountsError> {
        let sql = format!("WITH {SPENT} SELECT member FROM spent WHERE digest = $1");
        let owner: Option<Uuid> = sqlx::query_scalar(&sql)
            .bind(token.digest())
            .bind(purpose.as_str())
            .bind(now)
            .fetch_optional(&self.pool)
            .await?;
        Ok(owner.map(MemberId))
    }

    /// Uses a key up and sets the password that came with it, together or not at all; all sessions and all
    /// other keys end.
    ///
    /// # Errors
    /// The database.
    pub async fn reset_password(
        &self,
        token: &Token,
        new: &Hashed,
        now: DateTime<Utc>,
    ) -> Result<Option<MemberId>, AccountsError> {
        let sql = format!(
            "WITH {ALL_SPENT}
             UPDATE accounts AS a SET password = $4, generation = generation + 1
               FROM spent WHERE spent.digest = $1 AND a.member = spent.member RETURNING a.member"
        );
        let owner: Option<Uuid> = sqlx::query_scalar(&sql)
            .bind(token.digest())
            .bind(Purpose::Reset.as_str())
            .bind(now)
            .bind(&new.0)
            .fetch_optional(&self.pool)
            .await?;
        Ok(owner.map(MemberId))
    }

    /// Uses a key up and makes the address that it went to the account's, together or not at all; all other
    /// keys end, also those that went to the old address. A key that went to another address than this one is
    /// none.
    ///
    /// # Errors
    /// The database.
    pub async fn change_address(
        &self,
        token: &Token,
        email: &[u8],
        now: DateTime<Utc>,
    ) -> Result<NewAddress, AccountsError> {
        let sql = format!(
            "WITH {ALL_SPENT}
             UPDATE accounts AS a SET email = spent.email
               FROM spent WHERE spent.digest = $1 AND spent.email = $4 AND a.member = spent.member
             RETURNING a.member"
        );
        let owner = sqlx::query_scalar::<_, Uuid>(&sql)
            .bind(token.digest())
            .bind(Purpose::Email.as_str())
            .bind(now)
            .bind(email)
            .fetch_optional(&self.pool)
            .await;
        match owner {
            Ok(Some(owner)) => Ok(NewAddress::Of(MemberId(owner))),
            Ok(None) => Ok(NewAddress::BadKey),
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                Ok(NewAddress::Taken)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Forgets sessions and keys that expired, and counts of tries, before a time.
    ///
    /// # Errors
    /// The database.
    pub async fn sweep(&self, before: DateTime<Utc>) -> Result<(), AccountsError> {
        sqlx::query("DELETE FROM account_tokens WHERE expires_at < $1")
            .bind(before)
            .execute(&self.pool)
            .await?;
        sqlx::query("DELETE FROM sessions WHERE expiry_date < $1")
            .bind(before)
            .execute(&self.pool)
            .await?;
        sqlx::query(
            "DELETE FROM login_attempts WHERE since < $1 AND coalesce(locked_until, since) < $1",
        )
        .bind(before)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}
