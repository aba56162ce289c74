//! What pages, staff and the schedule ask of members.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{MemberId, StoreId};
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgPool, Row};

use crate::error::Answer;

/// A member as the tables know them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRow {
    /// Who.
    pub member: MemberId,
    /// Where they joined.
    pub store: StoreId,
    /// `unverified`, `active`, `dormant`, `withdrawn`.
    pub standing: String,
    /// The grade's id.
    pub grade: Option<String>,
    /// When they joined.
    pub joined_at: DateTime<Utc>,
    /// When they were last here, to the day.
    pub last_seen: DateTime<Utc>,
    /// Since when the account sleeps.
    pub dormant_since: Option<DateTime<Utc>>,
}

/// What a member bought within some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spent {
    /// Who.
    pub member: MemberId,
    /// Where they joined.
    pub store: StoreId,
    /// Won paid and not paid back.
    pub won: i64,
}

fn member(row: &PgRow) -> Result<MemberId, sqlx::Error> {
    let text: &str = row.try_get("member_id")?;
    text.parse().map_err(decode)
}

fn store(row: &PgRow) -> Result<StoreId, sqlx::Error> {
    StoreId::new(row.try_get::<String, _>("store")?).map_err(decode)
}

fn decode(error: domain::ids::BadId) -> sqlx::Error {
    sqlx::Error::Decode(Box::new(error))
}

impl FromRow<'_, PgRow> for MemberRow {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            member: member(row)?,
            store: store(row)?,
            standing: row.try_get("standing")?,
            grade: row.try_get("grade")?,
            joined_at: row.try_get("joined_at")?,
            last_seen: row.try_get("last_seen")?,
            dormant_since: row.try_get("dormant_since")?,
        })
    }
}

impl FromRow<'_, PgRow> for Spent {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            member: member(row)?,
            store: store(row)?,
            won: row.try_get("won")?,
        })
    }
}

const ROW: &str = "member_id, store, standing, grade, joined_at, last_seen, dormant_since";

/// A member.
pub async fn find(pool: &PgPool, member: MemberId) -> Answer<Option<MemberRow>> {
    let sql = format!("SELECT {ROW} FROM read.members WHERE member_id = $1");
    let found = sqlx::query_as(&sql).bind(member.to_string());
    Ok(found.fetch_optional(pool).await?)
}

/// What a member paid and was not paid back from one day on and before another, in won.
pub async fn won_within(
    pool: &PgPool,
    member: MemberId,
    from: NaiveDate,
    until: NaiveDate,
) -> Answer<i64> {
    let sum = sqlx::query_scalar(
        "SELECT coalesce(sum(amount), 0)::bigint FROM read.member_purchases
          WHERE member = $1 AND day >= $2 AND day < $3",
    );
    let sum = sum.bind(member.to_string()).bind(from).bind(until);
    Ok(sum.fetch_one(pool).await?)
}

/// The same for every member who is one, so many after another in the order of their ids: whoever
/// bought nothing is among them, as their grade may fall.
pub async fn won_within_each(
    pool: &PgPool,
    from: NaiveDate,
    until: NaiveDate,
    after: Option<MemberId>,
    most: i64,
) -> Answer<Vec<Spent>> {
    let spent = sqlx::query_as(
        "SELECT m.member_id, m.store,
                (SELECT coalesce(sum(amount), 0)::bigint FROM read.member_purchases p
                  WHERE p.member = m.member_id AND p.day >= $1 AND p.day < $2) AS won
           FROM read.members m
          WHERE m.standing IN ('active', 'dormant') AND ($3::text IS NULL OR m.member_id > $3)
          ORDER BY m.member_id LIMIT $4",
    );
    let after = after.map(|member| member.to_string());
    let spent = spent.bind(from).bind(until).bind(after).bind(most);
    Ok(spent.fetch_all(pool).await?)
}

/// Members who were not seen since, and have not been told that their account is about to sleep.
pub async fn to_notice(
    pool: &PgPool,
    unseen_since: DateTime<Utc>,
    most: i64,
) -> Answer<Vec<MemberRow>> {
    let sql = format!(
        "SELECT {ROW} FROM read.members
          WHERE standing = 'active' AND dormant_on IS NULL AND last_seen < $1
          ORDER BY last_seen, member_id LIMIT $2"
    );
    let rows = sqlx::query_as(&sql).bind(unseen_since).bind(most);
    Ok(rows.fetch_all(pool).await?)
}

/// Members who were told, did not come, and whose day has come.
pub async fn to_sleep(pool: &PgPool, today: NaiveDate, most: i64) -> Answer<Vec<MemberRow>> {
    let sql = format!(
        "SELECT {ROW} FROM read.members
          WHERE standing = 'active' AND dormant_on IS NOT NULL AND dormant_on <= $1
          ORDER BY dormant_on, member_id LIMIT $2"
    );
    let rows = sqlx::query_as(&sql).bind(today).bind(most);
    Ok(rows.fetch_all(pool).await?)
}
