//! What the ledger holds, for tests to look at.

use domain::OrderId;
use domain::order::Order;
use domain::stock::Stock;
use shop::Shop;

use crate::shop::sku;

/// A SKU's stock as its events left it.
pub async fn stock(shop: &Shop, name: &str) -> Stock {
    let found = shop.ledger().state::<Stock>(sku(name).as_str()).await;
    found.expect("the log answers").state
}

/// An order as its events left it; empty if it never was.
pub async fn order(shop: &Shop, id: &OrderId) -> Order {
    let found = shop.ledger().state::<Order>(id.as_str()).await;
    found.expect("the log answers").state
}
