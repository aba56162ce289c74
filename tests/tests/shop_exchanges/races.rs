//! Whatever repeats, races or crashes.

use futures::future::join_all;
use shop::exchange::Acceptance;
use tests::attend::attend;
use tests::crash::{CrashingLog, Moment};
use tests::seen::{order, paid_back, pieces_are};
use tests::shop::{name_account, pay, process, shopper};

use crate::stage::*;

#[tokio::test]
async fn five_who_accept_at_once_ask_for_the_money_once() {
    let world = world();
    let (shop, id) = arrived(&world).await;
    ask(&shop, &id, 1, "rice-xl").await;
    let all = (0..5).map(|_| accept(&shop, &id, Acceptance::default()));
    for accepted in join_all(all).await {
        accepted.unwrap();
    }
    attend(&shop).await;
    pieces_are(&shop, "rice-xl", 1, 0).await;
    let events = tests::seen::events(world.log.as_ref()).await;
    let placed = events.iter().filter(|it| it.event_type == "OrderPlaced");
    assert_eq!(placed.count(), 2, "the order and its charges");
}

/// The shopper pays and thinks better of it in the same moment.
#[tokio::test]
async fn money_that_comes_while_the_exchange_ends_goes_back() {
    let world = world();
    let (shop, id) = arrived(&world).await;
    ask(&shop, &id, 1, "rice-xl").await;
    accepted(&shop, &id).await;
    let charges = charges(&shop, &id).await;
    let who = shopper();
    let (paid, withdrawn) = futures::join!(
        pay(&shop, &charges),
        shop.withdraw_claim(&who, &id, named("x"))
    );
    withdrawn.unwrap();
    let came = order(&shop, &charges).await.payment().is_some();
    if came {
        paid.unwrap();
        name_account(&shop, &charges).await.unwrap();
    }
    attend(&shop).await;
    assert_eq!(paid_back(&world), if came { 9_000 } else { 0 });
    pieces_are(&shop, "rice-xl", 0, 0).await;
}

/// The money came, or did not, and nobody has heard of it when staff pay the exchange back.
#[tokio::test]
async fn who_paid_for_an_exchange_that_is_paid_back_pays_no_way_for_it() {
    for survive in 0..ENOUGH {
        let world = world();
        let (shop, id) = arrived(&world).await;
        ask(&shop, &id, 1, "rice-xl").await;
        accepted(&shop, &id).await;
        receive(&shop, &id, 1).await;
        let due = charges(&shop, &id).await;
        let breaking = CrashingLog::new(world.log.clone(), survive, Moment::After);
        let broken = world.open_over(breaking.clone());
        let paid = pay(&broken, &due).await.is_ok() && !breaking.broke();
        let shop = world.open();
        let came = shop.payment_of(&due).await.unwrap().captured();
        let staff = process();
        let back = shop.refund_exchange(&staff, &id, named("x"), None);
        back.await.unwrap();
        if came.is_positive() {
            name_account(&shop, &due).await.unwrap();
        }
        attend(&shop).await;
        // The bag and all of what was paid; or the bag less the way back.
        let back = if came.is_positive() {
            12_000 + 9_000
        } else {
            9_000
        };
        assert_eq!(paid_back(&world), back, "{survive}");
        pieces_are(&shop, "rice-xl", 0, 0).await;
        if paid {
            return;
        }
    }
    panic!("it never came to its end");
}

/// Wherever it breaks, the processes and whoever goes on end with the same books.
#[tokio::test]
async fn an_exchange_for_another_option_survives_a_crash_at_every_write() {
    for moment in [Moment::Before, Moment::After] {
        for survive in 0..ENOUGH {
            let world = world();
            let (shop, id) = arrived(&world).await;
            ask(&shop, &id, 1, "rice-xl").await;
            let breaking = CrashingLog::new(world.log.clone(), survive, moment);
            let broken = world.open_over(breaking.clone());
            let all = async {
                accept(&broken, &id, Acceptance::default()).await?;
                let lines = pieces(1);
                let claim = named("x");
                broken
                    .receive_return(&process(), &id, claim, lines, true)
                    .await?;
                let due = charges(&broken, &id).await;
                pay(&broken, &due).await?;
                replace(&broken, &id).await
            };
            let done = all.await.is_ok() && !breaking.broke();
            let shop = world.open();
            attend(&shop).await;
            // Staff see how it stands and go on.
            if order(&shop, &id).await.parcels().len() == 1 {
                accepted(&shop, &id).await;
            }
            receive(&shop, &id, 1).await;
            let due = charges(&shop, &id).await;
            pay(&shop, &due).await.unwrap();
            attend(&shop).await;
            replace(&shop, &id).await.unwrap();
            attend(&shop).await;
            pieces_are(&shop, "rice-xl", 0, 1).await;
            pieces_are(&shop, "rice-m", 0, 1).await;
            assert_eq!(paid_back(&world), 0, "{moment:?} {survive}");
            if done {
                break;
            }
            assert!(survive < ENOUGH - 1, "it never came to its end");
        }
    }
}

/// The end of an exchange breaks anywhere: what was held and paid comes back all the same, once.
#[tokio::test]
async fn the_end_of_a_paid_exchange_survives_a_crash_at_every_write() {
    for moment in [Moment::Before, Moment::After] {
        for survive in 0..ENOUGH {
            let world = world();
            let (shop, id) = arrived(&world).await;
            ask(&shop, &id, 1, "rice-xl").await;
            accepted(&shop, &id).await;
            pay(&shop, &charges(&shop, &id).await).await.unwrap();
            let breaking = CrashingLog::new(world.log.clone(), survive, moment);
            let broken = world.open_over(breaking.clone());
            let _ = broken.withdraw_claim(&shopper(), &id, named("x")).await;
            let done = !breaking.broke();
            let shop = world.open();
            shop.withdraw_claim(&shopper(), &id, named("x"))
                .await
                .unwrap();
            attend(&shop).await;
            pieces_are(&shop, "rice-xl", 0, 0).await;
            assert_eq!(paid_back(&world), 9_000, "{moment:?} {survive}");
            if done {
                break;
            }
            assert!(survive < ENOUGH - 1, "it never came to its end");
        }
    }
}
