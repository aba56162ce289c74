//! What pages and staff ask of orders and payments.

use chrono::{DateTime, Utc};
use sqlx::postgres::PgRow;
use sqlx::{PgPool, Postgres, QueryBuilder, Row};

use super::claims::open_kind;
use super::kept::{ClaimKind, OrderDoc};
use super::kept_payment::PaymentDoc;
use super::view::OrderView;
use crate::docs::from_json;
use crate::error::{Answer, Page, ReadError, offset};

/// Which orders; the newest come first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderQuery {
    /// Only this store.
    pub store: Option<String>,
    /// Only these statuses (stable names); empty for all.
    pub statuses: Vec<String>,
    /// Only orders placed at or after this.
    pub from: Option<DateTime<Utc>>,
    /// Only orders placed before this.
    pub until: Option<DateTime<Utc>>,
    /// Only orders with money owed to the shopper.
    pub owed: bool,
    /// The page, from 1.
    pub page: u32,
    /// Orders on a page.
    pub per_page: u32,
}

/// An order in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRow {
    /// The order's number.
    pub order: String,
    /// The store.
    pub store: String,
    /// The door it came through.
    pub channel: String,
    /// The status's stable name.
    pub status: String,
    /// The first line's name; empty for an order of charges alone.
    pub title: String,
    /// The first line's product; none for an order of charges alone.
    pub product: Option<String>,
    /// Lines of the order.
    pub lines: i32,
    /// Pieces ordered.
    pub pieces: i64,
    /// Won.
    pub total: i64,
    /// Won that arrived.
    pub paid: i64,
    /// Won that went back.
    pub refunded: i64,
    /// Won owed to the shopper.
    pub owed: i64,
    /// When the shopper placed it.
    pub placed_at: DateTime<Utc>,
    /// When the money arrived.
    pub paid_at: Option<DateTime<Utc>>,
    /// Until when the deposit must arrive.
    pub deposit_deadline: DateTime<Utc>,
    /// What is open about it, the newest where several are: goods on their way back, or a replacement.
    pub open_claim: Option<ClaimKind>,
}

/// One order with its payment.
pub async fn view(pool: &PgPool, order: &str) -> Answer<Option<OrderView>> {
    let row = sqlx::query(
        "SELECT o.version, o.doc, p.doc AS payment
           FROM read.orders o LEFT JOIN read.payments p ON p.payment_id = o.order_id || '.1'
          WHERE o.order_id = $1 AND o.status <> 'abandoned'",
    )
    .bind(order)
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let doc: &str = row.try_get("doc")?;
    let payment: Option<&str> = row.try_get("payment")?;
    let damaged = |error: serde_json::Error| ReadError::damaged("orders", &error);
    Ok(Some(OrderView {
        doc: serde_json::from_str(doc).map_err(damaged)?,
        payment: payment
            .map(serde_json::from_str)
            .transpose()
            .map_err(damaged)?,
        version: row.try_get("version")?,
    }))
}

/// One payment, by its id.
pub async fn payment(pool: &PgPool, payment: &str) -> Answer<Option<PaymentDoc>> {
    let doc: Option<String> =
        sqlx::query_scalar("SELECT doc FROM read.payments WHERE payment_id = $1")
            .bind(payment)
            .fetch_optional(pool)
            .await?;
    let read = |doc: String| {
        serde_json::from_str(&doc).map_err(|error| ReadError::damaged("payments", &error))
    };
    doc.map(read).transpose()
}

/// What [`order_row`] reads.
pub(super) const COLUMNS: &str =
    "order_id, store, channel, status, title, lines, pieces, total, paid, refunded, owed,
    placed_at, paid_at, deposit_deadline, doc::json #>> '{order,draft,quote,lines,0,product}' AS product,
    CASE WHEN open_claims > 0 THEN doc END AS claimed";

/// Orders of one page, newest first.
pub async fn list(pool: &PgPool, query: &OrderQuery) -> Answer<Page<OrderRow>> {
    let mut count = QueryBuilder::new("SELECT count(*) FROM read.orders o");
    filter(&mut count, query);
    let total: i64 = count.build_query_scalar().fetch_one(pool).await?;
    let mut sql = QueryBuilder::new(format!("SELECT {COLUMNS} FROM read.orders o"));
    filter(&mut sql, query);
    sql.push(" ORDER BY placed_at DESC, order_id LIMIT ")
        .push_bind(i64::from(query.per_page));
    sql.push(" OFFSET ")
        .push_bind(offset(query.page, query.per_page));
    let rows = sql.build().fetch_all(pool).await?;
    let items: Result<Vec<_>, sqlx::Error> = rows.iter().map(order_row).collect();
    Ok(Page::new(items?, total, query.page, query.per_page))
}

fn filter(sql: &mut QueryBuilder<'_, Postgres>, query: &OrderQuery) {
    sql.push(" WHERE true");
    if let Some(store) = &query.store {
        sql.push(" AND store = ").push_bind(store.clone());
    }
    if query.statuses.is_empty() {
        // A checkout that was given up never became an order.
        sql.push(" AND status <> 'abandoned'");
    } else {
        sql.push(" AND status = ANY (")
            .push_bind(query.statuses.clone())
            .push(")");
    }
    if let Some(from) = query.from {
        sql.push(" AND placed_at >= ").push_bind(from);
    }
    if let Some(until) = query.until {
        sql.push(" AND placed_at < ").push_bind(until);
    }
    if query.owed {
        sql.push(" AND owed > 0");
    }
}

pub(super) fn order_row(row: &PgRow) -> Result<OrderRow, sqlx::Error> {
    let claimed: Option<&str> = row.try_get("claimed")?;
    let claimed: Option<OrderDoc> = claimed.map(from_json).transpose()?;
    Ok(OrderRow {
        order: row.try_get("order_id")?,
        store: row.try_get("store")?,
        channel: row.try_get("channel")?,
        status: row.try_get("status")?,
        title: row.try_get("title")?,
        product: row.try_get("product")?,
        lines: row.try_get("lines")?,
        pieces: row.try_get("pieces")?,
        total: row.try_get("total")?,
        paid: row.try_get("paid")?,
        refunded: row.try_get("refunded")?,
        owed: row.try_get("owed")?,
        placed_at: row.try_get("placed_at")?,
        paid_at: row.try_get("paid_at")?,
        deposit_deadline: row.try_get("deposit_deadline")?,
        open_claim: claimed.as_ref().and_then(open_kind),
    })
}

/// Orders by status, e.g. for the tabs of the order list; `None` counts all stores.
pub async fn counts(pool: &PgPool, store: Option<&str>) -> Answer<Vec<(String, i64)>> {
    let counts = sqlx::query_as(
        "SELECT status, count(*) FROM read.orders
          WHERE ($1::text IS NULL OR store = $1) AND status <> 'abandoned' GROUP BY 1 ORDER BY 1",
    );
    Ok(counts.bind(store).fetch_all(pool).await?)
}
