//! Rice in bags of four sizes, and the steps of an exchange.

use std::sync::Arc;

use domain::order::{ClaimReason, LineQuantity, Order, Wish};
use domain::pricing::Tax;
use domain::product::{Listing, Variant};
use domain::{CategoryId, ClaimId, OrderId, ProductId, Reference, Won};
use shop::claim::ClaimForm;
use shop::exchange::Acceptance;
use shop::{Shop, ShopError};
use store::MemoryLog;
use tests::seen::order;
use tests::shop::{World, cart, form, pay, process, shopper, sku, store_id};

/// More writes than any exchange makes.
pub const ENOUGH: i64 = 60;

/// The bags and what they cost, won; a sack costs far more than any other.
pub const BAGS: [(&str, i64); 4] = [
    ("rice-m", 12_000),
    ("rice-xl", 15_000),
    ("rice-s", 9_000),
    ("rice-sack", 60_000),
];

/// Rice in bags; one product, ten pieces each.
pub async fn offer_rice(shop: &Shop, tax: Tax) {
    let variant = |(name, won)| Variant {
        option: Some(format!("봉지 {name}")),
        ..Variant::new(sku(name), Won(won))
    };
    let category = (CategoryId::new("food").unwrap(), "먹거리");
    let listing = Listing::new(
        ProductId::new("rice").unwrap(),
        store_id(),
        "쌀".to_owned(),
        category,
        tax,
        BAGS.map(variant).to_vec(),
    );
    shop.list_product(&process(), listing).await.unwrap();
    for (name, _) in BAGS {
        let note = Reference::new("opening").unwrap();
        shop.receive_stock(&process(), &sku(name), 10, note)
            .await
            .unwrap();
    }
}

pub async fn buy(shop: &Shop, bag: &str, pieces: u32) -> OrderId {
    let cart = cart();
    let product = ProductId::new("rice").unwrap();
    shop.add_to_cart(&shopper(), cart, &product, &sku(bag), pieces)
        .await
        .unwrap();
    let key = format!("{bag}-{pieces}");
    let placed = shop
        .check_out(&shopper(), &form(shop, cart, &key).await.unwrap())
        .await;
    let id = placed.unwrap().order;
    pay(shop, &id).await.unwrap();
    id
}

/// Two middle bags that arrived.
pub async fn arrived(world: &World) -> (Shop, OrderId) {
    arrived_with(world, Tax::Taxable).await
}

/// The same of rice with this tax.
pub async fn arrived_with(world: &World, tax: Tax) -> (Shop, OrderId) {
    let shop = world.open();
    offer_rice(&shop, tax).await;
    let id = buy(&shop, "rice-m", 2).await;
    let (carrier, invoice) = ("cj".to_owned(), "123456789012".to_owned());
    shop.ship(&process(), &id, carrier, invoice, None)
        .await
        .unwrap();
    shop.deliver(&process(), &id, 1).await.unwrap();
    (shop, id)
}

pub fn world() -> World {
    World::around(Arc::new(MemoryLog::new()))
}

pub fn named(name: &str) -> ClaimId {
    ClaimId::new(name).unwrap()
}

pub fn asks(claim: &str, pieces: u32, bag: Option<&str>, reason: ClaimReason) -> ClaimForm {
    ClaimForm {
        claim: named(claim),
        wish: Wish::Exchange,
        lines: self::pieces(pieces),
        reason,
        text: String::new(),
        photos: vec![],
        wanted: bag.map(|bag| (0, sku(bag))).into_iter().collect(),
    }
}

/// The shopper's own fault: 6,000 won for both ways.
pub async fn ask(shop: &Shop, id: &OrderId, pieces: u32, bag: &str) {
    let form = asks("x", pieces, Some(bag), ClaimReason::Misordered);
    shop.request_claim(&shopper(), id, form).await.unwrap();
}

pub async fn accept(shop: &Shop, id: &OrderId, how: Acceptance) -> Result<(), ShopError> {
    let accepted = shop.accept_claim(&process(), id, named("x"), how).await;
    accepted.map(drop)
}

pub async fn accepted(shop: &Shop, id: &OrderId) {
    accept(shop, id, Acceptance::default()).await.unwrap();
}

/// So many pieces of the order's only line.
pub fn pieces(quantity: u32) -> Vec<LineQuantity> {
    vec![LineQuantity { line: 0, quantity }]
}

/// They are here, for the exchange.
pub async fn receive(shop: &Shop, id: &OrderId, quantity: u32) {
    returned(shop, id, "x", quantity).await;
}

/// They are here, for that claim.
pub async fn returned(shop: &Shop, id: &OrderId, claim: &str, quantity: u32) {
    let lines = pieces(quantity);
    shop.receive_return(&process(), id, named(claim), lines, true)
        .await
        .unwrap();
}

pub async fn replace(shop: &Shop, id: &OrderId) -> Result<(), ShopError> {
    let (carrier, invoice) = ("cj".to_owned(), "223456789012".to_owned());
    let shipped = shop
        .ship_replacement(&process(), id, named("x"), carrier, invoice)
        .await;
    shipped.map(drop)
}

/// The order of charges that the exchange waits for, or waited for.
pub async fn charges(shop: &Shop, id: &OrderId) -> OrderId {
    let state = order(shop, id).await;
    let terms = state.deals()[&named("x")].terms.clone().unwrap();
    terms.supplement.expect("something is to be paid").order
}

pub fn is_paid(order: &Order) -> bool {
    order.deals()[&named("x")].paid
}
