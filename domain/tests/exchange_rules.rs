//! Asking to send something back, and exchanging it, as sentences.
//!
//! The order: 2 × 10,000 won of rice, 1 × 5,000 of apples, 3,000 postage. It arrived on Tuesday,
//! 3 March 2026, at three in the afternoon.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use chrono::{DateTime, Utc};
use common::hour;
use common::orders::*;
use common::story::{Given, after};
use domain::Sku;
use domain::money::Won;
use domain::order::{
    Claim, ClaimReason, Fault, LineQuantity, Order, OrderCommand, OrderEvent, OrderRefusal, Status,
    Terms, Wanted, Wish,
};

fn arrived() -> Given<Order> {
    after::<Order>([place(), pay(), ship("12345678", None), deliver(1)])
}

fn accept(id: &str, carriage: Option<i64>) -> OrderCommand {
    OrderCommand::AcceptClaim {
        claim: claim(id),
        carriage: carriage.map(Won),
        terms: None,
        at: hour(60),
    }
}

fn reject(id: &str) -> OrderCommand {
    OrderCommand::RejectClaim {
        claim: claim(id),
        reason: "used".to_owned(),
        note: None,
        at: hour(60),
    }
}

fn withdraw(id: &str) -> OrderCommand {
    OrderCommand::WithdrawClaim {
        claim: claim(id),
        at: hour(61),
    }
}

fn replace(id: &str, invoice: &str) -> OrderCommand {
    OrderCommand::ShipReplacement {
        claim: claim(id),
        carrier: "cj".to_owned(),
        invoice: invoice.to_owned(),
        at: hour(95),
    }
}

fn refund_exchange(id: &str) -> OrderCommand {
    OrderCommand::RefundExchange {
        claim: claim(id),
        carriage: None,
        at: hour(95),
    }
}

fn at(request: OrderCommand, when: DateTime<Utc>) -> OrderCommand {
    match request {
        OrderCommand::RequestClaim {
            claim,
            request,
            terms,
            ..
        } => OrderCommand::RequestClaim {
            claim,
            request,
            terms,
            at: when,
        },
        other => other,
    }
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

const CHANGED: ClaimReason = ClaimReason::ChangedMind;

fn rice(quantity: u32) -> Vec<LineQuantity> {
    vec![pieces(0, quantity)]
}

#[test]
fn whoever_changes_his_mind_pays_the_way_back_out_of_the_refund() {
    let order = arrived()
        .when(ask_because(CHANGED, Wish::Return, "r", rice(1)))
        .succeeds()
        .when(accept("r", None))
        .succeeds()
        .when(take_back("r", vec![]))
        .then([OrderEvent::ReturnReceived {
            claim: claim("r"),
            resellable: true,
            refund: plan(&[(0, 1, 10_000)], -3_000),
            at: hour(90),
        }])
        .when(record_refund("r"))
        .succeeds()
        .state();
    assert_eq!(order.refunded(), Won(7_000));
}

#[test]
fn the_shop_pays_the_way_back_of_what_is_broken_and_staff_may_judge_so_too() {
    let refunded = |reason, carriage| {
        let order = arrived()
            .when(ask_because(reason, Wish::Return, "r", rice(1)))
            .succeeds()
            .when(accept("r", carriage))
            .succeeds()
            .when(take_back("r", vec![]))
            .succeeds()
            .state();
        order.promised()
    };
    assert_eq!(refunded(ClaimReason::Damaged, None), Won(10_000));
    assert_eq!(refunded(CHANGED, Some(0)), Won(10_000));
    assert_eq!(refunded(ClaimReason::Damaged, Some(6_000)), Won(4_000));
    assert_eq!(refunded(CHANGED, Some(10_000)), Won(0));
    arrived()
        .when(ask_because(CHANGED, Wish::Return, "r", rice(1)))
        .succeeds()
        .when(accept("r", Some(10_001)))
        .refuses(OrderRefusal::TooMuchCarriage { most: Won(10_000) });
}

#[test]
fn seven_days_after_the_parcel_arrived_a_mind_cannot_be_changed_any_more() {
    let ask = |when| at(ask_because(CHANGED, Wish::Return, "r", rice(1)), time(when));
    arrived()
        .when(ask("2026-03-10T15:00:00Z"))
        .refuses(OrderRefusal::TooLate { line: 0 })
        .when(ask("2026-03-10T14:59:59Z"))
        .succeeds();
}

/// Nothing else can be asked of a line while it is exchanged for another option: that time is not the shopper's.
#[test]
fn time_in_which_an_exchange_had_the_line_for_itself_does_not_count() {
    let mut want = ask_because(CHANGED, Wish::Exchange, "x", rice(1));
    if let OrderCommand::RequestClaim { request, .. } = &mut want {
        request.wanted = vec![Wanted {
            line: 0,
            sku: Sku::new("rice-xl").unwrap(),
            option: None,
        }];
    }
    let ask = |line, when| {
        let lines = vec![pieces(line, 1)];
        at(ask_because(CHANGED, Wish::Return, "r", lines), time(when))
    };
    let withdraw = OrderCommand::WithdrawClaim {
        claim: claim("x"),
        at: time("2026-03-13T00:00:00Z"),
    };
    arrived()
        .when(at(want, time("2026-03-10T00:00:00Z")))
        .succeeds()
        .when(ask(0, "2026-03-12T00:00:00Z"))
        .refuses(OrderRefusal::ClaimOpen(claim("x")))
        .when(withdraw)
        .succeeds()
        .when(ask(1, "2026-03-13T00:00:00Z"))
        .refuses(OrderRefusal::TooLate { line: 1 })
        .when(ask(0, "2026-03-13T15:00:00Z"))
        .refuses(OrderRefusal::TooLate { line: 0 })
        .when(ask(0, "2026-03-13T14:59:59Z"))
        .succeeds();
}

#[test]
fn what_is_faulty_comes_back_for_three_months() {
    let ask = |when| at(ask_return("r", rice(1)), time(when));
    arrived()
        .when(ask("2026-06-03T15:00:00Z"))
        .refuses(OrderRefusal::TooLate { line: 0 })
        .when(ask("2026-06-03T14:59:59Z"))
        .succeeds();
}

#[test]
fn a_period_never_ends_on_a_weekend_nor_is_it_shorter_than_the_law_says() {
    let terms = |days| Terms {
        days,
        ..Terms::STANDARD
    };
    let until = |days, arrived| terms(days).until(time(arrived), Fault::Shoppers);
    // Saturday, 7 March: the seventh day is a Saturday again.
    assert_eq!(
        until(7, "2026-03-07T01:00:00Z"),
        time("2026-03-16T14:59:59Z")
    );
    // Half past midnight on Sunday in Korea, still Saturday in Greenwich.
    assert_eq!(
        until(7, "2026-03-07T15:30:00Z"),
        time("2026-03-16T14:59:59Z")
    );
    assert_eq!(
        until(1, "2026-03-03T01:00:00Z"),
        time("2026-03-10T14:59:59Z")
    );
    assert_eq!(
        until(30, "2026-03-03T01:00:00Z"),
        time("2026-04-02T14:59:59Z")
    );
}

#[test]
fn what_nobody_said_had_arrived_may_always_be_asked_back() {
    let late = time("2026-12-31T00:00:00Z");
    after::<Order>([place(), pay(), ship("12345678", None)])
        .when(at(ask_because(CHANGED, Wish::Return, "r", rice(2)), late))
        .succeeds();
}

#[test]
fn one_piece_is_asked_back_once_until_the_request_is_over() {
    let too_many = |left| OrderRefusal::TooMany {
        line: 0,
        asked: 2,
        left,
    };
    arrived()
        .when(ask_return("a", rice(1)))
        .succeeds()
        .when(ask_return("b", rice(2)))
        .refuses(too_many(1))
        .when(withdraw("a"))
        .succeeds()
        .when(ask_return("b", rice(2)))
        .succeeds()
        .when(ask_return("c", rice(2)))
        .refuses(too_many(0))
        .when(reject("b"))
        .succeeds()
        .when(ask_return("c", rice(2)))
        .succeeds();
}

#[test]
fn a_request_that_is_over_takes_no_goods_and_no_other_answer() {
    let closed = || OrderRefusal::ClaimClosed(claim("r"));
    arrived()
        .when(ask_return("r", rice(1)))
        .succeeds()
        .when(withdraw("r"))
        .then([OrderEvent::ClaimWithdrawn {
            claim: claim("r"),
            at: hour(61),
        }])
        .when(withdraw("r"))
        .nothing_happens()
        .when(accept("r", None))
        .refuses(closed())
        .when(reject("r"))
        .refuses(closed())
        .when(take_back("r", vec![]))
        .refuses(closed())
        .when(ask_return("s", rice(1)))
        .succeeds()
        .when(take_back("s", vec![]))
        .succeeds()
        .when(withdraw("s"))
        .refuses(OrderRefusal::ClaimClosed(claim("s")))
        .when(withdraw("t"))
        .refuses(OrderRefusal::NoClaim);
}

#[test]
fn nobody_confirms_what_is_being_sent_back() {
    let confirm = || OrderCommand::Confirm { at: hour(70) };
    arrived()
        .when(ask_return("r", rice(1)))
        .succeeds()
        .when(confirm())
        .refuses(OrderRefusal::ClaimOpen(claim("r")))
        .when(reject("r"))
        .succeeds()
        .when(confirm())
        .succeeds();
}

#[test]
fn an_exchange_sends_the_same_pieces_once_more() {
    let order = arrived()
        .when(ask_for(Wish::Exchange, "x", rice(1)))
        .succeeds()
        .when(replace("x", "87654321"))
        .refuses(OrderRefusal::GoodsAwaited(claim("x")))
        .when(take_back("x", vec![]))
        .then([OrderEvent::ExchangeReceived {
            claim: claim("x"),
            lines: rice(1),
            resellable: true,
            at: hour(90),
        }])
        .when(take_back("x", vec![]))
        .nothing_happens()
        .when(replace("x", "12345678"))
        .refuses(OrderRefusal::OtherParcel)
        .when(replace("x", "87654321"))
        .then([OrderEvent::ReplacementShipped {
            claim: claim("x"),
            parcel: 2,
            carrier: "cj".to_owned(),
            invoice: "87654321".to_owned(),
            given_back: vec![],
            at: hour(95),
        }])
        .when(replace("x", "87654321"))
        .nothing_happens()
        .when(replace("x", "87654322"))
        .refuses(OrderRefusal::OtherParcel)
        .state();
    assert_eq!(order.status(), Status::Delivered, "it does not go back");
    assert_eq!((order.promised(), order.open_claim()), (Won(0), None));
    assert_eq!(order.lines()[0].to_return(), 2, "both are with the shopper");
    assert_eq!(order.parcels()[1].lines, rice(1));
}

#[test]
fn pieces_away_for_an_exchange_are_neither_returned_nor_judged_nor_cancelled() {
    let order = arrived()
        .when(ask_for(Wish::Exchange, "x", rice(2)))
        .succeeds()
        .when(take_back("x", vec![]))
        .succeeds()
        .when(take_back("r", rice(1)))
        .refuses(OrderRefusal::TooMany {
            line: 0,
            asked: 1,
            left: 0,
        })
        .when(cancel("c", None))
        .refuses(OrderRefusal::NothingToCancel)
        .state();
    assert_eq!((order.kept(0), order.kept(1)), (0, 1));
}

#[test]
fn an_exchange_without_a_replacement_is_paid_back_without_carriage() {
    let order = arrived()
        .when(ask_because(CHANGED, Wish::Exchange, "x", rice(2)))
        .succeeds()
        .when(refund_exchange("x"))
        .refuses(OrderRefusal::GoodsAwaited(claim("x")))
        .when(take_back("x", vec![]))
        .succeeds()
        .when(record_restock("x"))
        .succeeds()
        .when(refund_exchange("x"))
        .then([OrderEvent::ExchangeRefunded {
            claim: claim("x"),
            refund: plan(&[(0, 2, 20_000)], 0),
            at: hour(95),
        }])
        .when(refund_exchange("x"))
        .nothing_happens()
        .when(replace("x", "87654321"))
        .refuses(OrderRefusal::ClaimClosed(claim("x")))
        .when(record_restock("x"))
        .nothing_happens()
        .when(record_refund("x"))
        .succeeds()
        .state();
    assert_eq!(order.refunded(), Won(20_000));
    assert_eq!(order.lines()[0].returned, 2);
    assert!(matches!(order.claims()[&claim("x")], Claim::Refunded(..)));
}

#[test]
fn what_replaced_something_may_come_back_for_as_long_again() {
    let delivered = OrderCommand::Deliver {
        parcel: 2,
        at: time("2026-03-20T03:00:00Z"),
    };
    let ask = |id, line, when| {
        let lines = vec![pieces(line, 1)];
        at(ask_because(CHANGED, Wish::Return, id, lines), time(when))
    };
    arrived()
        .when(ask_for(Wish::Exchange, "x", rice(1)))
        .succeeds()
        .when(take_back("x", vec![]))
        .succeeds()
        .when(replace("x", "87654321"))
        .succeeds()
        .when(delivered)
        .succeeds()
        .when(ask("r", 1, "2026-03-25T00:00:00Z"))
        .refuses(OrderRefusal::TooLate { line: 1 })
        .when(ask("r", 0, "2026-03-25T00:00:00Z"))
        .succeeds();
}

#[test]
fn pictures_are_names_of_uploads_and_few() {
    let with = |photos: Vec<String>| {
        request_with(ask_return("r", rice(1)), |request| request.photos = photos)
    };
    let many = || (0..6).map(|n| format!("{n}.webp")).collect();
    arrived()
        .when(with(many()))
        .refuses(OrderRefusal::BadPhotos)
        .when(with(vec!["../etc/passwd".to_owned()]))
        .refuses(OrderRefusal::BadPhotos)
        .when(with(vec!["a1b2.webp".to_owned()]))
        .succeeds();
}
