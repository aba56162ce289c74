//! What happened to a member that they should hear of.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{GradeId, MemberId, PersonalRef, StoreId};
use serde::{Deserialize, Serialize};
use store::jobs::NewJob;
use uuid::Uuid;

use super::WriteMemberLetter;
use crate::jobs::Job;

/// An event about which a member is written to. Who it is stays in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberOccasion {
    /// The event: one letter follows from it, whatever restarts.
    pub event: Uuid,
    pub member: MemberId,
    pub store: StoreId,
    pub about: MemberAbout,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// When the log took it.
    pub recorded_at: DateTime<Utc>,
}

/// What it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum MemberAbout {
    /// The mail address is to be proven.
    Verify,
    /// It is proven: welcome.
    Joined,
    /// Somebody tried to join with it once more.
    Already,
    /// The password is forgotten.
    Reset,
    /// Another mail address is wanted: to that one.
    EmailChange { email: PersonalRef },
    /// The same, to the one that there is.
    EmailLeaving,
    /// Another grade.
    Grade {
        before: Option<GradeId>,
        grade: GradeId,
    },
    /// The account is about to sleep.
    Dormancy {
        dormant_on: NaiveDate,
        last_seen: DateTime<Utc>,
    },
}

impl MemberOccasion {
    /// What follows from it.
    pub fn job(&self) -> NewJob {
        // Ids and times: serialising them cannot fail.
        let payload = serde_json::to_value(self).unwrap_or_default();
        NewJob::new(WriteMemberLetter::NAME, payload).keyed(self.key())
    }

    /// The key of its letter, for jobs, deliveries and providers.
    pub fn key(&self) -> String {
        if self.about == MemberAbout::EmailLeaving {
            return format!("letter:{}:leaving", self.event);
        }
        format!("letter:{}", self.event)
    }
}
