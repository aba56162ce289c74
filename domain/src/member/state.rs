//! A member as the events left them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::parts::{Consent, ConsentKind, Standing};
use super::{MemberCommand, MemberEvent, MemberRefusal};
use crate::ids::{AddressId, GradeId, StoreId};
use crate::personal::{PersonalRef, Retention};
use crate::rule::aggregate;

/// A member.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Member {
    pub(super) standing: Standing,
    pub(super) store: Option<StoreId>,
    pub(super) language: String,
    pub(super) email: Option<PersonalRef>,
    /// Another mail address that is still to be proven, and when it was asked for.
    #[serde(default)]
    pub(super) pending_email: Option<(PersonalRef, DateTime<Utc>)>,
    pub(super) profile: Option<PersonalRef>,
    pub(super) joined: Option<DateTime<Utc>>,
    pub(super) addresses: Vec<(AddressId, PersonalRef)>,
    pub(super) default_address: Option<AddressId>,
    pub(super) consents: BTreeMap<ConsentKind, Consent>,
    pub(super) grade: Option<GradeId>,
    pub(super) last_seen: Option<DateTime<Utc>>,
    pub(super) dormant_on: Option<NaiveDate>,
    /// Letters that anybody can have sent, and when that was last done.
    pub(super) asked: BTreeMap<Asked, DateTime<Utc>>,
    pub(super) erased: BTreeSet<Retention>,
}

/// A letter that anybody who knows the mail address can have sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Asked {
    Join,
    Verification,
    Reset,
}

aggregate!(Member, "member", MemberCommand => MemberEvent | MemberRefusal, shape 2);

impl Member {
    /// How it stands with them.
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// The store where they joined.
    pub fn store(&self) -> Option<&StoreId> {
        self.store.as_ref()
    }

    /// The language to write in: `ko`, `en`.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The mail address, in the vault.
    pub fn email(&self) -> Option<&PersonalRef> {
        self.email.as_ref()
    }

    /// The mail address that they want and have not proven, in the vault.
    pub fn pending_email(&self) -> Option<&PersonalRef> {
        self.pending_email.as_ref().map(|(email, _)| email)
    }

    /// Name and telephone number, in the vault.
    pub fn profile(&self) -> Option<&PersonalRef> {
        self.profile.as_ref()
    }

    /// When they joined.
    pub fn joined(&self) -> Option<DateTime<Utc>> {
        self.joined
    }

    /// The address book, first saved first; places in the vault.
    pub fn addresses(&self) -> &[(AddressId, PersonalRef)] {
        &self.addresses
    }

    /// The address to be offered first: the chosen one, or the only one.
    pub fn default_address(&self) -> Option<AddressId> {
        self.default_address
    }

    /// A consent that stands.
    pub fn consent(&self, kind: ConsentKind) -> Option<&Consent> {
        self.consents.get(&kind)
    }

    /// The grade; none until the first evaluation.
    pub fn grade(&self) -> Option<&GradeId> {
        self.grade.as_ref()
    }

    /// When they were last here, to the day.
    pub fn last_seen(&self) -> Option<DateTime<Utc>> {
        self.last_seen
    }

    /// The day on which the account will fall asleep, if they were told one.
    pub fn dormant_on(&self) -> Option<NaiveDate> {
        self.dormant_on
    }

    /// Whether what the vault held in a class is gone.
    pub fn is_erased(&self, class: Retention) -> bool {
        self.erased.contains(&class)
    }

    pub(super) fn fold(&mut self, event: MemberEvent) {
        match event {
            MemberEvent::MemberJoined {
                store,
                language,
                email,
                profile,
                at,
            } => {
                self.standing = Standing::Unverified;
                self.store = Some(store);
                self.language = language;
                self.email = Some(email);
                self.profile = Some(profile);
                self.joined = Some(at);
                self.last_seen = Some(at);
            }
            MemberEvent::JoinRepeated { at } => self.note(Asked::Join, at),
            MemberEvent::VerificationAsked { at } => self.note(Asked::Verification, at),
            MemberEvent::PasswordResetAsked { at } => self.note(Asked::Reset, at),
            MemberEvent::EmailVerified { .. } => self.standing = Standing::Active,
            // Whoever asked knew a password that counts no more.
            MemberEvent::PasswordChanged { .. } => self.pending_email = None,
            MemberEvent::EmailChangeAsked { email, at } => self.pending_email = Some((email, at)),
            MemberEvent::EmailChanged { email, .. } => {
                self.email = Some(email);
                self.pending_email = None;
            }
            MemberEvent::ProfileChanged { profile, .. } => self.profile = Some(profile),
            MemberEvent::GradeChanged { grade, .. } => self.grade = Some(grade),
            MemberEvent::ConsentGiven { kind, text, at } => {
                self.consents.insert(kind, Consent { text, at });
            }
            MemberEvent::ConsentWithdrawn { kind, .. } => drop(self.consents.remove(&kind)),
            MemberEvent::PersonalDataErased { class, .. } => drop(self.erased.insert(class)),
            book @ (MemberEvent::AddressSaved { .. }
            | MemberEvent::AddressChanged { .. }
            | MemberEvent::AddressRemoved { .. }
            | MemberEvent::DefaultAddressChosen { .. }) => self.fold_book(book),
            other => self.fold_sleep(&other),
        }
    }

    fn note(&mut self, asked: Asked, at: DateTime<Utc>) {
        self.asked.insert(asked, at);
    }
}
