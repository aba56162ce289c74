//! What staff and members ask of questions. What was written is read from the vault, by whoever may.

use chrono::{DateTime, Utc};
use domain::{MemberId, PersonalRef};
use sqlx::postgres::PgRow;
use sqlx::{PgPool, Postgres, QueryBuilder, Row};

use super::fold::Kept;
use crate::error::{Answer, Page, ReadError, offset};

/// Which questions. The newest come first; those that wait for staff, the longest waiting first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InquiryQuery {
    /// Only this store.
    pub store: Option<String>,
    /// Only this member's.
    pub member: Option<MemberId>,
    /// Only of this status: `open`, `answered`, `closed`.
    pub status: Option<String>,
    /// The page, from 1.
    pub page: u32,
    /// Questions on a page.
    pub per_page: u32,
}

/// A question in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InquiryRow {
    /// Its id, a UUID.
    pub inquiry: String,
    /// The store.
    pub store: String,
    /// The member who asked; none for guests.
    pub member: Option<String>,
    /// `product`, `order`, `delivery`, `claim`, `member`, `other`.
    pub topic: String,
    /// The order that it is about.
    pub order: Option<String>,
    /// `open`, `answered`, `closed`.
    pub status: String,
    /// Title and question, in the vault.
    pub question: Option<PersonalRef>,
    /// How often something was written, the question included.
    pub turns: i32,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// Since when it waits for staff.
    pub waiting_since: Option<DateTime<Utc>>,
    /// When staff answered last.
    pub answered_at: Option<DateTime<Utc>>,
}

/// Questions of one page.
pub async fn list(pool: &PgPool, query: &InquiryQuery) -> Answer<Page<InquiryRow>> {
    let mut count = QueryBuilder::new("SELECT count(*) FROM read.inquiries WHERE status <> 'new'");
    filter(&mut count, query);
    let total: i64 = count.build_query_scalar().fetch_one(pool).await?;
    let mut sql = QueryBuilder::new(
        "SELECT inquiry_id, store, member, topic, order_id, status, turns, asked_at, waiting_since, answered_at, doc
           FROM read.inquiries WHERE status <> 'new'",
    );
    filter(&mut sql, query);
    sql.push(if query.status.as_deref() == Some("open") {
        " ORDER BY waiting_since, inquiry_id"
    } else {
        " ORDER BY asked_at DESC, inquiry_id"
    });
    sql.push(" LIMIT ").push_bind(i64::from(query.per_page));
    sql.push(" OFFSET ")
        .push_bind(offset(query.page, query.per_page));
    let rows = sql.build().fetch_all(pool).await?;
    let items: Answer<Vec<_>> = rows.iter().map(row).collect();
    Ok(Page::new(items?, total, query.page, query.per_page))
}

fn filter(sql: &mut QueryBuilder<'_, Postgres>, query: &InquiryQuery) {
    if let Some(store) = &query.store {
        sql.push(" AND store = ").push_bind(store.clone());
    }
    if let Some(member) = &query.member {
        sql.push(" AND member = ").push_bind(member.to_string());
    }
    if let Some(status) = &query.status {
        sql.push(" AND status = ").push_bind(status.clone());
    }
}

fn row(row: &PgRow) -> Answer<InquiryRow> {
    let doc: &str = row.try_get("doc")?;
    let kept: Kept =
        serde_json::from_str(doc).map_err(|error| ReadError::damaged("inquiries", &error))?;
    let question = kept.inquiry.turns().first();
    Ok(InquiryRow {
        inquiry: row.try_get("inquiry_id")?,
        store: row.try_get("store")?,
        member: row.try_get("member")?,
        topic: row.try_get("topic")?,
        order: row.try_get("order_id")?,
        status: row.try_get("status")?,
        question: question.map(|turn| turn.text.clone()),
        turns: row.try_get("turns")?,
        asked_at: row.try_get("asked_at")?,
        waiting_since: row.try_get("waiting_since")?,
        answered_at: row.try_get("answered_at")?,
    })
}

/// Questions by status; `None` counts all stores.
pub async fn counts(pool: &PgPool, store: Option<&str>) -> Answer<Vec<(String, i64)>> {
    let counts = sqlx::query_as(
        "SELECT status, count(*) FROM read.inquiries
          WHERE ($1::text IS NULL OR store = $1) AND status <> 'new' GROUP BY 1 ORDER BY 1",
    );
    Ok(counts.bind(store).fetch_all(pool).await?)
}
