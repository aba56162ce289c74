//! Cancelling a paid order, or lines of it, as sentences.
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
    Order, OrderCommand, OrderDraft, OrderEvent, OrderRefusal, RefundPlan, Status,
};
use domain::pricing::{ChargeKind, PricingRules, price};

fn cancelled(id: &str, refund: RefundPlan) -> OrderEvent {
    OrderEvent::LinesCancelled {
        claim: claim(id),
        reason: "shopper".to_owned(),
        refund,
        at: hour(4),
    }
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
        .refuses(OrderRefusal::NothingToCancel)
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
        .succeeds()
        .when(cancel("c-2", Some(vec![pieces(0, 1)])))
        .succeeds()
        .state();
    let amounts: Vec<_> = first.owed().map(|(_, plan)| plan.amount).collect();
    assert_eq!((amounts, first.promised()), (vec![Won(100)], Won(100)));
}
