//! Every acknowledged order exists exactly once.

use anyhow::Result;
use sqlx::PgPool;

use super::{Checked, complaints};

/// A shopper was told that the order stands, and it does not.
const LOST: &str = "
    SELECT cart.aggregate_id, 'its checkout was finished with order '
           || (cart.payload->'CheckoutFinished'->>'order') || ', which was never placed'
    FROM events cart
    WHERE cart.aggregate_type = 'cart' AND cart.event_type = 'CheckoutFinished'
      AND NOT EXISTS (
        SELECT FROM events placed
        WHERE placed.aggregate_type = 'order' AND placed.event_type = 'OrderPlaced'
          AND placed.aggregate_id = cart.payload->'CheckoutFinished'->>'order')
    LIMIT $1";

const TWICE: &str = "
    SELECT aggregate_id, 'placed ' || count(*) || ' times' FROM events
    WHERE aggregate_type = 'order' AND event_type = 'OrderPlaced'
    GROUP BY aggregate_id HAVING count(*) > 1 LIMIT $1";

/// The cart was given back to the shopper, and the order stands all the same.
const HALF: &str = "
    SELECT placed.aggregate_id, 'it stands, but its checkout was undone in cart ' || undone.aggregate_id
    FROM events undone
    JOIN events begun ON begun.aggregate_type = 'cart' AND begun.event_type = 'CheckoutBegun'
      AND begun.aggregate_id = undone.aggregate_id
      AND begun.payload->'CheckoutBegun'->>'key' = undone.payload->'CheckoutUndone'->>'key'
    JOIN events placed ON placed.aggregate_type = 'order' AND placed.event_type = 'OrderPlaced'
      AND placed.aggregate_id = begun.payload->'CheckoutBegun'->'draft'->>'order'
    WHERE undone.aggregate_type = 'cart' AND undone.event_type = 'CheckoutUndone'
      AND NOT EXISTS (
        SELECT FROM events cancelled
        WHERE cancelled.aggregate_type = 'order' AND cancelled.event_type = 'OrderCancelled'
          AND cancelled.aggregate_id = placed.aggregate_id)
    LIMIT $1";

pub(super) async fn check(pool: &PgPool) -> Result<Checked> {
    let mut broken = complaints(pool, 1, LOST).await?;
    broken.extend(complaints(pool, 1, TWICE).await?);
    broken.extend(complaints(pool, 1, HALF).await?);
    let orders: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM events WHERE aggregate_type = 'order' AND event_type = 'OrderPlaced'",
    )
    .fetch_one(pool)
    .await?;
    let sentence = format!("{orders} order(s): each that a shopper was told of exists once");
    Ok(Checked { sentence, broken })
}
