//! Where money of a deposit goes back to, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::hour;
use common::orders::refund;
use common::payments::*;
use common::story::{after, given};
use domain::money::Won;
use domain::payment::{Payment, PaymentCommand, PaymentEvent, PaymentRefusal};
use domain::personal::{Commitment, PersonalRef};
use uuid::Uuid;

fn personal(number: u128) -> PersonalRef {
    PersonalRef {
        id: Uuid::from_u128(number),
        commitment: Commitment("0".repeat(64)),
    }
}

fn give(account: &PersonalRef) -> PaymentCommand {
    PaymentCommand::GiveRefundAccount {
        account: account.clone(),
        at: hour(3),
    }
}

fn refuse(account: &PersonalRef) -> PaymentCommand {
    PaymentCommand::RefuseRefundAccount {
        account: account.clone(),
        code: "INVALID_REFUND_ACCOUNT_NUMBER".to_owned(),
        at: hour(6),
    }
}

#[test]
fn an_account_is_asked_for_once_money_of_a_deposit_is_there() {
    let account = personal(1);
    given::<Payment>([])
        .when(give(&account))
        .refuses(PaymentRefusal::NotCaptured);
    after::<Payment>([request(), issue()])
        .when(give(&account))
        .refuses(PaymentRefusal::NotCaptured);
    let paid = after::<Payment>([request(), issue(), note("n-1")]);
    assert!(paid.state().lacks_refund_account());
    let named = after::<Payment>([request(), issue(), note("n-1")])
        .when(give(&account))
        .then([PaymentEvent::RefundAccountGiven {
            account: account.clone(),
            at: hour(3),
        }])
        .when(give(&account))
        .nothing_happens();
    assert!(!named.state().lacks_refund_account());
}

#[test]
fn what_was_paid_otherwise_goes_back_the_way_it_came() {
    let at = hour(1);
    after::<Payment>([request(), PaymentCommand::RecordCapture { at }])
        .when(give(&personal(1)))
        .refuses(PaymentRefusal::NotADeposit);
}

#[test]
fn refunds_wait_until_an_account_is_named() {
    let asked = [request(), issue(), note("n-1"), give_back("return", 4_200)];
    let waiting = after::<Payment>([request(), issue(), note("n-1")])
        .when(give_back("return", 4_200))
        .then([
            PaymentEvent::RefundRequested {
                refund: refund("return"),
                amount: Won(4_200),
                tax_free: Some(Won(0)),
                at: hour(5),
            },
            PaymentEvent::RefundAccountAsked { at: hour(5) },
        ])
        .when(give_back("second", 1_000))
        .then([PaymentEvent::RefundRequested {
            refund: refund("second"),
            amount: Won(1_000),
            tax_free: Some(Won(0)),
            at: hour(5),
        }])
        .state();
    assert!(waiting.awaits_refund_account());
    assert_eq!(waiting.with_provider(), DUE);
    let named = after::<Payment>(asked.into_iter().chain([give(&personal(1))])).state();
    assert!(!named.awaits_refund_account());
    assert_eq!(named.refund_account(), Some(&personal(1)));
}

#[test]
fn an_account_is_corrected_until_a_refund_may_be_on_its_way_to_it() {
    let named = [request(), issue(), note("n-1"), give(&personal(1))];
    let corrected = PaymentEvent::RefundAccountGiven {
        account: personal(2),
        at: hour(3),
    };
    after::<Payment>(named.clone())
        .when(give(&personal(2)))
        .then([corrected.clone()]);
    let asked = named.into_iter().chain([give_back("return", 4_200)]);
    after::<Payment>(asked.clone())
        .when(give(&personal(2)))
        .refuses(PaymentRefusal::RefundUnderWay);
    after::<Payment>(asked.chain([refuse(&personal(1))]))
        .when(give(&personal(2)))
        .then([corrected]);
}

#[test]
fn a_refused_account_leads_back_to_waiting() {
    let asked = [
        request(),
        issue(),
        note("n-1"),
        give(&personal(1)),
        give_back("return", 4_200),
    ];
    let refused = after::<Payment>(asked)
        .when(refuse(&personal(2)))
        .nothing_happens()
        .when(refuse(&personal(1)))
        .then([PaymentEvent::RefundAccountRefused {
            account: personal(1),
            code: "INVALID_REFUND_ACCOUNT_NUMBER".to_owned(),
            at: hour(6),
        }])
        .when(refuse(&personal(1)))
        .nothing_happens()
        .state();
    assert!(refused.awaits_refund_account());
    assert_eq!(
        refused.refund_account_refused(),
        Some("INVALID_REFUND_ACCOUNT_NUMBER")
    );
}

#[test]
fn nobody_is_asked_once_all_went_back_or_the_deposit_was_taken_back() {
    let whole = DUE.0;
    let back = [
        request(),
        issue(),
        note("n-1"),
        give(&personal(1)),
        give_back("cancel", whole),
        given_back("cancel"),
    ];
    after::<Payment>(back)
        .when(give(&personal(2)))
        .refuses(PaymentRefusal::NothingHeld);
    let reversed = after::<Payment>([request(), issue(), note("n-1"), reverse("n-2")]).state();
    assert!(!reversed.lacks_refund_account());
    assert_eq!(reversed.with_provider(), Won(0));
}
