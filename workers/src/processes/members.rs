//! Members: they hear of what happens to them, and what follows from it is finished where a request
//! died on the way.

use async_trait::async_trait;
use domain::member::MemberEvent;
use domain::{MemberId, Meta};
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Begins, Outcome, PATIENCE, Process, Reading, event};
use crate::post::{MemberAbout, MemberOccasion};

/// Adds the jobs that write to members.
pub struct WriteToMembers;

#[async_trait]
impl Process for WriteToMembers {
    fn name(&self) -> &'static str {
        "write-to-members"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["member"]
    }

    fn begins(&self) -> Begins {
        Begins::WhereOthersStand
    }

    fn read(&self, recorded: &Recorded, meta: &Meta) -> Result<Reading, String> {
        let Some(about) = happened(event(recorded)?) else {
            return Ok(Reading::Nothing);
        };
        let occasion = MemberOccasion {
            event: recorded.event_id,
            member: member(recorded)?,
            store: meta.store.clone(),
            about,
            at: meta.occurred_at,
            recorded_at: recorded.recorded_at,
        };
        let mut jobs = vec![occasion.job()];
        if matches!(occasion.about, MemberAbout::EmailChange { .. }) {
            let about = MemberAbout::EmailLeaving;
            jobs.push(MemberOccasion { about, ..occasion }.job());
        }
        Ok(Reading::Enqueue(jobs))
    }

    async fn act(&self, _: &Shop, _: &Caller, _: &str) -> Result<Outcome, ShopError> {
        // It has no subjects: what follows is jobs.
        Ok(Outcome::Done)
    }
}

fn happened(event: MemberEvent) -> Option<MemberAbout> {
    Some(match event {
        MemberEvent::MemberJoined { .. } | MemberEvent::VerificationAsked { .. } => {
            MemberAbout::Verify
        }
        MemberEvent::EmailVerified { .. } => MemberAbout::Joined,
        MemberEvent::JoinRepeated { .. } => MemberAbout::Already,
        MemberEvent::PasswordResetAsked { .. } => MemberAbout::Reset,
        MemberEvent::EmailChangeAsked { email, .. } => MemberAbout::EmailChange { email },
        MemberEvent::GradeChanged { before, grade, .. } => MemberAbout::Grade { before, grade },
        MemberEvent::DormancyNoticed {
            dormant_on,
            last_seen,
            ..
        } => MemberAbout::Dormancy {
            dormant_on,
            last_seen,
        },
        _ => return None,
    })
}

/// Brings consents into the book, data of sleepers apart, and erases who withdrew.
pub struct SettleMembers;

#[async_trait]
impl Process for SettleMembers {
    fn name(&self) -> &'static str {
        "settle-members"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["member"]
    }

    fn read(&self, recorded: &Recorded, _: &Meta) -> Result<Reading, String> {
        let subject = recorded.id.clone();
        Ok(match event(recorded)? {
            MemberEvent::ConsentGiven { .. }
            | MemberEvent::ConsentWithdrawn { .. }
            | MemberEvent::ProfileChanged { .. }
            | MemberEvent::EmailChanged { .. }
            | MemberEvent::MemberBecameDormant { .. }
            | MemberEvent::MemberReactivated { .. }
            | MemberEvent::MemberWithdrew { .. } => {
                Reading::Attend(subject, recorded.recorded_at + PATIENCE)
            }
            MemberEvent::PersonalDataErased { .. } => Reading::Forget(subject),
            _ => Reading::Nothing,
        })
    }

    async fn act(&self, shop: &Shop, caller: &Caller, subject: &str) -> Result<Outcome, ShopError> {
        if let Ok(member) = subject.parse::<MemberId>() {
            shop.settle_member(caller, member).await?;
        }
        Ok(Outcome::Done)
    }
}

fn member(recorded: &Recorded) -> Result<MemberId, String> {
    recorded
        .id
        .parse()
        .map_err(|_| "its stream is no member".to_owned())
}
