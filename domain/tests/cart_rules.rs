//! A shopper's cart, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::baskets::{basket, line, sku};
use common::hour;
use common::orders::{draft, draft_of, order_id};
use common::story::{Given, after, given};
use domain::cart::{Cart, CartCommand, CartEvent, CartRefusal, CartStatus};
use domain::ids::{CheckoutKey, ProductId};
use domain::money::Won;
use domain::pricing::BasketLine;

fn key(text: &str) -> CheckoutKey {
    CheckoutKey::new(text).unwrap()
}

fn add(name: &str, quantity: u32) -> CartCommand {
    CartCommand::Add {
        product: ProductId::new(name).unwrap(),
        sku: sku(name),
        quantity,
        price: Won(10_000),
    }
}

fn change(name: &str, quantity: u32) -> CartCommand {
    CartCommand::Change {
        sku: sku(name),
        quantity,
    }
}

fn remove(name: &str) -> CartCommand {
    CartCommand::Remove { sku: sku(name) }
}

/// A checkout of what the sample order orders: 2 of rice, 1 of apples.
fn begin(id: &str) -> CartCommand {
    CartCommand::BeginCheckout {
        key: key(id),
        draft: draft(),
        orders_before: 0,
        at: hour(0),
    }
}

fn begin_with(lines: Vec<BasketLine>) -> CartCommand {
    CartCommand::BeginCheckout {
        key: key("k"),
        draft: draft_of(&basket(lines)),
        orders_before: 0,
        at: hour(0),
    }
}

fn finish(id: &str) -> CartCommand {
    CartCommand::FinishCheckout { key: key(id) }
}

fn undo(id: &str) -> CartCommand {
    CartCommand::UndoCheckout {
        key: key(id),
        reason: "short".to_owned(),
    }
}

/// Holding what the sample order orders.
fn filled() -> Given<Cart> {
    after([add("rice", 2), add("apple", 1)])
}

fn removed(name: &str) -> CartEvent {
    CartEvent::ItemRemoved { sku: sku(name) }
}

#[test]
fn what_is_put_in_twice_adds_up_and_shows_the_newest_price() {
    let dearer = CartCommand::Add {
        product: ProductId::new("rice").unwrap(),
        sku: sku("rice"),
        quantity: 3,
        price: Won(12_000),
    };
    let cart = after::<Cart>([add("rice", 2)])
        .when(dearer)
        .then([CartEvent::ItemAdded {
            product: ProductId::new("rice").unwrap(),
            sku: sku("rice"),
            quantity: 3,
            price: Won(12_000),
        }])
        .state();
    let [item] = cart.items() else {
        panic!("{:?}", cart.items())
    };
    assert_eq!((item.quantity, item.price), (5, Won(12_000)));
}

#[test]
fn the_number_of_pieces_is_changed_and_zero_takes_out() {
    filled()
        .when(change("rice", 5))
        .then([CartEvent::QuantityChanged {
            sku: sku("rice"),
            quantity: 5,
        }])
        .when(change("rice", 5))
        .nothing_happens()
        .when(change("rice", 0))
        .then([removed("rice")])
        .when(remove("rice"))
        .nothing_happens()
        .when(remove("apple"))
        .then([removed("apple")]);
}

#[test]
fn what_is_not_in_the_cart_has_no_number_to_change() {
    filled()
        .when(change("oil", 1))
        .refuses(CartRefusal::NotInCart(sku("oil")));
}

#[test]
fn a_cart_holds_1_to_999_of_a_thing() {
    let refusal = || CartRefusal::BadQuantity { most: 999 };
    for quantity in [0, 1_000, u32::MAX] {
        given::<Cart>([])
            .when(add("rice", quantity))
            .refuses(refusal());
    }
    filled().when(add("rice", 998)).refuses(refusal());
    filled().when(change("rice", 1_000)).refuses(refusal());
    filled().when(add("rice", 997)).succeeds();
}

#[test]
fn a_cart_holds_at_most_100_different_things() {
    after::<Cart>((0..100).map(|number| add(&format!("product-{number}"), 1)))
        .when(add("one-more", 1))
        .refuses(CartRefusal::Full { most: 100 })
        .when(add("product-7", 1))
        .succeeds();
}

#[test]
fn a_checkout_begins_once_and_the_cart_waits_for_its_end() {
    let under_way = || CartRefusal::CheckoutUnderWay { order: order_id() };
    let cart = filled()
        .when(begin("k"))
        .then([CartEvent::CheckoutBegun {
            key: key("k"),
            draft: draft(),
            at: hour(0),
        }])
        .when(begin("k"))
        .nothing_happens()
        .when(begin("another"))
        .refuses(under_way())
        .when(add("oil", 1))
        .refuses(under_way())
        .when(change("rice", 1))
        .refuses(under_way())
        .when(remove("rice"))
        .refuses(under_way())
        .state();
    let CartStatus::CheckingOut {
        key: attempt,
        draft: ordered,
        since,
    } = cart.status()
    else {
        panic!("{:?}", cart.status());
    };
    assert_eq!((attempt, ordered, since), (&key("k"), &*draft(), hour(0)));
}

#[test]
fn an_empty_cart_orders_nothing() {
    given::<Cart>([])
        .when(begin("k"))
        .refuses(CartRefusal::Empty);
}

#[test]
fn a_checkout_orders_exactly_what_lies_in_the_cart() {
    let rice = || line("rice", 10_000, 2);
    for lines in [
        vec![rice()],
        vec![line("rice", 10_000, 3), line("apple", 5_000, 1)],
        vec![rice(), line("apple", 5_000, 1), line("oil", 1, 1)],
        vec![rice(), line("oil", 5_000, 1)],
        vec![rice(), rice()],
    ] {
        filled()
            .when(begin_with(lines))
            .refuses(CartRefusal::Changed);
    }
    filled()
        .when(begin_with(vec![line("apple", 5_000, 1), rice()]))
        .succeeds();
}

#[test]
fn a_finished_checkout_empties_the_cart_and_is_not_begun_again() {
    let cart = filled()
        .when(begin("k"))
        .succeeds()
        .when(finish("k"))
        .then([CartEvent::CheckoutFinished {
            key: key("k"),
            order: order_id(),
        }])
        .when(finish("k"))
        .nothing_happens()
        .when(begin("k"))
        .refuses(CartRefusal::AttemptEnded {
            order: Some(order_id()),
        })
        .when(undo("k"))
        .refuses(CartRefusal::AttemptEnded {
            order: Some(order_id()),
        })
        .when(add("oil", 1))
        .succeeds()
        .state();
    assert_eq!(cart.ended(&key("k")), Some(Some(&order_id())));
    assert_eq!(cart.items().len(), 1);
}

#[test]
fn an_undone_checkout_leaves_the_cart_as_it_was() {
    let cart = filled()
        .when(begin("k"))
        .succeeds()
        .when(undo("k"))
        .then([CartEvent::CheckoutUndone {
            key: key("k"),
            reason: "short".to_owned(),
        }])
        .when(undo("k"))
        .nothing_happens()
        .when(finish("k"))
        .refuses(CartRefusal::AttemptEnded { order: None })
        .when(begin("k"))
        .refuses(CartRefusal::AttemptEnded { order: None })
        .when(begin("k-2"))
        .succeeds()
        .state();
    assert_eq!((cart.items().len(), cart.ended(&key("k"))), (2, Some(None)));
}

#[test]
fn a_checkout_that_was_never_begun_does_not_end() {
    filled()
        .when(finish("k"))
        .refuses(CartRefusal::NoCheckout)
        .when(undo("k"))
        .refuses(CartRefusal::NoCheckout)
        .when(begin("k"))
        .succeeds()
        .when(finish("other"))
        .refuses(CartRefusal::NoCheckout);
}

#[test]
fn a_form_that_was_priced_before_another_order_stood_is_refused() {
    let again = [add("rice", 2), add("apple", 1)];
    let ordered = || {
        let before = [add("rice", 2), add("apple", 1), begin("one"), finish("one")];
        after::<Cart>(before.into_iter().chain(again.clone()))
    };
    ordered().when(begin("two")).refuses(CartRefusal::Changed);
    let fresh = CartCommand::BeginCheckout {
        key: key("two"),
        draft: draft(),
        orders_before: 1,
        at: hour(0),
    };
    ordered().when(fresh).succeeds();
    assert_eq!(ordered().state().led_to(), 1);
}
