//! Nothing is stuck, and no stream has a hole.

use std::fmt::Write;

use anyhow::Result;
use sqlx::PgPool;

use super::{Checked, PATIENCE, complaints};

const HOLES: &str = "
    SELECT aggregate_type || '/' || aggregate_id,
           format('%s events, numbered %s to %s', count(*), min(sequence), max(sequence))
    FROM events GROUP BY aggregate_type, aggregate_id
    HAVING count(*) <> max(sequence) OR min(sequence) <> 1 LIMIT $1";

const PARKED: &str = "
    SELECT process, 'cannot read event ' || event_id || ' of ' || stream || ': ' || error
    FROM process_parked ORDER BY parked_at LIMIT $1";

const FAILING: &str = "
    SELECT process, format('%s failed %s times, last: %s', subject, attempts, last_error)
    FROM process_tasks WHERE attempts >= 5 OR (attempts > 0 AND due_at > now() + interval '1 hour')
    ORDER BY due_at LIMIT $1";

/// A job that failed for good, or that is due and that no worker takes.
const JOBS: &str = r#"
    SELECT 'job ' || j.id || ' (' || t.identifier || ')',
           CASE WHEN j.attempts >= j.max_attempts
                THEN format('failed for good after %s tries, last: %s', j.attempts,
                            regexp_replace(j.last_error, '^TaskError\("(.*)"\)$', '\1'))
                ELSE format('was due at %s and no worker takes it', j.run_at) END
    FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
    WHERE j.locked_at IS NULL
      -- A bulk send waits for its turn; what it does is seen by its own progress.
      AND (j.attempts >= j.max_attempts
           OR (j.run_at < now() - interval '10 minutes' AND NOT coalesce(j.flags ? 'bulk', false)))
    ORDER BY j.run_at LIMIT $1"#;

/// A letter or message that was handed over, and no job is left that would find out what became of it.
const DELIVERIES: &str = "
    SELECT 'delivery ' || key, format('%s %s: its sending began at %s and has not ended', medium, template, began_at)
    FROM deliveries d
    WHERE state IN ('sending', 'waiting') AND began_at < now() - interval '10 minutes'
      AND NOT EXISTS (
        SELECT FROM graphile_worker._private_jobs j
         WHERE j.key = d.key
            OR (d.key LIKE 'bulk:%' AND j.key LIKE 'bulk:' || split_part(d.key, ':', 2) || ':%')
            OR (d.key LIKE 'daily-sales:%' AND (j.key LIKE 'schedule:daily-sales:%' OR j.key LIKE 'daily-sales:%')))
    ORDER BY began_at LIMIT $1";

/// A checkout that neither finished nor was undone, long after.
const CHECKOUTS: &str = "
    SELECT last.aggregate_id, 'its checkout began at ' || last.recorded_at || ' and has not ended'
    FROM (SELECT DISTINCT ON (aggregate_id) aggregate_id, event_type, recorded_at FROM events
          WHERE aggregate_type = 'cart'
            AND event_type IN ('CheckoutBegun', 'CheckoutFinished', 'CheckoutUndone')
          ORDER BY aggregate_id, sequence DESC) last
    WHERE event_type = 'CheckoutBegun' AND recorded_at < now() - interval '10 minutes' LIMIT $1";

/// A refund that was asked for and never answered, though there is nothing that it waits for.
const REFUNDS: &str = "
    SELECT DISTINCT ON (asked.payload->'RefundRequested'->>'refund')
           asked.aggregate_id, 'refund ' || (asked.payload->'RefundRequested'->>'refund')
           || ' was requested at ' || asked.recorded_at || ' and has not been paid'
           || coalesce((
                SELECT '; its provider refused: ' || (refused.payload->'RefundRefused'->>'code')
                FROM events refused
                WHERE refused.aggregate_type = 'payment' AND refused.aggregate_id = asked.aggregate_id
                  AND refused.event_type = 'RefundRefused' AND refused.sequence > asked.sequence
                  AND refused.payload->'RefundRefused'->>'refund' = asked.payload->'RefundRequested'->>'refund'
                ORDER BY refused.sequence DESC LIMIT 1), '')
    FROM events asked
    WHERE asked.aggregate_type = 'payment' AND asked.event_type = 'RefundRequested'
      AND asked.recorded_at < now() - interval '10 minutes'
      AND NOT EXISTS (
        SELECT FROM events done
        WHERE done.aggregate_type = 'payment' AND done.aggregate_id = asked.aggregate_id
          AND done.event_type = 'PaymentRefunded'
          AND done.payload->'PaymentRefunded'->>'refund' = asked.payload->'RefundRequested'->>'refund')
      AND coalesce((
        SELECT named.event_type = 'RefundAccountGiven' AND named.recorded_at < now() - interval '10 minutes'
        FROM events named
        WHERE named.aggregate_type = 'payment' AND named.aggregate_id = asked.aggregate_id
          AND named.event_type IN ('RefundAccountAsked', 'RefundAccountGiven', 'RefundAccountRefused')
        ORDER BY named.sequence DESC LIMIT 1), true)
    ORDER BY asked.payload->'RefundRequested'->>'refund', asked.sequence DESC
    LIMIT $1";

/// Payments with refunds that wait for their shoppers to name an account.
const WAITING: &str = "
    SELECT count(*) FROM (
        SELECT DISTINCT ON (aggregate_id) event_type FROM events
        WHERE aggregate_type = 'payment'
          AND event_type IN ('RefundAccountAsked', 'RefundAccountGiven', 'RefundAccountRefused')
        ORDER BY aggregate_id, sequence DESC) AS last
    WHERE event_type <> 'RefundAccountGiven'";

pub(super) async fn check(pool: &PgPool) -> Result<Checked> {
    let mut broken = vec![];
    for sql in [HOLES, PARKED, FAILING, JOBS, DELIVERIES, CHECKOUTS, REFUNDS] {
        broken.extend(complaints(pool, 5, sql).await?);
    }
    let (events, streams): (i64, i64) = sqlx::query_as(
        "SELECT coalesce(sum(events), 0)::bigint, count(*) FROM
         (SELECT count(*) AS events FROM events GROUP BY aggregate_type, aggregate_id) AS streams",
    )
    .fetch_one(pool)
    .await?;
    let waiting: i64 = sqlx::query_scalar(WAITING).fetch_one(pool).await?;
    let minutes = PATIENCE.num_minutes();
    let mut sentence = format!(
        "{events} events in {streams} streams without a hole; nothing stuck for {minutes} minutes"
    );
    if waiting > 0 {
        let _ = write!(
            sentence,
            "; refunds of {waiting} payment(s) wait for an account"
        );
    }
    Ok(Checked { sentence, broken })
}
