//! What is told beforehand is what happens, and the parts of an order add up to the whole.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::baskets::{any_basket, rules};
use common::orders::*;
use common::story::decide;
use domain::ids::ClaimId;
use domain::money::Won;
use domain::order::{ClaimReason, LineQuantity, Order, OrderCommand, OrderDraft, Terms, Wish};
use domain::pricing::price;
use proptest::prelude::*;

fn paid(draft: OrderDraft) -> Order {
    let mut order = Order::default();
    let (due, payment) = (draft.quote.total, payment_id());
    let draft = Box::new(draft);
    decide(&mut order, OrderCommand::Place { draft }).unwrap();
    let at = common::hour(1);
    let pay = OrderCommand::Pay {
        payment,
        amount: due,
        at,
    };
    decide(&mut order, pay).unwrap();
    order
}

fn any_paid() -> impl Strategy<Value = Order> {
    any_basket(0..5_000).prop_map(|basket| {
        let quote = price(&rules(), &basket).unwrap();
        paid(OrderDraft { quote, ..*draft() })
    })
}

/// Chooses pieces of one line that are left.
fn some(
    order: &Order,
    left: fn(&domain::order::Line) -> u32,
    pick: (usize, u32),
) -> Option<LineQuantity> {
    let open: Vec<(u32, u32)> = (0..)
        .zip(order.lines())
        .map(|(number, line)| (number, left(line)))
        .filter(|(_, left)| *left > 0)
        .collect();
    let (line, left) = *open.get(pick.0 % open.len().max(1))?;
    Some(LineQuantity {
        line,
        quantity: 1 + pick.1 % left,
    })
}

proptest! {
    #[test]
    fn cancelling_piece_by_piece_gives_back_all_that_was_paid(
        mut order in any_paid(),
        picks in prop::collection::vec((0..12_usize, any::<u32>()), 0..12),
    ) {
        let mut told = Won::ZERO;
        let mut cancel = |order: &mut Order, number: usize, lines: Option<Vec<LineQuantity>>| {
            let preview = order.preview_cancel(lines.clone(), Won::ZERO).unwrap();
            let before = order.promised();
            let command = OrderCommand::Cancel {
                claim: ClaimId::new(format!("c-{number}")).unwrap(),
                lines,
                keep: Won::ZERO,                reason: "shopper".to_owned(),
                at: common::hour(4),
            };
            decide(order, command).unwrap();
            assert_eq!(order.promised() - before, preview.refund.amount);
            assert_eq!(preview.ends, order.status() == domain::order::Status::Cancelled);
            if preview.ends {
                assert_eq!(preview.carriage_kept, Won::ZERO);
            } else {
                assert!(preview.gifts_lost.is_empty());
            }
            told += preview.refund.amount;
        };
        for (number, pick) in picks.into_iter().enumerate() {
            let Some(part) = some(&order, domain::order::Line::to_ship, pick) else { break };
            cancel(&mut order, number, Some(vec![part]));
        }
        if order.lines().iter().any(|line| line.to_ship() > 0) {
            cancel(&mut order, 99, None);
        }
        prop_assert_eq!(told, order.paid());
        prop_assert_eq!(order.promised(), order.paid());
    }

    #[test]
    fn a_return_gives_back_what_was_told_and_never_more_than_was_paid(
        mut order in any_paid(),
        picks in prop::collection::vec((0..12_usize, any::<u32>(), 0..6_usize), 1..8),
    ) {
        decide(&mut order, ship("12345678", None)).unwrap();
        decide(&mut order, deliver(1)).unwrap();
        for (number, (line, quantity, reason)) in picks.into_iter().enumerate() {
            let Some(part) = some(&order, domain::order::Line::to_return, (line, quantity)) else { break };
            let (id, lines) = (format!("r-{number}"), vec![part]);
            let reason = ClaimReason::ALL[reason];
            let told = order.preview_return(Wish::Return, lines.clone(), reason, Terms::STANDARD).unwrap();
            let before = order.promised();
            decide(&mut order, ask_because(reason, Wish::Return, &id, lines)).unwrap();
            decide(&mut order, take_back(&id, vec![])).unwrap();
            prop_assert_eq!(order.promised() - before, told.refund.amount);
            prop_assert!(told.refund.amount >= Won::ZERO);
        }
        prop_assert!(order.promised() <= order.paid());
    }
}

#[test]
fn an_unpaid_order_is_given_up_whole_and_nothing_goes_back() {
    let mut order = Order::default();
    decide(&mut order, place()).unwrap();
    let told = order.preview_cancel(None, Won::ZERO).unwrap();
    assert!(told.ends);
    assert_eq!(told.refund.amount, Won::ZERO);
    assert!(
        order
            .preview_cancel(Some(vec![pieces(0, 1)]), Won::ZERO)
            .is_err()
    );
}
