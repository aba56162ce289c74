//! Cash receipts say what was paid and not given back.

use anyhow::Result;
use sqlx::PgPool;

use super::{Checked, complaints};

/// Orders that are to have a receipt, with what their payments and receipts come to, won; what moved a moment ago
/// is still under way.
const DIFFER: &str = "
    WITH asked AS (
        SELECT aggregate_id AS id FROM events
        WHERE aggregate_type = 'order' AND event_type = 'OrderPlaced'
          AND payload->'OrderPlaced'->'draft'->'cash_receipt' IS NOT NULL),
    sums AS (
        SELECT regexp_replace(aggregate_id, '\\.1$', '') AS id,
               coalesce(sum((payload->'PaymentCaptured'->>'amount')::bigint), 0)
               - coalesce(sum((payload->'PaymentRefunded'->>'amount')::bigint), 0) AS paid,
               coalesce(sum((payload->'CashReceiptIssued'->>'amount')::bigint), 0)
               - coalesce(sum((payload->'CashReceiptReduced'->>'amount')::bigint), 0)
               - coalesce(sum((payload->'CashReceiptCancelled'->>'amount')::bigint), 0) AS receipts,
               (array_agg(payload->'CashReceiptRefused'->>'code' ORDER BY sequence DESC)
                   FILTER (WHERE event_type = 'CashReceiptRefused'))[1] AS refused,
               bool_or(event_type = 'DepositReversed') AS reversed,
               max(recorded_at) AS moved_at
        FROM events
        WHERE aggregate_type = 'payment'
          AND event_type IN ('PaymentCaptured', 'PaymentRefunded', 'CashReceiptIssued', 'CashReceiptReduced',
                             'CashReceiptCancelled', 'CashReceiptRefused', 'DepositReversed')
        GROUP BY 1)
    SELECT id, format('%s won were paid and not given back, its cash receipts say %s%s', paid, receipts,
                      coalesce('; the last one was refused: ' || refused, ''))
    FROM asked JOIN sums USING (id)
    WHERE receipts <> CASE WHEN reversed THEN 0 ELSE paid END
      AND moved_at < now() - interval '10 minutes'
    LIMIT $1";

const ISSUED: &str = "
    SELECT count(*) FROM events WHERE aggregate_type = 'payment' AND event_type = 'CashReceiptIssued'";

pub(super) async fn check(pool: &PgPool) -> Result<Checked> {
    let broken = complaints(pool, 3, DIFFER).await?;
    let issued: i64 = sqlx::query_scalar(ISSUED).fetch_one(pool).await?;
    let sentence = format!("{issued} cash receipt(s): they say what was paid and not given back");
    Ok(Checked { sentence, broken })
}
