//! A guest's cart goes into a member's, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::baskets::{line, sku};
use common::hour;
use common::orders::{draft, order_id};
use common::story::{Given, after};
use domain::cart::{Cart, CartCommand, CartEvent, CartItem, CartRefusal};
use domain::ids::{CartId, CheckoutKey, MemberId, StoreId};
use domain::money::Won;
use uuid::Uuid;

fn add(name: &str, quantity: u32) -> CartCommand {
    CartCommand::Add {
        product: line(name, 1, 1).product,
        sku: sku(name),
        quantity,
        price: Won(10_000),
    }
}

fn item(name: &str, quantity: u32) -> CartItem {
    CartItem {
        product: line(name, 1, 1).product,
        sku: sku(name),
        quantity,
        price: Won(10_000),
    }
}

fn cart(number: u128) -> CartId {
    CartId(Uuid::from_u128(number))
}

fn hand_over() -> CartCommand {
    CartCommand::HandOver {
        to: cart(2),
        at: hour(0),
    }
}

fn merge(number: u32, items: Vec<CartItem>) -> CartCommand {
    CartCommand::Merge {
        from: cart(1),
        number,
        items,
        at: hour(0),
    }
}

fn merged(number: u32, items: Vec<CartItem>, left: Vec<CartItem>) -> CartEvent {
    CartEvent::CartMerged {
        from: cart(1),
        number,
        items,
        left,
        at: hour(0),
    }
}

fn handed_over(number: u32, items: Vec<CartItem>) -> CartEvent {
    CartEvent::CartHandedOver {
        to: cart(2),
        number,
        items,
        at: hour(0),
    }
}

fn begin() -> CartCommand {
    CartCommand::BeginCheckout {
        key: CheckoutKey::new("k").unwrap(),
        draft: draft(),
        orders_before: 0,
        at: hour(0),
    }
}

fn pieces(given: Given<Cart>) -> Vec<(String, u32)> {
    let cart = given.state();
    let items = cart.items().iter();
    items
        .map(|item| (item.sku.to_string(), item.quantity))
        .collect()
}

#[test]
fn a_members_cart_is_one_in_each_store() {
    let (kim, lee) = (MemberId(Uuid::from_u128(1)), MemberId(Uuid::from_u128(2)));
    let (a, b) = (StoreId::new("a").unwrap(), StoreId::new("b").unwrap());
    assert_eq!(CartId::of_member(kim, &a), CartId::of_member(kim, &a));
    assert_ne!(CartId::of_member(kim, &a), CartId::of_member(kim, &b));
    assert_ne!(CartId::of_member(kim, &a), CartId::of_member(lee, &a));
}

#[test]
fn a_guests_cart_hands_over_all_that_is_in_it_and_is_empty() {
    let handed = after::<Cart>([add("rice", 2), add("apple", 1)])
        .when(hand_over())
        .then([handed_over(1, vec![item("rice", 2), item("apple", 1)])]);
    let handed = handed.when(hand_over()).nothing_happens();
    assert_eq!(pieces(handed), []);
}

#[test]
fn filled_again_it_hands_over_again_under_the_next_number() {
    after::<Cart>([add("rice", 2), hand_over(), add("rice", 1)])
        .when(hand_over())
        .then([handed_over(2, vec![item("rice", 1)])]);
}

fn promised() -> CartEvent {
    CartEvent::CartPromised {
        to: cart(2),
        at: hour(0),
    }
}

#[test]
fn what_is_being_ordered_is_not_handed_over_but_promised_once() {
    let under_way = || CartRefusal::CheckoutUnderWay { order: order_id() };
    let ordering = || after::<Cart>([add("rice", 2), add("apple", 1), begin()]);
    let waits = ordering().when(hand_over()).then([promised()]);
    waits.when(hand_over()).nothing_happens();
    ordering()
        .when(merge(1, vec![item("rice", 1)]))
        .refuses(under_way());
}

#[test]
fn a_promise_is_kept_when_no_order_comes_of_it_and_ends_with_one() {
    let key = || CheckoutKey::new("k").unwrap();
    let undone = || CartCommand::UndoCheckout {
        key: key(),
        reason: "short".to_owned(),
    };
    let finished = || CartCommand::FinishCheckout { key: key() };
    let ended = |how: CartCommand| {
        let before = [add("rice", 2), add("apple", 1), begin(), hand_over(), how];
        after::<Cart>(before)
    };
    assert_eq!(ended(undone()).state().promised_to(), Some(cart(2)));
    let handed = ended(undone())
        .when(hand_over())
        .then([handed_over(1, vec![item("rice", 2), item("apple", 1)])]);
    assert_eq!(handed.state().promised_to(), None);
    assert_eq!(ended(finished()).state().promised_to(), None);
    ended(finished()).when(hand_over()).nothing_happens();
}

#[test]
fn pieces_of_one_sku_are_added_up_and_the_same_hand_over_adds_nothing_twice() {
    let items = vec![item("rice", 3), item("apple", 1)];
    let put = after::<Cart>([add("rice", 2)])
        .when(merge(1, items.clone()))
        .then([merged(1, items.clone(), vec![])]);
    let put = put.when(merge(1, items)).nothing_happens();
    let put =
        put.when(merge(2, vec![item("rice", 1)]))
            .then([merged(2, vec![item("rice", 1)], vec![])]);
    assert_eq!(
        pieces(put),
        [("rice".to_owned(), 6), ("apple".to_owned(), 1)]
    );
}

#[test]
fn what_a_cart_cannot_hold_is_left_and_told() {
    after::<Cart>([add("rice", 998)])
        .when(merge(1, vec![item("rice", 3)]))
        .then([merged(1, vec![item("rice", 1)], vec![item("rice", 2)])]);
    let full = after::<Cart>((0..100).map(|number| add(&format!("sku-{number}"), 1)));
    full.when(merge(1, vec![item("rice", 3), item("sku-7", 2)]))
        .then([merged(1, vec![item("sku-7", 2)], vec![item("rice", 3)])]);
}

#[test]
fn an_empty_hand_over_leaves_a_mark_and_nothing_else() {
    let put = after::<Cart>([add("rice", 2)])
        .when(merge(1, vec![]))
        .succeeds();
    let put = put.when(merge(1, vec![item("rice", 1)])).nothing_happens();
    assert_eq!(pieces(put), [("rice".to_owned(), 2)]);
}
