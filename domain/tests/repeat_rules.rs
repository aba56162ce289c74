//! The same word twice is one deed; another word under the same name is refused. As sentences.
//!
//! The order: 2 × 10,000 won of rice, 1 × 5,000 of apples, 3,000 postage.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::hour;
use common::orders::*;
use common::story::after;
use domain::money::Won;
use domain::order::{Goods, Order, OrderCommand, OrderEvent, OrderRefusal};

fn paid() -> [OrderCommand; 2] {
    [place(), pay()]
}

fn shipped() -> [OrderCommand; 3] {
    [place(), pay(), ship("12345678", None)]
}

fn stands(id: &str, won: i64) -> OrderRefusal {
    OrderRefusal::OtherClaim {
        claim: claim(id),
        stands: Won(won),
    }
}

#[test]
fn a_grant_of_another_amount_needs_a_name_of_its_own() {
    after::<Order>(paid())
        .when(grant("refund", 3_000))
        .succeeds()
        .when(grant("refund", 5_000))
        .refuses(stands("refund", 3_000))
        .when(record_refund("refund"))
        .succeeds()
        .when(grant("refund", 5_000))
        .refuses(stands("refund", 3_000))
        .when(grant("refund", 3_000))
        .nothing_happens();
}

#[test]
fn a_cancellation_of_other_pieces_needs_a_name_of_its_own() {
    after::<Order>(paid())
        .when(cancel("c", Some(vec![pieces(0, 1)])))
        .succeeds()
        .when(cancel("c", Some(vec![pieces(0, 1)])))
        .nothing_happens()
        .when(cancel("c", Some(vec![pieces(0, 2)])))
        .refuses(stands("c", 10_000))
        .when(cancel("c", None))
        .refuses(stands("c", 10_000))
        .when(grant("c", 10_000))
        .refuses(stands("c", 10_000));
}

#[test]
fn a_return_of_other_pieces_or_in_another_state_needs_a_name_of_its_own() {
    let spoilt = OrderCommand::ReceiveReturn {
        claim: claim("r"),
        lines: vec![pieces(0, 1)],
        resellable: false,
        at: hour(90),
    };
    after::<Order>(shipped())
        .when(take_back("r", vec![pieces(0, 1)]))
        .succeeds()
        .when(take_back("r", vec![pieces(0, 1)]))
        .nothing_happens()
        .when(take_back("r", vec![pieces(1, 1)]))
        .refuses(stands("r", 10_000))
        .when(spoilt)
        .refuses(stands("r", 10_000))
        .when(cancel("r", Some(vec![pieces(0, 1)])))
        .refuses(stands("r", 10_000));
}

#[test]
fn an_announced_return_of_other_pieces_needs_a_name_of_its_own() {
    let ask = |lines| ask_return("r", lines);
    after::<Order>(shipped())
        .when(ask(vec![pieces(0, 1), pieces(1, 1)]))
        .succeeds()
        .when(ask(vec![pieces(1, 1), pieces(0, 1)]))
        .nothing_happens()
        .when(ask(vec![pieces(0, 2)]))
        .refuses(OrderRefusal::OtherReturn(claim("r")))
        .when(take_back("r", vec![pieces(0, 1)]))
        .succeeds()
        .when(ask(vec![pieces(0, 1), pieces(1, 1)]))
        .nothing_happens();
}

#[test]
fn a_claim_is_paid_back_under_one_name() {
    let other = OrderCommand::RecordRefund {
        claim: claim("g"),
        refund: refund("another"),
        at: hour(91),
    };
    after::<Order>(paid())
        .when(grant("g", 3_000))
        .succeeds()
        .when(record_refund("g"))
        .succeeds()
        .when(other)
        .refuses(stands("g", 3_000));
}

#[test]
fn an_invoice_number_names_one_parcel_with_what_it_holds() {
    after::<Order>(paid())
        .when(ship("12345678", Some(vec![pieces(0, 1)])))
        .succeeds()
        .when(ship("12345678", Some(vec![pieces(0, 1)])))
        .nothing_happens()
        .when(ship("12345678", Some(vec![pieces(1, 1)])))
        .refuses(OrderRefusal::OtherParcel)
        .when(ship("12345678", None))
        .refuses(OrderRefusal::OtherParcel)
        .when(ship("87654321", None))
        .succeeds()
        .when(ship("87654321", None))
        .nothing_happens();
}

#[test]
fn the_pieces_of_a_claim_are_booked_once() {
    let order = after::<Order>(paid())
        .when(record_restock("c"))
        .refuses(OrderRefusal::NoClaim)
        .when(cancel("c", Some(vec![pieces(0, 1)])))
        .succeeds()
        .when(record_restock("c"))
        .then([OrderEvent::ClaimRestocked {
            claim: claim("c"),
            at: hour(91),
        }])
        .when(record_restock("c"))
        .nothing_happens()
        .state();
    let open: Vec<_> = order.open_claims().map(|(.., goods)| goods).collect();
    assert_eq!(open, [Goods::None], "only its money is left to do");
    assert_eq!(order.given_up().collect::<Vec<_>>(), [pieces(0, 1)]);
}
