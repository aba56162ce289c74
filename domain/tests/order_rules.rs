//! An order placed, paid or given up, as sentences. Then: `parcel_rules.rs`, `claim_rules.rs`.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::baskets::{basket, line};
use common::hour;
use common::orders::*;
use common::story::{after, given};
use domain::ids::PaymentId;
use domain::money::Won;
use domain::order::{Order, OrderCommand, OrderDraft, OrderEvent, OrderRefusal, Status};
use domain::pricing::Quote;

fn expire(at: i64) -> OrderCommand {
    OrderCommand::Expire { at: hour(at) }
}

fn confirm() -> OrderCommand {
    OrderCommand::Confirm { at: hour(99) }
}

#[test]
fn an_order_is_placed_once_and_keeps_its_number() {
    let other = OrderCommand::Place {
        draft: draft_of(&basket([line("oil", 1_000, 1)])),
    };
    given::<Order>([])
        .when(place())
        .then([OrderEvent::OrderPlaced { draft: draft() }])
        .when(place())
        .nothing_happens()
        .when(other)
        .refuses(OrderRefusal::NumberTaken);
}

#[test]
fn an_order_of_nothing_is_refused() {
    let quote = Quote {
        lines: vec![],
        charges: vec![],
        ..draft().quote
    };
    let draft = Box::new(OrderDraft { quote, ..*draft() });
    given::<Order>([])
        .when(OrderCommand::Place { draft })
        .refuses(OrderRefusal::Empty);
}

#[test]
fn an_order_is_paid_once_in_full() {
    let payment = payment_id();
    let pay_less = OrderCommand::Pay {
        payment: payment_id(),
        amount: Won(27_999),
        at: hour(1),
    };
    let wrong = OrderRefusal::WrongAmount {
        due: TOTAL,
        paid: Won(27_999),
    };
    let second = PaymentId::new("another.2").unwrap();
    let pay_twice = OrderCommand::Pay {
        payment: second,
        amount: TOTAL,
        at: hour(2),
    };
    after::<Order>([place()])
        .when(pay_less)
        .refuses(wrong)
        .when(pay())
        .then([OrderEvent::OrderPaid {
            payment,
            amount: TOTAL,
            at: hour(1),
        }])
        .when(pay())
        .nothing_happens()
        .when(pay_twice)
        .refuses(OrderRefusal::AlreadyPaid);
}

#[test]
fn nothing_is_asked_of_an_order_that_was_never_placed() {
    let commands = [
        pay(),
        prepare(),
        ship("12345678", None),
        confirm(),
        expire(99),
        cancel("c", None),
        take_back("c", vec![pieces(0, 1)]),
        grant("c", 1),
    ];
    for command in commands {
        given::<Order>([])
            .when(command)
            .refuses(OrderRefusal::NotPlaced);
    }
}

#[test]
fn an_unpaid_order_is_neither_packed_nor_shipped_nor_refunded() {
    let commands = [
        prepare(),
        ship("12345678", None),
        confirm(),
        cancel("c", Some(vec![pieces(0, 1)])),
        take_back("c", vec![pieces(0, 1)]),
        grant("c", 1),
    ];
    for command in commands {
        after::<Order>([place()])
            .when(command)
            .refuses(OrderRefusal::NotPaid);
    }
}

#[test]
fn an_order_expires_only_after_its_deadline_and_a_late_payment_does_not_revive_it() {
    after::<Order>([place()])
        .when(expire(47))
        .refuses(OrderRefusal::NotDue(hour(48)))
        .when(expire(48))
        .then([OrderEvent::OrderExpired { at: hour(48) }])
        .when(expire(49))
        .nothing_happens()
        .when(pay())
        .refuses(OrderRefusal::Closed(Status::Expired));
}

#[test]
fn a_paid_order_does_not_expire() {
    after::<Order>([place(), pay()])
        .when(expire(99))
        .refuses(OrderRefusal::AlreadyPaid);
}

#[test]
fn an_unpaid_order_is_cancelled_whole_and_owes_nothing() {
    let order = after::<Order>([place()])
        .when(cancel("c", None))
        .then([OrderEvent::OrderCancelled {
            reason: "shopper".to_owned(),
            at: hour(4),
        }])
        .when(cancel("c", None))
        .nothing_happens()
        .when(pay())
        .refuses(OrderRefusal::Closed(Status::Cancelled))
        .state();
    assert_eq!(order.promised(), Won::ZERO);
}

#[test]
fn an_order_of_charges_alone_is_cancelled_with_all_it_cost() {
    let mut postage = basket([]);
    let fee = common::baskets::charge("POST", domain::pricing::ChargeKind::Shipping, 28_000);
    postage.charges.push(fee);
    let recorded = domain::pricing::PricingRules::as_recorded();
    let quote = domain::pricing::price(&recorded, &postage).unwrap();
    let draft = Box::new(OrderDraft { quote, ..*draft() });
    let order = after::<Order>([OrderCommand::Place { draft }, pay()])
        .when(cancel("c", None))
        .succeeds()
        .state();
    assert_eq!(
        (order.status(), order.promised()),
        (Status::Cancelled, Won(28_000))
    );
}

#[test]
fn a_checkout_that_was_given_up_spends_its_number() {
    let abandon = |reason: &str| OrderCommand::Abandon {
        reason: reason.to_owned(),
        at: hour(0),
    };
    let abandoned = OrderEvent::OrderAbandoned {
        reason: "short".to_owned(),
        at: hour(0),
    };
    given::<Order>([])
        .when(abandon("short"))
        .then([abandoned])
        .when(abandon("short"))
        .nothing_happens()
        .when(place())
        .refuses(OrderRefusal::Closed(Status::Abandoned))
        .when(pay())
        .refuses(OrderRefusal::NotPlaced);
    after::<Order>([place()])
        .when(abandon("short"))
        .refuses(OrderRefusal::Placed);
}
