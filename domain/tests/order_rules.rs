//! An order from placing to confirming, as sentences. Money that goes back: `claim_rules.rs`.
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

fn correct(parcel: u32, invoice: &str) -> OrderCommand {
    OrderCommand::CorrectInvoice {
        parcel,
        carrier: "cj".to_owned(),
        invoice: invoice.to_owned(),
    }
}

fn shipped(parcel: u32, invoice: &str, lines: &[(u32, u32)]) -> OrderEvent {
    OrderEvent::ParcelShipped {
        parcel,
        carrier: "cj".to_owned(),
        invoice: invoice.to_owned(),
        lines: lines
            .iter()
            .map(|&(line, quantity)| pieces(line, quantity))
            .collect(),
        at: hour(3),
    }
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
fn packing_begins_once() {
    after::<Order>([place(), pay()])
        .when(prepare())
        .then([OrderEvent::PreparationStarted { at: hour(2) }])
        .when(prepare())
        .nothing_happens();
}

#[test]
fn a_parcel_without_named_lines_takes_all_that_remains() {
    let order = after::<Order>([place(), pay()])
        .when(ship("12345678", None))
        .then([shipped(1, "12345678", &[(0, 2), (1, 1)])])
        .when(ship("87654321", None))
        .refuses(OrderRefusal::NothingLeft)
        .state();
    assert_eq!(order.status(), Status::Shipped);
}

#[test]
fn an_order_goes_in_several_parcels_and_is_delivered_with_the_last() {
    let order = after::<Order>([place(), pay()])
        .when(ship("11111111", Some(vec![pieces(0, 1)])))
        .then([shipped(1, "11111111", &[(0, 1)])])
        .when(deliver(1))
        .is_done()
        .state();
    assert_eq!(order.status(), Status::PartlyShipped);

    let parcel = || ship("11111111", Some(vec![pieces(0, 1)]));
    let order = after::<Order>([place(), pay(), parcel(), deliver(1)])
        .when(ship("22222222", None))
        .then([shipped(2, "22222222", &[(0, 1), (1, 1)])])
        .when(deliver(2))
        .then([OrderEvent::ParcelDelivered {
            parcel: 2,
            at: hour(30),
        }])
        .when(deliver(2))
        .nothing_happens()
        .state();
    assert_eq!(order.status(), Status::Delivered);
}

#[test]
fn the_same_invoice_twice_is_the_same_parcel() {
    after::<Order>([place(), pay(), ship("12345678", Some(vec![pieces(0, 1)]))])
        .when(ship("12345678", Some(vec![pieces(0, 1)])))
        .nothing_happens();
}

#[test]
fn no_more_is_shipped_than_was_ordered_also_when_a_line_is_named_twice() {
    let too_many = |line, asked, left| OrderRefusal::TooMany { line, asked, left };
    for (lines, refusal) in [
        (vec![pieces(0, 3)], too_many(0, 3, 2)),
        (vec![pieces(0, 1), pieces(0, 2)], too_many(0, 3, 2)),
        (
            vec![pieces(0, u32::MAX), pieces(0, u32::MAX)],
            too_many(0, u32::MAX, 2),
        ),
        (vec![pieces(7, 1)], too_many(7, 1, 0)),
        (vec![], OrderRefusal::NothingLeft),
        (vec![pieces(0, 0)], OrderRefusal::NothingLeft),
    ] {
        after::<Order>([place(), pay()])
            .when(ship("12345678", Some(lines)))
            .refuses(refusal);
    }
}

#[test]
fn an_invoice_number_is_8_to_20_digits() {
    for invoice in [
        "",
        "1234567",
        "123456789012345678901",
        "1234-5678",
        "１２３４５６７８",
    ] {
        after::<Order>([place(), pay()])
            .when(ship(invoice, None))
            .refuses(OrderRefusal::BadInvoice);
    }
}

#[test]
fn a_mistyped_invoice_is_corrected() {
    let corrected = OrderEvent::InvoiceCorrected {
        parcel: 1,
        carrier: "cj".to_owned(),
        invoice: "87654321".to_owned(),
    };
    after::<Order>([place(), pay(), ship("12345678", None)])
        .when(correct(1, "87654321"))
        .then([corrected])
        .when(correct(1, "87654321"))
        .nothing_happens()
        .when(correct(1, "nine"))
        .refuses(OrderRefusal::BadInvoice)
        .when(correct(2, "87654321"))
        .refuses(OrderRefusal::NoParcel(2))
        .when(deliver(0))
        .refuses(OrderRefusal::NoParcel(0));
}

#[test]
fn a_purchase_is_confirmed_when_all_of_it_arrived() {
    after::<Order>([place(), pay(), ship("12345678", None)])
        .when(confirm())
        .refuses(OrderRefusal::NotDelivered)
        .when(deliver(1))
        .is_done()
        .when(confirm())
        .then([OrderEvent::PurchaseConfirmed { at: hour(99) }])
        .when(confirm())
        .nothing_happens();
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
        .is_done()
        .state();
    assert_eq!(
        (order.status(), order.promised()),
        (Status::Cancelled, Won(28_000))
    );
}
