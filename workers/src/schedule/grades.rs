//! Once a month every member gets the grade that twelve months of purchases come to.

use async_trait::async_trait;
use chrono::{DateTime, Months, Utc};
use chrono_tz::Asia::Seoul;
use domain::Won;
use projections::members;
use serde::{Deserialize, Serialize};
use shop::members::Purchases;

use crate::jobs::{Job, JobContext, JobError};
use crate::processes::caller;

/// Members asked for at once.
const MANY: i64 = 500;

/// Evaluates grades.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct EvaluateGrades {
    /// When it was due.
    pub tick: DateTime<Utc>,
}

#[async_trait]
impl Job for EvaluateGrades {
    const NAME: &'static str = "evaluate-grades";

    /// The days that count end with the day before the tick, so that a run made up for later gives the
    /// same grades.
    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        let until = self.tick.with_timezone(&Seoul).date_naive();
        let from = until - Months::new(12);
        let (mut after, mut failed) = (None, None);
        loop {
            let some = members::won_within_each(&context.pool, from, until, after, MANY).await;
            let some = some.map_err(JobError::again)?;
            let Some(last) = some.last() else { break };
            after = Some(last.member);
            for spent in some {
                let won = Won(spent.won);
                let bought = Purchases { won, from, until };
                let caller = caller(spent.store, Self::NAME);
                let graded = context
                    .shop
                    .evaluate_grade(&caller, spent.member, bought)
                    .await;
                match graded {
                    // Whoever withdrew meanwhile needs no grade.
                    Ok(_) | Err(shop::ShopError::Member(_)) => {}
                    Err(error) => {
                        failed = Some(JobError::again(format!("{}: {error}", spent.member)));
                    }
                }
            }
        }
        failed.map_or(Ok(()), Err)
    }
}
