//! Captured − refunded is the same in orders, payments and the provider's own books.

use std::collections::BTreeMap;

use anyhow::Result;
use domain::Won;
use gateways::books::{Books, Entry};
use sqlx::PgPool;

use super::{Checked, Finding, LISTED, complaints};

/// Orders and payments tell the same story, won for won.
const ORDERS_AND_PAYMENTS: &str = "
    WITH paid AS (
        SELECT aggregate_id AS id, sum((payload->'OrderPaid'->>'amount')::bigint) AS won
        FROM events WHERE aggregate_type = 'order' AND event_type = 'OrderPaid' GROUP BY 1),
    returned AS (
        SELECT aggregate_id AS id, sum((payload->'OrderRefunded'->'plan'->>'amount')::bigint) AS won
        FROM events WHERE aggregate_type = 'order' AND event_type = 'OrderRefunded' GROUP BY 1),
    captured AS (
        SELECT regexp_replace(aggregate_id, '\\.1$', '') AS id,
               sum((payload->'PaymentCaptured'->>'amount')::bigint) AS won
        FROM events WHERE aggregate_type = 'payment' AND event_type = 'PaymentCaptured' GROUP BY 1),
    refunded AS (
        SELECT regexp_replace(aggregate_id, '\\.1$', '') AS id,
               sum((payload->'PaymentRefunded'->>'amount')::bigint) AS won
        FROM events WHERE aggregate_type = 'payment' AND event_type = 'PaymentRefunded' GROUP BY 1),
    -- What a bank took back is with the shopper: what was owed of it is settled, and nothing is paid back.
    reversed AS (
        SELECT DISTINCT regexp_replace(aggregate_id, '\\.1$', '') AS id, 0 AS least
        FROM events WHERE aggregate_type = 'payment' AND event_type = 'DepositReversed')
    SELECT id, format('order: %s paid, %s refunded; payment: %s captured, %s refunded',
                      coalesce(paid.won, 0), coalesce(returned.won, 0),
                      coalesce(captured.won, 0), coalesce(refunded.won, 0))
    FROM paid FULL JOIN captured USING (id) FULL JOIN returned USING (id) FULL JOIN refunded USING (id)
         LEFT JOIN reversed USING (id)
    WHERE coalesce(paid.won, 0) <> coalesce(captured.won, 0)
       OR coalesce(returned.won, 0) < coalesce(refunded.won, 0)
       OR coalesce(returned.won, 0) > coalesce(refunded.won, 0) AND reversed.least IS NULL
       OR coalesce(returned.won, 0) > coalesce(captured.won, 0)
       OR coalesce(refunded.won, 0) > coalesce(captured.won, 0)
    LIMIT $1";

/// An order is paid with exactly what it costs.
const PRICE: &str = "
    SELECT paid.aggregate_id, format('costs %s, paid %s',
           coalesce(placed.payload->'OrderPlaced'->'draft'->'quote'->>'total', '0'),
           paid.payload->'OrderPaid'->>'amount')
    FROM events paid JOIN events placed USING (aggregate_type, aggregate_id)
    WHERE paid.aggregate_type = 'order' AND paid.event_type = 'OrderPaid'
      AND placed.event_type = 'OrderPlaced'
      AND coalesce(placed.payload->'OrderPlaced'->'draft'->'quote'->>'total', '0')
          <> paid.payload->'OrderPaid'->>'amount'
    LIMIT $1";

/// What the shop says that the provider took in and paid back, by order number.
const SHOP: &str = "
    SELECT regexp_replace(aggregate_id, '\\.1$', ''),
           coalesce(sum((coalesce(payload->'DepositNoticed', payload->'DepositUnmatched')->>'amount')::bigint)
               FILTER (WHERE event_type IN ('DepositNoticed', 'DepositUnmatched')), 0)::bigint,
           coalesce(sum((payload->'PaymentRefunded'->>'amount')::bigint)
               FILTER (WHERE event_type = 'PaymentRefunded'
                         AND payload->'PaymentRefunded'->>'reference' !~ '^(recorded|transfer):'), 0)::bigint
    FROM events
    WHERE aggregate_type = 'payment'
      AND event_type IN ('DepositNoticed', 'DepositUnmatched', 'PaymentRefunded')
      AND metadata->>'actor' NOT LIKE 'import:%'
      -- Providers' windows have books of their own.
      AND aggregate_id NOT IN (SELECT aggregate_id FROM events
                                WHERE aggregate_type = 'payment' AND event_type = 'AttemptOpened')
    GROUP BY 1";

pub(super) async fn check(pool: &PgPool, books: Option<&Books>) -> Result<Checked> {
    let mut broken = complaints(pool, 3, ORDERS_AND_PAYMENTS).await?;
    broken.extend(complaints(pool, 3, PRICE).await?);
    let captured: i64 = sqlx::query_scalar(
        "SELECT coalesce(sum((payload->'PaymentCaptured'->>'amount')::bigint), 0)::bigint FROM events
         WHERE aggregate_type = 'payment' AND event_type = 'PaymentCaptured'",
    )
    .fetch_one(pool)
    .await?;
    let mut sentence = format!("{} captured: orders and payments agree", Won(captured));
    if let Some(books) = books {
        broken.extend(compare(pool, books).await?);
        sentence.push_str(", and so does the demo bank");
    }
    Ok(Checked { sentence, broken })
}

/// Taken in and paid back, in won.
type Balance = (i64, i64);

async fn compare(pool: &PgPool, books: &Books) -> Result<Vec<Finding>> {
    let mut theirs = BTreeMap::<String, Balance>::new();
    for entry in books.entries()? {
        match entry {
            Entry::Deposit { order, amount, .. } => theirs.entry(order).or_default().0 += amount.0,
            Entry::Refund { order, amount, .. } => theirs.entry(order).or_default().1 += amount.0,
        }
    }
    let rows: Vec<(String, i64, i64)> = sqlx::query_as(SHOP).fetch_all(pool).await?;
    let ours: BTreeMap<String, Balance> = rows
        .into_iter()
        .map(|(order, taken, back)| (order, (taken, back)))
        .collect();
    let orders = ours
        .keys()
        .chain(theirs.keys().filter(|order| !ours.contains_key(*order)));
    let differs = orders.filter_map(|order| {
        let (we, they) = (balance(&ours, order), balance(&theirs, order));
        // Deposits that came by another way than the simulator are not in its books.
        let missing = they.0 > we.0 || (they.0 != 0 && they.0 != we.0) || they.1 != we.1;
        missing.then(|| {
            let what = format!(
                "we say {} in and {} back, the provider {} and {}",
                Won(we.0),
                Won(we.1),
                Won(they.0),
                Won(they.1)
            );
            Finding::new(3, order, what)
        })
    });
    Ok(differs
        .take(usize::try_from(LISTED).unwrap_or(usize::MAX))
        .collect())
}

fn balance(of: &BTreeMap<String, Balance>, order: &str) -> Balance {
    of.get(order).copied().unwrap_or_default()
}
