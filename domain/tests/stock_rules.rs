//! The pieces of one SKU, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::hour;
use common::stocks::*;
use common::story::{after, given};
use domain::stock::{ReleaseReason, Stock, StockCommand, StockEvent, StockRefusal};

#[test]
fn a_delivery_note_is_received_once() {
    given::<Stock>([])
        .when(receive(10, "note-1"))
        .then([StockEvent::StockReceived {
            quantity: 10,
            reference: reference("note-1"),
        }])
        .when(receive(10, "note-1"))
        .nothing_happens()
        .when(receive(10, "note-2"))
        .succeeds();
}

#[test]
fn a_hold_sets_pieces_aside_until_its_deadline() {
    let stock = after::<Stock>([receive(10, "note")])
        .when(hold("a", 4))
        .then([StockEvent::StockHeld {
            hold: hold_id("a"),
            quantity: 4,
            until: hour(1),
        }])
        .state();
    assert_eq!(
        (stock.on_hand(), stock.held(), stock.available(hour(0))),
        (6, 4, 6)
    );
    assert_eq!(stock.available(hour(1)), 10);
}

#[test]
fn the_last_piece_is_held_by_one_shopper_only() {
    after::<Stock>([receive(1, "note"), hold("a", 1)])
        .when(hold("b", 1))
        .refuses(StockRefusal::Short {
            asked: 1,
            available: 0,
        });
    after::<Stock>([receive(3, "note")])
        .when(hold("b", 4))
        .refuses(StockRefusal::Short {
            asked: 4,
            available: 3,
        });
}

#[test]
fn repeating_a_hold_holds_nothing_more() {
    after::<Stock>([receive(10, "note"), hold("a", 4)])
        .when(hold("a", 4))
        .nothing_happens();
}

#[test]
fn a_hold_past_its_deadline_makes_room_for_the_next_shopper() {
    let late = StockCommand::Hold {
        hold: hold_id("b"),
        quantity: 1,
        until: hour(3),
        now: hour(2),
    };
    after::<Stock>([receive(1, "note"), hold("a", 1)])
        .when(late)
        .then([
            released("a", 1, ReleaseReason::Lapsed),
            StockEvent::StockHeld {
                hold: hold_id("b"),
                quantity: 1,
                until: hour(3),
            },
        ]);
}

#[test]
fn a_hold_whose_deadline_has_passed_is_refused() {
    let late = StockCommand::Hold {
        hold: hold_id("a"),
        quantity: 1,
        until: hour(2),
        now: hour(2),
    };
    after::<Stock>([receive(1, "note")])
        .when(late)
        .refuses(StockRefusal::DeadlinePassed);
}

#[test]
fn a_released_hold_is_back_on_the_shelf_and_is_not_held_again_by_a_late_repetition() {
    after::<Stock>([receive(5, "note"), hold("a", 2)])
        .when(release("a"))
        .then([released("a", 2, ReleaseReason::Cancelled)])
        .when(release("a"))
        .nothing_happens()
        .when(hold("a", 2))
        .refuses(StockRefusal::Settled);
}

#[test]
fn only_holds_past_their_deadline_lapse() {
    after::<Stock>([receive(5, "note"), hold("a", 2)])
        .when(StockCommand::Lapse { now: hour(0) })
        .nothing_happens()
        .when(StockCommand::Lapse { now: hour(1) })
        .then([released("a", 2, ReleaseReason::Lapsed)]);
}

#[test]
fn a_paid_order_takes_what_it_held_and_takes_it_once() {
    let stock = after::<Stock>([receive(5, "note"), hold("a", 2)])
        .when(take("a", 2))
        .then([taken("a", 2, true)])
        .when(take("a", 2))
        .nothing_happens()
        .when(release("a"))
        .nothing_happens()
        .when(hold("a", 2))
        .refuses(StockRefusal::Settled)
        .state();
    assert_eq!((stock.on_hand(), stock.held(), stock.sold()), (3, 0, 2));
}

#[test]
fn a_paid_order_whose_hold_lapsed_takes_what_is_free() {
    after::<Stock>([
        receive(5, "note"),
        hold("a", 2),
        StockCommand::Lapse { now: hour(1) },
    ])
    .when(take("a", 2))
    .then([taken("a", 2, false)]);
}

#[test]
fn an_order_given_up_after_its_hold_lapsed_asks_for_its_pieces_no_more() {
    let lapse = StockCommand::Lapse { now: hour(1) };
    after::<Stock>([receive(5, "note"), hold("a", 2), lapse])
        .when(hold("a", 2))
        .refuses(StockRefusal::Settled)
        .when(release("a"))
        .then([released("a", 0, ReleaseReason::Cancelled)])
        .when(release("a"))
        .nothing_happens()
        .when(take("a", 2))
        .nothing_happens();
}

/// A process that lags behind a flash sale asks for every order's pieces once more.
#[test]
fn an_order_asked_for_after_thousands_of_others_takes_nothing_twice() {
    let count = 5_000;
    let mut commands = vec![receive(2 * count, "note")];
    for order in 0..count {
        commands.push(hold(&order.to_string(), 1));
        commands.push(take(&order.to_string(), 1));
    }
    let stock = after::<Stock>(commands)
        .when(take("0", 1))
        .nothing_happens()
        .when(receive(2 * count, "note"))
        .nothing_happens()
        .state();
    assert_eq!(stock.sold(), i64::from(count));
}

#[test]
fn a_sale_made_elsewhere_takes_what_it_never_held_once() {
    after::<Stock>([receive(3, "note")])
        .when(sell("a", 2))
        .then([taken("a", 2, false)])
        .when(sell("a", 2))
        .nothing_happens()
        .when(sell("b", 2))
        .then([StockEvent::StockShort {
            hold: hold_id("b"),
            quantity: 2,
        }])
        .when(sell("b", 2))
        .nothing_happens()
        .when(receive(1, "another"))
        .succeeds()
        .when(sell("b", 2))
        .then([taken("b", 2, false)]);
}

#[test]
fn a_paid_order_that_finds_the_shelf_empty_is_a_task_for_staff_and_never_a_negative_stock() {
    let lapse = StockCommand::Lapse { now: hour(1) };
    let later = StockCommand::Hold {
        hold: hold_id("b"),
        quantity: 2,
        until: hour(9),
        now: hour(2),
    };
    after::<Stock>([receive(2, "note"), hold("a", 2), lapse, later, take("b", 2)])
        .when(take("a", 2))
        .then([StockEvent::StockShort {
            hold: hold_id("a"),
            quantity: 2,
        }])
        .when(take("a", 2))
        .nothing_happens()
        .when(receive(2, "another"))
        .succeeds()
        .when(take("a", 2))
        .then([taken("a", 2, false)]);
}

#[test]
fn returned_pieces_are_sold_again_or_written_off() {
    let stock = after::<Stock>([receive(5, "note"), sell("a", 3)])
        .when(take_back(1, true, "claim-1"))
        .succeeds()
        .when(take_back(1, true, "claim-1"))
        .nothing_happens()
        .when(take_back(1, false, "claim-2"))
        .succeeds()
        .state();
    assert_eq!(
        (stock.on_hand(), stock.sold(), stock.written_off()),
        (3, 1, 1)
    );
}

#[test]
fn no_more_comes_back_than_was_sold() {
    after::<Stock>([receive(5, "note"), sell("a", 1)])
        .when(take_back(2, true, "claim"))
        .refuses(StockRefusal::Unbalanced);
}

#[test]
fn a_count_corrects_the_shelf_once_and_never_below_nothing() {
    after::<Stock>([receive(5, "note"), hold("a", 2)])
        .when(adjust(-4, "count-1"))
        .refuses(StockRefusal::Unbalanced)
        .when(adjust(-3, "count-1"))
        .succeeds()
        .when(adjust(-3, "count-1"))
        .nothing_happens()
        .when(adjust(7, "count-2"))
        .succeeds();
}

#[test]
fn quantities_no_shelf_holds_are_refused() {
    for quantity in [0, 100_000_001, u32::MAX] {
        for command in [
            receive(quantity, "note"),
            hold("a", quantity),
            take("a", quantity),
            sell("a", quantity),
            take_back(quantity, true, "claim"),
            adjust(i64::from(quantity), "count"),
        ] {
            given::<Stock>([])
                .when(command)
                .refuses(StockRefusal::BadQuantity);
        }
    }
    given::<Stock>([])
        .when(adjust(i64::MIN, "count"))
        .refuses(StockRefusal::BadQuantity);
}

#[test]
fn an_order_that_found_the_shelf_empty_gives_up_what_it_waits_for() {
    after::<Stock>([receive(5, "note"), sell("b", 5), sell("a", 3)])
        .when(take_back(3, true, "claim-1"))
        .then([not_wanted("a", 3, "claim-1")])
        .when(take_back(3, true, "claim-1"))
        .nothing_happens()
        .when(receive(9, "another"))
        .succeeds()
        .when(take("a", 3))
        .nothing_happens();
}

#[test]
fn pieces_cancelled_while_the_order_waited_for_them_are_not_taken_later() {
    let stock = after::<Stock>([receive(5, "note"), sell("b", 5), sell("a", 3)])
        .when(take_back(1, true, "claim-1"))
        .then([not_wanted("a", 1, "claim-1")])
        .when(receive(9, "another"))
        .succeeds()
        .when(take("a", 3))
        .then([taken("a", 2, false)])
        .when(take_back(1, true, "claim-1"))
        .nothing_happens()
        .state();
    assert_eq!((stock.on_hand(), stock.sold()), (7, 7));
}

fn take_over(hold: &str, from: &[&str], quantity: u32) -> StockCommand {
    StockCommand::TakeOver {
        from: from.iter().map(|it| hold_id(it)).collect(),
        hold: hold_id(hold),
        quantity,
        until: hour(2),
        now: hour(0),
    }
}

#[test]
fn a_hold_takes_over_what_others_have_though_nothing_is_free() {
    after::<Stock>([receive(5, "note"), hold("old", 3), hold("more", 2)])
        .when(take_over("new", &["old", "more"], 4))
        .then([
            StockEvent::HoldReleased {
                hold: hold_id("old"),
                quantity: 3,
                reason: ReleaseReason::Cancelled,
            },
            StockEvent::HoldReleased {
                hold: hold_id("more"),
                quantity: 2,
                reason: ReleaseReason::Cancelled,
            },
            StockEvent::StockHeld {
                hold: hold_id("new"),
                quantity: 4,
                until: hour(2),
            },
        ])
        .when(take_over("new", &["old", "more"], 4))
        .nothing_happens()
        .when(hold("old", 1))
        .refuses(StockRefusal::Settled);
}

#[test]
fn taking_over_too_little_leaves_the_others_as_they_are() {
    let stock = after::<Stock>([receive(5, "note"), hold("old", 3), hold("stranger", 2)])
        .when(take_over("new", &["old"], 4))
        .refuses(StockRefusal::Short {
            asked: 4,
            available: 3,
        })
        .state();
    assert!(stock.holds(&hold_id("old")));
}
