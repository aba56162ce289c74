//! What is added to an order is an order of its own: its money comes twice, late, after all, or is taken back, and
//! the order that it was added to is whole each time.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use chrono::Duration;
use domain::cart::CartItem;
use domain::order::{EditOutcome, LineQuantity, Status};
use domain::{ClaimId, OrderId, ProductId, Won};
use shop::amend::Cancellation;
use shop::deposit::Noticed;
use shop::edit::{Agreed, Edit};
use shop::{Shop, ShopError};
use store::MemoryLog;
use tests::attend::attend;
use tests::seen::{order, paid_back, pieces_are};
use tests::shop::{World, name_account, notice, offer, pay, place, process, shopper, sku};

/// What one pack of tea instead of one of two bags of rice costs, and gives back.
const SWAP: Agreed = Agreed {
    to_pay: Won(8_000),
    to_pay_back: Won(12_000),
};

/// An order of two bags of rice that is paid, and the order of tea that is to take the place of one of them.
async fn changed() -> (World, Shop, OrderId, OrderId) {
    let world = World::around(Arc::new(MemoryLog::new()));
    let shop = world.open();
    offer(&shop, "rice", Won(12_000), 10).await;
    offer(&shop, "tea", Won(8_000), 10).await;
    let first = place(&shop, "rice", 2, "key").await.unwrap().order;
    pay(&shop, &first).await.unwrap();
    let what = Edit {
        lines: vec![LineQuantity {
            line: 0,
            quantity: 1,
        }],
        add: vec![CartItem {
            product: ProductId::new("tea").unwrap(),
            sku: sku("tea"),
            quantity: 1,
            price: Won(8_000),
        }],
        recipient: None,
    };
    let (caller, name) = (shopper(), ClaimId::new("edit-1").unwrap());
    let edited = shop.edit_order(&caller, &first, name, &what, SWAP).await;
    let added = edited.unwrap().supplement.unwrap();
    (world, shop, first, added)
}

async fn told(shop: &Shop, of: &OrderId, id: &str) -> Noticed {
    let notice = notice(shop, of, id).await;
    shop.deposit_noticed(&process(), notice).await.unwrap()
}

async fn outcome(shop: &Shop, first: &OrderId) -> Option<EditOutcome> {
    let state = order(shop, first).await;
    state.edits().values().next().unwrap().outcome
}

async fn is_swapped(shop: &Shop, first: &OrderId, added: &OrderId) {
    assert_eq!(outcome(shop, first).await, Some(EditOutcome::Done));
    assert_eq!(order(shop, added).await.status(), Status::Paid);
    pieces_are(shop, "rice", 0, 1).await;
    pieces_are(shop, "tea", 0, 1).await;
}

#[tokio::test]
async fn a_deposit_that_is_told_twice_changes_the_order_once() {
    let (world, shop, first, added) = changed().await;
    let deposit = notice(&shop, &added, "DEP-1").await;
    let one = shop.deposit_noticed(&process(), deposit.clone()).await;
    assert!(matches!(one.unwrap(), Noticed::Paid(..)));
    for _ in 0..2 {
        let again = shop.deposit_noticed(&process(), deposit.clone()).await;
        assert_eq!(again.unwrap(), Noticed::Repeated);
    }
    assert!(attend(&shop).await.is_empty());
    is_swapped(&shop, &first, &added).await;
    assert_eq!(paid_back(&world), 12_000);
}

#[tokio::test]
async fn who_pays_twice_has_changed_the_order_once_and_staff_hear_of_the_rest() {
    let (world, shop, first, added) = changed().await;
    let two = notice(&shop, &added, "DEP-2").await;
    assert!(matches!(
        told(&shop, &added, "DEP-1").await,
        Noticed::Paid(..)
    ));
    let second = shop.deposit_noticed(&process(), two).await.unwrap();
    assert_eq!(second, Noticed::Unmatched);
    assert!(attend(&shop).await.is_empty());
    is_swapped(&shop, &first, &added).await;
    assert_eq!(paid_back(&world), 12_000, "the second waits for staff");
    let payment = shop.payment_of(&added).await.unwrap();
    assert_eq!(payment.captured(), Won(8_000));
}

#[tokio::test]
async fn who_pays_too_late_keeps_what_was_ordered_first() {
    let (world, shop, first, added) = changed().await;
    let late = notice(&shop, &added, "DEP-1").await;
    world.clock.advance(Duration::days(4));
    assert!(shop.expire(&process(), &added).await.unwrap());
    let came = shop.deposit_noticed(&process(), late).await.unwrap();
    assert_eq!(came, Noticed::Unmatched);
    assert!(attend(&shop).await.is_empty());
    assert_eq!(outcome(&shop, &first).await, Some(EditOutcome::Dropped));
    assert_eq!(order(&shop, &added).await.status(), Status::Expired);
    assert_eq!(order(&shop, &first).await.refunded(), Won::ZERO);
    assert_eq!(paid_back(&world), 0);
    pieces_are(&shop, "rice", 0, 2).await;
    pieces_are(&shop, "tea", 0, 0).await;
}

#[tokio::test]
async fn a_deposit_at_the_last_moment_counts_whoever_is_first() {
    let (world, shop, first, added) = changed().await;
    let last = notice(&shop, &added, "DEP-1").await;
    world.clock.advance(Duration::days(4));
    let (caller, other) = (process(), process());
    let (came, expired) = tokio::join!(
        shop.deposit_noticed(&caller, last),
        shop.expire(&other, &added)
    );
    let (came, expired) = (came.unwrap(), expired.unwrap());
    assert!(attend(&shop).await.is_empty());
    if expired {
        assert_eq!(came, Noticed::Unmatched);
        assert_eq!(outcome(&shop, &first).await, Some(EditOutcome::Dropped));
        pieces_are(&shop, "rice", 0, 2).await;
        pieces_are(&shop, "tea", 0, 0).await;
    } else {
        assert!(matches!(came, Noticed::Paid(..)));
        is_swapped(&shop, &first, &added).await;
    }
}

#[tokio::test]
async fn what_its_bank_takes_back_after_part_of_it_went_back_goes_back_no_more() {
    let world = World::around(Arc::new(MemoryLog::new()));
    let shop = world.open();
    offer(&shop, "rice", Won(12_000), 10).await;
    let id = place(&shop, "rice", 3, "key").await.unwrap().order;
    let deposit = notice(&shop, &id, "DEP-1").await;
    let came = shop.deposit_noticed(&process(), deposit.clone()).await;
    came.unwrap();
    name_account(&shop, &id).await.unwrap();
    cancel(&shop, &id, "a").await.unwrap();
    assert_eq!(paid_back(&world), 12_000);
    let mut reversal = deposit;
    reversal.deposit.notice = domain::NoticeId::new("REV-1").unwrap();
    let told = shop.reversal_noticed(&process(), reversal).await.unwrap();
    assert_eq!(told, Noticed::Reversed);
    for claim in ["b", "c"] {
        cancel(&shop, &id, claim).await.unwrap();
    }
    assert!(attend(&shop).await.is_empty(), "nothing is stuck");
    let state = order(&shop, &id).await;
    assert!(state.open_claims().next().is_none());
    // One went back by us, all of it by the bank: what is missing is staff's to ask for, and nothing more leaves.
    assert_eq!(paid_back(&world), 12_000);
    let payment = shop.payment_of(&id).await.unwrap();
    assert_eq!(payment.refunded(), Won(12_000));
    assert!(payment.is_reversed());
    pieces_are(&shop, "rice", 0, 0).await;
}

async fn cancel(shop: &Shop, id: &OrderId, claim: &str) -> Result<(), ShopError> {
    let piece = Cancellation {
        claim: ClaimId::new(claim).unwrap(),
        lines: Some(vec![LineQuantity {
            line: 0,
            quantity: 1,
        }]),
        reason: "shopper".to_owned(),
    };
    shop.cancel(&shopper(), id, piece).await.map(drop)
}
