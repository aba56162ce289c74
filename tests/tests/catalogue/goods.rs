//! Goods for these tests.

use chrono::{DateTime, Utc};
use projections::catalogue::{self, ListQuery, Sort};
use serde_json::{Value, json};
use tests::folded::catch_up;
use tests::told::{Shop, at};

pub const LISTED: &str = "2026-03-01T00:00:00Z";

pub fn now() -> DateTime<Utc> {
    at("2026-03-03T00:00:00Z")
}

/// A product's listing with one SKU, named as the product in capitals; `more` is said besides.
pub fn listed(id: &str, name: &str, price: i64, more: &Value) -> Value {
    let mut listing = json!({
        "product": id, "store": "demo", "name": name, "category": "food", "category_name": "먹거리",
        "tax": "Taxable", "variants": [{"sku": id.to_uppercase(), "price": price}],
    });
    let said = listing.as_object_mut().unwrap();
    said.extend(more.as_object().unwrap().clone());
    json!({"ProductListed": {"listing": listing}})
}

pub async fn offer(shop: &Shop, id: &str, name: &str, price: i64, more: Value) {
    let event = listed(id, name, price, &more);
    shop.tell(LISTED, "product", id, &[event]).await;
}

/// So many pieces came and so many of them were sold.
pub async fn sell(shop: &Shop, sku: &str, received: u32, sold: u32) {
    let received =
        json!({"StockReceived": {"quantity": received, "reference": format!("in-{sku}")}});
    let taken =
        json!({"StockTaken": {"hold": format!("o-{sku}"), "quantity": sold, "held": false}});
    let events = if sold > 0 {
        vec![received, taken]
    } else {
        vec![received]
    };
    shop.tell(LISTED, "stock", sku, &events).await;
}

pub async fn folded(shop: &Shop) {
    catch_up(&shop.pool, &shop.log).await;
}

pub fn all() -> ListQuery {
    ListQuery::new("demo", now())
}

/// The products that a query finds, in order.
pub async fn found(shop: &Shop, query: ListQuery) -> Vec<String> {
    let page = catalogue::list(&shop.pool, &query).await.unwrap();
    page.items.into_iter().map(|card| card.product).collect()
}

/// What a search finds, the best first.
pub async fn searched(shop: &Shop, words: &str) -> Vec<String> {
    let query = ListQuery {
        search: words.to_owned(),
        sort: Sort::Match,
        ..all()
    };
    found(shop, query).await
}
