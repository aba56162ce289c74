//! What a member ordered: the order history of the account's pages.

use chrono::{DateTime, Utc};
use domain::MemberId;
use sqlx::{PgPool, Postgres, QueryBuilder};

use super::query::{COLUMNS, OrderRow, order_row};
use crate::error::{Answer, Page, offset};

/// Which of a member's orders; the newest come first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Only these statuses (stable names); empty for all.
    pub statuses: Vec<String>,
    /// Only orders placed at or after this.
    pub from: Option<DateTime<Utc>>,
    /// Only orders placed before this.
    pub until: Option<DateTime<Utc>>,
    /// Only orders with a product whose name holds this.
    pub search: Option<String>,
    /// The page, from 1.
    pub page: u32,
    /// Orders on a page.
    pub per_page: u32,
}

/// A member's orders in a store.
pub async fn of_member(
    pool: &PgPool,
    store: &str,
    member: MemberId,
    history: &History,
) -> Answer<Page<OrderRow>> {
    let mut count = QueryBuilder::new("SELECT count(*) FROM read.orders o");
    filter(&mut count, store, member, history);
    let total: i64 = count.build_query_scalar().fetch_one(pool).await?;
    let mut sql = QueryBuilder::new(format!("SELECT {COLUMNS} FROM read.orders o"));
    filter(&mut sql, store, member, history);
    sql.push(" ORDER BY placed_at DESC, order_id LIMIT ")
        .push_bind(i64::from(history.per_page))
        .push(" OFFSET ")
        .push_bind(offset(history.page, history.per_page));
    let rows = sql.build().fetch_all(pool).await?;
    let items: Result<Vec<_>, sqlx::Error> = rows.iter().map(order_row).collect();
    Ok(Page::new(items?, total, history.page, history.per_page))
}

fn filter(sql: &mut QueryBuilder<'_, Postgres>, store: &str, member: MemberId, history: &History) {
    sql.push(" WHERE member = ")
        .push_bind(member.to_string())
        .push(" AND store = ")
        .push_bind(store.to_owned())
        .push(" AND status <> 'abandoned'");
    if !history.statuses.is_empty() {
        sql.push(" AND status = ANY (")
            .push_bind(history.statuses.clone())
            .push(")");
    }
    if let Some(from) = history.from {
        sql.push(" AND placed_at >= ").push_bind(from);
    }
    if let Some(until) = history.until {
        sql.push(" AND placed_at < ").push_bind(until);
    }
    if let Some(search) = history.search.as_deref().filter(|text| !text.is_empty()) {
        // One member's orders are few: their documents are looked through.
        sql.push(
            " AND EXISTS (SELECT FROM json_array_elements(o.doc::json #> '{order,draft,quote,lines}') line
               WHERE strpos(lower(line ->> 'name'), lower(",
        )
        .push_bind(search.to_owned())
        .push(")) > 0)");
    }
}
