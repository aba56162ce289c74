//! An order, its payment and its stock, told of deposits, expiry, cancellation, refunds and
//! parcels in any order, late, twice, or not yet.
//!
//! The messages are the shop's use cases in miniature: each asks the aggregates in the shop's
//! sequence, and each is delivered at least once. Whatever the sequence, the order only moves
//! forward, the books agree, and once everything has been said, saying it again in any other
//! order changes nothing.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use std::collections::BTreeSet;

use common::orders::TOTAL;
use common::world::{Message, World};
use domain::money::Won;
use domain::order::Status;
use domain::payment::PaymentStatus;
use proptest::prelude::*;

/// Each message once, in any order, with any of them repeated at any place.
fn any_delivery() -> impl Strategy<Value = Vec<Message>> {
    prop::collection::vec(prop::sample::select(&Message::ALL), 0..12)
        .prop_map(|extra| Message::ALL.into_iter().chain(extra).collect::<Vec<_>>())
        .prop_shuffle()
}

/// How far along its life an order is; side roads end it.
fn rank(status: Status) -> u8 {
    match status {
        Status::New => 0,
        Status::Abandoned | Status::PendingDeposit => 1,
        Status::Paid => 2,
        Status::Preparing => 3,
        Status::PartlyShipped => 4,
        Status::Shipped => 5,
        Status::Delivered => 6,
        Status::Confirmed => 7,
        Status::Cancelled | Status::Expired | Status::Refunded => 8,
    }
}

proptest! {
    #[test]
    fn an_order_never_moves_backwards_and_its_books_agree_at_every_step(
        messages in any_delivery(),
    ) {
        let mut world = World::with_a_placed_order();
        let mut before = rank(world.order.status());
        for message in messages {
            world.deliver(message);
            let after = rank(world.order.status());
            prop_assert!(after >= before, "{message:?}: {:?}", world.order.status());
            before = after;
            world.books_agree();
        }
    }

    #[test]
    fn duplicates_change_nothing(messages in any_delivery()) {
        let (mut once, mut often) = (World::with_a_placed_order(), World::with_a_placed_order());
        for &message in &messages {
            once.deliver(message);
            for _ in 0..3 {
                often.deliver(message);
            }
        }
        prop_assert_eq!(once, often);
    }

    /// What was refused because it came too early is sent again until it is heard; then every
    /// further message, in any order, is one that was heard before.
    #[test]
    fn once_all_is_said_saying_it_again_changes_nothing(
        messages in any_delivery(),
        again in any_delivery(),
    ) {
        let mut world = World::with_a_placed_order();
        for &message in &messages {
            world.deliver(message);
        }
        world.deliver_until_quiet(&messages);
        let settled = world.clone();
        for message in again {
            world.deliver(message);
        }
        prop_assert_eq!(settled, world);
    }

    /// The end depends on what came first, money or giving up, and then parcel or
    /// cancellation; on nothing else.
    #[test]
    fn the_same_race_has_the_same_winner(messages in any_delivery()) {
        let mut world = World::with_a_placed_order();
        world.deliver_until_quiet(&messages);
        let status = world.order.status();
        match world.payment.status() {
            PaymentStatus::Captured => {
                prop_assert!(matches!(status, Status::Cancelled | Status::Shipped), "{status:?}");
                let back = if status == Status::Cancelled { TOTAL } else { world.order.refunded() };
                prop_assert_eq!(world.order.refunded(), back);
                prop_assert_eq!(world.payment.refunded(), world.order.refunded());
                prop_assert_eq!(world.unmatched, Won::ZERO);
            }
            PaymentStatus::Cancelled | PaymentStatus::Expired => {
                prop_assert!(matches!(status, Status::Cancelled | Status::Expired), "{status:?}");
                prop_assert_eq!(world.unmatched, TOTAL);
                prop_assert_eq!(world.order.promised(), Won::ZERO);
            }
            other => prop_assert!(false, "{other:?}"),
        }
        let sold = if status == Status::Shipped { world.ordered() } else { 0 };
        prop_assert_eq!(world.sold(), sold);
        prop_assert_eq!(world.held(), 0);
    }
}

/// Heap's algorithm.
fn permutations(of: usize, messages: &mut Vec<Message>, visit: &mut impl FnMut(&[Message])) {
    if of <= 1 {
        return visit(messages);
    }
    for place in 0..of {
        permutations(of - 1, messages, visit);
        messages.swap(if of.is_multiple_of(2) { place } else { 0 }, of - 1);
    }
}

/// No luck involved: all 720 sequences, and every end that an order can come to is among them.
#[test]
fn every_sequence_of_the_messages_ends_well_in_one_of_four_ways() {
    let mut ends = BTreeSet::new();
    let mut sequences = 0;
    permutations(6, &mut Message::ALL.to_vec(), &mut |messages| {
        let mut world = World::with_a_placed_order();
        for &message in messages {
            world.deliver(message);
            world.books_agree();
        }
        world.deliver_until_quiet(messages);
        world.books_agree();
        sequences += 1;
        ends.insert((world.order.status(), world.order.paid() > Won::ZERO));
    });
    let expected = [
        (Status::Shipped, true),
        (Status::Cancelled, false),
        (Status::Cancelled, true),
        (Status::Expired, false),
    ];
    assert_eq!(sequences, 720);
    assert_eq!(ends, BTreeSet::from(expected));
}
