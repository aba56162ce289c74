//! What staff and processes ask of coupons.

use chrono::{DateTime, Utc};
use domain::CouponId;
use domain::coupon::Campaign;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgPool, Row};

use crate::docs::from_json;
use crate::error::Answer;

/// A coupon, with how it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CouponRow {
    /// Its id, which is also its code.
    pub coupon: CouponId,
    /// What it says.
    pub campaign: Campaign,
    /// Whether staff ended it.
    pub stopped: bool,
    /// Since when it is offered.
    pub defined_at: DateTime<Utc>,
    /// Members who have it.
    pub claimed: i64,
    /// Orders that use it and are not paid yet.
    pub reserved: i64,
    /// Paid orders that used it.
    pub redeemed: i64,
}

impl FromRow<'_, PgRow> for CouponRow {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            coupon: coupon_id(row)?,
            campaign: from_json(row.try_get("campaign")?)?,
            stopped: row.try_get("stopped")?,
            defined_at: row.try_get("defined_at")?,
            claimed: row.try_get("claimed")?,
            reserved: row.try_get("reserved")?,
            redeemed: row.try_get("redeemed")?,
        })
    }
}

pub(super) fn coupon_id(row: &PgRow) -> Result<CouponId, sqlx::Error> {
    let id: String = row.try_get("coupon")?;
    CouponId::new(id).map_err(|error| sqlx::Error::Decode(Box::new(error)))
}

/// The last word on each order's use of a coupon, without uses that were given back.
pub(super) const USES: &str = "SELECT * FROM (
        SELECT DISTINCT ON (coupon, order_id) coupon, order_id, what
          FROM read.coupon_moves WHERE order_id IS NOT NULL
         ORDER BY coupon, order_id, version DESC) last WHERE what <> 'released'";

/// Coupons, the newest first; `stopped` ones only if they are asked for.
pub async fn list(pool: &PgPool, with_stopped: bool) -> Answer<Vec<CouponRow>> {
    let sql = format!(
        "SELECT c.coupon, c.campaign, c.stopped, c.defined_at,
                c.claims AS claimed,
                coalesce(u.reserved, 0) AS reserved, coalesce(u.redeemed, 0) AS redeemed
           FROM read.coupons c
           LEFT JOIN (SELECT coupon, count(*) FILTER (WHERE what = 'reserved') AS reserved,
                             count(*) FILTER (WHERE what = 'redeemed') AS redeemed
                        FROM ({USES}) uses GROUP BY coupon) u USING (coupon)
          WHERE c.issue <> '' AND ($1 OR NOT c.stopped) ORDER BY c.defined_at DESC, c.coupon"
    );
    Ok(sqlx::query_as(&sql)
        .bind(with_stopped)
        .fetch_all(pool)
        .await?)
}

/// The name of a gift that some coupon puts into parcels.
pub async fn gift(pool: &PgPool, sku: &str) -> Answer<Option<String>> {
    let sql = "SELECT campaign::json -> 'effect' -> 'gift' ->> 'name' FROM read.coupons
                WHERE campaign::json -> 'effect' -> 'gift' ->> 'sku' = $1 LIMIT 1";
    Ok(sqlx::query_scalar(sql)
        .bind(sku)
        .fetch_optional(pool)
        .await?)
}

/// Coupons that everybody gets who joins.
pub async fn for_joining(pool: &PgPool) -> Answer<Vec<CouponId>> {
    of_issue(pool, "joining").await
}

/// Coupons that members take by themselves.
pub async fn to_take(pool: &PgPool) -> Answer<Vec<CouponId>> {
    of_issue(pool, "claim").await
}

async fn of_issue(pool: &PgPool, issue: &str) -> Answer<Vec<CouponId>> {
    let sql = "SELECT coupon FROM read.coupons WHERE issue = $1 AND NOT stopped ORDER BY coupon";
    let rows = sqlx::query(sql).bind(issue).fetch_all(pool).await?;
    let ids: Result<Vec<CouponId>, sqlx::Error> = rows.iter().map(coupon_id).collect();
    Ok(ids?)
}
