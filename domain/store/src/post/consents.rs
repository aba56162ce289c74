//! Who agreed to advertising, and who took it back. Rows are only added; the latest word counts.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgPool, Row};

use super::Medium;

/// What was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// Agreed to advertising by this way.
    Given,
    /// Asked again within two years, and said yes again.
    Reconfirmed,
    /// Agreed to advertising between 21:00 and 08:00, too.
    NightGiven,
    /// Not at night any more; by day as before.
    NightWithdrawn,
    /// No advertising any more.
    Withdrawn,
}

impl Said {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Given,
        Self::Reconfirmed,
        Self::NightGiven,
        Self::NightWithdrawn,
        Self::Withdrawn,
    ];

    /// Its name in the table and in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Reconfirmed => "reconfirmed",
            Self::NightGiven => "night_given",
            Self::NightWithdrawn => "night_withdrawn",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads its name.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|said| said.as_str() == name)
    }
}

/// A word to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWord {
    pub medium: Medium,
    /// The address's fingerprint.
    pub address: Vec<u8>,
    pub said: Said,
    /// When the person said so.
    pub at: DateTime<Utc>,
    /// Where: `form`, `list-2026-03`, `telephone`. Never personal data.
    pub source: String,
}

/// A word that was recorded.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Word {
    pub said: Said,
    pub at: DateTime<Utc>,
    pub source: String,
    pub recorded_at: DateTime<Utc>,
}

impl FromRow<'_, PgRow> for Word {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let said: &str = row.try_get("said")?;
        let unknown = || sqlx::Error::Decode(format!("nobody says {said}").into());
        Ok(Self {
            said: Said::read(said).ok_or_else(unknown)?,
            at: row.try_get("at")?,
            source: row.try_get("source")?,
            recorded_at: row.try_get("recorded_at")?,
        })
    }
}

/// The book of consents.
#[derive(Debug, Clone)]
pub struct Consents {
    pool: PgPool,
}

impl Consents {
    /// The book in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// Records words; those that stand there already are left. Gives how many were new.
    ///
    /// # Errors
    /// The database.
    pub async fn record(&self, words: &[NewWord]) -> Result<u64, sqlx::Error> {
        let written = sqlx::query(
            "INSERT INTO consents (medium, address, said, at, source)
             SELECT * FROM unnest($1::text[], $2::bytea[], $3::text[], $4::timestamptz[], $5::text[])
             ON CONFLICT DO NOTHING",
        )
        .bind(words.iter().map(|word| word.medium.channel()).collect::<Vec<_>>())
        .bind(words.iter().map(|word| word.address.as_slice()).collect::<Vec<_>>())
        .bind(words.iter().map(|word| word.said.as_str()).collect::<Vec<_>>())
        .bind(words.iter().map(|word| word.at).collect::<Vec<_>>())
        .bind(words.iter().map(|word| word.source.as_str()).collect::<Vec<_>>())
        .execute(&self.pool)
        .await?;
        Ok(written.rows_affected())
    }

    /// All words of addresses by this way, oldest first; of two at the same moment the one recorded
    /// last comes last.
    ///
    /// # Errors
    /// The database.
    pub async fn of(
        &self,
        medium: Medium,
        addresses: &[Vec<u8>],
    ) -> Result<HashMap<Vec<u8>, Vec<Word>>, sqlx::Error> {
        let rows = sqlx::query(
            "SELECT address, said, at, source, recorded_at FROM consents
              WHERE medium = $1 AND address = ANY($2) ORDER BY at, id",
        )
        .bind(medium.channel())
        .bind(addresses)
        .fetch_all(&self.pool)
        .await?;
        let mut words: HashMap<Vec<u8>, Vec<Word>> = HashMap::new();
        for row in &rows {
            let word = Word::from_row(row)?;
            words.entry(row.try_get("address")?).or_default().push(word);
        }
        Ok(words)
    }
}
