//! Two stores that sell the same SKU, each from a stock of its own: what happens in one never touches
//! the other.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::order::{ClaimReason, LineQuantity, Status, Wish};
use domain::pricing::{GiftCondition, GiftRule, Tax};
use domain::product::{Listing, Variant};
use domain::stock::Stock;
use domain::{CartId, CategoryId, ClaimId, OrderId, ProductId, Reference, StoreId, Won};
use futures::future::join_all;
use jangbu::doctor::{Patient, examine};
use jangbu::stocked;
use projections::{cart as carts, catalogue, stock as levels};
use shop::amend::Cancellation;
use shop::checkout::Placed;
use shop::claim::ClaimForm;
use shop::deposit::Noticed;
use shop::{Caller, Shop, ShopError, Stocking};
use sqlx::PgPool;
use store::{EventLog, MemoryLog};
use tests::attend::attend;
use tests::crash::{CrashingLog, Moment};
use tests::folded::{all_equal, catch_up};
use tests::pg::database;
use tests::seen::order;
use tests::shop::{World, cart, form_of, notice, process, refund_account, shopper, sku, store_id};

/// More writes than a checkout makes.
const ENOUGH: i64 = 40;

fn other() -> StoreId {
    StoreId::new("livestore").unwrap()
}

/// A world of two stores.
fn world(log: Arc<dyn EventLog>, stocking: Stocking) -> World {
    let mut world = World::around(log);
    let mut second = world.settings.stores[&store_id()].clone();
    second.merchants = vec![other().to_string()];
    world.settings.stores.insert(other(), second);
    world.settings.stocking = stocking;
    world
}

fn apart() -> World {
    world(Arc::new(MemoryLog::new()), Stocking::Separate)
}

fn at(store: &StoreId, caller: Caller) -> Caller {
    let store = store.clone();
    Caller { store, ..caller }
}

fn product(store: &StoreId) -> ProductId {
    ProductId::new(format!("honey-{store}")).unwrap()
}

/// Offers honey in a store, the same SKU in each, with so many pieces.
async fn offer(shop: &Shop, store: &StoreId, pieces: u32) {
    let listing = Listing::new(
        product(store),
        store.clone(),
        "꿀".to_owned(),
        (CategoryId::new("food").unwrap(), "먹거리"),
        Tax::Taxable,
        vec![Variant::new(sku("honey"), Won(30_000))],
    );
    let caller = at(store, process());
    shop.list_product(&caller, listing).await.unwrap();
    if pieces > 0 {
        arrive(shop, store, "honey", pieces, "opening").await;
    }
}

async fn arrive(shop: &Shop, store: &StoreId, name: &str, pieces: u32, note: &str) {
    let (caller, note) = (at(store, process()), Reference::new(note).unwrap());
    let done = shop.receive_stock(&caller, &sku(name), pieces, note).await;
    done.unwrap();
}

async fn place(shop: &Shop, store: &StoreId, pieces: u32, key: &str) -> Result<Placed, ShopError> {
    let (cart, caller) = (cart(), at(store, shopper()));
    let product = product(store);
    shop.add_to_cart(&caller, cart, &product, &sku("honey"), pieces)
        .await?;
    let form = form_of(shop, &caller, cart, key).await?;
    shop.check_out(&caller, &form).await
}

/// The deposit arrives, at the store's own account with the provider.
async fn pay(shop: &Shop, store: &StoreId, order: &OrderId) {
    let mut notice = notice(shop, order, &format!("DEP-{order}")).await;
    notice.merchant = shop.settings().stores[store].merchants[0].clone();
    let told = shop.deposit_noticed(&process(), notice).await;
    assert!(matches!(told.unwrap(), Noticed::Paid(..)));
    let (caller, account) = (at(store, shopper()), refund_account());
    let named = shop.give_refund_account(&caller, order, &account).await;
    named.unwrap();
}

/// A store's own stock, read from its stream by name.
async fn own(shop: &Shop, store: &StoreId, name: &str) -> Stock {
    let stream = format!("{store}\t{name}");
    shop.ledger().state::<Stock>(&stream).await.unwrap().state
}

/// On hand, held, sold.
async fn counted(shop: &Shop, store: &StoreId, name: &str) -> (i64, i64, i64) {
    let stock = own(shop, store, name).await;
    assert!(stock.balanced());
    (stock.on_hand(), stock.held(), stock.sold())
}

async fn last_piece(log: Arc<dyn EventLog>) {
    let world = world(log, Stocking::Separate);
    let shops = [world.open(), world.open()];
    offer(&shops[0], &store_id(), 1).await;
    offer(&shops[0], &other(), 3).await;
    let buyers = (0..64).map(|buyer| {
        let shop = shops[buyer % 2].clone();
        async move { place(&shop, &store_id(), 1, &format!("key-{buyer}")).await }
    });
    let outcomes = join_all(buyers).await;
    assert_eq!(outcomes.iter().filter(|it| it.is_ok()).count(), 1);
    let short = |it: &&Result<_, _>| matches!(it, Err(ShopError::Short { available: 0, .. }));
    assert_eq!(outcomes.iter().filter(short).count(), 63);
    assert_eq!(counted(&shops[1], &store_id(), "honey").await, (0, 1, 0));
    assert_eq!(counted(&shops[1], &other(), "honey").await, (3, 0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_buyers_of_one_stores_last_piece_do_not_touch_the_other_in_memory() {
    last_piece(Arc::new(MemoryLog::new())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_buyers_of_one_stores_last_piece_do_not_touch_the_other_on_postgresql() {
    last_piece(Arc::new(database().await.log().await)).await;
}

#[tokio::test]
async fn two_stores_that_share_their_stock_sell_the_last_piece_once() {
    let world = world(Arc::new(MemoryLog::new()), Stocking::Shared);
    let shop = world.open();
    offer(&shop, &store_id(), 1).await;
    offer(&shop, &other(), 0).await;
    place(&shop, &other(), 1, "first").await.unwrap();
    let refused = place(&shop, &store_id(), 1, "second").await.unwrap_err();
    assert!(matches!(refused, ShopError::Short { .. }), "{refused}");
    // The stream is named as in logs that are older than the setting.
    let shared = shop.ledger().state::<Stock>("honey").await.unwrap().state;
    assert_eq!((shared.on_hand(), shared.held()), (0, 1));
}

#[tokio::test]
async fn a_checkout_that_crashes_anywhere_loses_no_hold_and_touches_no_other_store() {
    for moment in [Moment::Before, Moment::After] {
        for survive in 0..ENOUGH {
            let world = apart();
            let fresh = world.open();
            offer(&fresh, &store_id(), 10).await;
            offer(&fresh, &other(), 10).await;
            let crashing = CrashingLog::new(world.log.clone(), survive, moment);
            let shop = world.open_over(crashing.clone());
            let (cart, caller) = (cart(), at(&other(), shopper()));
            let honey = (product(&other()), sku("honey"));
            let put = fresh.add_to_cart(&caller, cart, &honey.0, &honey.1, 2);
            put.await.unwrap();
            let form = form_of(&fresh, &caller, cart, "key").await.unwrap();
            let _ = shop.check_out(&caller, &form).await;

            let restarted = world.open();
            // The process is told the store of the event that it follows.
            let process = at(&other(), process());
            restarted.finish_checkout(&process, cart).await.unwrap();
            let again = restarted.check_out(&caller, &form).await.unwrap().order;
            assert_eq!(counted(&restarted, &other(), "honey").await, (8, 2, 0));
            pay(&restarted, &other(), &again).await;
            assert!(attend(&restarted).await.is_empty());
            assert_eq!(counted(&restarted, &other(), "honey").await, (8, 0, 2));
            assert_eq!(counted(&restarted, &store_id(), "honey").await, (10, 0, 0));
            if !crashing.broke() {
                assert!(survive > 3, "it hardly wrote anything");
                break;
            }
        }
    }
}

#[tokio::test]
async fn what_is_given_up_expires_or_lapses_goes_back_to_the_store_it_came_from() {
    let world = apart();
    let shop = world.open();
    offer(&shop, &store_id(), 10).await;
    offer(&shop, &other(), 10).await;
    let unpaid = place(&shop, &other(), 1, "unpaid").await.unwrap().order;
    let paid = place(&shop, &other(), 2, "paid").await.unwrap().order;
    let late = place(&shop, &other(), 3, "late").await.unwrap().order;
    place(&shop, &other(), 4, "lapses").await.unwrap();
    pay(&shop, &other(), &paid).await;
    assert_eq!(counted(&shop, &other(), "honey").await, (0, 8, 2));
    // Whoever gives the order up may be at any store's desk.
    for order in [&unpaid, &paid] {
        let whole = Cancellation::whole("shopper");
        shop.cancel(&process(), order, whole).await.unwrap();
    }
    assert_eq!(counted(&shop, &other(), "honey").await, (3, 7, 0));
    world.clock.advance(chrono::Duration::days(4));
    assert!(shop.expire(&process(), &late).await.unwrap());
    assert_eq!(counted(&shop, &other(), "honey").await, (6, 4, 0));
    let honey = shop.stock_of(&other(), &sku("honey"));
    shop.lapse_holds(&process(), &honey).await.unwrap();
    assert_eq!(counted(&shop, &other(), "honey").await, (10, 0, 0));
    assert_eq!(counted(&shop, &store_id(), "honey").await, (10, 0, 0));
}

fn claim(name: &str, wish: Wish) -> ClaimForm {
    ClaimForm {
        claim: ClaimId::new(name).unwrap(),
        wish,
        lines: vec![LineQuantity {
            line: 0,
            quantity: 1,
        }],
        reason: ClaimReason::Damaged,
        text: String::new(),
        photos: vec![],
        wanted: vec![],
    }
}

async fn delivered(shop: &Shop, order: &OrderId) {
    let (carrier, invoice) = ("cj".to_owned(), "123456789012".to_owned());
    let shipped = shop.ship(&process(), order, carrier, invoice, None).await;
    shipped.unwrap();
    shop.deliver(&process(), order, 1).await.unwrap();
}

#[tokio::test]
async fn returned_and_exchanged_pieces_and_their_replacements_are_the_stores_own() {
    let world = apart();
    let shop = world.open();
    offer(&shop, &store_id(), 10).await;
    offer(&shop, &other(), 3).await;
    let order = place(&shop, &other(), 3, "key").await.unwrap().order;
    pay(&shop, &other(), &order).await;
    delivered(&shop, &order).await;
    for (name, wish) in [("back", Wish::Return), ("swap", Wish::Exchange)] {
        shop.request_claim(&shopper(), &order, claim(name, wish))
            .await
            .unwrap();
        let (id, again) = (ClaimId::new(name).unwrap(), wish == Wish::Return);
        shop.receive_return(&process(), &order, id, vec![], again)
            .await
            .unwrap();
    }
    assert!(attend(&shop).await.is_empty());
    assert_eq!(counted(&shop, &other(), "honey").await, (1, 0, 1));
    let send = async || {
        let (claim, invoice) = (ClaimId::new("swap").unwrap(), "223456789012".to_owned());
        shop.ship_replacement(&process(), &order, claim, "cj".to_owned(), invoice)
            .await
    };
    // Another shopper was quicker: the first store's ten are no help.
    let quick = place(&shop, &other(), 1, "quick").await.unwrap().order;
    let refused = send().await.unwrap_err();
    assert!(
        matches!(refused, ShopError::Short { available: 0, .. }),
        "{refused}"
    );
    let whole = Cancellation::whole("shopper");
    shop.cancel(&process(), &quick, whole).await.unwrap();
    send().await.unwrap();
    assert_eq!(counted(&shop, &other(), "honey").await, (0, 0, 2));
    assert_eq!(counted(&shop, &store_id(), "honey").await, (10, 0, 0));
}

#[tokio::test]
async fn a_gift_is_promised_and_taken_where_the_store_has_one() {
    let mut world = apart();
    world.give(&GiftRule {
        sku: sku("spoon"),
        name: "숟가락".to_owned(),
        quantity: 1,
        condition: GiftCondition::GoodsOver(Won(10_000)),
    });
    let shop = world.open();
    offer(&shop, &store_id(), 5).await;
    offer(&shop, &other(), 5).await;
    arrive(&shop, &store_id(), "spoon", 1, "opening").await;
    let gifts = async |id: &OrderId| {
        let order = order(&shop, id).await;
        order.draft().unwrap().quote.gifts.len()
    };
    let without = place(&shop, &other(), 1, "without").await.unwrap().order;
    assert_eq!(
        gifts(&without).await,
        0,
        "the first store's spoon is not its"
    );
    let with = place(&shop, &store_id(), 1, "with").await.unwrap().order;
    assert_eq!(gifts(&with).await, 1);
    pay(&shop, &store_id(), &with).await;
    assert_eq!(counted(&shop, &store_id(), "spoon").await, (0, 0, 1));
    let whole = Cancellation::whole("shopper");
    shop.cancel(&process(), &with, whole).await.unwrap();
    assert_eq!(counted(&shop, &store_id(), "spoon").await, (1, 0, 0));
    assert_eq!(own(&shop, &other(), "spoon").await, Stock::default());
}

#[tokio::test]
async fn a_paid_order_that_is_short_waits_for_pieces_of_its_own_store() {
    let world = apart();
    let shop = world.open();
    offer(&shop, &store_id(), 0).await;
    offer(&shop, &other(), 2).await;
    let late = place(&shop, &other(), 2, "late").await.unwrap().order;
    world.clock.advance(chrono::Duration::days(4));
    let quick = place(&shop, &other(), 2, "quick").await.unwrap().order;
    pay(&shop, &other(), &quick).await;
    pay(&shop, &other(), &late).await;
    arrive(&shop, &store_id(), "honey", 5, "elsewhere").await;
    assert!(attend(&shop).await.is_empty());
    assert_eq!(counted(&shop, &store_id(), "honey").await, (5, 0, 0));
    assert_eq!(own(&shop, &other(), "honey").await.short().count(), 1);
    arrive(&shop, &other(), "honey", 3, "here").await;
    assert!(attend(&shop).await.is_empty());
    assert_eq!(counted(&shop, &other(), "honey").await, (1, 0, 4));
    assert_eq!(order(&shop, &late).await.status(), Status::Paid);
}

/// List, product page and cart of a store tell what is left in its own stock.
async fn shows_its_own(
    pool: &PgPool,
    store: &StoreId,
    cart: CartId,
    now: DateTime<Utc>,
    left: i64,
) {
    let (name, id) = (store.as_str(), product(store));
    let page = catalogue::product(pool, name, id.as_str()).await.unwrap();
    assert_eq!(page.unwrap().available, [left], "{store}");
    let mut query = catalogue::ListQuery::new(name, now);
    let cards = catalogue::list(pool, &query).await.unwrap().items;
    assert_eq!(cards.len(), 1);
    assert_eq!(cards[0].sold_out, left == 0, "{store}");
    query.in_stock = true;
    let cards = catalogue::list(pool, &query).await.unwrap().items;
    assert_eq!(cards.len(), usize::from(left > 0), "{store}");
    let view = carts::view(pool, name, cart.0, now).await.unwrap();
    assert_eq!(view.unwrap().items[0].available, left, "{store}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_tell_the_stores_apart_equal_their_rebuild_and_pass_the_doctor() {
    let database = database().await;
    let (pool, log) = (database.pool().await, database.log().await);
    let log: Arc<dyn EventLog> = Arc::new(log);
    let world = world(log.clone(), Stocking::Separate);
    let shop = world.open();
    offer(&shop, &store_id(), 1).await;
    offer(&shop, &other(), 7).await;
    let lying = cart();
    let caller = at(&other(), shopper());
    shop.add_to_cart(&caller, lying, &product(&other()), &sku("honey"), 1)
        .await
        .unwrap();
    let held = place(&shop, &store_id(), 1, "key").await.unwrap().order;
    catch_up(&pool, &log).await;

    for (store, left) in [(store_id(), 0), (other(), 7)] {
        shows_its_own(&pool, &store, lying, shop.now(), left).await;
    }
    let all = levels::all(&pool).await.unwrap();
    let told: Vec<_> = all
        .iter()
        .map(|it| (it.store.as_deref(), it.sku.as_str(), it.on_hand, it.held))
        .collect();
    assert_eq!(
        told,
        [
            (Some("intake"), "honey", 0, 1),
            (Some("livestore"), "honey", 7, 0)
        ]
    );
    assert_eq!(levels::held(&pool).await.unwrap(), ["intake\thoney"]);
    all_equal(&pool, &log).await;

    let broken = async || {
        let patient = Patient {
            pool: &pool,
            log: &log,
            books: None,
            shop: None,
        };
        examine(&patient, |_| {}).await.unwrap().broken
    };
    assert_eq!(broken().await, [], "{held}");
    // A process with the other setting books a delivery: one of both stocks is lost from sight.
    let mixed = world
        .open()
        .with_settings(|it| it.stocking = Stocking::Shared);
    arrive(&mixed, &other(), "honey", 1, "astray").await;
    catch_up(&pool, &log).await;
    let found = broken().await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].invariant, found[0].subject.as_str()),
        (2, "honey (intake)")
    );
}

#[tokio::test]
async fn a_setting_that_hides_stock_is_refused_and_says_why() {
    for (first, then) in [
        (Stocking::Shared, Stocking::Separate),
        (Stocking::Separate, Stocking::Shared),
    ] {
        let database = database().await;
        let pool = database.pool().await;
        for any in [first, then] {
            stocked::check(&pool, any).await.unwrap();
        }
        let shop = world(Arc::new(database.log().await), first).open();
        offer(&shop, &other(), 1).await;
        stocked::check(&pool, first).await.unwrap();
        let refused = stocked::check(&pool, then).await.unwrap_err().to_string();
        assert!(refused.contains("honey"), "{refused}");
        assert!(refused.contains("[stock] separate ="), "{refused}");
    }
}
