//! Deposits that fit nothing, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::hour;
use common::payments::*;
use common::story::{after, given};
use domain::ids::NoticeId;
use domain::payment::{Payment, PaymentEvent, PaymentRefusal};

fn notice(id: &str) -> NoticeId {
    NoticeId::new(id).unwrap()
}

#[test]
fn a_deposit_that_fits_nothing_is_paid_back_whole_and_once() {
    let payment = given::<Payment>([])
        .when(note("n-1"))
        .succeeds()
        .when(pay_deposit_back("n-1", "IBK-20261123-77"))
        .then([PaymentEvent::DepositPaidBack {
            notice: notice("n-1"),
            amount: DUE,
            transfer: "IBK-20261123-77".to_owned(),
            at: hour(7),
        }])
        .when(pay_deposit_back("n-1", "IBK-20261123-77"))
        .nothing_happens()
        .when(pay_deposit_back("n-1", "IBK-20261123-78"))
        .refuses(PaymentRefusal::PaidBack("IBK-20261123-77".to_owned()))
        .state();
    assert!(payment.unmatched()[&notice("n-1")].paid_back.is_some());
}

#[test]
fn a_second_deposit_for_a_paid_order_is_paid_back_and_the_first_one_stays() {
    let payment = after::<Payment>([request(), issue(), note("n-1"), note("n-2")])
        .when(pay_deposit_back("n-1", "IBK-1"))
        .refuses(PaymentRefusal::NoDeposit(notice("n-1")))
        .when(pay_deposit_back("n-2", "IBK-1"))
        .succeeds()
        .state();
    assert_eq!(payment.captured(), DUE);
    assert_eq!(payment.refundable(), DUE, "the order's money is its own");
}

#[test]
fn who_was_paid_back_stays_out_of_the_books() {
    for told in ["", "77", "김장부", "Kim Jangbu 110-123", "NO-NUMBER"] {
        given::<Payment>([])
            .when(note("n-1"))
            .succeeds()
            .when(pay_deposit_back("n-1", told))
            .refuses(PaymentRefusal::BadTransfer);
    }
}

#[test]
fn what_the_provider_took_back_is_not_paid_back_again() {
    given::<Payment>([])
        .when(note("n-1"))
        .succeeds()
        .when(reverse("n-1"))
        .succeeds()
        .when(pay_deposit_back("n-1", "IBK-20261123-77"))
        .refuses(PaymentRefusal::NoDeposit(notice("n-1")));
}
