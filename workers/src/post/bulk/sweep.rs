//! Ending what nobody goes on with: a batch whose job was cancelled or died for good, a send whose
//! prompt was killed while it wrote recipients down, and what a crash left of one that has ended.

use async_trait::async_trait;
use chrono::Duration;
use serde::{Deserialize, Serialize};
use store::post::{BatchState, Bulk, Forsaken};
use uuid::Uuid;

use super::create::{cancel, erase, give_up};
use crate::jobs::{Job, JobContext, JobError};

/// A million recipients are written down in much less.
const PREPARED_WITHIN: Duration = Duration::hours(1);
/// So long after its end a send is looked after once more.
const LOOKED_AFTER: Duration = Duration::days(7);

/// Sweeps; every hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SweepBulk {}

#[async_trait]
impl Job for SweepBulk {
    const NAME: &'static str = "sweep-bulk";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        let bulk = Bulk::new(context.pool.clone());
        let now = context.shop.now();
        let half_written = bulk.preparing_since(now - PREPARED_WITHIN).await;
        for send in half_written.map_err(JobError::again)? {
            if cancel(&context.shop, &context.pool, send).await? {
                tracing::warn!(%send, "bulk send {send} was never written down whole: cancelled");
            }
        }
        for forsaken in bulk.forsaken().await.map_err(JobError::again)? {
            end(context, &bulk, forsaken).await?;
        }
        let ended = bulk.ended_after(now - LOOKED_AFTER).await;
        for send in ended.map_err(JobError::again)? {
            close(context, send).await?;
        }
        Ok(())
    }
}

/// Ends a batch; the send, where it was the last one, is closed with all that have ended.
async fn end(
    context: &JobContext,
    bulk: &Bulk,
    Forsaken { send, number }: Forsaken,
) -> Result<(), JobError> {
    let batch = bulk.batch(send, number).await.map_err(JobError::again)?;
    let ended = bulk.end(send, number, BatchState::Cancelled, context.shop.now());
    ended.await.map_err(JobError::again)?;
    if let Some(batch) = batch {
        let vault = context.shop.personal_data();
        let forgotten = vault.forget(&batch.recipients.0).await;
        forgotten.map_err(JobError::again)?;
    }
    tracing::warn!(%send, number, "batch {number} of bulk send {send} has no job any more: cancelled");
    Ok(())
}

/// A send has ended: nobody goes on with its messages, and nobody knows its recipients any more.
/// Again is no harm.
///
/// # Errors
/// The database.
pub(super) async fn close(context: &JobContext, send: Uuid) -> Result<(), JobError> {
    let given_up = give_up(&context.pool, send).await?;
    if given_up > 0 {
        tracing::warn!(%send, given_up, "{given_up} message(s) of bulk send {send} are given up");
    }
    erase(context.shop.personal_data(), send).await
}
