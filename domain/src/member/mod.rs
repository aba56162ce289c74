//! A member of the shop: joined, verified, seen, asleep, gone. Who it is stands in the vault.
//!
//! The password is no fact of the ledger: its hash lies beside it (`store::accounts`); here only
//! stands that it was changed.

mod book;
mod events;
mod parts;
mod rule;
mod sleep;
mod state;

use chrono::{DateTime, NaiveDate, Utc};

pub use events::MemberEvent;
pub use parts::{Consent, ConsentKind, GradeReason, PasswordWay, Standing, is_version};
pub use rule::BETWEEN_LETTERS;
pub use state::Member;

use crate::ids::{AddressId, GradeId, StoreId};
use crate::money::Won;
use crate::personal::{PersonalRef, Retention};

/// Addresses that a member may keep.
pub const MOST_ADDRESSES: usize = 20;

/// What may be asked of a member. Times are business times.
#[derive(Debug, Clone, PartialEq)]
pub enum MemberCommand {
    /// Become one.
    Join {
        store: StoreId,
        language: String,
        email: PersonalRef,
        profile: PersonalRef,
        at: DateTime<Utc>,
    },
    /// Somebody tried to join once more with this member's mail address.
    JoinAgain { at: DateTime<Utc> },
    /// The letter that proves the mail address is wanted once more.
    AskVerification { at: DateTime<Utc> },
    /// The mail address is theirs.
    VerifyEmail { at: DateTime<Utc> },
    /// The password is forgotten.
    AskReset { at: DateTime<Utc> },
    /// Another password counts from now on.
    RecordPassword { way: PasswordWay, at: DateTime<Utc> },
    /// Have another mail address, once it is proven.
    AskEmailChange {
        email: PersonalRef,
        at: DateTime<Utc>,
    },
    /// The address that was asked for is theirs.
    ChangeEmail { at: DateTime<Utc> },
    /// Another name or telephone number.
    ChangeProfile {
        profile: PersonalRef,
        at: DateTime<Utc>,
    },
    /// Put an address into the book, or correct one that is there.
    SaveAddress {
        address: AddressId,
        place: PersonalRef,
        at: DateTime<Utc>,
    },
    /// Take an address out.
    RemoveAddress {
        address: AddressId,
        at: DateTime<Utc>,
    },
    /// The address to be offered first.
    ChooseAddress {
        address: AddressId,
        at: DateTime<Utc>,
    },
    /// Agree to advertising.
    GiveConsent {
        kind: ConsentKind,
        text: String,
        at: DateTime<Utc>,
    },
    /// Take that back.
    WithdrawConsent {
        kind: ConsentKind,
        at: DateTime<Utc>,
    },
    /// The grade that their purchases of a time come to.
    SetGrade {
        grade: GradeId,
        why: GradeReason,
        won: Won,
        from: NaiveDate,
        until: NaiveDate,
        at: DateTime<Utc>,
    },
    /// They were here.
    See { at: DateTime<Utc> },
    /// Tell them that their account is about to sleep, if nobody saw them since.
    NoticeDormancy {
        unseen_since: DateTime<Utc>,
        dormant_on: NaiveDate,
        at: DateTime<Utc>,
    },
    /// Let the account sleep, if they were told and did not come.
    FallAsleep { at: DateTime<Utc> },
    /// Wake it.
    Reactivate { at: DateTime<Utc> },
    /// Be a member no more.
    Withdraw { reason: String, at: DateTime<Utc> },
    /// What the vault held of them in a class is gone.
    RecordErasure { class: Retention, at: DateTime<Utc> },
}

/// Why a member refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MemberRefusal {
    /// Nobody joined under this id.
    #[error("there is no such member")]
    NotAMember,
    /// Somebody else joined under this id.
    #[error("somebody else is this member")]
    OtherMember,
    /// They withdrew.
    #[error("the member has withdrawn")]
    Withdrawn,
    /// The account sleeps: it is woken first.
    #[error("the account is dormant")]
    Dormant,
    /// The mail address is not proven.
    #[error("the mail address is not verified")]
    NotVerified,
    /// A letter went out a moment ago.
    #[error("a letter was sent within the last minute")]
    TooSoon,
    /// The book is full.
    #[error("an address book holds at most {most} addresses")]
    TooManyAddresses { most: usize },
    /// It is not in the book.
    #[error("there is no such address in the book")]
    NoAddress,
    /// Who wants no messages by day gets none at night.
    #[error("advertising at night needs consent to messages by day")]
    NightNeedsSms,
    /// Events hold no free text.
    #[error("a language, reason or text version is one short word")]
    BadWord,
    /// They have not withdrawn: what is kept of them is needed.
    #[error("personal data of members are kept until they withdraw")]
    StillAMember,
}
