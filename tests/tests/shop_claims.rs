//! What is cancelled, returned or granted goes back whole and once, over PostgreSQL.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use domain::order::{LineQuantity, Order, Status};
use domain::pricing::{GiftCondition, GiftRule};
use domain::{ClaimId, Reference, Won};
use futures::future::join_all;
use gateways::books::Entry;
use shop::amend::Cancellation;
use tests::seen::{order, stock};
use tests::shop::{World, offer, pay, place, process, shopper, sku};

async fn world() -> World {
    let database = tests::pg::database().await;
    World::around(Arc::new(database.log().await))
}

fn cup(condition: GiftCondition) -> GiftRule {
    GiftRule {
        sku: sku("cup"),
        name: "찻잔".to_owned(),
        quantity: 1,
        condition,
    }
}

fn part(claim: &str, quantity: u32) -> Cancellation {
    Cancellation {
        claim: ClaimId::new(claim).unwrap(),
        lines: Some(vec![LineQuantity { line: 0, quantity }]),
        reason: "shopper".to_owned(),
    }
}

#[tokio::test]
async fn the_gifts_of_an_order_cancelled_piece_by_piece_come_back_with_the_last_one() {
    let mut world = world().await;
    world.give(&cup(GiftCondition::GoodsOver(Won(20_000))));
    let shop = world.open();
    offer(&shop, "rice", Won(12_000), 10).await;
    offer(&shop, "cup", Won(5_000), 10).await;
    let id = place(&shop, "rice", 2, "key").await.unwrap().order;
    pay(&shop, &id).await.unwrap();
    assert_eq!(stock(&shop, "cup").await.sold(), 1);

    let cancel = async |what| shop.cancel(&process(), &id, what).await;
    cancel(part("first", 1)).await.unwrap();
    assert_eq!(stock(&shop, "cup").await.sold(), 1, "a piece is left");
    cancel(part("second", 1)).await.unwrap();
    shop.settle_claims(&process(), &id).await.unwrap();
    let cups = stock(&shop, "cup").await;
    assert_eq!((cups.on_hand(), cups.sold()), (10, 0));
    assert_eq!(order(&shop, &id).await.status(), Status::Cancelled);
}

#[tokio::test]
async fn a_claim_with_the_longest_name_is_paid_back() {
    let world = world().await;
    let shop = world.open();
    offer(&shop, "rice", Won(12_000), 10).await;
    let id = place(&shop, "rice", 2, "key").await.unwrap().order;
    pay(&shop, &id).await.unwrap();
    let cancelled = shop.cancel(&shopper(), &id, part(&"c".repeat(64), 1)).await;
    cancelled.unwrap();
    assert_eq!(order(&shop, &id).await.refunded(), Won(12_000));
    assert_eq!(stock(&shop, "rice").await.on_hand(), 9);
}

/// The provider declines for days, and the shop goes on selling and counting meanwhile.
#[tokio::test]
async fn pieces_of_a_claim_that_cannot_be_paid_back_are_booked_once_however_often_it_is_tried() {
    let world = world().await;
    let shop = world.open();
    offer(&shop, "rice", Won(12_000), 10).await;
    let id = place(&shop, "rice", 2, "key").await.unwrap().order;
    pay(&shop, &id).await.unwrap();
    let other = place(&shop, "rice", 5, "other").await.unwrap().order;
    pay(&shop, &other).await.unwrap();
    let other_amount = Entry::Refund {
        key: format!("{id}/cancel"),
        order: id.to_string(),
        amount: Won(1),
    };
    world.bank.books().enter(&other_amount).unwrap();
    let whole = || Cancellation::whole("shopper");
    assert!(shop.cancel(&shopper(), &id, whole()).await.is_err());

    let notes = (0..1_100).map(|note| {
        let (shop, note) = (shop.clone(), Reference::new(format!("note-{note}")));
        async move {
            shop.receive_stock(&process(), &sku("rice"), 1, note.unwrap())
                .await
                .unwrap();
        }
    });
    join_all(notes).await;
    assert!(shop.settle_claims(&process(), &id).await.is_err());
    let rice = stock(&shop, "rice").await;
    assert_eq!((rice.on_hand(), rice.sold()), (5 + 1_100, 5));
}

#[tokio::test]
async fn a_gift_that_the_order_itself_uses_up_is_not_promised() {
    let mut world = world().await;
    world.give(&cup(GiftCondition::GoodsOver(Won(1_000))));
    world.give(&cup(GiftCondition::GoodsOver(Won(2_000))));
    let shop = world.open();
    offer(&shop, "cup", Won(5_000), 4).await;
    let bought = place(&shop, "cup", 3, "key-1").await.unwrap().order;
    let gifts = |order: &Order| order.draft().unwrap().quote.gifts.len();
    assert_eq!(gifts(&order(&shop, &bought).await), 1, "one cup was left");

    let note = Reference::new("two-more").unwrap();
    let cups = sku("cup");
    shop.receive_stock(&process(), &cups, 2, note)
        .await
        .unwrap();
    let all = place(&shop, "cup", 2, "key-2").await.unwrap().order;
    assert_eq!(gifts(&order(&shop, &all).await), 0);
    assert_eq!(stock(&shop, "cup").await.on_hand(), 0);
}

#[tokio::test]
async fn a_claim_that_cannot_be_paid_back_does_not_block_the_next_one() {
    let world = world().await;
    let shop = world.open();
    offer(&shop, "rice", Won(12_000), 10).await;
    let id = place(&shop, "rice", 3, "key").await.unwrap().order;
    pay(&shop, &id).await.unwrap();
    let other_amount = Entry::Refund {
        key: format!("{id}/a"),
        order: id.to_string(),
        amount: Won(1),
    };
    world.bank.books().enter(&other_amount).unwrap();
    assert!(shop.cancel(&shopper(), &id, part("a", 1)).await.is_err());
    assert!(shop.cancel(&shopper(), &id, part("b", 1)).await.is_err());
    assert_eq!(order(&shop, &id).await.refunded(), Won(12_000));
    assert_eq!(stock(&shop, "rice").await.sold(), 1);
}
