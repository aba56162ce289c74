//! Pieces that are held beyond their deadline go back to the shelf, also where nobody asks for them.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::StoreId;
use domain::stock::StockId;
use projections::stock;
use serde::{Deserialize, Serialize};

use crate::jobs::{Job, JobContext, JobError};
use crate::processes::caller;

/// Lapses holds.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct LapseHolds {
    /// When it was due.
    pub tick: DateTime<Utc>,
}

#[async_trait]
impl Job for LapseHolds {
    const NAME: &'static str = "lapse-holds";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        let held = stock::held(&context.pool).await.map_err(JobError::again)?;
        let stores = &context.shop.settings().stores;
        // What belongs to all stores, or to one that is gone: any may speak for it.
        let Some(first) = stores.keys().next() else {
            return Ok(());
        };
        let speaks = |stock: &StockId| {
            let own = stock.store().and_then(|store| StoreId::new(store).ok());
            let own = own.filter(|store| stores.contains_key(store));
            caller(own.unwrap_or_else(|| first.clone()), Self::NAME)
        };
        let mut failed = None;
        for stock in held.iter().filter_map(|name| StockId::read(name).ok()) {
            if let Err(error) = context.shop.lapse_holds(&speaks(&stock), &stock).await {
                failed = Some(JobError::again(format!("{stock}: {error}")));
            }
        }
        failed.map_or(Ok(()), Err)
    }
}
