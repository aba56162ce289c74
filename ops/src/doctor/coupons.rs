//! A coupon's uses and the orders that use it tell the same story: counted with the orders, invariant 1.

use anyhow::Result;
use sqlx::PgPool;

use super::{Checked, PATIENCE, complaints};

/// The last word of each coupon on each order, beside what became of the order. Whatever is younger than
/// our patience may be under way.
const STORIES: &str = "
    WITH said AS (
        SELECT DISTINCT ON (aggregate_id, order_id) aggregate_id AS coupon, order_id, event_type, recorded_at
          FROM (SELECT *, coalesce(payload->'CouponReserved'->>'order', payload->'CouponRedeemed'->>'order',
                                   payload->'CouponReleased'->>'order') AS order_id
                  FROM events WHERE aggregate_type = 'coupon') moves
         WHERE order_id IS NOT NULL ORDER BY aggregate_id, order_id, sequence DESC
    ), orders AS (
        SELECT said.coupon, said.order_id, said.event_type, max(e.recorded_at) AS at,
               coalesce(bool_or(e.event_type = 'OrderPlaced'), false) AS placed,
               coalesce(bool_or(e.event_type = 'OrderPaid'), false) AS paid,
               coalesce(bool_or(e.event_type IN ('OrderCancelled', 'OrderExpired')), false) AS given_up
          FROM said LEFT JOIN events e ON e.aggregate_type = 'order' AND e.aggregate_id = said.order_id
         WHERE said.recorded_at < now() - make_interval(secs => $2)
         GROUP BY said.coupon, said.order_id, said.event_type
    )
    SELECT coupon, format('%s for order %s, which %s', event_type, order_id,
                          CASE WHEN NOT placed THEN 'was never placed' WHEN given_up THEN 'was given up'
                               WHEN paid THEN 'is paid' ELSE 'is not paid' END)
      FROM orders
     WHERE (at IS NULL OR at < now() - make_interval(secs => $2))
       AND ((event_type = 'CouponReserved' AND (NOT placed OR paid OR given_up))
         OR (event_type = 'CouponRedeemed' AND (NOT placed OR NOT paid))
         OR (event_type = 'CouponReleased' AND placed AND NOT paid AND NOT given_up))
     ORDER BY 1, 2 LIMIT $1";

/// Orders that owe something to a coupon which knows nothing of them.
const UNKNOWN: &str = "
    SELECT placed.aggregate_id,
           'uses coupon ' || (placed.payload->'OrderPlaced'->'draft'->>'coupon') || ', which does not know it'
      FROM events placed
     WHERE placed.aggregate_type = 'order' AND placed.event_type = 'OrderPlaced'
       AND placed.payload->'OrderPlaced'->'draft'->>'coupon' IS NOT NULL
       AND NOT EXISTS (
            SELECT FROM events c
             WHERE c.aggregate_type = 'coupon' AND c.event_type = 'CouponReserved'
               AND c.aggregate_id = placed.payload->'OrderPlaced'->'draft'->>'coupon'
               AND c.payload->'CouponReserved'->>'order' = placed.aggregate_id)
     LIMIT $1";

pub(super) async fn check(pool: &PgPool) -> Result<Checked> {
    let mut broken = complaints(pool, 1, UNKNOWN).await?;
    let rows: Vec<(String, String)> = sqlx::query_as(STORIES)
        .bind(super::LISTED)
        .bind(PATIENCE.as_seconds_f64())
        .fetch_all(pool)
        .await?;
    let findings = rows.into_iter();
    broken.extend(findings.map(|(coupon, what)| super::Finding::new(1, coupon, what)));
    let count: i64 =
        sqlx::query_scalar("SELECT count(*) FROM events WHERE event_type = 'CouponReserved'")
            .fetch_one(pool)
            .await?;
    let sentence = format!("{count} use(s) of coupons: each fits what became of its order");
    Ok(Checked { sentence, broken })
}
