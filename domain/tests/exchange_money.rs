//! What exchanges give back, and by which order, as sentences.
//!
//! The order: 2 × 10,000 won of rice, 1 × 5,000 of apples, 3,000 postage.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::exchanges::*;
use common::hour;
use common::orders::*;
use domain::ClaimId;
use domain::money::Won;
use domain::order::{
    ExchangeLine, ExchangeTerms, GiveBack, GivenBack, OrderCommand, OrderEvent, OrderRefusal,
};

#[test]
fn what_was_paid_for_a_dearer_option_goes_back_with_it() {
    let order = arrived()
        .exchanged("x", ("rice-xl", 1), 4_000, "87654321")
        // Both kinds are there: what went out last comes back first.
        .when(take_back("r", vec![pieces(0, 2)]))
        .succeeds()
        .state();
    let came = order.came(&claim("r"), pieces(0, 2));
    assert_eq!(came, [(sku("rice-xl"), 1), (sku("rice"), 1)]);
    assert_eq!(order.promised(), Won(20_000));
    let charges = charged("x", 4_000, 1).order;
    let grant = ClaimId::came_back(&claim("r"));
    assert_eq!(order.exchange_give_backs(), [back(charges, grant, 4_000)]);
}

#[test]
fn what_was_paid_for_pieces_that_never_came_goes_back() {
    let order = arrived()
        .when(want("x", 2, "rice-xl"))
        .succeeds()
        .when(accept("x", ("rice-xl", 2), 4_001, 1))
        .succeeds()
        .when(paid("x", 4_001, 1))
        .succeeds()
        .when(take_back("x", vec![pieces(0, 1), pieces(1, 1)]))
        .refuses(OrderRefusal::TooMany {
            line: 1,
            asked: 1,
            left: 0,
        })
        .when(take_back("x", vec![pieces(0, 1)]))
        .succeeds()
        .when(replace("x", "87654321"))
        .succeeds()
        .state();
    let charges = charged("x", 4_001, 1).order;
    let fewer = ClaimId::fewer_came();
    assert_eq!(order.exchange_give_backs(), [back(charges, fewer, 2_000)]);
}

/// One of two pieces cost 4,000 more: it comes back, the other one stays.
#[test]
fn of_pieces_that_are_not_worth_the_same_each_is_settled_as_what_it_is() {
    let came = |difference, above| {
        let accepted = accept("y", ("rice-s", 2), difference, 1);
        let again = terms_with(accepted, |terms| terms.lines[0].above_share = above);
        let order = arrived()
            .exchanged("x", ("rice-xl", 1), 4_000, "87654321")
            .when(want("y", 2, "rice-s"))
            .succeeds()
            .when(again)
            .succeeds()
            .when(take_back("y", vec![pieces(0, 1)]))
            .succeeds()
            .state();
        order.replacement(&claim("y"))[0].difference
    };
    // 9,000 each instead of 14,000 and 10,000.
    assert_eq!(came(-6_000, Some(Won(-2_000))), Won(-5_000));
    assert_eq!(
        came(-6_000, None),
        Won(-3_000),
        "agreed on before it was known"
    );
    // 13,000 each: 2,000 were agreed on, for the piece that stayed; also where staff waived them.
    assert_eq!(came(2_000, Some(Won(6_000))), Won(-1_000));
    assert_eq!(came(0, Some(Won(6_000))), Won(-1_000));
    // Had the piece that stayed cost 10,000 more, this one would cost 3,500: nobody agreed to that.
    assert_eq!(came(1_000, Some(Won(15_000))), Won(1_000));
}

#[test]
fn an_option_that_is_exchanged_again_is_worth_what_was_paid_for_it() {
    let order = arrived()
        .exchanged("x", ("rice-xl", 1), 4_000, "87654321")
        .when(want("y", 1, "rice-s"))
        .succeeds()
        .state();
    assert_eq!(order.worth_in_exchange(&claim("y"), 0), Won(14_000));
    let went = arrived()
        .exchanged("x", ("rice-xl", 1), 4_000, "87654321")
        .exchanged("y", ("rice-s", 1), -6_000, "87654322")
        .when(take_back("r", vec![pieces(0, 1)]))
        .succeeds()
        .state();
    let came = |id| went.came(&claim(id), pieces(0, 1));
    assert_eq!(came("y"), [(sku("rice-xl"), 1)]);
    assert_eq!(came("r"), [(sku("rice-s"), 1)]);
    // With the second parcel what was paid beside the order, and 2,000 by the order; then the rest of the share.
    assert_eq!(went.promised(), Won(10_000));
    let grant = ClaimId::came_back(&claim("y"));
    let charges = charged("x", 4_000, 1).order;
    assert_eq!(went.exchange_give_backs(), [back(charges, grant, 4_000)]);
}

#[test]
fn what_was_paid_for_a_dearer_option_goes_back_when_it_is_exchanged_back() {
    let there = || arrived().exchanged("x", ("rice-xl", 1), 90_000, "87654321");
    let charges = charged("x", 90_000, 1).order;
    let and_back = |difference| {
        there()
            .when(want("y", 1, "rice-s"))
            .succeeds()
            .when(accept("y", ("rice-s", 1), difference, 1))
            .succeeds()
            .when(take_back("y", vec![]))
            .succeeds()
            .when(replace("y", "87654322"))
    };
    let given_back = vec![GivenBack {
        line: 0,
        order: charges.clone(),
        amount: Won(50_000),
    }];
    let order = and_back(-50_000)
        .then([OrderEvent::ReplacementShipped {
            claim: claim("y"),
            parcel: 3,
            carrier: "cj".to_owned(),
            invoice: "87654322".to_owned(),
            given_back,
            at: hour(95),
        }])
        .when(take_back("r", vec![pieces(0, 1)]))
        .succeeds()
        .state();
    assert_eq!(order.promised(), Won(10_000), "the share of the order");
    let grants = [("y", 50_000), ("r", 40_000)];
    let grants = grants.map(|(id, won)| back(charges.clone(), ClaimId::came_back(&claim(id)), won));
    assert_eq!(order.exchange_give_backs(), grants);
    // More than was paid beside the order goes back by the order.
    let order = and_back(-93_000).succeeds().state();
    assert_eq!(order.promised(), Won(3_000));
    let less = order.less_by_line(&ClaimId::cheaper(&claim("y")));
    assert_eq!(less, [(0, Won(3_000))]);
}

/// Of two lines that cost more only the first came; the second is free of VAT.
#[test]
fn what_goes_back_of_a_difference_is_taxed_as_the_goods_that_it_was_paid_for() {
    let both = vec![pieces(0, 1), pieces(1, 1)];
    let ask = wants("x", both, &[(0, "rice-xl"), (1, "apple-xl")]);
    let line = |line, name, won| ExchangeLine {
        line,
        sku: sku(name),
        quantity: 1,
        difference: Won(won),
        above_share: Some(Won(won)),
    };
    let terms = ExchangeTerms {
        turn: 1,
        lines: vec![line(0, "rice-xl", 4_000), line(1, "apple-xl", 1_000)],
        waived: false,
        supplement: Some(Box::new(charged("x", 5_000, 1))),
    };
    let order = arrived()
        .when(ask)
        .succeeds()
        .when(OrderCommand::AcceptClaim {
            claim: claim("x"),
            carriage: Some(Won(0)),
            terms: Some(Box::new(terms)),
            at: hour(60),
        })
        .succeeds()
        .when(paid("x", 5_000, 1))
        .succeeds()
        .when(take_back("x", vec![pieces(0, 1)]))
        .succeeds()
        .when(replace("x", "87654321"))
        .succeeds()
        .when(take_back("r", vec![pieces(0, 1)]))
        .succeeds()
        .state();
    let charges = charged("x", 5_000, 1).order;
    let apple = GiveBack {
        tax_free: Won(1_000),
        ..back(charges.clone(), ClaimId::fewer_came(), 1_000)
    };
    let rice = back(charges, ClaimId::came_back(&claim("r")), 4_000);
    assert_eq!(order.exchange_give_backs(), [apple, rice]);
}

/// Two pieces cost more, and one of them more again: it is that order that is paid back first.
#[test]
fn what_was_paid_last_goes_back_first() {
    let order = arrived()
        .exchanged("x", ("rice-xl", 2), 8_000, "87654321")
        .exchanged("y", ("rice-sack", 1), 20_000, "87654322")
        .exchanged("z", ("rice-s", 2), -22_000, "87654323")
        .state();
    let grant = || ClaimId::came_back(&claim("z"));
    let (first, last) = (charged("x", 8_000, 1), charged("y", 20_000, 1));
    let mut backs = order.exchange_give_backs();
    backs.sort_by_key(|it| it.amount);
    let paid_back = [
        back(first.order, grant(), 2_000),
        back(last.order, grant(), 20_000),
    ];
    assert_eq!(backs, paid_back);
}
