//! Pieces that are held beyond their deadline go back to the shelf, also where nobody asks for them.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{Sku, StoreId};
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
        let stores: Vec<StoreId> = context.shop.settings().stores.keys().cloned().collect();
        // Stock belongs to the installation; any store may speak for it.
        let Some(store) = stores.first() else {
            return Ok(());
        };
        let caller = caller(store.clone(), Self::NAME);
        let mut failed = None;
        for sku in held.into_iter().filter_map(|sku| Sku::new(sku).ok()) {
            if let Err(error) = context.shop.lapse_holds(&caller, &sku).await {
                failed = Some(JobError::again(format!("{sku}: {error}")));
            }
        }
        failed.map_or(Ok(()), Err)
    }
}
