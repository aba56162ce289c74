//! Events of old shapes, and events that nobody can read.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration;

use domain::order::{Order, Status};
use domain::{ProductId, Won};
use serde_json::{Value, json};
use shop::ShopError;
use shop::audit::Moment;
use store::{EventLog, LaneOptions, Ledger, MemoryLog, Upcasters, Upcasting};
use tests::folded::raw;
use tests::outbox::Outbox;
use tests::pg;
use tests::shop::{World, cart, offer, place, shopper, sku};
use tests::till::meta;
use tests::working::workers;
use tokio_util::sync::CancellationToken;

/// The steps of a shop in which a captured payment was once called `MoneyCame`.
fn steps() -> Arc<Upcasters> {
    let step = |old: Value| {
        let new = json!({ "PaymentCaptured": old["MoneyCame"] });
        Ok(vec![Upcasting::new("PaymentCaptured", "1", new)])
    };
    Arc::new(Upcasters::new().one("payment", "MoneyCame", "1", step))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_shape_is_read_by_ledger_processes_and_audit_trail_alike() {
    let database = pg::database().await;
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    let world = World::around(log.clone());
    let options = LaneOptions {
        upcasters: steps(),
        ..LaneOptions::default()
    };
    let shop = world.open_with(Ledger::new(log.clone(), options));
    offer(&shop, "honey", Won(30_000), 5).await;
    let order = place(&shop, "honey", 1, "key-1").await.unwrap().order;
    let due = shop.trail(&order).await.unwrap().unwrap();
    let due = due.at(Moment::Latest).unwrap().unwrap().payment.due();
    let old = json!({ "MoneyCame": { "amount": due, "at": shop.now() } }).to_string();
    let payment = order.payment();
    let mut commit = raw("payment", payment.as_str(), 2, &[("MoneyCame", &old)]);
    commit.events[0].metadata = serde_json::to_string(&meta().to_map()).unwrap();
    log.append(&[commit]).await.pop().unwrap().unwrap();

    // Whatever the machine's clock says, the process finds its task due.
    world.clock.advance(chrono::Duration::days(36_500));
    let stop = CancellationToken::new();
    let workers = workers(&shop, &database, &Outbox::open()).await;
    let running = tokio::spawn({
        let stop = stop.clone();
        async move { workers.run(stop).await }
    });
    for _ in 0..200 {
        let state = shop.ledger().state::<Order>(order.as_str()).await.unwrap();
        if state.state.status() == Status::Paid {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    stop.cancel();
    running.await.unwrap();
    let trail = shop.trail(&order).await.unwrap().unwrap();
    let latest = trail.at(Moment::Latest).unwrap().unwrap();
    assert_eq!((latest.status, latest.captured), ("paid", due));
    let recorded = trail.entries.iter().map(|entry| entry.event.as_str());
    assert!(
        recorded.clone().any(|event| event == "MoneyCame"),
        "{:?}",
        recorded.collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_a_defect_and_not_better_in_a_moment() {
    let log = Arc::new(MemoryLog::default());
    let shop = World::around(log.clone()).open();
    offer(&shop, "honey", Won(30_000), 5).await;
    let cart = cart();
    let spoiled = raw(
        "cart",
        &cart.to_string(),
        0,
        &[("ItemAdded", r#"{"ItemAdded":"x"}"#)],
    );
    log.append(&[spoiled]).await.pop().unwrap().unwrap();
    let looked = shop.cart(cart).await.unwrap_err();
    let product = ProductId::new("honey").unwrap();
    let put = shop
        .add_to_cart(&shopper(), cart, &product, &sku("honey"), 1)
        .await;
    for error in [looked, put.unwrap_err()] {
        assert!(
            matches!(error, ShopError::Bug(_)) && !error.is_passing(),
            "{error:?}"
        );
    }
}
