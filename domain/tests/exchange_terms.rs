//! Exchanging for another option, as sentences: what is agreed on, and what nothing comes of.
//!
//! The order: 2 × 10,000 won of rice, 1 × 5,000 of apples, 3,000 postage.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::exchanges::*;
use common::hour;
use common::orders::*;
use common::story::Given;
use domain::ClaimId;
use domain::money::Won;
use domain::order::{Order, OrderCommand, OrderEvent, OrderRefusal, Wish};

#[test]
fn another_option_is_wanted_once_and_only_for_what_is_exchanged() {
    let twisted = |wish, twice: bool, line| {
        request_with(want("x", 1, "rice-xl"), |request| {
            request.wish = wish;
            request.wanted[0].line = line;
            if twice {
                let again = request.wanted[0].clone();
                request.wanted.push(again);
            }
        })
    };
    arrived()
        .when(twisted(Wish::Return, false, 0))
        .refuses(OrderRefusal::BadWish(0))
        .when(twisted(Wish::Exchange, true, 0))
        .refuses(OrderRefusal::BadWish(0))
        .when(twisted(Wish::Exchange, false, 1))
        .refuses(OrderRefusal::BadWish(1))
        .when(want("x", 1, "rice-xl"))
        .succeeds()
        .when(want("x", 1, "rice-xl"))
        .nothing_happens()
        .when(want("x", 1, "rice-s"))
        .refuses(OrderRefusal::OtherReturn(claim("x")));
}

#[test]
fn nothing_goes_out_before_it_is_agreed_on_and_paid() {
    let unpaid = charged("x", 4_000, 1).order;
    let order = arrived()
        .when(want("x", 2, "rice-xl"))
        .succeeds()
        .when(take_back("x", vec![]))
        .succeeds()
        .when(replace("x", "87654321"))
        .refuses(OrderRefusal::NotAccepted(claim("x")))
        .when(accept("x", ("rice-xl", 2), 4_000, 1))
        .succeeds()
        .when(replace("x", "87654321"))
        .refuses(OrderRefusal::ExchangeUnpaid(unpaid))
        .when(paid("x", 4_000, 1))
        .succeeds()
        .when(paid("x", 4_000, 1))
        .nothing_happens()
        .when(replace("x", "87654321"))
        .succeeds()
        .state();
    assert_eq!(order.promised(), Won(0), "nothing goes back of it");
    assert_eq!(order.exchange_give_backs(), []);
}

#[test]
fn terms_may_be_agreed_on_anew_and_whoever_comes_second_is_told() {
    arrived()
        .when(want("x", 2, "rice-xl"))
        .succeeds()
        .when(accept("x", ("rice-xl", 2), 4_000, 1))
        .succeeds()
        .when(accept("x", ("rice-xl", 2), 4_000, 1))
        .nothing_happens()
        .when(accept("x", ("rice-xl", 2), 5_000, 2))
        .succeeds()
        .when(paid("x", 4_000, 1))
        .nothing_happens()
        .when(paid("x", 5_000, 2))
        .succeeds();
    let waived = terms_with(accept("x", ("rice-xl", 2), 0, 1), |terms| {
        terms.waived = true;
    });
    arrived()
        .when(want("x", 2, "rice-xl"))
        .succeeds()
        .when(accept("x", ("rice-xl", 2), 4_000, 1))
        .succeeds()
        .when(waived)
        .refuses(OrderRefusal::AcceptedMeanwhile(claim("x")));
}

#[test]
fn what_costs_less_goes_back_with_the_parcel_and_never_again() {
    let order = arrived()
        .when(want("x", 2, "rice-s"))
        .succeeds()
        .when(accept("x", ("rice-s", 2), -5_001, 1))
        .succeeds()
        .when(take_back("x", vec![]))
        .succeeds()
        .when(replace("x", "87654321"))
        .then([
            OrderEvent::ReplacementShipped {
                claim: claim("x"),
                parcel: 2,
                carrier: "cj".to_owned(),
                invoice: "87654321".to_owned(),
                given_back: vec![],
                at: hour(95),
            },
            OrderEvent::RefundGranted {
                claim: ClaimId::cheaper(&claim("x")),
                reason: "exchange".to_owned(),
                refund: plan(&[], 5_001),
                at: hour(95),
            },
        ])
        .when(replace("x", "87654321"))
        .nothing_happens()
        // One piece after the other comes back in the end: what is left of them is paid, to the won.
        .when(take_back("r1", vec![pieces(0, 1)]))
        .succeeds()
        .when(take_back("r2", vec![pieces(0, 1)]))
        .succeeds()
        .state();
    assert_eq!(order.promised(), Won(20_000));
    let came = |id| order.came(&claim(id), pieces(0, 1));
    assert_eq!(came("r1"), [(sku("rice-s"), 1)]);
    assert_eq!(came("x"), [(sku("rice"), 1)], "what it was exchanged for");
}

#[test]
fn what_was_to_be_paid_and_never_was_costs_the_way_back() {
    let with_carriage = |won| match accept("x", ("rice-xl", 1), 4_000, 1) {
        OrderCommand::AcceptClaim {
            claim, terms, at, ..
        } => OrderCommand::AcceptClaim {
            claim,
            carriage: Some(Won(won)),
            terms,
            at,
        },
        other => other,
    };
    let unpaid = || {
        arrived()
            .when(want("x", 1, "rice-xl"))
            .succeeds()
            .when(with_carriage(6_000))
            .succeeds()
            .when(take_back("x", vec![]))
            .succeeds()
    };
    let left = |story: Given<Order>, carriage| {
        let refunded = story.when(refund_exchange("x", carriage)).succeeds();
        refunded.state().promised()
    };
    assert_eq!(left(unpaid(), None), Won(7_000));
    assert_eq!(
        left(unpaid(), Some(0)),
        Won(10_000),
        "staff judge otherwise"
    );
    let paid = unpaid().when(paid("x", 4_000, 1)).succeeds();
    assert_eq!(left(paid, None), Won(10_000), "the shop has none to send");
}
