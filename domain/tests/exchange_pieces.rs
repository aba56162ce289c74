//! Which pieces come back where some are another option than was ordered, as sentences.
//!
//! The order: 2 × 10,000 won of rice, 1 × 5,000 of apples, 3,000 postage.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::exchanges::*;
use common::hour;
use common::orders::*;
use cqrs_es::Aggregate;
use domain::Decide;
use domain::money::Won;
use domain::order::{ClaimReason, Order, OrderCommand, OrderEvent, OrderRefusal, Wish};

/// The large one is with the shop, to be sent once more, while the other one is exchanged.
#[test]
fn what_is_exchanged_is_what_was_there_when_it_was_asked_for() {
    let order = one_is_large()
        .when(once_more("same"))
        .succeeds()
        .when(take_back("same", vec![]))
        .succeeds()
        .when(want("y", 1, "rice-s"))
        .succeeds()
        .when(accept("y", ("rice-s", 1), -1_000, 1))
        .succeeds()
        .when(replace("same", "87654322"))
        .succeeds()
        .when(take_back("y", vec![]))
        .succeeds()
        .when(replace("y", "87654323"))
        .succeeds()
        .state();
    assert_eq!(order.came(&claim("y"), pieces(0, 1)), [(sku("rice"), 1)]);
    let kept = order.lines_kept(pieces(0, 2)).into_iter();
    let kept: Vec<_> = kept.map(|(line, pieces)| (line.sku, pieces)).collect();
    assert_eq!(kept, [(sku("rice-s"), 1), (sku("rice-xl"), 1)]);
    assert_eq!(order.exchange_give_backs(), []);
}

/// A cheaper one is on its way while the other piece comes back.
#[test]
fn what_is_sent_meanwhile_changes_nothing_of_what_is_on_its_way_back() {
    let there = || {
        arrived()
            .when(want("y", 1, "rice-s"))
            .succeeds()
            .when(accept("y", ("rice-s", 1), -1_000, 1))
            .succeeds()
            .when(take_back("y", vec![]))
            .succeeds()
    };
    let lines = vec![pieces(0, 1)];
    let back = ask_because(ClaimReason::Damaged, Wish::Return, "r", lines);
    let order = there()
        .when(back)
        .succeeds()
        .when(replace("y", "87654321"))
        .succeeds()
        .when(take_back("r", vec![]))
        .succeeds()
        .state();
    assert_eq!(order.promised(), Won(1_000 + 10_000));
    assert_eq!(order.came(&claim("r"), pieces(0, 1)), [(sku("rice"), 1)]);
    let order = there()
        .when(once_more("same"))
        .succeeds()
        .when(replace("y", "87654321"))
        .succeeds()
        .when(take_back("same", vec![]))
        .succeeds()
        .state();
    assert_eq!(order.replacement_pieces(&claim("same")), [(sku("rice"), 1)]);
}

/// One large and one other are asked back, each with a claim of its own: neither comes with another claim, and nothing
/// that nobody announced.
#[test]
fn pieces_that_are_not_alike_come_with_the_claim_that_they_were_announced_with() {
    let both = || {
        one_is_large()
            .when(once_more("one"))
            .succeeds()
            .when(once_more("two"))
            .succeeds()
    };
    both()
        .when(take_back("two", vec![pieces(0, 2)]))
        .refuses(OrderRefusal::ClaimOpen(claim("one")))
        .when(take_back("r", vec![pieces(0, 1)]))
        .refuses(OrderRefusal::ClaimOpen(claim("one")));
    let order = both()
        .when(take_back("two", vec![]))
        .succeeds()
        .when(take_back("one", vec![]))
        .succeeds()
        .state();
    let came = |id| order.came(&claim(id), pieces(0, 1));
    assert_eq!(came("one"), [(sku("rice-xl"), 1)]);
    assert_eq!(came("two"), [(sku("rice"), 1)]);
}

/// Requests of before said nothing of it: what came with them stays what it was counted as.
#[test]
fn what_was_asked_for_before_pieces_were_set_apart_is_told_apart_when_it_comes() {
    let asked = |set_apart| {
        let story = one_is_large().when(once_more("same")).succeeds();
        let story = story.when(take_back("same", vec![])).succeeds();
        let mut order = story.state();
        order.apply(OrderEvent::ClaimRequested {
            claim: claim("r"),
            wish: Wish::Return,
            lines: vec![pieces(0, 1)],
            reason: ClaimReason::Damaged,
            carriage: Won(0),
            note: None,
            photos: vec![],
            wanted: vec![],
            set_apart,
            at: hour(80),
        });
        let sent = order.decide(replace("same", "87654322")).unwrap();
        for event in sent {
            order.apply(event);
        }
        order.came(&claim("r"), pieces(0, 1))
    };
    assert_eq!(asked(true), [(sku("rice"), 1)]);
    assert_eq!(asked(false), [(sku("rice-xl"), 1)]);
}

/// Withdrawn, it is with the shopper as before; of what is counted more than was announced, too.
#[test]
fn what_does_not_come_after_all_stays_what_it_is() {
    let asked = || one_is_large().when(once_more("x")).succeeds();
    let withdraw = OrderCommand::WithdrawClaim {
        claim: claim("x"),
        at: hour(80),
    };
    let order = asked().when(withdraw).succeeds().state();
    let first = |order: &Order| order.lines_kept(pieces(0, 1))[0].0.sku.clone();
    assert_eq!(first(&order), sku("rice-xl"));
    assert_eq!(order.charged_for(&[pieces(0, 1)]), Won(4_000));
    assert_eq!(first(&asked().state()), sku("rice"), "what is free");
    let both = asked().when(take_back("x", vec![pieces(0, 2)])).succeeds();
    let came = both.state().came(&claim("x"), pieces(0, 2));
    assert_eq!(came, [(sku("rice-xl"), 1), (sku("rice"), 1)]);
}
