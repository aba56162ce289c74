//! After buying: exchanges, requests, confirmation and looking an order up, over PostgreSQL.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use chrono::Duration;
use domain::order::{Claim, ClaimReason, LineQuantity, OrderRefusal, Status, Wish};
use domain::{ClaimId, OrderId, PersonalRef, Won};
use futures::future::join_all;
use shop::amend::Cancellation;
use shop::claim::ClaimForm;
use shop::members::AccountRefusal;
use shop::{Shop, ShopError};
use store::accounts::Accounts;
use store::{Cursor, EventLog};
use tests::attend::attend;
use tests::crash::{CrashingLog, Moment};
use tests::seen::{order, stock};
use tests::shop::{World, offer, pay, place, process, shopper};

async fn world() -> World {
    let database = tests::pg::database().await;
    World::around(Arc::new(database.log().await))
}

fn id(claim: &str) -> ClaimId {
    ClaimId::new(claim).unwrap()
}

fn rice(quantity: u32) -> Vec<LineQuantity> {
    vec![LineQuantity { line: 0, quantity }]
}

fn asks(claim: &str, wish: Wish, quantity: u32) -> ClaimForm {
    ClaimForm {
        claim: id(claim),
        wish,
        lines: rice(quantity),
        reason: ClaimReason::Damaged,
        text: "봉지가 터져서 왔어요. 010-2222-3333으로 전화 주세요.".to_owned(),
        photos: vec![],
        wanted: vec![],
    }
}

async fn arrived(shop: &Shop, pieces: u32) -> OrderId {
    offer(shop, "rice", Won(12_000), 10).await;
    let id = place(shop, "rice", pieces, "key").await.unwrap().order;
    pay(shop, &id).await.unwrap();
    let (carrier, invoice) = ("cj".to_owned(), "123456789012".to_owned());
    shop.ship(&process(), &id, carrier, invoice, None)
        .await
        .unwrap();
    shop.deliver(&process(), &id, 1).await.unwrap();
    id
}

/// An order that arrived, of which some pieces are back to be exchanged, none to be sold again.
async fn came_back(shop: &Shop, pieces: u32, exchanged: u32) -> OrderId {
    let order_id = arrived(shop, pieces).await;
    let form = asks("x", Wish::Exchange, exchanged);
    shop.request_claim(&shopper(), &order_id, form)
        .await
        .unwrap();
    shop.receive_return(&process(), &order_id, id("x"), vec![], false)
        .await
        .unwrap();
    order_id
}

async fn replace(shop: &Shop, order: &OrderId, claim: &str) -> Result<Option<Cursor>, ShopError> {
    let (carrier, invoice) = ("cj".to_owned(), "223456789012".to_owned());
    shop.ship_replacement(&process(), order, id(claim), carrier, invoice)
        .await
}

#[tokio::test]
async fn an_exchange_moves_pieces_and_no_money() {
    let world = world().await;
    let shop = world.open();
    let order_id = arrived(&shop, 2).await;
    let form = || asks("x", Wish::Exchange, 1);
    shop.request_claim(&shopper(), &order_id, form())
        .await
        .unwrap();
    let again = shop.request_claim(&shopper(), &order_id, form()).await;
    assert_eq!(again.unwrap(), None, "sent twice, asked once");
    shop.receive_return(&process(), &order_id, id("x"), vec![], false)
        .await
        .unwrap();
    let rice = stock(&shop, "rice").await;
    assert_eq!((rice.on_hand(), rice.sold()), (8, 1), "written off");
    replace(&shop, &order_id, "x").await.unwrap();
    replace(&shop, &order_id, "x").await.unwrap();
    let rice = stock(&shop, "rice").await;
    assert_eq!((rice.on_hand(), rice.sold()), (7, 2));
    let order = order(&shop, &order_id).await;
    assert_eq!(
        (order.status(), order.promised()),
        (Status::Delivered, Won(0))
    );
    assert_eq!(order.parcels().len(), 2);
}

#[tokio::test]
async fn what_the_shopper_tells_is_in_the_vault_alone_and_can_be_erased() {
    let world = world().await;
    let shop = world.open();
    let order_id = arrived(&shop, 2).await;
    shop.request_claim(&shopper(), &order_id, asks("r", Wish::Return, 1))
        .await
        .unwrap();
    let events = tests::seen::events(world.log.as_ref()).await;
    let asked = events
        .iter()
        .find(|event| event.event_type == "ClaimRequested")
        .unwrap();
    assert!(!asked.payload.contains("2222-3333") && !asked.payload.contains("봉지"));
    let payload: serde_json::Value = serde_json::from_str(&asked.payload).unwrap();
    let note = payload["ClaimRequested"]["note"].clone();
    let note = [serde_json::from_value::<PersonalRef>(note).unwrap()];
    let told = shop.claim_notes(&note).await.unwrap();
    assert!(told[0].as_ref().unwrap().starts_with("봉지가"));
    let early = shop.erase_recipient(&process(), &order_id).await;
    let needed = OrderRefusal::RecipientNeeded(Status::Delivered);
    assert!(matches!(early, Err(ShopError::Order(why)) if why == needed));
    let claim = ClaimId::new("r").unwrap();
    shop.withdraw_claim(&shopper(), &order_id, claim)
        .await
        .unwrap();
    shop.erase_recipient(&process(), &order_id).await.unwrap();
    assert_eq!(shop.claim_notes(&note).await.unwrap(), [None]);
}

#[tokio::test]
async fn a_replacement_that_is_not_there_is_refused_and_paid_back_instead() {
    let world = world().await;
    let shop = world.open();
    let order_id = came_back(&shop, 2, 2).await;
    let other = place(&shop, "rice", 7, "other").await.unwrap().order;
    pay(&shop, &other).await.unwrap();
    let short = replace(&shop, &order_id, "x").await;
    assert!(
        matches!(short, Err(ShopError::Short { available: 1, .. })),
        "{short:?}"
    );
    shop.refund_exchange(&process(), &order_id, id("x"), None)
        .await
        .unwrap();
    let order = order(&shop, &order_id).await;
    assert_eq!(order.refunded(), Won(24_000));
    assert_eq!(order.status(), Status::Refunded);
    let rice = stock(&shop, "rice").await;
    assert_eq!((rice.on_hand(), rice.sold()), (1, 7));
}

/// Wherever it breaks, a restart ends with the same books as one that never broke.
#[tokio::test]
async fn an_exchange_survives_a_crash_at_every_write() {
    for moment in [Moment::Before, Moment::After] {
        for survive in 0..6 {
            let world = world().await;
            let shop = world.open();
            let order_id = arrived(&shop, 2).await;
            let form = asks("x", Wish::Exchange, 1);
            shop.request_claim(&shopper(), &order_id, form)
                .await
                .unwrap();
            let breaking = CrashingLog::new(world.log.clone(), survive, moment);
            let crashing = world.open_over(breaking.clone());
            let received = crashing
                .receive_return(&process(), &order_id, id("x"), vec![], true)
                .await;
            if received.is_ok() {
                let _ = replace(&crashing, &order_id, "x").await;
            }
            let shop = world.open();
            // Staff see how it stands and go on; the processes do the rest.
            shop.receive_return(&process(), &order_id, id("x"), vec![], true)
                .await
                .unwrap();
            attend(&shop).await;
            replace(&shop, &order_id, "x").await.unwrap();
            attend(&shop).await;
            let rice = stock(&shop, "rice").await;
            assert_eq!(
                (rice.on_hand(), rice.sold()),
                (8, 2),
                "{moment:?} {survive}"
            );
            let order = order(&shop, &order_id).await;
            let Claim::Swapped(swap) = &order.claims()[&id("x")] else {
                panic!("{order:?}")
            };
            assert!(swap.restocked && swap.booked, "{moment:?} {survive}");
        }
    }
}

/// The parcel is on its way, and the process that follows finds the shelf empty: staff see it, and
/// what arrives next fills it.
#[tokio::test]
async fn a_replacement_that_left_an_empty_shelf_is_short_until_pieces_arrive() {
    let world = world().await;
    let shop = world.open();
    let order_id = came_back(&shop, 1, 1).await;
    let breaking = CrashingLog::new(world.log.clone(), 1, Moment::Before);
    let crashing = world.open_over(breaking.clone());
    let _ = replace(&crashing, &order_id, "x").await;
    assert!(breaking.broke());
    let shop = world.open();
    let all = place(&shop, "rice", 9, "all").await.unwrap().order;
    pay(&shop, &all).await.unwrap();
    attend(&shop).await;
    assert_eq!(stock(&shop, "rice").await.short().count(), 1);
    let note = domain::Reference::new("more").unwrap();
    shop.receive_stock(&process(), &tests::shop::sku("rice"), 3, note)
        .await
        .unwrap();
    attend(&shop).await;
    let rice = stock(&shop, "rice").await;
    assert_eq!((rice.on_hand(), rice.short().count()), (2, 0));
}

#[tokio::test]
async fn of_two_cancellations_at_once_each_piece_goes_back_once() {
    let world = world().await;
    let shop = world.open();
    offer(&shop, "rice", Won(12_000), 10).await;
    let order_id = place(&shop, "rice", 3, "key").await.unwrap().order;
    pay(&shop, &order_id).await.unwrap();
    let cancel = |claim: &str| {
        let (shop, order_id) = (world.open(), order_id.clone());
        let what = Cancellation {
            claim: id(claim),
            lines: Some(rice(2)),
            reason: "shopper".to_owned(),
        };
        async move { shop.cancel(&shopper(), &order_id, what).await }
    };
    let done = join_all([cancel("a"), cancel("b")]).await;
    let won = done.iter().filter(|done| done.is_ok()).count();
    assert_eq!(won, 1, "{done:?}");
    let refused = done.into_iter().find_map(Result::err);
    let refused = refused.unwrap();
    assert!(
        matches!(refused, ShopError::Order(OrderRefusal::TooMany { .. })),
        "{refused:?}"
    );
    let shop = world.open();
    assert_eq!(order(&shop, &order_id).await.refunded(), Won(24_000));
    assert_eq!(stock(&shop, "rice").await.sold(), 1);
}

#[tokio::test]
async fn a_piece_is_cancelled_or_shipped_and_never_both() {
    for round in 0..8 {
        let world = world().await;
        let shop = world.open();
        offer(&shop, "rice", Won(12_000), 10).await;
        let order_id = place(&shop, "rice", 2, "key").await.unwrap().order;
        pay(&shop, &order_id).await.unwrap();
        let (here, there) = (world.open(), world.open());
        let (buyer, caller) = (shopper(), process());
        let cancel = here.cancel(&buyer, &order_id, Cancellation::whole("shopper"));
        let ship = there.ship(
            &caller,
            &order_id,
            "cj".to_owned(),
            "123456789012".to_owned(),
            None,
        );
        let (_, shipped) = tokio::join!(cancel, ship);
        let order = order(&world.open(), &order_id).await;
        let line = &order.lines()[0];
        assert_eq!(line.shipped + line.cancelled, 2, "round {round}");
        assert_eq!(shipped.is_ok(), line.shipped == 2, "round {round}");
        let back = if line.cancelled == 2 {
            order.paid()
        } else {
            Won(0)
        };
        assert_eq!(order.promised(), back, "round {round}");
    }
}

#[tokio::test]
async fn a_purchase_confirms_itself_when_its_days_are_over_and_nothing_comes_back() {
    let world = world().await;
    let shop = world.open();
    let order_id = arrived(&shop, 2).await;
    let confirm = async || shop.confirm_when_due(&process(), &order_id).await.unwrap();
    world
        .clock
        .advance(Duration::days(8) - Duration::seconds(1));
    assert!(!confirm().await, "a second too early");
    let form = asks("r", Wish::Return, 1);
    shop.request_claim(&shopper(), &order_id, form)
        .await
        .unwrap();
    world.clock.advance(Duration::seconds(1));
    assert!(!confirm().await, "something is coming back");
    shop.withdraw_claim(&shopper(), &order_id, id("r"))
        .await
        .unwrap();
    assert!(confirm().await);
    assert_eq!(order(&shop, &order_id).await.status(), Status::Confirmed);
    assert!(!confirm().await, "once");
}

#[tokio::test]
async fn an_order_is_found_with_its_number_and_telephone_number_and_guessing_is_locked() {
    let database = tests::pg::database().await;
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    let world = World::around(log);
    let accounts = || async { Accounts::new(database.pool().await, 1) };
    let shop = world.open().with_accounts(accounts().await);
    let order_id = arrived(&shop, 1).await;
    let number = order_id.to_string().to_lowercase();
    let find = async |shop: &Shop, number: &str, phone: &str, origin: &str| {
        shop.find_order(&shopper(), number, phone, origin).await
    };
    let found = find(&shop, &number, "010-1234-5678", "10.0.0.1").await;
    assert_eq!(found.unwrap(), order_id);

    let wrong = [
        find(&shop, &number, "010-0000-0000", "10.0.0.1").await,
        find(&shop, "20261122-0000000000", "010-1234-5678", "10.0.0.1").await,
        find(&shop, &number, "", "10.0.0.1").await,
        find(&shop, "", "010-1234-5678", "10.0.0.1").await,
    ];
    for wrong in wrong {
        let refusal = ShopError::Account(AccountRefusal::NoSuchOrder);
        assert_eq!(wrong.unwrap_err().to_string(), refusal.to_string());
    }
    let mut shop = shop;
    for _ in 0..20 {
        let _ = find(&shop, &number, "010-0000-0000", "10.0.0.2").await;
        // A restart opens no lock.
        shop = world.open().with_accounts(accounts().await);
    }
    let locked = find(&shop, &number, "010-1234-5678", "10.0.0.3").await;
    assert!(
        matches!(
            locked,
            Err(ShopError::Account(AccountRefusal::Locked { .. }))
        ),
        "{locked:?}"
    );
    world.clock.advance(Duration::hours(1));
    let found = find(&shop, &number, "010-1234-5678", "10.0.0.3").await;
    assert_eq!(found.unwrap(), order_id);
}
