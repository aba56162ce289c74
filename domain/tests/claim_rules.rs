//! Returning, granting and paying back, as sentences.
//!
//! The order: 2 × 10,000 won of rice, 1 × 5,000 of apples, 3,000 postage.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::hour;
use common::orders::*;
use common::story::after;
use domain::money::Won;
use domain::order::{
    LineQuantity, Order, OrderCommand, OrderEvent, OrderRefusal, RefundPlan, Status,
};

fn returned(id: &str, refund: RefundPlan) -> OrderEvent {
    OrderEvent::ReturnReceived {
        claim: claim(id),
        resellable: true,
        refund,
        at: hour(90),
    }
}

fn all() -> Vec<LineQuantity> {
    vec![pieces(0, 2), pieces(1, 1)]
}

fn shipped() -> [OrderCommand; 3] {
    [place(), pay(), ship("12345678", None)]
}

#[test]
fn a_return_is_announced_received_and_paid_back() {
    let order = after::<Order>(shipped())
        .when(ask_return("r", vec![pieces(0, 1)]))
        .succeeds()
        .when(record_refund("r"))
        .refuses(OrderRefusal::NoClaim)
        .when(take_back("r", vec![]))
        .then([returned("r", plan(&[(0, 1, 10_000)], 0))])
        .when(take_back("r", vec![]))
        .nothing_happens()
        .when(record_refund("r"))
        .then([OrderEvent::OrderRefunded {
            claim: claim("r"),
            refund: refund("r"),
            plan: plan(&[(0, 1, 10_000)], 0),
            at: hour(91),
        }])
        .when(record_refund("r"))
        .nothing_happens()
        .state();
    assert_eq!(
        (order.status(), order.refunded()),
        (Status::Shipped, Won(10_000))
    );
}

#[test]
fn a_return_may_come_unannounced_or_hold_less_than_was_announced() {
    after::<Order>(shipped())
        .when(take_back("r-1", vec![pieces(1, 1)]))
        .then([returned("r-1", plan(&[(1, 1, 5_000)], 0))])
        .when(ask_return("r-2", vec![pieces(0, 2)]))
        .succeeds()
        .when(take_back("r-2", vec![pieces(0, 1)]))
        .then([returned("r-2", plan(&[(0, 1, 10_000)], 0))]);
}

#[test]
fn no_more_comes_back_than_was_shipped() {
    let parcel = || ship("12345678", Some(vec![pieces(0, 1)]));
    let refusal = || OrderRefusal::TooMany {
        line: 0,
        asked: 2,
        left: 1,
    };
    after::<Order>([place(), pay(), parcel()])
        .when(ask_return("r", vec![pieces(0, 2)]))
        .refuses(refusal())
        .when(take_back("r", vec![pieces(0, 2)]))
        .refuses(refusal())
        .when(take_back("r", vec![pieces(0, 1)]))
        .succeeds()
        .when(take_back("r-2", vec![pieces(0, 1)]))
        .refuses(OrderRefusal::TooMany {
            line: 0,
            asked: 1,
            left: 0,
        })
        .when(take_back("r-2", vec![]))
        .refuses(OrderRefusal::NothingToReturn)
        .when(take_back("r-2", vec![pieces(8, 1)]))
        .refuses(OrderRefusal::NoLine(8));
}

#[test]
fn an_order_is_refunded_when_all_of_it_came_back_and_was_paid_back() {
    let order = after::<Order>(shipped())
        .when(take_back("r", all()))
        .then([returned("r", plan(&[(0, 2, 20_000), (1, 1, 5_000)], 0))])
        .when(record_refund("r"))
        .succeeds()
        .state();
    assert_eq!(
        (order.status(), order.refunded()),
        (Status::Refunded, Won(25_000))
    );
}

#[test]
fn a_carriers_late_word_does_not_deliver_what_came_back_long_ago() {
    let order = after::<Order>(shipped())
        .when(take_back("r", all()))
        .succeeds()
        .when(record_refund("r"))
        .succeeds()
        .when(deliver(1))
        .succeeds()
        .state();
    assert_eq!(order.status(), Status::Refunded);
}

#[test]
fn staff_grant_no_more_than_is_left_and_no_nothing() {
    let order = after::<Order>(shipped())
        .when(grant("g-1", 28_001))
        .refuses(OrderRefusal::TooMuch { left: TOTAL })
        .when(grant("g-1", 0))
        .refuses(OrderRefusal::TooMuch { left: TOTAL })
        .when(grant("g-1", 20_000))
        .succeeds()
        .when(grant("g-1", 20_000))
        .nothing_happens()
        .when(grant("g-2", 8_001))
        .refuses(OrderRefusal::TooMuch { left: Won(8_000) })
        .state();
    assert_eq!(order.promised(), Won(20_000));
}

#[test]
fn a_return_after_a_grant_pays_back_only_what_is_left() {
    let order = after::<Order>(shipped())
        .when(grant("g", 10_000))
        .succeeds()
        .when(take_back("r", all()))
        .succeeds()
        .state();
    assert_eq!((order.promised(), order.paid()), (TOTAL, TOTAL));
}

#[test]
fn a_claim_that_owes_nothing_waits_for_no_refund() {
    let order = after::<Order>(shipped())
        .when(grant("g", 28_000))
        .succeeds()
        .when(record_refund("g"))
        .succeeds()
        .when(take_back("r", all()))
        .succeeds()
        .state();
    assert_eq!(order.owed().count(), 0);
    assert_eq!(
        (order.status(), order.refunded()),
        (Status::Refunded, TOTAL)
    );
}

#[test]
fn an_order_that_is_over_takes_no_new_claims() {
    let refusal = || OrderRefusal::Closed(Status::Cancelled);
    after::<Order>([place(), pay(), cancel("c", None)])
        .when(grant("g", 1))
        .refuses(refusal())
        .when(ask_return("r", vec![pieces(0, 1)]))
        .refuses(refusal())
        .when(ship("12345678", None))
        .refuses(refusal())
        .when(record_refund("c"))
        .succeeds();
}

#[test]
fn what_somebody_told_gets_into_no_event() {
    let told = |reason: &str| OrderCommand::GrantRefund {
        claim: claim("g"),
        amount: Won(1_000),
        reason: reason.to_owned(),
        at: hour(40),
    };
    for text in ["", "Kim called", "01012345678", "늦음", &"x".repeat(33)] {
        after::<Order>(shipped())
            .when(told(text))
            .refuses(OrderRefusal::BadReason);
        after::<Order>([place()])
            .when(OrderCommand::Cancel {
                claim: claim("c"),
                lines: None,
                keep: Won::ZERO,
                reason: text.to_owned(),
                at: hour(4),
            })
            .refuses(OrderRefusal::BadReason);
    }
    after::<Order>(shipped()).when(told("sold-out")).succeeds();
}
