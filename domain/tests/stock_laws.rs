//! What holds of stock whatever is asked of it, in any order and any number of times.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use std::collections::BTreeSet;

use common::hour;
use common::story::decide;
use cqrs_es::Aggregate;
use domain::ids::{HoldId, Reference};
use domain::rule::Decide;
use domain::stock::{ReleaseReason, Stock, StockCommand, StockEvent};
use proptest::prelude::*;

/// Few ids and small quantities, so that commands meet, repeat and contradict one another.
fn any_command() -> impl Strategy<Value = StockCommand> {
    let hold = || (0..6_u8).prop_map(|id| HoldId::new(format!("order-{id}")).unwrap());
    let note = || (0..6_u8).prop_map(|id| Reference::new(format!("note-{id}")).unwrap());
    let reason = prop_oneof![Just(ReleaseReason::Cancelled), Just(ReleaseReason::Undone)];
    prop_oneof![
        (0..9_u32, note()).prop_map(|(quantity, reference)| StockCommand::Receive {
            quantity,
            reference
        }),
        (hold(), 0..5_u32, 0..6_i64, 0..6_i64).prop_map(|(hold, quantity, until, now)| {
            StockCommand::Hold {
                hold,
                quantity,
                until: hour(until),
                now: hour(now),
            }
        }),
        (hold(), reason).prop_map(|(hold, reason)| StockCommand::Release { hold, reason }),
        (0..6_i64).prop_map(|now| StockCommand::Lapse { now: hour(now) }),
        (hold(), 0..5_u32).prop_map(|(hold, quantity)| StockCommand::Take { hold, quantity }),
        (hold(), 0..5_u32).prop_map(|(hold, quantity)| StockCommand::Sell { hold, quantity }),
        (hold(), 0..5_u32, any::<bool>(), note()).prop_map(
            |(hold, quantity, resellable, reference)| {
                StockCommand::Return {
                    hold,
                    quantity,
                    resellable,
                    reference,
                }
            }
        ),
        (-6..6_i64, note()).prop_map(|(delta, reference)| {
            StockCommand::Adjust {
                delta,
                reason: "count".to_owned(),
                reference,
            }
        }),
    ]
}

fn any_commands() -> impl Strategy<Value = Vec<StockCommand>> {
    prop::collection::vec(any_command(), 0..60)
}

proptest! {
    #[test]
    fn stock_is_never_negative_and_its_books_always_balance(commands in any_commands()) {
        let mut stock = Stock::default();
        for command in commands {
            let _ = decide(&mut stock, command);
            prop_assert!(stock.balanced());
            for pieces in [stock.on_hand(), stock.held(), stock.sold(), stock.written_off()] {
                prop_assert!(pieces >= 0);
            }
            prop_assert_eq!(
                stock.received() + stock.adjusted(),
                stock.on_hand() + stock.held() + stock.sold() + stock.written_off()
            );
        }
    }

    #[test]
    fn an_order_takes_its_pieces_once(commands in any_commands()) {
        let mut stock = Stock::default();
        let mut taken = BTreeSet::new();
        for command in commands {
            for event in decide(&mut stock, command).unwrap_or_default() {
                if let StockEvent::StockTaken { hold, .. } = event {
                    prop_assert!(taken.insert(hold));
                }
            }
        }
    }

    /// A crash between commit and answer makes the caller ask again.
    #[test]
    fn asking_again_at_once_changes_nothing(commands in any_commands()) {
        let mut stock = Stock::default();
        for command in commands {
            if decide(&mut stock, command.clone()).is_ok() {
                prop_assert_eq!(stock.decide(command), Ok(vec![]));
            }
        }
    }

    /// However late a step of a settled order is repeated, it holds and takes nothing more.
    #[test]
    fn a_settled_order_stays_settled(commands in any_commands(), late in any_commands()) {
        let mut stock = Stock::default();
        for command in commands {
            let _ = decide(&mut stock, command);
        }
        let hold = HoldId::new("order-0").unwrap();
        let sell = StockCommand::Sell { hold: hold.clone(), quantity: 1 };
        let (until, now) = (hour(99), hour(0));
        prop_assume!(decide(&mut stock, sell).is_ok_and(|events| {
            matches!(events[..], [StockEvent::StockTaken { .. }])
        }));
        for command in late {
            let _ = decide(&mut stock, command);
            prop_assert!(!stock.holds(&hold));
            let again = StockCommand::Hold { hold: hold.clone(), quantity: 1, until, now };
            prop_assert!(stock.decide(again).is_err());
        }
    }

    #[test]
    fn a_snapshot_decides_like_the_stream_it_stands_for(
        commands in any_commands(),
        next in any_commands(),
    ) {
        let mut stock = Stock::default();
        for command in commands {
            let _ = decide(&mut stock, command);
        }
        let json = serde_json::to_string(&stock).unwrap();
        let mut restored: Stock = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&restored, &stock);
        for command in next {
            prop_assert_eq!(decide(&mut restored, command.clone()), decide(&mut stock, command));
        }
    }

    #[test]
    fn folding_never_panics_whatever_a_damaged_log_says(
        mut events in prop::collection::vec(any_command(), 0..40).prop_map(|commands| {
            let mut stock = Stock::default();
            commands.into_iter().filter_map(|it| decide(&mut stock, it).ok()).flatten().collect::<Vec<_>>()
        }).prop_shuffle(),
        cut in 0..10_usize,
    ) {
        events.truncate(events.len().saturating_sub(cut));
        let mut stock = Stock::default();
        for event in events {
            stock.apply(event);
        }
        let _ = stock.balanced();
    }
}
