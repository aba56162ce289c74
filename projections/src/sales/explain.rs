//! Where a figure comes from: the facts behind it, each with its event.

use chrono::{DateTime, Utc};
use sqlx::postgres::PgRow;
use sqlx::{PgPool, QueryBuilder, Row as _};

use super::report::{ReportQuery, filter};
use crate::error::Answer;

/// One sales fact, as it stands in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The event it comes from.
    pub event_id: uuid::Uuid,
    /// That event's place in the log, `epoch:xid:position`.
    pub cursor: String,
    /// `sale`, `refund` or `credit`.
    pub kind: String,
    /// The order's number, or the credit's document.
    pub document: String,
    /// The store.
    pub store: String,
    /// The door.
    pub channel: String,
    /// The country.
    pub country: String,
    /// The SKU, or the code of a charge.
    pub sku: String,
    /// The product; `None` for charges, gifts and credits.
    pub product: Option<String>,
    /// The category.
    pub category: String,
    /// Pieces sold.
    pub units: i64,
    /// Won sold.
    pub gross: i64,
    /// Pieces whose money went back.
    pub refund_units: i64,
    /// Won paid back.
    pub refunds: i64,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// When the log took it.
    pub recorded_at: DateTime<Utc>,
}

/// The facts that a cell of a report adds up: the report's query with the cell's values
/// in `only`. In the order of the log, at most `limit`.
pub async fn explain(pool: &PgPool, cell: &ReportQuery, limit: i64) -> Answer<Vec<Fact>> {
    let mut sql = QueryBuilder::new("SELECT f.* FROM read.sales_facts f");
    filter(&mut sql, cell);
    sql.push(" ORDER BY f.epoch, f.xid, f.position, f.part LIMIT ")
        .push_bind(limit);
    let rows = sql.build().fetch_all(pool).await?;
    rows.iter().map(fact).collect()
}

fn fact(row: &PgRow) -> Answer<Fact> {
    let cursor = store::Cursor {
        epoch: row.try_get("epoch")?,
        xid: row.try_get("xid")?,
        position: row.try_get("position")?,
    };
    Ok(Fact {
        event_id: row.try_get("event_id")?,
        cursor: cursor.to_string(),
        kind: row.try_get("kind")?,
        document: row.try_get("document")?,
        store: row.try_get("store")?,
        channel: row.try_get("channel")?,
        country: row.try_get("country")?,
        sku: row.try_get("sku")?,
        product: row.try_get("product")?,
        category: row.try_get("category")?,
        units: row.try_get("units")?,
        gross: row.try_get("gross")?,
        refund_units: row.try_get("refund_units")?,
        refunds: row.try_get("refunds")?,
        occurred_at: row.try_get("occurred_at")?,
        recorded_at: row.try_get("recorded_at")?,
    })
}
