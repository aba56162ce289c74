//! Cancelling, returning and paying back, as sentences.
//!
//! The order: 2 × 10,000 won of rice, 1 × 5,000 of apples, 3,000 postage.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::baskets::{basket, charge, discount, line};
use common::hour;
use common::orders::*;
use common::story::after;
use domain::money::Won;
use domain::order::{
    LineQuantity, Order, OrderCommand, OrderDraft, OrderEvent, OrderRefusal, RefundLine,
    RefundPlan, Status,
};
use domain::pricing::{ChargeKind, PricingRules, price};

fn plan(lines: &[(u32, u32, i64)], charges: i64) -> RefundPlan {
    let line = |&(line, quantity, won)| RefundLine {
        line,
        quantity,
        amount: Won(won),
    };
    let amount = lines.iter().map(|part| part.2).sum::<i64>() + charges;
    RefundPlan {
        lines: lines.iter().map(line).collect(),
        charges: Won(charges),
        amount: Won(amount),
    }
}

fn cancelled(id: &str, refund: RefundPlan) -> OrderEvent {
    OrderEvent::LinesCancelled {
        claim: claim(id),
        reason: "shopper".to_owned(),
        refund,
        at: hour(4),
    }
}

fn returned(id: &str, refund: RefundPlan) -> OrderEvent {
    OrderEvent::ReturnReceived {
        claim: claim(id),
        resellable: true,
        refund,
        at: hour(90),
    }
}

fn ask_return(id: &str, lines: Vec<LineQuantity>) -> OrderCommand {
    OrderCommand::RequestReturn {
        claim: claim(id),
        lines,
        reason: "changed mind".to_owned(),
        at: hour(50),
    }
}

fn all() -> Vec<LineQuantity> {
    vec![pieces(0, 2), pieces(1, 1)]
}

fn shipped() -> [OrderCommand; 3] {
    [place(), pay(), ship("12345678", None)]
}

#[test]
fn cancelling_a_paid_order_owes_all_of_it_postage_included() {
    let order = after::<Order>([place(), pay()])
        .when(cancel("c", None))
        .then([cancelled(
            "c",
            plan(&[(0, 2, 20_000), (1, 1, 5_000)], 3_000),
        )])
        .when(cancel("c", None))
        .nothing_happens()
        .state();
    assert_eq!(
        (order.status(), order.promised()),
        (Status::Cancelled, TOTAL)
    );
}

#[test]
fn cancelling_line_by_line_owes_the_postage_with_the_last() {
    after::<Order>([place(), pay()])
        .when(cancel("c-1", Some(vec![pieces(0, 1)])))
        .then([cancelled("c-1", plan(&[(0, 1, 10_000)], 0))])
        .when(cancel("c-2", None))
        .then([cancelled(
            "c-2",
            plan(&[(0, 1, 10_000), (1, 1, 5_000)], 3_000),
        )])
        .when(cancel("c-3", None))
        .nothing_happens();
}

#[test]
fn what_was_shipped_is_not_cancelled_and_the_rest_keeps_its_postage() {
    let order = after::<Order>([place(), pay(), ship("12345678", Some(vec![pieces(0, 2)]))])
        .when(cancel("c-1", Some(vec![pieces(0, 1)])))
        .refuses(OrderRefusal::TooMany {
            line: 0,
            asked: 1,
            left: 0,
        })
        .when(cancel("c-1", None))
        .then([cancelled("c-1", plan(&[(1, 1, 5_000)], 0))])
        .when(cancel("c-2", None))
        .refuses(OrderRefusal::NothingLeft)
        .state();
    assert_eq!(order.status(), Status::Shipped);
}

#[test]
fn a_discount_is_given_back_to_the_won_piece_by_piece() {
    let mut three = basket([line("oil", 20_000, 3)]);
    three.discounts.push(discount("COUPON", 1_000));
    let place = || OrderCommand::Place {
        draft: draft_of(&three),
    };
    let pay = || OrderCommand::Pay {
        payment: payment_id(),
        amount: Won(59_000),
        at: hour(1),
    };
    after::<Order>([place(), pay()])
        .when(cancel("c-1", Some(vec![pieces(0, 1)])))
        .then([cancelled("c-1", plan(&[(0, 1, 19_667)], 0))])
        .when(cancel("c-2", Some(vec![pieces(0, 1)])))
        .then([cancelled("c-2", plan(&[(0, 1, 19_667)], 0))])
        .when(cancel("c-3", Some(vec![pieces(0, 1)])))
        .then([cancelled("c-3", plan(&[(0, 1, 19_666)], 0))]);
}

#[test]
fn a_return_is_announced_received_and_paid_back() {
    let order = after::<Order>(shipped())
        .when(ask_return("r", vec![pieces(0, 1)]))
        .is_done()
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
        .is_done()
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
        .is_done()
        .when(take_back("r-2", vec![pieces(0, 1)]))
        .refuses(OrderRefusal::TooMany {
            line: 0,
            asked: 1,
            left: 0,
        });
}

#[test]
fn an_order_is_refunded_when_all_of_it_came_back_and_was_paid_back() {
    let order = after::<Order>(shipped())
        .when(take_back("r", all()))
        .then([returned("r", plan(&[(0, 2, 20_000), (1, 1, 5_000)], 0))])
        .when(record_refund("r"))
        .is_done()
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
        .is_done()
        .when(record_refund("r"))
        .is_done()
        .when(deliver(1))
        .is_done()
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
        .is_done()
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
        .is_done()
        .when(take_back("r", all()))
        .is_done()
        .state();
    assert_eq!((order.promised(), order.paid()), (TOTAL, TOTAL));
}

#[test]
fn a_claim_that_owes_nothing_waits_for_no_refund() {
    let order = after::<Order>(shipped())
        .when(grant("g", 28_000))
        .is_done()
        .when(record_refund("g"))
        .is_done()
        .when(take_back("r", all()))
        .is_done()
        .state();
    assert_eq!(order.owed().count(), 0);
    assert_eq!(
        (order.status(), order.refunded()),
        (Status::Refunded, TOTAL)
    );
}

#[test]
fn a_credit_among_the_charges_makes_no_shopper_owe_the_shop() {
    let mut invoice = basket([line("mug", 500, 2)]);
    invoice.charges.push(charge("M", ChargeKind::Manual, -900));
    let quote = price(&PricingRules::as_recorded(), &invoice).unwrap();
    let draft = Box::new(OrderDraft { quote, ..*draft() });
    let pay = OrderCommand::Pay {
        payment: payment_id(),
        amount: Won(100),
        at: hour(1),
    };
    let first = after::<Order>([OrderCommand::Place { draft }, pay])
        .when(cancel("c-1", Some(vec![pieces(0, 1)])))
        .is_done()
        .when(cancel("c-2", Some(vec![pieces(0, 1)])))
        .is_done()
        .state();
    let amounts: Vec<_> = first.owed().map(|(_, plan)| plan.amount).collect();
    assert_eq!((amounts, first.promised()), (vec![Won(100)], Won(100)));
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
        .is_done();
}
