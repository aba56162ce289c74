//! What analysts ask of the sales facts: sums by any dimensions, as of any moment.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::postgres::PgRow;
use sqlx::{PgPool, Postgres, QueryBuilder, Row as _};

use crate::error::Answer;

/// What sales can be grouped by. Days are Korean days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// `2026-11-22`.
    Day,
    /// The week by its Monday, `2026-11-16`.
    Week,
    /// `2026-11`.
    Month,
    /// The store.
    Store,
    /// The door the order came through.
    Channel,
    /// The SKU, or the code of a charge.
    Sku,
    /// The category; `charge` for charges.
    Category,
    /// The country.
    Country,
}

impl Dimension {
    /// All of them, as `--by` lists them.
    pub const ALL: [Self; 8] = [
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Store,
        Self::Channel,
        Self::Sku,
        Self::Category,
        Self::Country,
    ];

    /// The name of the column.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Store => "store",
            Self::Channel => "channel",
            Self::Sku => "sku",
            Self::Category => "category",
            Self::Country => "country",
        }
    }

    fn sql(self) -> &'static str {
        match self {
            Self::Day => "to_char(f.day, 'YYYY-MM-DD')",
            Self::Week => "to_char(date_trunc('week', f.day::timestamp), 'YYYY-MM-DD')",
            Self::Month => "to_char(f.day, 'YYYY-MM')",
            Self::Store => "f.store",
            Self::Channel => "f.channel",
            Self::Sku => "f.sku",
            Self::Category => "f.category",
            Self::Country => "f.country",
        }
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names no dimension.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not one of day, week, month, store, channel, sku, category, country")]
pub struct BadDimension(pub String);

impl FromStr for Dimension {
    type Err = BadDimension;

    fn from_str(text: &str) -> Result<Self, BadDimension> {
        let found = Self::ALL
            .into_iter()
            .find(|dimension| dimension.as_str() == text);
        found.ok_or_else(|| BadDimension(text.to_owned()))
    }
}

/// What is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportQuery {
    /// Groups, in the order of the columns; none gives one row over all.
    pub by: Vec<Dimension>,
    /// First Korean day.
    pub from: Option<NaiveDate>,
    /// Last Korean day, itself included.
    pub to: Option<NaiveDate>,
    /// Only what had *happened* by then, that very moment included, as in a replay.
    pub as_of: Option<DateTime<Utc>>,
    /// Only what the shop had *come to know* by then, likewise.
    pub known_at: Option<DateTime<Utc>>,
    /// Only facts that have these values, e.g. one store, or one cell of a report.
    pub only: Vec<(Dimension, String)>,
}

/// One group. Amounts in won.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The group's values, in the order of `by`.
    pub keys: Vec<String>,
    /// Different orders with sales in this group.
    pub orders: i64,
    /// Pieces sold.
    pub units: i64,
    /// Sold, VAT included, discounts taken off.
    pub gross: i64,
    /// Paid back; positive.
    pub refunds: i64,
    /// Gross less refunds.
    pub net: i64,
    /// Pieces whose money went back.
    pub refund_units: i64,
}

pub(super) fn filter(sql: &mut QueryBuilder<'_, Postgres>, query: &ReportQuery) {
    sql.push(" WHERE true");
    if let Some(from) = query.from {
        sql.push(" AND f.day >= ").push_bind(from);
    }
    if let Some(to) = query.to {
        sql.push(" AND f.day <= ").push_bind(to);
    }
    if let Some(moment) = query.as_of {
        sql.push(" AND f.occurred_at <= ").push_bind(moment);
    }
    if let Some(moment) = query.known_at {
        sql.push(" AND f.recorded_at <= ").push_bind(moment);
    }
    for (dimension, value) in &query.only {
        sql.push(" AND ")
            .push(dimension.sql())
            .push(" = ")
            .push_bind(value.clone());
    }
}

/// Sums by the groups asked for, in their order.
pub async fn report(pool: &PgPool, query: &ReportQuery) -> Answer<Vec<Row>> {
    let groups: Vec<&str> = query.by.iter().map(|dimension| dimension.sql()).collect();
    let mut sql = QueryBuilder::new(format!(
        "SELECT ARRAY[{}]::text[] AS keys,
                count(DISTINCT f.document) FILTER (WHERE f.kind = 'sale') AS orders,
                coalesce(sum(f.units), 0)::bigint AS units, coalesce(sum(f.gross), 0)::bigint AS gross,
                coalesce(sum(f.refunds), 0)::bigint AS refunds,
                coalesce(sum(f.refund_units), 0)::bigint AS refund_units
           FROM read.sales_facts f",
        groups.join(", ")
    ));
    filter(&mut sql, query);
    if !groups.is_empty() {
        sql.push(format!(" GROUP BY {} ORDER BY 1", groups.join(", ")));
    }
    let rows = sql.build().fetch_all(pool).await?;
    rows.iter().map(report_row).collect()
}

fn report_row(row: &PgRow) -> Answer<Row> {
    let (gross, refunds): (i64, i64) = (row.try_get("gross")?, row.try_get("refunds")?);
    Ok(Row {
        keys: row.try_get("keys")?,
        orders: row.try_get("orders")?,
        units: row.try_get("units")?,
        gross,
        refunds,
        net: gross - refunds,
        refund_units: row.try_get("refund_units")?,
    })
}
