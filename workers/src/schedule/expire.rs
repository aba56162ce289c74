//! Orders whose deposit is overdue: each has a task of its own that expires it at its deadline; this
//! finds those whose task was lost.

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use domain::{OrderId, StoreId};
use projections::orders::deposits_due;
use serde::{Deserialize, Serialize};

use crate::jobs::{Job, JobContext, JobError};
use crate::processes::caller;

/// Their own tasks come first.
const PATIENCE: Duration = Duration::minutes(2);
/// Orders of one run; the next one finds the others.
const MOST: i64 = 1_000;

/// Expires overdue orders.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct ExpireOrders {
    /// When it was due.
    pub tick: DateTime<Utc>,
}

#[async_trait]
impl Job for ExpireOrders {
    const NAME: &'static str = "expire-orders";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        let before = context.shop.now() - PATIENCE;
        let due = deposits_due(&context.pool, before, MOST).await;
        let mut failed = None;
        for due in due.map_err(JobError::again)? {
            let (Ok(store), Ok(order)) = (StoreId::new(due.store), OrderId::new(due.order)) else {
                continue;
            };
            let expired = context
                .shop
                .expire(&caller(store, Self::NAME), &order)
                .await;
            match expired {
                Ok(true) => tracing::warn!(%order, "order {order} had outlived its deadline"),
                Ok(false) => {}
                Err(error) => failed = Some(JobError::again(format!("{order}: {error}"))),
            }
        }
        failed.map_or(Ok(()), Err)
    }
}
