//! A shopper's ways through providers' windows, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::hour;
use common::orders::{order_id, refund};
use common::payments::{DUE, cancel, expire, give_back, given_back, request};
use common::story::{after, given};
use domain::ids::{AttemptId, ProviderId};
use domain::money::Won;
use domain::payment::{
    Approval, AttemptCommand, Compared, Difference, Issued, Means, Payment, PaymentCommand,
    PaymentEvent, PaymentRefusal, PaymentStatus, RefundState, StrandedReason,
};

fn attempt(turn: u32) -> AttemptId {
    AttemptId::of(&order_id(), turn)
}

fn of(turn: u32, command: AttemptCommand) -> PaymentCommand {
    PaymentCommand::Attempt {
        attempt: attempt(turn),
        command,
    }
}

fn open(turn: u32) -> PaymentCommand {
    let command = AttemptCommand::Open {
        provider: ProviderId::new("kakaopay").unwrap(),
        means: Means::Wallet,
        key: Some(format!("T{turn}")),
        until: hour(1),
        at: hour(0),
    };
    of(turn, command)
}

fn ask(turn: u32) -> PaymentCommand {
    let (ticket, at) = (None, hour(1));
    of(turn, AttemptCommand::Ask { ticket, at })
}

fn approved(turn: u32, amount: i64) -> PaymentCommand {
    let approval = Approval {
        transaction: format!("A{turn}"),
        amount: Won(amount),
        issuer: None,
        at: hour(1),
    };
    of(turn, AttemptCommand::NoteApproval(approval))
}

fn failed(turn: u32) -> PaymentCommand {
    let (code, at) = ("-780".to_owned(), hour(1));
    of(turn, AttemptCommand::NoteFailure { code, at })
}

fn undone(turn: u32) -> PaymentCommand {
    of(turn, AttemptCommand::NoteUndone { at: hour(2) })
}

fn account(turn: u32) -> PaymentCommand {
    let issued = Issued {
        transaction: format!("A{turn}"),
        bank: "088".to_owned(),
        account: "56211234567890".to_owned(),
        deadline: hour(48),
        at: hour(1),
    };
    of(turn, AttemptCommand::NoteAccount(issued))
}

fn stranded(turn: u32, amount: i64, reason: StrandedReason) -> PaymentEvent {
    PaymentEvent::ApprovalStranded {
        attempt: attempt(turn),
        transaction: format!("A{turn}"),
        amount: Won(amount),
        reason,
        at: hour(1),
    }
}

#[test]
fn an_approved_attempt_pays_once_however_often_it_is_told() {
    after::<Payment>([request(), open(1), ask(1)])
        .when(approved(1, DUE.0))
        .then([
            PaymentEvent::ApprovalGiven {
                attempt: attempt(1),
                transaction: "A1".to_owned(),
                amount: DUE,
                issuer: None,
                at: hour(1),
            },
            PaymentEvent::PaymentCaptured {
                amount: DUE,
                at: hour(1),
            },
        ])
        .when(approved(1, DUE.0))
        .nothing_happens()
        .when(ask(1))
        .nothing_happens()
        .when(undone(1))
        .refuses(PaymentRefusal::AlreadyCaptured);
}

#[test]
fn money_is_asked_for_by_one_attempt_at_a_time() {
    after::<Payment>([request(), open(1), open(2), ask(1)])
        .when(ask(2))
        .refuses(PaymentRefusal::ApprovalOpen);
    after::<Payment>([request(), open(1), ask(1)])
        .when(open(2))
        .refuses(PaymentRefusal::ApprovalOpen);
    after::<Payment>([request(), open(1), ask(1), failed(1)])
        .when(open(2))
        .happens();
}

#[test]
fn nothing_is_given_up_while_a_provider_may_be_taking_the_money() {
    for command in [cancel(), expire(100)] {
        after::<Payment>([request(), open(1), ask(1)])
            .when(command.clone())
            .refuses(PaymentRefusal::ApprovalOpen);
        after::<Payment>([request(), open(1), ask(1), undone(1)])
            .when(command)
            .happens();
    }
}

#[test]
fn nobody_is_asked_for_money_that_is_not_wanted_any_more() {
    after::<Payment>([request(), open(1), cancel()])
        .when(ask(1))
        .refuses(PaymentRefusal::Closed);
    after::<Payment>([request(), open(1), open(2), ask(1), approved(1, DUE.0)])
        .when(ask(2))
        .refuses(PaymentRefusal::AlreadyCaptured);
    given::<Payment>([])
        .when(open(1))
        .refuses(PaymentRefusal::NotRequested);
}

#[test]
fn money_that_came_nevertheless_must_go_back() {
    after::<Payment>([request(), open(1), cancel()])
        .when(approved(1, DUE.0))
        .then([stranded(1, DUE.0, StrandedReason::AfterCancel)]);
    after::<Payment>([request(), open(1), expire(100)])
        .when(approved(1, DUE.0))
        .then([stranded(1, DUE.0, StrandedReason::AfterExpiry)]);
    after::<Payment>([request(), open(1), open(2), ask(1), approved(1, DUE.0)])
        .when(approved(2, DUE.0))
        .then([stranded(2, DUE.0, StrandedReason::AlreadyPaid)])
        .when(undone(2))
        .happens()
        .when(approved(2, DUE.0))
        .nothing_happens();
    let payment = after::<Payment>([request(), open(1), ask(1)])
        .when(approved(1, 100))
        .then([stranded(1, 100, StrandedReason::WrongAmount)])
        .state();
    assert_eq!(payment.status(), PaymentStatus::Requested);
    assert_eq!(payment.captured(), Won(0));
}

#[test]
fn an_attempt_given_up_too_early_still_pays() {
    let payment = after::<Payment>([request(), open(1), ask(1), failed(1)])
        .when(approved(1, DUE.0))
        .happens()
        .state();
    assert_eq!(payment.status(), PaymentStatus::Captured);
}

#[test]
fn a_provider_names_one_transaction_of_an_attempt() {
    let other = Approval {
        transaction: "A9".to_owned(),
        amount: DUE,
        issuer: None,
        at: hour(1),
    };
    after::<Payment>([request(), open(1), ask(1), approved(1, DUE.0)])
        .when(of(1, AttemptCommand::NoteApproval(other)))
        .refuses(PaymentRefusal::OtherTransaction);
}

#[test]
fn an_account_of_a_window_waits_like_any_other() {
    let payment = after::<Payment>([request(), open(1), ask(1)])
        .when(account(1))
        .happens()
        .when(account(1))
        .nothing_happens()
        .when(open(2))
        .refuses(PaymentRefusal::Differs)
        .state();
    assert_eq!(payment.status(), PaymentStatus::AwaitingDeposit);
    assert_eq!(payment.account().unwrap().issue, "A1");
}

#[test]
fn refunds_go_to_the_provider_one_after_the_other() {
    let payment = after::<Payment>([
        request(),
        open(1),
        ask(1),
        approved(1, DUE.0),
        give_back("b", 5_000),
        give_back("a", 3_000),
    ])
    .state();
    assert_eq!(payment.next_refund(), Some(&refund("b")));
    assert_eq!(payment.with_provider(), DUE);
    let payment = after::<Payment>([
        request(),
        open(1),
        ask(1),
        approved(1, DUE.0),
        give_back("b", 5_000),
        give_back("a", 3_000),
        given_back("b"),
    ])
    .state();
    assert_eq!(payment.next_refund(), Some(&refund("a")));
    assert_eq!(payment.with_provider(), Won(DUE.0 - 5_000));
}

#[test]
fn what_a_provider_refuses_to_pay_back_stays_promised_until_staff_pay_it() {
    let refuse = PaymentCommand::RefuseRefund {
        refund: refund("b"),
        code: "500627".to_owned(),
        at: hour(6),
    };
    let story = [
        request(),
        open(1),
        ask(1),
        approved(1, DUE.0),
        give_back("b", 20_000),
    ];
    after::<Payment>(story.clone())
        .when(refuse.clone())
        .happens()
        .when(refuse.clone())
        .nothing_happens()
        .when(give_back("a", 10_000))
        .refuses(PaymentRefusal::TooMuch { left: Won(8_000) });
    let refused = story.into_iter().chain([refuse]);
    let payment = after::<Payment>(refused.clone()).state();
    assert_eq!(payment.next_refund(), None);
    assert_eq!(
        payment.refunds()[&refund("b")],
        RefundState::Refused(Won(20_000))
    );
    let paid = after::<Payment>(refused.chain([given_back("b")])).state();
    assert_eq!(paid.refunded(), Won(20_000));
}

fn compared(ours: i64, theirs: i64) -> PaymentCommand {
    let found = Difference {
        ours: Won(ours),
        theirs: Won(theirs),
    };
    let compared = Compared {
        provider: ProviderId::new("kakaopay").unwrap(),
        attempt: attempt(1),
        found,
        at: hour(30),
    };
    PaymentCommand::Compare { compared }
}

fn differed(ours: i64, theirs: i64) -> PaymentEvent {
    PaymentEvent::BooksDiffered {
        provider: ProviderId::new("kakaopay").unwrap(),
        attempt: attempt(1),
        ours: Won(ours),
        theirs: Won(theirs),
        at: hour(30),
    }
}

#[test]
fn books_that_agree_are_no_news() {
    after::<Payment>([request(), open(1), ask(1), approved(1, DUE.0)])
        .when(compared(DUE.0, DUE.0))
        .then([]);
}

#[test]
fn a_difference_is_told_once_until_it_changes_or_ends() {
    let agreed = PaymentEvent::BooksAgreed {
        attempt: attempt(1),
        at: hour(30),
    };
    after::<Payment>([request(), open(1), ask(1), approved(1, DUE.0)])
        .when(compared(DUE.0, 0))
        .then([differed(DUE.0, 0)])
        .when(compared(DUE.0, 0))
        .then([])
        .when(compared(DUE.0, 100))
        .then([differed(DUE.0, 100)])
        .when(compared(DUE.0, DUE.0))
        .then([agreed])
        .when(compared(DUE.0, DUE.0))
        .then([]);
}

#[test]
fn what_moved_while_the_provider_was_asked_is_no_difference() {
    after::<Payment>([request(), open(1), ask(1), approved(1, DUE.0)])
        .when(compared(0, DUE.0))
        .then([]);
}

#[test]
fn money_of_an_order_that_nobody_knows_is_a_difference() {
    given::<Payment>([])
        .when(compared(0, 500))
        .then([differed(0, 500)]);
}
