//! Every use case crashes at every one of its writes, before it and after it, and is then
//! finished by whoever comes next: the end is always whole.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use domain::order::{LineQuantity, Status};
use domain::{ClaimId, OrderId, Reference, Won};
use shop::amend::Cancellation;
use shop::deposit::Noticed;
use shop::{Shop, ShopError};
use store::{EventLog, MemoryLog};
use tests::attend::attend;
use tests::crash::{CrashingLog, Moment};
use tests::seen::{self, order, stock};
use tests::shop::{World, cart, form, offer, pay, place, process, put, shopper, sku};

/// More writes than any use case here makes.
const ENOUGH: i64 = 40;

/// How many orders were ever placed.
async fn placed(log: &Arc<dyn EventLog>) -> Vec<OrderId> {
    let events = seen::events(log.as_ref()).await;
    events
        .into_iter()
        .filter(|event| event.event_type == "OrderPlaced")
        .map(|event| OrderId::new(event.id).unwrap())
        .collect()
}

async fn world() -> World {
    let world = World::around(Arc::new(MemoryLog::new()));
    let shop = world.open();
    offer(&shop, "rice", Won(12_000), 10).await;
    offer(&shop, "tea", Won(8_000), 10).await;
    world
}

/// Runs `each` with a crash at every write, until one is not reached any more.
async fn at_every_write<F: AsyncFn(&World, Shop, Arc<CrashingLog>)>(each: F) {
    for moment in [Moment::Before, Moment::After] {
        for survive in 0..ENOUGH {
            let world = world().await;
            let crashing = CrashingLog::new(world.log.clone(), survive, moment);
            let shop = world.open_over(crashing.clone());
            each(&world, shop, crashing.clone()).await;
            if !crashing.broke() {
                assert!(survive > 2, "the use case hardly wrote anything");
                break;
            }
            assert!(survive + 1 < ENOUGH, "the use case never ends");
        }
    }
}

#[tokio::test]
async fn a_checkout_that_crashes_anywhere_leaves_one_order_or_none_and_no_lost_hold() {
    at_every_write(async |world, crashing, _| {
        let fresh = world.open();
        let cart = cart();
        put(&fresh, cart, "rice", 2).await;
        put(&fresh, cart, "tea", 3).await;
        let form = form(&fresh, cart, "key-1").await.unwrap();
        let first = crashing.check_out(&shopper(), &form).await;

        // The process finds it after the restart.
        let restarted = world.open();
        restarted.finish_checkout(&process(), cart).await.unwrap();
        let orders = placed(&world.log).await;
        let (rice, tea) = (
            stock(&restarted, "rice").await,
            stock(&restarted, "tea").await,
        );
        assert!(orders.len() <= 1, "{orders:?}");
        assert_eq!(
            (rice.held(), tea.held()),
            if orders.is_empty() { (0, 0) } else { (2, 3) }
        );
        if let Ok(first) = &first {
            assert_eq!(
                orders,
                std::slice::from_ref(&first.order),
                "an acknowledged order exists"
            );
        }

        // The shopper sends the same form again and gets the one order.
        let again = restarted.check_out(&shopper(), &form).await.unwrap();
        assert_eq!(placed(&world.log).await, std::slice::from_ref(&again.order));
        assert_eq!(stock(&restarted, "rice").await.held(), 2);
        assert!(
            restarted.cart(cart).await.unwrap().items().is_empty(),
            "the cart is closed"
        );
        pay(&restarted, &again.order).await.unwrap();
        assert_eq!(order(&restarted, &again.order).await.status(), Status::Paid);
    })
    .await;
}

#[tokio::test]
async fn a_checkout_that_finds_too_little_is_undone_wherever_it_crashes() {
    at_every_write(async |world, crashing, _| {
        let fresh = world.open();
        let cart = cart();
        put(&fresh, cart, "rice", 2).await;
        put(&fresh, cart, "tea", 30).await;
        let form = form(&fresh, cart, "key-1").await.unwrap();
        assert!(crashing.check_out(&shopper(), &form).await.is_err());

        let restarted = world.open();
        restarted.finish_checkout(&process(), cart).await.unwrap();
        let (rice, tea) = (
            stock(&restarted, "rice").await,
            stock(&restarted, "tea").await,
        );
        assert_eq!((rice.held(), tea.held()), (0, 0), "no hold is lost");
        assert_eq!((rice.on_hand(), tea.on_hand()), (10, 10));
        assert!(placed(&world.log).await.is_empty());

        // The cart is as before, and can be changed and ordered.
        restarted
            .change_quantity(&shopper(), cart, &sku("tea"), 3)
            .await
            .unwrap();
        let form = tests::shop::form(&restarted, cart, "key-2").await.unwrap();
        restarted.check_out(&shopper(), &form).await.unwrap();
        assert_eq!(stock(&restarted, "tea").await.held(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_deposit_that_crashes_anywhere_pays_its_order_once() {
    at_every_write(async |world, crashing, _| {
        let fresh = world.open();
        let id = place(&fresh, "rice", 2, "key-1").await.unwrap().order;
        let told = pay(&crashing, &id).await;

        let restarted = world.open();
        if told.is_err() {
            // The provider was not told OK, so it sends again.
            pay(&restarted, &id).await.unwrap();
        }
        restarted.settle_paid(&process(), &id).await.unwrap();
        assert_eq!(order(&restarted, &id).await.status(), Status::Paid);
        let rice = stock(&restarted, "rice").await;
        assert_eq!((rice.on_hand(), rice.held(), rice.sold()), (8, 0, 2));
    })
    .await;
}

#[tokio::test]
async fn a_cancellation_that_crashes_anywhere_gives_pieces_and_money_back_once() {
    at_every_write(async |world, crashing, _| {
        let fresh = world.open();
        let id = place(&fresh, "rice", 2, "key-1").await.unwrap().order;
        pay(&fresh, &id).await.unwrap();
        let cancelled = crashing
            .cancel(&shopper(), &id, Cancellation::whole("shopper"))
            .await;

        let restarted = world.open();
        if cancelled.is_err() {
            restarted
                .cancel(&shopper(), &id, Cancellation::whole("shopper"))
                .await
                .unwrap();
        }
        restarted.settle_cancelled(&process(), &id).await.unwrap();
        let state = order(&restarted, &id).await;
        assert_eq!(state.status(), Status::Cancelled);
        assert_eq!((state.paid(), state.refunded()), (Won(27_000), Won(27_000)));
        let rice = stock(&restarted, "rice").await;
        assert_eq!((rice.on_hand(), rice.held(), rice.sold()), (10, 0, 0));
        let refunds = world.bank.books().entries().unwrap();
        assert_eq!(refunds.len(), 1, "the provider paid back once: {refunds:?}");
    })
    .await;
}

/// Nobody repeats the call: only the processes come after it.
#[tokio::test]
async fn a_cancellation_before_the_deposit_that_crashes_anywhere_is_finished_or_never_was() {
    at_every_write(async |world, crashing, log| {
        let fresh = world.open();
        let id = place(&fresh, "rice", 2, "key-1").await.unwrap().order;
        let _ = crashing
            .cancel(&shopper(), &id, Cancellation::whole("shopper"))
            .await;

        let restarted = world.open();
        attend(&restarted).await;
        let (state, rice) = (
            order(&restarted, &id).await,
            stock(&restarted, "rice").await,
        );
        match pay(&restarted, &id).await.unwrap() {
            Noticed::Paid(..) => {
                assert!(log.broke(), "an acknowledged cancellation stands");
                assert_eq!((state.status(), rice.held()), (Status::PendingDeposit, 2));
            }
            noticed => {
                assert_eq!(noticed, Noticed::Unmatched);
                assert_eq!((state.status(), rice.held()), (Status::Cancelled, 0));
                assert_eq!((rice.on_hand(), rice.sold()), (10, 0));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn an_expiry_that_crashes_anywhere_gives_the_pieces_back() {
    at_every_write(async |world, crashing, _| {
        let fresh = world.open();
        let id = place(&fresh, "rice", 2, "key-1").await.unwrap().order;
        world.clock.advance(chrono::Duration::days(4));
        let _ = crashing.expire(&process(), &id).await;

        let restarted = world.open();
        restarted.expire(&process(), &id).await.unwrap();
        assert_eq!(order(&restarted, &id).await.status(), Status::Expired);
        let rice = stock(&restarted, "rice").await;
        assert_eq!((rice.on_hand(), rice.held()), (10, 0));

        // The money that comes all the same becomes a fact of its own and pays nothing.
        let late = pay(&restarted, &id).await.unwrap();
        assert_eq!(late, Noticed::Unmatched);
        assert_eq!(order(&restarted, &id).await.status(), Status::Expired);
    })
    .await;
}

#[tokio::test]
async fn a_form_with_an_old_price_is_told_the_new_one() {
    let world = world().await;
    let shop = world.open();
    let cart = cart();
    put(&shop, cart, "rice", 1).await;
    let form = form(&shop, cart, "key-1").await.unwrap();
    offer(&shop, "rice", Won(13_000), 0).await;
    let refused = shop.check_out(&shopper(), &form).await.unwrap_err();
    assert!(matches!(refused, ShopError::PriceChanged { quote } if quote.total == Won(16_000)));
    assert_eq!(shop.cart(cart).await.unwrap().items().len(), 1);
}

#[tokio::test]
async fn an_order_that_came_up_short_and_was_cancelled_takes_nothing_later() {
    let world = world().await;
    let shop = world.open();
    let late = place(&shop, "rice", 10, "late").await.unwrap().order;
    world.clock.advance(chrono::Duration::days(4));
    let quick = place(&shop, "rice", 10, "quick").await.unwrap().order;
    pay(&shop, &quick).await.unwrap();
    pay(&shop, &late).await.unwrap();
    assert_eq!(order(&shop, &late).await.status(), Status::Paid);
    assert_eq!(
        stock(&shop, "rice").await.sold(),
        10,
        "nothing is sold twice"
    );

    shop.cancel(&shopper(), &late, Cancellation::whole("short"))
        .await
        .unwrap();
    let note = Reference::new("delivery-2").unwrap();
    shop.receive_stock(&process(), &sku("rice"), 30, note)
        .await
        .unwrap();
    shop.settle_paid(&process(), &late).await.unwrap();
    let rice = stock(&shop, "rice").await;
    assert_eq!((rice.on_hand(), rice.held(), rice.sold()), (30, 0, 10));
    assert_eq!(order(&shop, &late).await.refunded(), Won(120_000));
}

/// Pieces arrive between the crash and whoever comes after it, or later: it ends alike.
#[tokio::test]
async fn a_cancellation_of_short_pieces_that_crashes_anywhere_ends_with_those_still_wanted() {
    for early in [true, false] {
        at_every_write(async |world, crashing, _| {
            let fresh = world.open();
            let late = place(&fresh, "tea", 6, "late").await.unwrap().order;
            world.clock.advance(chrono::Duration::days(4));
            let quick = place(&fresh, "tea", 10, "quick").await.unwrap().order;
            pay(&fresh, &quick).await.unwrap();
            pay(&fresh, &late).await.unwrap();
            let two_less = || Cancellation {
                claim: ClaimId::new("two").unwrap(),
                lines: Some(vec![LineQuantity {
                    line: 0,
                    quantity: 2,
                }]),
                reason: "shopper".to_owned(),
            };
            let _ = crashing.cancel(&shopper(), &late, two_less()).await;

            let restarted = world.open();
            let (tea, note) = (sku("tea"), Reference::new("delivery").unwrap());
            if !early {
                attend(&restarted).await;
            }
            let arrived = restarted.receive_stock(&process(), &tea, 20, note).await;
            arrived.unwrap();
            let tea = restarted.stock_of(&process().store, &tea);
            restarted.settle_short(&process(), &tea).await.unwrap();
            assert!(attend(&restarted).await.is_empty());
            let again = restarted.cancel(&shopper(), &late, two_less()).await;
            again.unwrap();
            assert!(attend(&restarted).await.is_empty());
            let tea = stock(&restarted, "tea").await;
            assert_eq!((tea.on_hand(), tea.sold()), (16, 10 + 4));
            let refunded = order(&restarted, &late).await.refunded();
            assert_eq!(refunded, Won(16_000));
        })
        .await;
    }
}
