//! Samples of what happens to a member.

use domain::member::{ConsentKind, GradeReason, MemberEvent, PasswordWay};
use domain::personal::{Commitment, PersonalRef, Retention};
use domain::{AddressId, Won};
use uuid::Uuid;

use super::parts::{at, id};

const MEMBER: u128 = 0x0192_f0e4_7c1a_5b3d_9e5f_1a2b_3c4d_0000;

fn kept(last: u128) -> PersonalRef {
    PersonalRef {
        id: Uuid::from_u128(MEMBER + last),
        commitment: Commitment("0123456789abcdef".repeat(4)),
    }
}

pub fn samples() -> Vec<MemberEvent> {
    let mut all = proofs();
    all.extend(belongings());
    all.extend(sleep());
    all
}

fn proofs() -> Vec<MemberEvent> {
    let at = at("2026-11-22T03:04:05Z");
    vec![
        MemberEvent::MemberJoined {
            store: id("intake"),
            language: "ko".to_owned(),
            email: kept(1),
            profile: kept(2),
            at,
        },
        MemberEvent::JoinRepeated { at },
        MemberEvent::VerificationAsked { at },
        MemberEvent::EmailVerified { at },
        MemberEvent::PasswordResetAsked { at },
        MemberEvent::PasswordChanged {
            way: PasswordWay::Changed,
            at,
        },
        MemberEvent::PasswordChanged {
            way: PasswordWay::Reset,
            at,
        },
        MemberEvent::EmailChangeAsked {
            email: kept(12),
            at,
        },
        MemberEvent::EmailChanged {
            email: kept(12),
            at,
        },
    ]
}

fn belongings() -> Vec<MemberEvent> {
    let at = at("2026-11-23T03:04:05Z");
    let address = AddressId(Uuid::from_u128(MEMBER + 9));
    let mut all = vec![
        MemberEvent::ProfileChanged {
            profile: kept(3),
            at,
        },
        MemberEvent::AddressSaved {
            address,
            place: kept(4),
            at,
        },
        MemberEvent::AddressChanged {
            address,
            place: kept(5),
            at,
        },
        MemberEvent::AddressRemoved { address, at },
        MemberEvent::DefaultAddressChosen { address, at },
    ];
    all.extend(ConsentKind::ALL.map(|kind| MemberEvent::ConsentGiven {
        kind,
        text: "2026-01".to_owned(),
        at,
    }));
    all.push(MemberEvent::ConsentWithdrawn {
        kind: ConsentKind::Night,
        at,
    });
    let graded = |before, why| MemberEvent::GradeChanged {
        before,
        grade: id("leaf"),
        why,
        won: Won(312_000),
        from: "2025-12-01".parse().unwrap(),
        until: "2026-12-01".parse().unwrap(),
        at,
    };
    all.push(graded(None, GradeReason::Evaluated));
    all.push(graded(Some(id("fruit")), GradeReason::Staff));
    all
}

fn sleep() -> Vec<MemberEvent> {
    let at = at("2027-11-24T03:04:05Z");
    vec![
        MemberEvent::MemberSeen { at },
        MemberEvent::DormancyNoticed {
            dormant_on: "2027-12-24".parse().unwrap(),
            last_seen: at,
            at,
        },
        MemberEvent::MemberBecameDormant { at },
        MemberEvent::MemberReactivated { at },
        MemberEvent::MemberWithdrew {
            reason: "member".to_owned(),
            at,
        },
        MemberEvent::PersonalDataErased {
            class: Retention::UntilWithdrawal,
            at,
        },
    ]
}
