//! Payments in providers' windows, as they are compared with the providers' books.

use chrono::{DateTime, Utc};
use sqlx::postgres::PgRow;
use sqlx::{PgPool, Row};

use super::kept_payment::PaymentDoc;
use crate::error::{Answer, ReadError};

/// Orders of a store whose money moved through a provider's window, or might have, in a span of time; by number.
pub async fn moved_through(
    pool: &PgPool,
    store: &str,
    provider: &str,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Answer<Vec<String>> {
    let orders = sqlx::query_scalar(
        "SELECT o.order_id FROM read.payments p JOIN read.orders o USING (order_id)
          WHERE p.provider = $2 AND p.moved_at >= $3 AND p.moved_at < $4 AND o.store = $1
          ORDER BY o.order_id",
    );
    Ok(orders
        .bind(store)
        .bind(provider)
        .bind(from)
        .bind(until)
        .fetch_all(pool)
        .await?)
}

/// An attempt of which a provider's books say something else than ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenDifference {
    /// The number that we gave it.
    pub attempt: String,
    /// The store; none where its order is not in our books.
    pub store: Option<String>,
    /// Whose books.
    pub provider: String,
    /// Won that the provider holds, as our books say.
    pub ours: i64,
    /// Won, as the provider says.
    pub theirs: i64,
}

/// All that differs, by payment.
pub async fn differences(pool: &PgPool) -> Answer<Vec<OpenDifference>> {
    let rows = sqlx::query(
        "SELECT p.payment_id, o.store, p.doc FROM read.payments p LEFT JOIN read.orders o USING (order_id)
          WHERE p.differs > 0 ORDER BY p.payment_id",
    )
    .fetch_all(pool)
    .await?;
    let read: Answer<Vec<Vec<OpenDifference>>> = rows.iter().map(of_payment).collect();
    Ok(read?.into_iter().flatten().collect())
}

fn of_payment(row: &PgRow) -> Answer<Vec<OpenDifference>> {
    let (store, doc): (Option<String>, &str) = (row.try_get("store")?, row.try_get("doc")?);
    let kept: PaymentDoc =
        serde_json::from_str(doc).map_err(|error| ReadError::damaged("payments", &error))?;
    let differences = kept.payment.differences();
    let open = differences.iter().map(|(attempt, open)| OpenDifference {
        attempt: attempt.to_string(),
        store: store.clone(),
        provider: open.provider.to_string(),
        ours: open.found.ours.0,
        theirs: open.found.theirs.0,
    });
    Ok(open.collect())
}
