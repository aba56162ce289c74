//! Members: joining, proving who one is, what one wants the shop to know, sleeping and leaving.
//!
//! Facts stand in the member's stream, personal data in the vault (subject `member:ID`, class
//! `until_withdrawal`), password hashes and keys in `store::accounts`. Each use case here is a
//! sequence over these three that may be repeated; what a crash left is finished by processes.

mod addresses;
mod cart;
mod consents;
mod email;
mod grades;
mod join;
mod leave;
mod login;
mod person;
mod profile;
mod secrets;
mod settings;
mod sleep;

use chrono::{DateTime, Utc};
use domain::member::{Member, MemberCommand, MemberEvent};
use domain::{MemberId, StoreId};
use store::Done;
use store::accounts::{Accounts, Attempt, Lock, Often};

pub use addresses::SavedPlace;
pub use cart::{Carried, Merged, WhyLeft};
pub use consents::ConsentNote;
pub use grades::Purchases;
pub use join::{JoinForm, Joined};
pub use login::{Credentials, LoggedIn};
pub use person::{Place, Profile, plain_phone};
pub use secrets::{LEAST_LETTERS, MOST_LETTERS, NewPassword};
pub use settings::{Dormancy, Grade, MemberSettings, Membership, Sleep};

use crate::{Caller, Shop, ShopError};

/// Why somebody did not get in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountRefusal {
    /// No account of this mail address has this password: which of the two is not told.
    #[error("the mail address or the password is wrong")]
    Wrong,
    /// Too many tries.
    #[error("too many tries; the next one counts after {until}")]
    Locked {
        /// From when on.
        until: DateTime<Utc>,
    },
    /// Too many letters were asked for from one network address.
    #[error("too many letters were asked for; the next one may be after {until}")]
    TooManyLetters {
        /// From when on.
        until: DateTime<Utc>,
    },
    /// Too many coupon codes that are none were typed at one network address.
    #[error("too many coupon codes were tried; the next one may be after {until}")]
    TooManyCodes {
        /// From when on.
        until: DateTime<Utc>,
    },
    /// Too many questions were asked from one network address.
    #[error("too many questions were asked; the next one may be after {until}")]
    TooManyQuestions {
        /// From when on.
        until: DateTime<Utc>,
    },
    /// No order has this number and this telephone number: which of the two is wrong is not told.
    #[error("there is no order of this number and telephone number")]
    NoSuchOrder,
    /// The key in the letter's address is none, was used, or is too old.
    #[error("this key is not good any more")]
    BadKey,
    /// The mail address can be written in more than one way, or is none.
    #[error("this is no mail address that can be written to")]
    BadEmail,
    /// The mail address is another member's.
    #[error("the mail address is another member's")]
    AddressTaken,
    /// The password has too few letters.
    #[error("a password has at least {least} letters")]
    TooShort { least: usize },
    /// The password has too many letters.
    #[error("a password has at most {most} letters")]
    TooLong { most: usize },
    /// The password would be guessed.
    #[error("this password is too easy to guess")]
    Guessable,
}

impl AccountRefusal {
    /// Where too much was tried: from when on trying again helps.
    pub fn until(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Locked { until }
            | Self::TooManyLetters { until }
            | Self::TooManyCodes { until }
            | Self::TooManyQuestions { until } => Some(*until),
            _ => None,
        }
    }
}

/// The vault's subject for what is known of a member. Kept apart while they sleep.
fn subject(member: MemberId) -> String {
    format!("member:{member}")
}

/// The vault's subject for a member's mail address: also who sleeps may ask for a new password.
fn mail_subject(member: MemberId) -> String {
    format!("member-mail:{member}")
}

impl Shop {
    /// A member as the events left them, fresh from the log; of standing `New` if there is none.
    pub async fn member(&self, member: MemberId) -> Result<Member, ShopError> {
        let found = self.ledger.state::<Member>(&member.to_string()).await?;
        Ok(found.state)
    }

    /// Whether a session that began with this generation still holds: not after a password was
    /// changed, or the member slept or left.
    pub async fn session_holds(
        &self,
        member: MemberId,
        generation: i32,
    ) -> Result<bool, ShopError> {
        let now = self.accounts()?.generation(member).await?;
        Ok(now == Some(generation))
    }

    /// Where members prove who they are.
    pub fn accounts(&self) -> Result<&Accounts, ShopError> {
        let closed = || ShopError::bug("this shop was opened without members");
        self.accounts.as_ref().ok_or_else(closed)
    }

    /// Asks something of a member.
    pub(crate) async fn ask_member(
        &self,
        caller: &Caller,
        member: MemberId,
        command: MemberCommand,
    ) -> Result<Done<Member>, ShopError> {
        let meta = caller.meta(self.now());
        let id = member.to_string();
        Ok(self.ledger.execute::<Member>(&id, command, &meta).await?)
    }

    fn realm<'a>(&self, store: &'a StoreId) -> &'a str {
        self.settings.members.realm(store)
    }

    /// A try to prove something about `who`, coming from a network address.
    pub(crate) fn attempt(&self, kind: &str, who: &str, origin: &str) -> Attempt {
        let vault = &self.ports.vault;
        Attempt {
            account: vault.fingerprint(kind, who),
            origin: vault.fingerprint("origin", origin),
        }
    }

    /// Counts a try; too many are refused before anything is looked at.
    pub(crate) async fn count(&self, attempt: &Attempt) -> Result<(), ShopError> {
        let guard = &self.settings.members.guard;
        let counted = self.accounts()?.begin(attempt, guard, self.now()).await?;
        counted.map_err(|lock| AccountRefusal::Locked { until: lock.until }.into())
    }

    /// Counts what somebody does at a network address; too much is refused before anything is looked up or
    /// kept.
    pub(crate) async fn count_at(&self, origin: &str, what: Often) -> Result<(), ShopError> {
        let origin = self.ports.vault.fingerprint("origin", origin);
        let guard = &self.settings.members.guard;
        let counted = self.accounts()?.count_at(&origin, what, guard, self.now());
        let too_many = |Lock { until }| match what {
            Often::Letter => AccountRefusal::TooManyLetters { until },
            Often::Code => AccountRefusal::TooManyCodes { until },
            Often::Question => AccountRefusal::TooManyQuestions { until },
        };
        counted.await?.map_err(|lock| too_many(lock).into())
    }

    /// Takes as long whatever the work finds, so that nobody learns from the time whether a mail
    /// address is known.
    pub(crate) async fn evenly<T>(&self, work: impl Future<Output = T>) -> T {
        let pause = tokio::time::sleep(self.settings.members.evenly);
        tokio::join!(work, pause).0
    }
}

/// Whether a command had an effect of this kind.
fn happened(done: &Done<Member>, is: fn(&MemberEvent) -> bool) -> bool {
    done.events.iter().any(is)
}
