//! Samples of what happens to a cart.

use domain::cart::{CartEvent, CartItem};
use domain::{CartId, Won};
use uuid::Uuid;

use super::parts::{CART, at, full_draft, id, order};

pub fn samples() -> Vec<CartEvent> {
    vec![
        CartEvent::ItemAdded {
            product: id("brown-rice"),
            sku: id("BROWN-RICE-4KG"),
            quantity: 3,
            price: Won(20_000),
        },
        CartEvent::QuantityChanged {
            sku: id("BROWN-RICE-4KG"),
            quantity: 2,
        },
        CartEvent::ItemRemoved {
            sku: id("BARLEY-TEA"),
        },
        CartEvent::CouponChosen {
            coupon: id("welcome-2026"),
        },
        CartEvent::CouponDropped {},
        CartEvent::CheckoutBegun {
            key: id("0192f0e47c1a"),
            draft: Box::new(full_draft()),
            at: at("2026-11-22T03:04:05.123456Z"),
        },
        CartEvent::CheckoutFinished {
            key: id("0192f0e47c1a"),
            order: order(),
        },
        CartEvent::CheckoutUndone {
            key: id("0192f0e47c1a"),
            reason: "short".to_owned(),
        },
        CartEvent::CartPromised {
            to: CartId(Uuid::from_u128(CART + 1)),
            at: at("2026-11-22T03:04:05Z"),
        },
        CartEvent::CartHandedOver {
            to: CartId(Uuid::from_u128(CART + 1)),
            number: 1,
            items: vec![rice(3)],
            at: at("2026-11-22T03:04:05Z"),
        },
        merged(vec![rice(2)], vec![rice(1)]),
        merged(vec![], vec![]),
    ]
}

fn merged(items: Vec<CartItem>, left: Vec<CartItem>) -> CartEvent {
    CartEvent::CartMerged {
        from: CartId(Uuid::from_u128(CART)),
        number: 1,
        items,
        left,
        at: at("2026-11-22T03:04:05Z"),
    }
}

fn rice(quantity: u32) -> CartItem {
    CartItem {
        product: id("brown-rice"),
        sku: id("BROWN-RICE-4KG"),
        quantity,
        price: Won(20_000),
    }
}
