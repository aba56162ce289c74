//! What the ledger holds, for tests to look at.

use std::time::Duration;

use domain::OrderId;
use domain::order::Order;
use domain::stock::Stock;
use shop::Shop;
use store::{Cursor, EventLog, Recorded};

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

/// All that is in the log. A transaction that is open for a moment, also of another test's
/// database in the same cluster, keeps the last events from readers; they wait for it.
pub async fn events(log: &dyn EventLog) -> Vec<Recorded> {
    let end = log.end().await.expect("the log answers");
    while log.head().await.expect("the log answers") < end {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let events = log.read(Cursor::default(), 10_000).await;
    events.expect("the log answers")
}
