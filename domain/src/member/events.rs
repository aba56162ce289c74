//! What happened to a member.

use chrono::{DateTime, NaiveDate, Utc};

use super::parts::{ConsentKind, GradeReason, PasswordWay};
use crate::ids::{AddressId, GradeId, StoreId};
use crate::money::Won;
use crate::personal::{PersonalRef, Retention};
use crate::rule::events;

events! {
    /// What happened to a member.
    MemberEvent {
        /// Somebody joined. The mail address is still to be proven.
        MemberJoined @ "1" {
            /// The store where.
            store: StoreId,
            /// The language to write in: `ko`, `en`.
            language: String,
            /// The mail address, in the vault.
            email: PersonalRef,
            /// Name and telephone number, in the vault.
            profile: PersonalRef,
            /// When.
            at: DateTime<Utc>,
        },
        /// Somebody tried to join with this member's mail address; only the member is told.
        JoinRepeated @ "1" {
            /// When.
            at: DateTime<Utc>,
        },
        /// The letter that proves the mail address was asked for again.
        VerificationAsked @ "1" {
            /// When.
            at: DateTime<Utc>,
        },
        /// The mail address is the member's own.
        EmailVerified @ "1" {
            /// When.
            at: DateTime<Utc>,
        },
        /// A new password was asked for by somebody who knows the mail address.
        PasswordResetAsked @ "1" {
            /// When.
            at: DateTime<Utc>,
        },
        /// Another password counts. The password itself is no fact.
        PasswordChanged @ "1" {
            /// Knowing the old one, or by a letter.
            way: PasswordWay,
            /// When.
            at: DateTime<Utc>,
        },
        /// The member wants another mail address. It is still to be proven.
        EmailChangeAsked @ "1" {
            /// The address, in the vault.
            email: PersonalRef,
            /// When.
            at: DateTime<Utc>,
        },
        /// The member has another mail address, which is proven.
        EmailChanged @ "1" {
            /// The address, in the vault.
            email: PersonalRef,
            /// When.
            at: DateTime<Utc>,
        },
        /// Name or telephone number changed.
        ProfileChanged @ "1" {
            /// Both as they are now, in the vault.
            profile: PersonalRef,
            /// When.
            at: DateTime<Utc>,
        },
        /// An address was put into the book.
        AddressSaved @ "1" {
            /// The address's id.
            address: AddressId,
            /// Recipient, telephone number and address, in the vault.
            place: PersonalRef,
            /// When.
            at: DateTime<Utc>,
        },
        /// An address was corrected.
        AddressChanged @ "1" {
            /// The address's id.
            address: AddressId,
            /// As it is now, in the vault.
            place: PersonalRef,
            /// When.
            at: DateTime<Utc>,
        },
        /// An address was taken out of the book.
        AddressRemoved @ "1" {
            /// The address's id.
            address: AddressId,
            /// When.
            at: DateTime<Utc>,
        },
        /// An address is offered first from now on.
        DefaultAddressChosen @ "1" {
            /// The address's id.
            address: AddressId,
            /// When.
            at: DateTime<Utc>,
        },
        /// The member agreed to advertising.
        ConsentGiven @ "1" {
            /// By which way.
            kind: ConsentKind,
            /// The version of the words that were agreed to.
            text: String,
            /// When.
            at: DateTime<Utc>,
        },
        /// The member took it back.
        ConsentWithdrawn @ "1" {
            /// By which way.
            kind: ConsentKind,
            /// When.
            at: DateTime<Utc>,
        },
        /// The member has another grade.
        GradeChanged @ "1" {
            /// The one before; none for the first.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            before: Option<GradeId>,
            /// The one from now on.
            grade: GradeId,
            /// Summed up, or by staff.
            why: GradeReason,
            /// Won paid and not paid back within the days below.
            won: Won,
            /// The first day that counted, KST.
            from: NaiveDate,
            /// The first day that did not count any more, KST.
            until: NaiveDate,
            /// When.
            at: DateTime<Utc>,
        },
        /// The member was here: once a Korean day at most.
        MemberSeen @ "1" {
            /// When.
            at: DateTime<Utc>,
        },
        /// The member is told that the account is about to sleep.
        DormancyNoticed @ "1" {
            /// The day on which it falls asleep, KST.
            dormant_on: NaiveDate,
            /// When the member was last here.
            last_seen: DateTime<Utc>,
            /// When.
            at: DateTime<Utc>,
        },
        /// The account sleeps: what the vault holds of the member is kept apart.
        MemberBecameDormant @ "1" {
            /// When.
            at: DateTime<Utc>,
        },
        /// The member came back.
        MemberReactivated @ "1" {
            /// When.
            at: DateTime<Utc>,
        },
        /// The member withdrew.
        MemberWithdrew @ "1" {
            /// Why, in a word: `member`, `staff`, `dormant`, …
            reason: String,
            /// When.
            at: DateTime<Utc>,
        },
        /// The vault's keys to what it held of the member in a class were destroyed.
        PersonalDataErased @ "1" {
            /// The class.
            class: Retention,
            /// When.
            at: DateTime<Utc>,
        },
    }
}
