//! Samples of what happens to a cart.

use domain::Won;
use domain::cart::CartEvent;

use super::parts::{at, full_draft, id, order};

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
    ]
}
