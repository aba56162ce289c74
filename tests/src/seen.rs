//! What the ledger holds, for tests to look at.

use std::time::Duration;

use domain::OrderId;
use domain::order::Order;
use domain::stock::Stock;
use shop::Shop;
use store::{Cursor, EventLog, Recorded};

use crate::shop::{World, sku};

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

/// Received = on hand + held + sold, and no piece is anywhere else than told.
pub async fn pieces_are(shop: &Shop, name: &str, held: i64, sold: i64) {
    let stock = stock(shop, name).await;
    assert!(stock.balanced(), "{name}");
    let (on_hand, of_it) = (stock.on_hand(), (stock.held(), stock.sold()));
    assert_eq!(of_it, (held, sold), "{name}");
    assert_eq!(stock.received(), on_hand + held + sold, "{name}");
}

/// What the demo's provider paid back in all, won.
pub fn paid_back(world: &World) -> i64 {
    let entries = world.bank.books().entries().expect("books that are read");
    let refunds = entries.iter().map(|entry| match entry {
        gateways::books::Entry::Refund { amount, .. } => amount.0,
        gateways::books::Entry::Deposit { .. } => 0,
    });
    refunds.sum()
}
