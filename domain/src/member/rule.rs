//! What may happen to a member.

use chrono::{DateTime, Duration, Utc};

use super::parts::{ConsentKind, Standing, is_version};
use super::state::{Asked, Member};
use super::{MemberCommand, MemberEvent, MemberRefusal};
use crate::ids::StoreId;
use crate::personal::PersonalRef;

type Decision = Result<Vec<MemberEvent>, MemberRefusal>;

/// Between two letters that anybody can have sent to a member.
pub const BETWEEN_LETTERS: Duration = Duration::minutes(1);

impl Member {
    pub(super) fn rule(&self, command: MemberCommand) -> Decision {
        use MemberCommand as C;
        match command {
            C::Join {
                store,
                language,
                email,
                profile,
                at,
            } => self.join(store, language, email, profile, at),
            C::JoinAgain { at } => self.ask(Asked::Join, at),
            C::AskVerification { at } => self.ask(Asked::Verification, at),
            C::AskReset { at } => self.ask(Asked::Reset, at),
            C::VerifyEmail { at } => self.verify(at),
            C::RecordPassword { way, at } => {
                self.here()?;
                Ok(vec![MemberEvent::PasswordChanged { way, at }])
            }
            C::AskEmailChange { email, at } => self.ask_email_change(email, at),
            C::ChangeEmail { at } => self.change_email(at),
            C::ChangeProfile { profile, at } => {
                self.awake()?;
                Ok(vec![MemberEvent::ProfileChanged { profile, at }])
            }
            C::SaveAddress { address, place, at } => self.save_address(address, place, at),
            C::RemoveAddress { address, at } => self.remove_address(address, at),
            C::ChooseAddress { address, at } => self.choose_address(address, at),
            C::GiveConsent { kind, text, at } => self.give_consent(kind, text, at),
            C::WithdrawConsent { kind, at } => self.withdraw_consent(kind, at),
            grade @ C::SetGrade { .. } => self.set_grade(grade),
            C::See { at } => self.see(at),
            C::NoticeDormancy {
                unseen_since,
                dormant_on,
                at,
            } => self.notice_dormancy(unseen_since, dormant_on, at),
            C::FallAsleep { at } => self.fall_asleep(at),
            C::Reactivate { at } => self.reactivate(at),
            C::Withdraw { reason, at } => self.withdraw(reason, at),
            C::RecordErasure { class, at } => self.record_erasure(class, at),
        }
    }

    /// A stream is one person's. Sent again it is the same person, whose data lies under the
    /// references that came first.
    fn join(
        &self,
        store: StoreId,
        language: String,
        email: PersonalRef,
        profile: PersonalRef,
        at: DateTime<Utc>,
    ) -> Decision {
        match self.standing {
            Standing::New if language.len() != 2 || !is_version(&language) => {
                Err(MemberRefusal::BadWord)
            }
            Standing::New => Ok(vec![MemberEvent::MemberJoined {
                store,
                language,
                email,
                profile,
                at,
            }]),
            Standing::Withdrawn => Err(MemberRefusal::Withdrawn),
            _ if self.store.as_ref() == Some(&store) => Ok(vec![]),
            _ => Err(MemberRefusal::OtherMember),
        }
    }

    fn verify(&self, at: DateTime<Utc>) -> Decision {
        match self.standing {
            Standing::Unverified => Ok(vec![MemberEvent::EmailVerified { at }]),
            _ => self.here().map(|()| vec![]),
        }
    }

    /// Letters that strangers can cause: never more than one a minute, and none that says nothing.
    fn ask(&self, asked: Asked, at: DateTime<Utc>) -> Decision {
        self.here()?;
        let last = self.asked.get(&asked);
        let useless = asked == Asked::Verification && self.standing != Standing::Unverified;
        if useless || last.is_some_and(|last| at < *last + BETWEEN_LETTERS) {
            return Ok(vec![]);
        }
        Ok(vec![match asked {
            Asked::Join => MemberEvent::JoinRepeated { at },
            Asked::Verification => MemberEvent::VerificationAsked { at },
            Asked::Reset => MemberEvent::PasswordResetAsked { at },
        }])
    }

    /// The letter goes to an address that may be anybody's.
    fn ask_email_change(&self, email: PersonalRef, at: DateTime<Utc>) -> Decision {
        self.awake()?;
        let last = self.pending_email.as_ref();
        if last.is_some_and(|(_, last)| at < *last + BETWEEN_LETTERS) {
            return Err(MemberRefusal::TooSoon);
        }
        Ok(vec![MemberEvent::EmailChangeAsked { email, at }])
    }

    fn change_email(&self, at: DateTime<Utc>) -> Decision {
        self.awake()?;
        let proven = self.pending_email().cloned();
        let changed = proven.map(|email| MemberEvent::EmailChanged { email, at });
        Ok(changed.into_iter().collect())
    }

    fn give_consent(&self, kind: ConsentKind, text: String, at: DateTime<Utc>) -> Decision {
        self.joined_and_awake()?;
        if !is_version(&text) {
            return Err(MemberRefusal::BadWord);
        }
        if kind == ConsentKind::Night && self.consent(ConsentKind::Sms).is_none() {
            return Err(MemberRefusal::NightNeedsSms);
        }
        Ok(match self.consent(kind) {
            Some(given) if given.text == text => vec![],
            _ => vec![MemberEvent::ConsentGiven { kind, text, at }],
        })
    }

    /// Who wants no messages wants none at night either.
    fn withdraw_consent(&self, kind: ConsentKind, at: DateTime<Utc>) -> Decision {
        self.joined_and_awake()?;
        let with_night = kind == ConsentKind::Sms;
        let night = with_night.then_some(ConsentKind::Night);
        let kinds = night.into_iter().chain([kind]);
        let given = kinds.filter(|kind| self.consents.contains_key(kind));
        Ok(given
            .map(|kind| MemberEvent::ConsentWithdrawn { kind, at })
            .collect())
    }

    fn set_grade(&self, command: MemberCommand) -> Decision {
        self.here()?;
        match command {
            MemberCommand::SetGrade {
                grade,
                why,
                won,
                from,
                until,
                at,
            } if self.grade.as_ref() != Some(&grade) => Ok(vec![MemberEvent::GradeChanged {
                before: self.grade.clone(),
                grade,
                why,
                won,
                from,
                until,
                at,
            }]),
            _ => Ok(vec![]),
        }
    }

    /// Joined, and not gone.
    pub(super) fn here(&self) -> Result<(), MemberRefusal> {
        match self.standing {
            Standing::New => Err(MemberRefusal::NotAMember),
            Standing::Withdrawn => Err(MemberRefusal::Withdrawn),
            _ => Ok(()),
        }
    }

    /// Consents are given with the form of joining, before the mail address is proven.
    fn joined_and_awake(&self) -> Result<(), MemberRefusal> {
        match self.standing {
            Standing::Unverified => Ok(()),
            _ => self.awake(),
        }
    }

    /// A member who may act.
    pub(super) fn awake(&self) -> Result<(), MemberRefusal> {
        match self.standing {
            Standing::Active => Ok(()),
            Standing::Unverified => Err(MemberRefusal::NotVerified),
            Standing::Dormant => Err(MemberRefusal::Dormant),
            Standing::New | Standing::Withdrawn => self.here(),
        }
    }
}
