//! A member, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::hour;
use common::story::{Given, given};
use domain::member::{
    ConsentKind, GradeReason, MOST_ADDRESSES, Member, MemberCommand, MemberEvent, MemberRefusal,
    PasswordWay, Standing,
};
use domain::personal::{Commitment, Retention};
use domain::{AddressId, GradeId, PersonalRef, StoreId, Won};
use uuid::Uuid;

fn kept(number: u128) -> PersonalRef {
    PersonalRef {
        id: Uuid::from_u128(number),
        commitment: Commitment("0".repeat(64)),
    }
}

fn store(name: &str) -> StoreId {
    StoreId::new(name).unwrap()
}

fn join(language: &str) -> MemberCommand {
    MemberCommand::Join {
        store: store("intake"),
        language: language.to_owned(),
        email: kept(1),
        profile: kept(2),
        at: hour(0),
    }
}

fn joined() -> MemberEvent {
    MemberEvent::MemberJoined {
        store: store("intake"),
        language: "ko".to_owned(),
        email: kept(1),
        profile: kept(2),
        at: hour(0),
    }
}

/// Joined a moment ago.
fn new() -> Given<Member> {
    given([joined()])
}

fn active() -> Vec<MemberEvent> {
    vec![joined(), MemberEvent::EmailVerified { at: hour(1) }]
}

fn and(more: impl IntoIterator<Item = MemberEvent>) -> Given<Member> {
    given(active().into_iter().chain(more))
}

fn address(number: u128) -> AddressId {
    AddressId(Uuid::from_u128(number))
}

fn save(number: u128, place: u128) -> MemberCommand {
    MemberCommand::SaveAddress {
        address: address(number),
        place: kept(place),
        at: hour(2),
    }
}

fn saved(number: u128, place: u128) -> MemberEvent {
    MemberEvent::AddressSaved {
        address: address(number),
        place: kept(place),
        at: hour(2),
    }
}

fn agree(kind: ConsentKind, text: &str) -> MemberCommand {
    MemberCommand::GiveConsent {
        kind,
        text: text.to_owned(),
        at: hour(2),
    }
}

fn agreed(kind: ConsentKind) -> MemberEvent {
    MemberEvent::ConsentGiven {
        kind,
        text: "2026-01".to_owned(),
        at: hour(2),
    }
}

fn withdrew() -> MemberEvent {
    MemberEvent::MemberWithdrew {
        reason: "member".to_owned(),
        at: hour(9),
    }
}

#[test]
fn somebody_joins_and_the_form_sent_again_is_the_same_person() {
    let there = given::<Member>([]).when(join("ko")).then([joined()]);
    assert_eq!(there.state().standing(), Standing::Unverified);
    new().when(join("ko")).nothing_happens();
}

#[test]
fn a_language_is_two_letters_and_no_text() {
    let nobody = || given::<Member>([]);
    nobody()
        .when(join("한국어"))
        .refuses(MemberRefusal::BadWord);
    nobody().when(join("KO")).refuses(MemberRefusal::BadWord);
}

#[test]
fn who_is_not_verified_may_agree_but_keeps_no_addresses() {
    new()
        .when(agree(ConsentKind::Mail, "2026-01"))
        .then([agreed(ConsentKind::Mail)]);
    new().when(save(1, 10)).refuses(MemberRefusal::NotVerified);
}

#[test]
fn a_mail_address_is_verified_once() {
    let verify = MemberCommand::VerifyEmail { at: hour(1) };
    new()
        .when(verify.clone())
        .then([MemberEvent::EmailVerified { at: hour(1) }]);
    and([]).when(verify).nothing_happens();
}

#[test]
fn letters_that_strangers_can_cause_go_once_a_minute() {
    let ask = |seconds| MemberCommand::AskReset {
        at: hour(2) + chrono::Duration::seconds(seconds),
    };
    let asked = MemberEvent::PasswordResetAsked { at: hour(2) };
    and([]).when(ask(0)).then([asked.clone()]);
    and([asked.clone()]).when(ask(59)).nothing_happens();
    and([asked]).when(ask(60)).succeeds();
}

#[test]
fn who_is_verified_gets_no_letter_to_verify() {
    let ask = MemberCommand::AskVerification { at: hour(2) };
    and([]).when(ask.clone()).nothing_happens();
    new()
        .when(ask)
        .then([MemberEvent::VerificationAsked { at: hour(2) }]);
}

#[test]
fn the_first_address_is_offered_first_and_the_next_when_it_goes() {
    let book = and([saved(1, 10), saved(2, 20)]).state();
    assert_eq!(book.default_address(), Some(address(1)));
    let gone = MemberEvent::AddressRemoved {
        address: address(1),
        at: hour(3),
    };
    let book = and([saved(1, 10), saved(2, 20), gone]).state();
    assert_eq!(book.default_address(), Some(address(2)));
    assert_eq!(book.addresses(), [(address(2), kept(20))]);
}

#[test]
fn an_address_saved_again_is_corrected_in_its_place() {
    let changed = MemberEvent::AddressChanged {
        address: address(1),
        place: kept(11),
        at: hour(2),
    };
    and([saved(1, 10)]).when(save(1, 10)).nothing_happens();
    let book = and([saved(1, 10)]).when(save(1, 11)).then([changed]);
    assert_eq!(book.state().address(address(1)), Some(&kept(11)));
}

#[test]
fn a_book_is_full_at_twenty() {
    let full = |more| and((0..MOST_ADDRESSES as u128).map(|n| saved(n, n))).when(more);
    full(save(99, 99)).refuses(MemberRefusal::TooManyAddresses { most: 20 });
    full(save(3, 99)).succeeds();
}

#[test]
fn an_address_that_is_not_in_the_book_is_not_chosen() {
    let choose = MemberCommand::ChooseAddress {
        address: address(1),
        at: hour(2),
    };
    and([]).when(choose).refuses(MemberRefusal::NoAddress);
}

#[test]
fn night_needs_messages_by_day_and_ends_with_them() {
    let night = ConsentKind::Night;
    and([])
        .when(agree(night, "2026-01"))
        .refuses(MemberRefusal::NightNeedsSms);
    let withdraw = MemberCommand::WithdrawConsent {
        kind: ConsentKind::Sms,
        at: hour(3),
    };
    let taken_back = |kind| MemberEvent::ConsentWithdrawn { kind, at: hour(3) };
    and([agreed(ConsentKind::Sms), agreed(night)])
        .when(withdraw)
        .then([taken_back(night), taken_back(ConsentKind::Sms)]);
}

#[test]
fn a_consent_to_other_words_is_another_consent() {
    let mail = ConsentKind::Mail;
    and([agreed(mail)])
        .when(agree(mail, "2026-01"))
        .nothing_happens();
    and([agreed(mail)]).when(agree(mail, "2027-01")).succeeds();
    and([])
        .when(agree(mail, "저는 홍길동입니다"))
        .refuses(MemberRefusal::BadWord);
}

#[test]
fn a_grade_changes_to_another_one_only() {
    let grade = |id: &str| MemberCommand::SetGrade {
        grade: GradeId::new(id).unwrap(),
        why: GradeReason::Evaluated,
        won: Won(300_000),
        from: "2025-03-01".parse().unwrap(),
        until: "2026-03-01".parse().unwrap(),
        at: hour(2),
    };
    let up = and([]).when(grade("leaf")).succeeds();
    let up = up.when(grade("leaf")).nothing_happens();
    let down = up.when(grade("sprout")).succeeds().state();
    assert_eq!(down.grade(), Some(&GradeId::new("sprout").unwrap()));
}

#[test]
fn a_member_is_seen_once_a_korean_day() {
    // hour(0) is 09:00 in Korea: the day ends at hour(15).
    let see = |hours| MemberCommand::See { at: hour(hours) };
    and([]).when(see(14)).nothing_happens();
    and([])
        .when(see(15))
        .then([MemberEvent::MemberSeen { at: hour(15) }]);
}

#[test]
fn who_came_meanwhile_is_told_nothing_and_one_notice_is_enough() {
    let notice = |unseen_since| MemberCommand::NoticeDormancy {
        unseen_since,
        dormant_on: "2026-04-01".parse().unwrap(),
        at: hour(100),
    };
    and([]).when(notice(hour(0))).nothing_happens();
    let told = and([]).when(notice(hour(1))).succeeds();
    told.when(notice(hour(1))).nothing_happens();
}

#[test]
fn an_account_sleeps_when_it_was_told_and_the_day_has_come() {
    let told = || MemberEvent::DormancyNoticed {
        dormant_on: "2026-03-10".parse().unwrap(),
        last_seen: hour(0),
        at: hour(2),
    };
    // 10 March begins in Korea 183 hours after 09:00 of the 2nd.
    let sleep = |hours| MemberCommand::FallAsleep { at: hour(hours) };
    and([]).when(sleep(999)).nothing_happens();
    and([told()]).when(sleep(182)).nothing_happens();
    let back = MemberEvent::MemberSeen { at: hour(5) };
    and([told(), back]).when(sleep(999)).nothing_happens();
    let asleep = MemberEvent::MemberBecameDormant { at: hour(183) };
    let asleep = and([told()]).when(sleep(183)).then([asleep]);
    asleep.when(save(1, 1)).refuses(MemberRefusal::Dormant);
}

#[test]
fn who_sleeps_wakes_or_leaves() {
    let asleep = || and([MemberEvent::MemberBecameDormant { at: hour(9) }]);
    let wake = MemberCommand::Reactivate { at: hour(10) };
    let awake = asleep().when(wake.clone()).succeeds();
    awake.when(wake).nothing_happens();
    let leave = MemberCommand::Withdraw {
        reason: "member".to_owned(),
        at: hour(9),
    };
    asleep().when(leave).then([withdrew()]);
}

#[test]
fn who_left_is_gone_and_only_then_erased() {
    let erase = MemberCommand::RecordErasure {
        class: Retention::UntilWithdrawal,
        at: hour(9),
    };
    and([])
        .when(erase.clone())
        .refuses(MemberRefusal::StillAMember);
    let erased = MemberEvent::PersonalDataErased {
        class: Retention::UntilWithdrawal,
        at: hour(9),
    };
    let gone = and([withdrew()]).when(erase.clone()).then([erased]);
    let gone = gone.when(erase).nothing_happens();
    let gone = gone.when(join("ko")).refuses(MemberRefusal::Withdrawn);
    let ask = MemberCommand::AskReset { at: hour(10) };
    gone.when(ask).refuses(MemberRefusal::Withdrawn);
}

#[test]
fn a_reason_is_a_word() {
    let leave = MemberCommand::Withdraw {
        reason: "Kim was unhappy".to_owned(),
        at: hour(9),
    };
    and([]).when(leave).refuses(MemberRefusal::BadWord);
}

#[test]
fn another_mail_address_counts_once_it_is_proven_and_not_after_the_password_changed() {
    let ask = |email, at| MemberCommand::AskEmailChange {
        email: kept(email),
        at: hour(at),
    };
    let asked = |email, at| MemberEvent::EmailChangeAsked {
        email: kept(email),
        at: hour(at),
    };
    let prove = || MemberCommand::ChangeEmail { at: hour(4) };
    let changed = |email| MemberEvent::EmailChanged {
        email: kept(email),
        at: hour(4),
    };
    and([]).when(ask(7, 2)).then([asked(7, 2)]);
    and([asked(7, 2)])
        .when(ask(8, 2))
        .refuses(MemberRefusal::TooSoon);
    and([asked(7, 2)]).when(ask(8, 3)).then([asked(8, 3)]);
    and([asked(7, 2), asked(8, 3)])
        .when(prove())
        .then([changed(8)]);
    and([asked(8, 3), changed(8)]).when(prove()).then([]);
    let password = MemberEvent::PasswordChanged {
        way: PasswordWay::Reset,
        at: hour(3),
    };
    and([asked(7, 2), password]).when(prove()).then([]);
    new().when(ask(7, 2)).refuses(MemberRefusal::NotVerified);
}
