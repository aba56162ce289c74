//! Packing, shipping, delivering and confirming, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::hour;
use common::orders::*;
use common::story::after;
use domain::order::{Order, OrderCommand, OrderEvent, OrderRefusal, Status};

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
        .refuses(OrderRefusal::NothingToShip)
        .state();
    assert_eq!(order.status(), Status::Shipped);
}

#[test]
fn an_order_goes_in_several_parcels_and_is_delivered_with_the_last() {
    let order = after::<Order>([place(), pay()])
        .when(ship("11111111", Some(vec![pieces(0, 1)])))
        .then([shipped(1, "11111111", &[(0, 1)])])
        .when(deliver(1))
        .succeeds()
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
        (vec![pieces(7, 1)], OrderRefusal::NoLine(7)),
        (vec![], OrderRefusal::NothingToShip),
        (vec![pieces(0, 0)], OrderRefusal::NothingToShip),
    ] {
        after::<Order>([place(), pay()])
            .when(ship("12345678", Some(lines)))
            .refuses(refusal);
    }
}

#[test]
fn a_refusal_counts_lines_from_one_as_people_do() {
    let told = |refusal: OrderRefusal| refusal.to_string();
    let too_many = OrderRefusal::TooMany {
        line: 0,
        asked: 3,
        left: 2,
    };
    assert_eq!(told(too_many), "line 1: 3 asked for, 2 left");
    assert_eq!(told(OrderRefusal::NoLine(8)), "the order has no line 9");
}

#[test]
fn a_carrier_has_a_code() {
    after::<Order>([place(), pay(), ship("12345678", None)])
        .when(OrderCommand::CorrectInvoice {
            parcel: 1,
            carrier: String::new(),
            invoice: "12345678".to_owned(),
        })
        .refuses(OrderRefusal::BadCarrier);
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
        .succeeds()
        .when(confirm())
        .then([OrderEvent::PurchaseConfirmed { at: hour(99) }])
        .when(confirm())
        .nothing_happens();
}
