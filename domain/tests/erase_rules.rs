//! Forgetting who ordered, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::hour;
use common::orders::*;
use common::story::{after, given};
use domain::order::{Order, OrderCommand, OrderEvent, OrderRefusal, Status};
use domain::personal::{Commitment, PersonalRef};

/// The order, of somebody whom the vault knows.
fn place_for_somebody() -> OrderCommand {
    let mut draft = draft();
    draft.recipient = Some(PersonalRef {
        id: uuid::Uuid::from_u128(8),
        commitment: Commitment("00".repeat(32)),
    });
    OrderCommand::Place { draft }
}

fn erase() -> OrderCommand {
    OrderCommand::EraseRecipient { at: hour(100) }
}

#[test]
fn who_ordered_is_erased_once_and_the_order_stays() {
    let order = after::<Order>([
        place_for_somebody(),
        pay(),
        ship("12345678", None),
        deliver(1),
    ])
    .when(erase())
    .then([OrderEvent::RecipientErased { at: hour(100) }])
    .when(erase())
    .nothing_happens()
    .state();
    assert_eq!(order.recipient_erased(), Some(hour(100)));
    assert_eq!((order.status(), order.paid()), (Status::Delivered, TOTAL));
}

#[test]
fn an_order_that_is_still_to_be_paid_or_sent_needs_its_recipient() {
    after::<Order>([place_for_somebody()])
        .when(erase())
        .refuses(OrderRefusal::RecipientNeeded(Status::PendingDeposit));
    let told = OrderRefusal::RecipientNeeded(Status::PendingDeposit).to_string();
    assert!(
        told.contains("(pending_deposit)"),
        "as tables name it: {told}"
    );
    after::<Order>([place_for_somebody(), pay()])
        .when(erase())
        .refuses(OrderRefusal::RecipientNeeded(Status::Paid));
    after::<Order>([place_for_somebody(), pay(), ship("12345678", None)])
        .when(erase())
        .refuses(OrderRefusal::RecipientNeeded(Status::Shipped));
    after::<Order>([place_for_somebody(), cancel("c", None)])
        .when(erase())
        .succeeds();
}

#[test]
fn who_is_owed_money_or_sends_goods_back_is_not_erased() {
    after::<Order>([place_for_somebody(), pay(), cancel("c", None)])
        .when(erase())
        .refuses(OrderRefusal::MoneyOwed(TOTAL))
        .when(record_refund("c"))
        .succeeds()
        .when(erase())
        .succeeds();
    let lines = vec![pieces(0, 1)];
    let story = [
        place_for_somebody(),
        pay(),
        ship("12345678", None),
        deliver(1),
        ask_return("r", lines),
    ];
    after::<Order>(story)
        .when(erase())
        .refuses(OrderRefusal::RecipientNeeded(Status::Delivered));
}

#[test]
fn an_order_without_a_recipient_has_nothing_to_erase() {
    given::<Order>([])
        .when(erase())
        .refuses(OrderRefusal::NotPlaced);
    after::<Order>([place(), cancel("c", None)])
        .when(erase())
        .nothing_happens();
}
