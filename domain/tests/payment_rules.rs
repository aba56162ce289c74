//! The ledger of one payment, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::hour;
use common::orders::{order_id, refund};
use common::payments::*;
use common::story::{after, given};
use domain::ids::NoticeId;
use domain::money::Won;
use domain::payment::{
    Deposit, Payment, PaymentCommand, PaymentEvent, PaymentRefusal, PaymentStatus, TaxFree,
    UnmatchedReason,
};

#[test]
fn a_payment_is_opened_once_for_one_order_and_amount() {
    let other = PaymentCommand::Request {
        order: order_id(),
        amount: Won(1),
        at: hour(0),
    };
    given::<Payment>([])
        .when(request())
        .then([PaymentEvent::PaymentRequested {
            order: order_id(),
            amount: DUE,
            at: hour(0),
        }])
        .when(request())
        .nothing_happens()
        .when(other)
        .refuses(PaymentRefusal::Differs);
}

#[test]
fn the_first_account_issued_is_kept() {
    let second = PaymentCommand::IssueAccount {
        bank: "088".to_owned(),
        account: "999".to_owned(),
        issue: "tid-2".to_owned(),
        deadline: hour(48),
    };
    given::<Payment>([])
        .when(issue())
        .refuses(PaymentRefusal::NotRequested);
    let payment = after::<Payment>([request(), issue()])
        .when(second)
        .nothing_happens()
        .state();
    assert_eq!(payment.account().unwrap().number, "56211234567890");
}

#[test]
fn a_deposit_of_the_whole_amount_captures_the_payment_once_however_often_it_is_told() {
    let notice = NoticeId::new("n-1").unwrap();
    after::<Payment>([request(), issue()])
        .when(note("n-1"))
        .then([
            PaymentEvent::DepositNoticed {
                notice,
                amount: DUE,
                at: hour(1),
            },
            PaymentEvent::PaymentCaptured {
                amount: DUE,
                at: hour(1),
            },
        ])
        .when(note("n-1"))
        .nothing_happens();
}

#[test]
fn a_deposit_of_another_amount_pays_nothing_and_is_a_task_for_staff() {
    for amount in [Won(27_999), Won(28_001), Won(1), Won(0)] {
        let wrong = Deposit {
            amount,
            ..deposit("n-1")
        };
        let payment = after::<Payment>([request(), issue()])
            .when(PaymentCommand::NoteDeposit {
                deposit: wrong.clone(),
            })
            .then([unmatched(wrong, UnmatchedReason::WrongAmount)])
            .when(note("n-2"))
            .succeeds()
            .state();
        assert_eq!(
            (payment.status(), payment.captured()),
            (PaymentStatus::Captured, DUE)
        );
    }
}

#[test]
fn a_deposit_to_another_account_or_issue_pays_nothing() {
    let account = Deposit {
        account: "1".to_owned(),
        ..deposit("n-1")
    };
    let issued = Deposit {
        issue: Some("tid-2".to_owned()),
        ..deposit("n-1")
    };
    for wrong in [account, issued] {
        after::<Payment>([request(), issue()])
            .when(PaymentCommand::NoteDeposit {
                deposit: wrong.clone(),
            })
            .then([unmatched(wrong, UnmatchedReason::OtherAccount)]);
    }
}

#[test]
fn a_deposit_that_names_no_issue_is_known_by_its_account() {
    let plain = Deposit {
        issue: None,
        ..deposit("n-1")
    };
    let payment = after::<Payment>([request(), issue()])
        .when(PaymentCommand::NoteDeposit { deposit: plain })
        .succeeds()
        .state();
    assert_eq!(payment.status(), PaymentStatus::Captured);
}

#[test]
fn a_deposit_for_an_order_nobody_knows_is_kept_as_a_fact() {
    given::<Payment>([])
        .when(note("n-1"))
        .then([unmatched(deposit("n-1"), UnmatchedReason::UnknownAccount)])
        .when(note("n-1"))
        .nothing_happens();
}

#[test]
fn a_late_deposit_on_a_cancelled_payment_is_a_task_for_staff() {
    after::<Payment>([request(), issue(), cancel()])
        .when(note("n-1"))
        .then([unmatched(deposit("n-1"), UnmatchedReason::AfterCancel)]);
}

#[test]
fn a_late_deposit_on_an_expired_payment_is_a_task_for_staff() {
    after::<Payment>([request(), issue(), expire(48)])
        .when(note("n-1"))
        .then([unmatched(deposit("n-1"), UnmatchedReason::AfterExpiry)]);
}

#[test]
fn a_second_deposit_is_not_kept_for_ourselves() {
    let payment = after::<Payment>([request(), issue(), note("n-1")])
        .when(note("n-2"))
        .then([unmatched(deposit("n-2"), UnmatchedReason::AlreadyPaid)])
        .state();
    assert_eq!(payment.captured(), DUE);
}

#[test]
fn money_that_has_arrived_is_neither_cancelled_nor_expired() {
    after::<Payment>([request(), issue(), note("n-1")])
        .when(cancel())
        .refuses(PaymentRefusal::AlreadyCaptured)
        .when(expire(99))
        .refuses(PaymentRefusal::AlreadyCaptured);
}

#[test]
fn a_payment_is_not_given_up_while_its_account_takes_deposits() {
    after::<Payment>([request(), issue()])
        .when(expire(47))
        .refuses(PaymentRefusal::NotDue(hour(48)))
        .when(expire(48))
        .then([PaymentEvent::PaymentExpired { at: hour(48) }])
        .when(expire(49))
        .nothing_happens()
        .when(cancel())
        .nothing_happens();
    given::<Payment>([])
        .when(expire(99))
        .refuses(PaymentRefusal::NotRequested);
}

#[test]
fn a_payment_cancelled_before_it_was_opened_stays_closed() {
    after::<Payment>([cancel()])
        .when(request())
        .refuses(PaymentRefusal::Differs)
        .when(issue())
        .refuses(PaymentRefusal::Closed);
}

#[test]
fn a_captured_deposit_that_is_taken_back_is_not_paid_back_again() {
    let taken_back = |notice, amount| PaymentCommand::NoteReversal {
        deposit: Deposit {
            amount,
            ..deposit(notice)
        },
    };
    after::<Payment>([request(), issue(), note("n-1")])
        .when(taken_back("n-1", DUE))
        .then([PaymentEvent::DepositReversed {
            notice: NoticeId::new("n-1").unwrap(),
            account: deposit("n-1").account,
            amount: DUE,
            at: hour(1),
        }])
        .when(taken_back("n-1", DUE))
        .nothing_happens()
        .when(give_back("r-1", 1_000))
        .refuses(PaymentRefusal::TooMuch { left: Won(0) });
    let another = [
        request(),
        issue(),
        note("n-1"),
        taken_back("n-2", Won(5_000)),
    ];
    assert_eq!(after::<Payment>(another).state().refundable(), DUE);
}

#[test]
fn an_imported_book_may_say_paid_unless_an_account_waits_for_the_money() {
    let record = || PaymentCommand::RecordCapture { at: hour(1) };
    given::<Payment>([])
        .when(record())
        .refuses(PaymentRefusal::NotRequested);
    after::<Payment>([request()])
        .when(record())
        .then([PaymentEvent::PaymentCaptured {
            amount: DUE,
            at: hour(1),
        }])
        .when(record())
        .nothing_happens();
    after::<Payment>([request(), issue()])
        .when(record())
        .refuses(PaymentRefusal::Differs);
    after::<Payment>([request(), cancel()])
        .when(record())
        .refuses(PaymentRefusal::Closed);
}

#[test]
fn no_more_goes_back_than_came_in() {
    let payment = after::<Payment>([request(), issue(), note("n-1")])
        .when(give_back("r-1", 20_000))
        .succeeds()
        .when(give_back("r-2", 8_001))
        .refuses(PaymentRefusal::TooMuch { left: Won(8_000) })
        .when(give_back("r-2", 8_000))
        .succeeds()
        .when(give_back("r-3", 1))
        .refuses(PaymentRefusal::TooMuch { left: Won(0) })
        .state();
    assert_eq!((payment.refundable(), payment.refunded()), (Won(0), Won(0)));
}

#[test]
fn a_refund_is_requested_once_and_recorded_once() {
    after::<Payment>([request(), issue(), note("n-1")])
        .when(given_back("r-1"))
        .refuses(PaymentRefusal::NoRefund)
        .when(give_back("r-1", 5_000))
        .succeeds()
        .when(give_back("r-1", 5_000))
        .nothing_happens()
        .when(given_back("r-1"))
        .then([PaymentEvent::PaymentRefunded {
            refund: refund("r-1"),
            amount: Won(5_000),
            reference: "bank-9".to_owned(),
            at: hour(6),
        }])
        .when(given_back("r-1"))
        .nothing_happens();
}

#[test]
fn nothing_is_refunded_that_never_came() {
    let give = || give_back("r-1", 1);
    after::<Payment>([request(), issue()])
        .when(give())
        .refuses(PaymentRefusal::NotCaptured);
    for amount in [0, -1] {
        after::<Payment>([request(), issue(), note("n-1")])
            .when(give_back("r-1", amount))
            .refuses(PaymentRefusal::Nothing);
    }
}

#[test]
fn a_deposit_that_is_told_after_it_was_taken_back_is_none() {
    let gone = || PaymentCommand::NoteReversal {
        deposit: deposit("n-1"),
    };
    let payment = after::<Payment>([request(), issue(), gone()])
        .when(note("n-1"))
        .nothing_happens()
        .when(note("n-2"))
        .succeeds()
        .state();
    assert_eq!(payment.status(), PaymentStatus::Captured);
    assert!(!payment.is_reversed(), "another one came");
}

#[test]
fn staff_settle_what_a_provider_refused_and_nothing_else() {
    let refuse = PaymentCommand::RefuseRefund {
        refund: refund("r-1"),
        code: "remainder".to_owned(),
        at: hour(6),
    };
    let retry = || PaymentCommand::RetryRefund {
        refund: refund("r-1"),
        at: hour(7),
    };
    let paid = |reference: &str, looked| PaymentCommand::PayRefundBack {
        refund: refund("r-1"),
        reference: reference.to_owned(),
        transfer: true,
        looked,
        at: hour(8),
    };
    let pay = |reference: &str| paid(reference, false);
    let payment = after::<Payment>([request(), issue(), note("n-1")])
        .when(retry())
        .refuses(PaymentRefusal::NoRefund)
        .when(give_back("r-1", 5_000))
        .succeeds()
        .when(retry())
        .nothing_happens()
        .when(pay("20261128-01"))
        .refuses(PaymentRefusal::NotRefused)
        .when(paid("to Kim", true))
        .refuses(PaymentRefusal::BadTransfer)
        .when(refuse.clone())
        .succeeds()
        .when(retry())
        .then([PaymentEvent::RefundRequested {
            refund: refund("r-1"),
            amount: Won(5_000),
            tax_free: Some(Won(0)),
            at: hour(7),
        }])
        .when(refuse)
        .succeeds()
        .when(pay("to Kim"))
        .refuses(PaymentRefusal::BadTransfer)
        .when(pay("20261128-01"))
        .then([PaymentEvent::PaymentRefunded {
            refund: refund("r-1"),
            amount: Won(5_000),
            reference: "transfer:20261128-01".to_owned(),
            at: hour(8),
        }])
        .when(pay("20261128-01"))
        .nothing_happens()
        .state();
    assert_eq!(payment.refunded(), Won(5_000));
    assert_eq!(
        payment.with_provider(),
        payment.captured(),
        "it has all of it yet"
    );
    assert_eq!(payment.refusals_of(&refund("r-1")), 2);
}

#[test]
fn the_part_of_a_refund_that_is_free_of_vat_fits_what_is_left_of_both_parts() {
    let ask = |id: &str, amount: i64, wanted: i64| PaymentCommand::RequestRefund {
        refund: refund(id),
        amount: Won(amount),
        tax_free: TaxFree {
            wanted: Won(wanted),
            of_all: Won(20_000),
            untold: Won(0),
        },
        at: hour(5),
    };
    // 28,000 won, 8,000 of them with VAT.
    let payment = after::<Payment>([request(), issue(), note("n-1")])
        // Goods of 4,200 less the carriage that is kept.
        .when(ask("r-1", 1_200, 4_200))
        .succeeds()
        // A grant of more than is left with VAT in it.
        .when(ask("r-2", 10_000, 0))
        .succeeds()
        .when(ask("r-3", 16_800, 16_800))
        .succeeds()
        .state();
    let free = ["r-1", "r-2", "r-3"].map(|id| payment.tax_free_of(&refund(id)));
    assert_eq!(free, [1_200, 2_000, 16_800].map(|won| Some(Won(won))));
    assert_eq!(payment.refundable(), Won(0));
}

/// Refunds did not always say what of them was free of VAT.
#[test]
fn what_an_older_refund_took_of_the_part_without_vat_is_not_there_any_more() {
    let older = PaymentEvent::RefundRequested {
        refund: refund("r-1"),
        amount: Won(20_000),
        tax_free: None,
        at: hour(4),
    };
    let rest = PaymentCommand::RequestRefund {
        refund: refund("r-2"),
        amount: Won(8_000),
        tax_free: TaxFree {
            wanted: Won(0),
            of_all: Won(20_000),
            untold: Won(20_000),
        },
        at: hour(5),
    };
    let mut payment = after::<Payment>([request(), issue(), note("n-1")]).state();
    cqrs_es::Aggregate::apply(&mut payment, older);
    common::story::decide(&mut payment, rest).unwrap();
    let free = ["r-1", "r-2"].map(|id| payment.tax_free_of(&refund(id)));
    assert_eq!(free, [None, Some(Won(0))]);
}
