//! Being seen, falling asleep (휴면), coming back, and leaving for good.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Asia::Seoul;

use super::parts::Standing;
use super::state::Member;
use super::{MemberEvent, MemberRefusal};
use crate::order::is_reason;
use crate::personal::Retention;

type Decision = Result<Vec<MemberEvent>, MemberRefusal>;

fn day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Seoul).date_naive()
}

impl Member {
    /// Once a day is enough to know who sleeps.
    pub(super) fn see(&self, at: DateTime<Utc>) -> Decision {
        self.awake()?;
        let before = self.last_seen.is_none_or(|seen| day(seen) < day(at));
        Ok(if before || self.dormant_on.is_some() {
            vec![MemberEvent::MemberSeen { at }]
        } else {
            vec![]
        })
    }

    /// Whoever came meanwhile needs no notice; one notice is enough.
    pub(super) fn notice_dormancy(
        &self,
        unseen_since: DateTime<Utc>,
        dormant_on: NaiveDate,
        at: DateTime<Utc>,
    ) -> Decision {
        self.awake()?;
        Ok(match self.last_seen {
            Some(last_seen) if last_seen < unseen_since && self.dormant_on.is_none() => {
                vec![MemberEvent::DormancyNoticed {
                    dormant_on,
                    last_seen,
                    at,
                }]
            }
            _ => vec![],
        })
    }

    /// Only who was told, and not before the day.
    pub(super) fn fall_asleep(&self, at: DateTime<Utc>) -> Decision {
        if self.standing == Standing::Dormant {
            return Ok(vec![]);
        }
        self.awake()?;
        let due = self.dormant_on.is_some_and(|on| on <= day(at));
        Ok(if due {
            vec![MemberEvent::MemberBecameDormant { at }]
        } else {
            vec![]
        })
    }

    pub(super) fn reactivate(&self, at: DateTime<Utc>) -> Decision {
        match self.standing {
            Standing::Dormant => Ok(vec![MemberEvent::MemberReactivated { at }]),
            _ => self.awake().map(|()| vec![]),
        }
    }

    /// Anybody may leave, also out of sleep.
    pub(super) fn withdraw(&self, reason: String, at: DateTime<Utc>) -> Decision {
        match self.standing {
            Standing::New => Err(MemberRefusal::NotAMember),
            Standing::Withdrawn => Ok(vec![]),
            _ if !is_reason(&reason) => Err(MemberRefusal::BadWord),
            _ => Ok(vec![MemberEvent::MemberWithdrew { reason, at }]),
        }
    }

    pub(super) fn record_erasure(&self, class: Retention, at: DateTime<Utc>) -> Decision {
        match self.standing {
            Standing::New => Err(MemberRefusal::NotAMember),
            Standing::Withdrawn if self.is_erased(class) => Ok(vec![]),
            Standing::Withdrawn => Ok(vec![MemberEvent::PersonalDataErased { class, at }]),
            _ => Err(MemberRefusal::StillAMember),
        }
    }

    pub(super) fn fold_sleep(&mut self, event: &MemberEvent) {
        match event {
            MemberEvent::MemberSeen { at } => {
                self.last_seen = Some(*at);
                self.dormant_on = None;
            }
            MemberEvent::DormancyNoticed { dormant_on, .. } => self.dormant_on = Some(*dormant_on),
            MemberEvent::MemberBecameDormant { .. } => {
                self.standing = Standing::Dormant;
                self.dormant_on = None;
            }
            MemberEvent::MemberReactivated { at } => {
                self.standing = Standing::Active;
                self.last_seen = Some(*at);
            }
            MemberEvent::MemberWithdrew { .. } => {
                self.standing = Standing::Withdrawn;
                self.consents.clear();
            }
            _ => {}
        }
    }
}
