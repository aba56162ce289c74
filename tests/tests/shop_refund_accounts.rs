//! Money of a deposit goes back to an account that its shopper names: before, late, wrong, twice.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use domain::order::{LineQuantity, Status};
use domain::payment::{Payment, PaymentRefusal};
use domain::{ClaimId, OrderId, Won};
use gateways::books::Entry;
use shop::amend::Cancellation;
use shop::edit::Edit;
use shop::ports::RefundAccount;
use shop::{Shop, ShopError};
use store::MemoryLog;
use tests::attend::attend;
use tests::seen::{events, order};
use tests::shop::{World, name_account, notice, offer, place, process, refund_account, shopper};

async fn world() -> World {
    let world = World::around(Arc::new(MemoryLog::new()));
    offer(&world.open(), "rice", Won(12_000), 10).await;
    world
}

/// An order of two pieces, paid by deposit; nobody has named an account.
async fn paid(shop: &Shop, key: &str) -> OrderId {
    let id = place(shop, "rice", 2, key).await.unwrap().order;
    let notice = notice(shop, &id, &format!("dep-{key}")).await;
    shop.deposit_noticed(&process(), notice).await.unwrap();
    id
}

fn piece(claim: &str) -> Cancellation {
    Cancellation {
        claim: ClaimId::new(claim).unwrap(),
        lines: Some(vec![LineQuantity {
            line: 0,
            quantity: 1,
        }]),
        reason: "shopper".to_owned(),
    }
}

async fn payment(shop: &Shop, order: &OrderId) -> Payment {
    shop.payment_of(order).await.unwrap()
}

fn paid_back(world: &World) -> Won {
    let entries = world.bank.books().entries().unwrap().into_iter();
    let back = entries.filter_map(|entry| match entry {
        Entry::Refund { amount, .. } => Some(amount),
        Entry::Deposit { .. } => None,
    });
    back.sum()
}

async fn names(world: &World) -> Vec<String> {
    let all = events(world.log.as_ref()).await.into_iter();
    all.map(|event| event.event_type).collect()
}

#[tokio::test]
async fn a_refund_waits_without_a_fuss_until_an_account_is_named() {
    let world = world().await;
    let shop = world.open();
    let id = paid(&shop, "key-1").await;
    let cancelled = shop.cancel(&shopper(), &id, piece("a")).await;
    cancelled.unwrap();
    assert!(attend(&shop).await.is_empty(), "waiting is no failure");
    assert!(payment(&shop, &id).await.awaits_refund_account());
    assert_eq!(order(&shop, &id).await.refunded(), Won(0));
    assert_eq!(paid_back(&world), Won(0), "the bank is not asked");

    name_account(&shop, &id).await.unwrap();
    assert_eq!(order(&shop, &id).await.refunded(), Won(12_000));
    assert_eq!(paid_back(&world), Won(12_000));
    name_account(&shop, &id).await.unwrap();
    let named = names(&world).await;
    let given = named.iter().filter(|it| *it == "RefundAccountGiven");
    assert_eq!(given.count(), 1, "the same account again is no news");
    let asked = named.iter().filter(|it| *it == "RefundAccountAsked");
    assert_eq!(asked.count(), 1);
}

#[tokio::test]
async fn several_refunds_that_wait_are_all_paid_by_the_process() {
    let world = world().await;
    let shop = world.open();
    let id = paid(&shop, "key-1").await;
    for claim in ["b", "a"] {
        shop.cancel(&shopper(), &id, piece(claim)).await.unwrap();
    }
    // The request that brings the account dies right after it is written down.
    let kept = tests::crash::CrashingLog::new(world.log.clone(), 1, tests::crash::Moment::Before);
    let dying = world.open_over(kept);
    name_account(&dying, &id).await.unwrap();
    let fresh = world.open();
    attend(&fresh).await;
    assert_eq!(order(&fresh, &id).await.status(), Status::Cancelled);
    assert_eq!(paid_back(&world), Won(27_000));
}

#[tokio::test]
async fn an_account_that_was_named_before_takes_the_money_at_once() {
    let world = world().await;
    let shop = world.open();
    let id = paid(&shop, "key-1").await;
    name_account(&shop, &id).await.unwrap();
    shop.cancel(&shopper(), &id, piece("a")).await.unwrap();
    assert_eq!(paid_back(&world), Won(12_000));
    let named = names(&world).await;
    assert!(!named.contains(&"RefundAccountAsked".to_owned()));
}

#[tokio::test]
async fn a_wrong_account_leads_back_to_waiting_and_another_is_taken() {
    let world = world().await;
    let shop = world.open();
    let id = paid(&shop, "key-1").await;
    let nobodys = RefundAccount {
        number: "111111111111".to_owned(),
        ..refund_account()
    };
    shop.give_refund_account(&shopper(), &id, &nobodys)
        .await
        .unwrap();
    shop.cancel(&shopper(), &id, piece("a")).await.unwrap();
    let waiting = payment(&shop, &id).await;
    assert!(waiting.awaits_refund_account());
    assert_eq!(waiting.refund_account_refused(), Some("no-such-account"));
    assert!(attend(&shop).await.is_empty());
    // The same wrong one again is refused again, and nothing is paid.
    shop.give_refund_account(&shopper(), &id, &nobodys)
        .await
        .unwrap();
    assert!(payment(&shop, &id).await.awaits_refund_account());
    assert_eq!(paid_back(&world), Won(0));
    name_account(&shop, &id).await.unwrap();
    assert_eq!(order(&shop, &id).await.refunded(), Won(12_000));
    assert_eq!(paid_back(&world), Won(12_000));
}

#[tokio::test]
async fn two_who_name_accounts_at_once_have_it_paid_once() {
    let world = world().await;
    let shop = world.open();
    let id = paid(&shop, "key-1").await;
    shop.cancel(&shopper(), &id, piece("a")).await.unwrap();
    let other = RefundAccount {
        number: "94360201234567".to_owned(),
        ..refund_account()
    };
    let (mine, desk) = (refund_account(), process());
    let shopper = shopper();
    let (one, two) = tokio::join!(
        shop.give_refund_account(&shopper, &id, &mine),
        shop.give_refund_account(&desk, &id, &other),
    );
    for named in [one, two] {
        match named {
            Ok(_)
            | Err(ShopError::Payment(
                PaymentRefusal::RefundUnderWay | PaymentRefusal::NothingHeld,
            )) => {}
            Err(error) => panic!("{error}"),
        }
    }
    attend(&shop).await;
    assert_eq!(order(&shop, &id).await.refunded(), Won(12_000));
    assert_eq!(paid_back(&world), Won(12_000));
}

#[tokio::test]
async fn an_account_is_erased_with_the_order_and_then_is_none() {
    let world = world().await;
    let shop = world.open();
    let id = paid(&shop, "key-1").await;
    name_account(&shop, &id).await.unwrap();
    let kept = payment(&shop, &id).await;
    assert_eq!(
        shop.refund_account(&kept).await.unwrap(),
        Some(refund_account())
    );
    shop.cancel(&shopper(), &id, Cancellation::whole("shopper"))
        .await
        .unwrap();
    shop.erase_recipient(&process(), &id).await.unwrap();
    assert_eq!(shop.refund_account(&kept).await.unwrap(), None);
}

#[tokio::test]
async fn what_is_asked_back_after_erasing_waits_for_another_account() {
    let world = world().await;
    let shop = world.open();
    let id = paid(&shop, "key-1").await;
    name_account(&shop, &id).await.unwrap();
    shop.ship(
        &process(),
        &id,
        "cj".to_owned(),
        "123456789012".to_owned(),
        None,
    )
    .await
    .unwrap();
    shop.deliver(&process(), &id, 1).await.unwrap();
    shop.erase_recipient(&process(), &id).await.unwrap();
    let grant = ClaimId::new("refund").unwrap();
    shop.grant_refund(&process(), &id, grant, Won(1_000), "late".to_owned())
        .await
        .unwrap();
    let waiting = payment(&shop, &id).await;
    assert_eq!(waiting.refund_account_refused(), Some("erased"));
    name_account(&shop, &id).await.unwrap();
    assert_eq!(order(&shop, &id).await.refunded(), Won(1_000));
}

#[tokio::test]
async fn an_order_that_nobody_paid_needs_no_account() {
    let world = world().await;
    let shop = world.open();
    let id = place(&shop, "rice", 2, "key-1").await.unwrap().order;
    let refused = name_account(&shop, &id).await.unwrap_err();
    assert!(matches!(
        refused,
        ShopError::Payment(PaymentRefusal::NotCaptured)
    ));
}

/// What was added goes back to where the first order's money does: nobody is asked twice.
#[tokio::test]
async fn the_account_that_was_named_for_the_first_order_is_that_of_what_was_added() {
    let world = world().await;
    let shop = world.open();
    let first = paid(&shop, "key-1").await;
    let more = Edit {
        lines: vec![LineQuantity {
            line: 0,
            quantity: 3,
        }],
        ..Edit::default()
    };
    let agreed = shop.preview_edit(&first, &more).await.unwrap().agreed();
    let (caller, name) = (shopper(), ClaimId::new("more").unwrap());
    let edited = shop.edit_order(&caller, &first, name, &more, agreed).await;
    let added = edited.unwrap().supplement.unwrap();
    let notice = notice(&shop, &added, "dep-more").await;
    shop.deposit_noticed(&process(), notice).await.unwrap();

    name_account(&shop, &first).await.unwrap();
    let whole = Cancellation::whole("shopper");
    shop.cancel(&shopper(), &first, whole).await.unwrap();
    assert!(attend(&shop).await.is_empty());
    assert!(!payment(&shop, &added).await.awaits_refund_account());
    let total = |order: &Payment| order.captured();
    let both = total(&payment(&shop, &first).await) + total(&payment(&shop, &added).await);
    assert_eq!(paid_back(&world), both);
}
