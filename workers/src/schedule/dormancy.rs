//! Once a day: members whom nobody has seen for long are told, those who were told and did not come
//! sleep, and keys and counts of tries that are over are forgotten.

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Asia::Seoul;
use projections::members::{self, MemberRow};
use serde::{Deserialize, Serialize};
use shop::ShopError;
use shop::members::Sleep;

use crate::jobs::{Job, JobContext, JobError};
use crate::processes::caller;

/// Members of one run; the next one finds the others.
const MOST: i64 = 5_000;
/// How long keys and counts of tries are kept after they are over.
const KEPT: Duration = Duration::days(1);

/// Lets accounts sleep.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct SweepDormant {
    /// When it was due.
    pub tick: DateTime<Utc>,
}

#[async_trait]
impl Job for SweepDormant {
    const NAME: &'static str = "sweep-dormant";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        let shop = &context.shop;
        let now = shop.now();
        let accounts = shop.accounts().map_err(JobError::again)?;
        let swept = accounts.sweep(now - KEPT).await;
        swept.map_err(JobError::again)?;
        let policy = shop.settings().members.dormancy;
        if policy.mode == Sleep::None {
            return Ok(());
        }
        let unseen = policy
            .inactive_days
            .saturating_sub(policy.notice_days_before);
        let since = now - Duration::days(unseen.into());
        let told = members::to_notice(&context.pool, since, MOST).await;
        let today = now.with_timezone(&Seoul).date_naive();
        let tired = members::to_sleep(&context.pool, today, MOST).await;
        let mut failed = None;
        for row in told.map_err(JobError::again)? {
            let caller = caller(row.store.clone(), Self::NAME);
            let told = shop.notice_dormancy(&caller, row.member).await;
            note(&row, told, &mut failed);
        }
        for row in tired.map_err(JobError::again)? {
            let caller = caller(row.store.clone(), Self::NAME);
            let asleep = shop.fall_asleep(&caller, row.member).await;
            note(&row, asleep, &mut failed);
        }
        failed.map_or(Ok(()), Err)
    }
}

/// What one member refuses does not stop the others.
fn note(row: &MemberRow, done: Result<bool, ShopError>, failed: &mut Option<JobError>) {
    match done {
        Ok(_) | Err(ShopError::Member(_)) => {}
        Err(error) => *failed = Some(JobError::again(format!("{}: {error}", row.member))),
    }
}
