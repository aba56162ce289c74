//! Purchases whose time for objections has passed confirm themselves (자동 구매확정).

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use domain::OrderId;
use projections::orders::to_confirm;
use serde::{Deserialize, Serialize};

use crate::jobs::{Job, JobContext, JobError};
use crate::processes::caller;

/// Orders of a store on one day at most.
const MANY: i64 = 20_000;

/// Confirms purchases.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct ConfirmPurchases {
    /// When it was due.
    pub tick: DateTime<Utc>,
}

#[async_trait]
impl Job for ConfirmPurchases {
    const NAME: &'static str = "confirm-purchases";

    /// The tables only say whom to ask: the order itself decides, by the clock of now. What the tables
    /// have not heard yet is asked again tomorrow.
    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        let shop = &context.shop;
        let mut failed = None;
        for (store, settings) in &shop.settings().stores {
            let before = shop.now() - Duration::days(settings.care.confirm_days.into());
            let due = to_confirm(&context.pool, store.as_str(), before, MANY).await;
            let due = due.map_err(JobError::again)?;
            let caller = caller(store.clone(), Self::NAME);
            for order in due.into_iter().filter_map(|it| OrderId::new(it).ok()) {
                if let Err(error) = shop.confirm_when_due(&caller, &order).await {
                    failed = Some(JobError::again(format!("{order}: {error}")));
                }
            }
        }
        failed.map_or(Ok(()), Err)
    }
}
