//! What everybody gets who joins.

use async_trait::async_trait;
use domain::coupon::ClaimedBy;
use domain::{MemberId, StoreId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use shop::ShopError;
use store::jobs::NewJob;

use crate::jobs::{Job, JobContext, JobError};
use crate::processes::caller;

/// Gives a new member the coupons of joining. Each is given once, however often the job runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WelcomeMember {
    /// Where they joined.
    pub store: StoreId,
    /// Who.
    pub member: MemberId,
}

impl WelcomeMember {
    /// The job that does it.
    pub(crate) fn job(&self) -> NewJob {
        let (store, member) = (&self.store, self.member);
        let payload = json!({ "store": store, "member": member });
        NewJob::new(Self::NAME, payload).keyed(format!("welcome/{member}"))
    }
}

#[async_trait]
impl Job for WelcomeMember {
    const NAME: &'static str = "welcome-member";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        let caller = caller(self.store.clone(), Self::NAME);
        let all = projections::coupons::for_joining(&context.pool).await;
        for coupon in all.map_err(JobError::again)? {
            let known = context
                .shop
                .coupon(&coupon)
                .await
                .map_err(JobError::again)?;
            let stores = known.campaign().map(|it| &it.condition.stores);
            if !stores.is_some_and(|all| all.is_empty() || all.contains(&self.store)) {
                continue;
            }
            let by = ClaimedBy::Joining;
            match context
                .shop
                .give_coupon(&caller, &coupon, self.member, by)
                .await
            {
                // Over, stopped or given out since: nobody was promised it.
                Ok(_) | Err(ShopError::Coupon(_)) => {}
                Err(error) => return Err(JobError::again(error)),
            }
        }
        Ok(())
    }
}
