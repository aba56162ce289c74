//! Every job there is.

use graphile_worker::{JobDefinition, TaskHandler};

use super::handler::Handler;
use super::job::Job;
use crate::coupons::WelcomeMember;
use crate::pictures::{ClearImage, ResizeImage};
use crate::post::bulk::{BulkBatch, SweepBulk};
use crate::post::reports::AskReports;
use crate::post::{DailySales, WriteAnswer, WriteLetter, WriteMemberLetter, WriteMessage};
use crate::schedule::{
    CompareBooks, ConfirmPurchases, EvaluateGrades, ExpireOrders, LapseHolds, SweepDormant,
};

/// A kind of job: its name and how it is done.
#[derive(Clone)]
pub struct JobKind(pub(super) JobDefinition);

impl JobKind {
    /// The kind of a type of jobs.
    pub fn of<J: Job>() -> Self {
        Self(Handler::<J>::definition())
    }

    /// The task's name.
    pub fn name(&self) -> &'static str {
        self.0.identifier()
    }
}

/// All kinds of jobs of the shop.
pub fn all() -> Vec<JobKind> {
    vec![
        JobKind::of::<WriteLetter>(),
        JobKind::of::<WriteMessage>(),
        JobKind::of::<WriteMemberLetter>(),
        JobKind::of::<WriteAnswer>(),
        JobKind::of::<BulkBatch>(),
        JobKind::of::<SweepBulk>(),
        JobKind::of::<AskReports>(),
        JobKind::of::<DailySales>(),
        JobKind::of::<ExpireOrders>(),
        JobKind::of::<ResizeImage>(),
        JobKind::of::<ClearImage>(),
        JobKind::of::<LapseHolds>(),
        JobKind::of::<EvaluateGrades>(),
        JobKind::of::<SweepDormant>(),
        JobKind::of::<WelcomeMember>(),
        JobKind::of::<CompareBooks>(),
        JobKind::of::<ConfirmPurchases>(),
    ]
}
