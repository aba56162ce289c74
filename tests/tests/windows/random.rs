//! Many purchases with faults of every kind, from a seed that is printed.

use chrono::Duration;
use gateways::paying::fault::Fault;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use shop::amend::Cancellation;
use tests::shop::{process, shopper};

use crate::street::Street;

/// Those that cost no waiting, so that many fit into a test.
const QUICK: [Fault; 4] = [
    Fault::DoneThenError,
    Fault::Unavailable,
    Fault::Truncated,
    Fault::Garbage,
];
const CALLS: [&str; 4] = ["ready", "approve", "order", "cancel"];
const CHOICES: [&str; 5] = ["approve", "approve", "approve", "fail", "close"];
const PURCHASES: usize = 120;

#[tokio::test]
async fn whatever_goes_wrong_both_books_agree_in_the_end() {
    let seed =
        std::env::var("JANGBU_SEED").map_or_else(|_| rand::random(), |it| it.parse().unwrap());
    println!("JANGBU_SEED={seed}");
    let mut dice = StdRng::seed_from_u64(seed);
    let street = Street::open().await;
    for number in 0..PURCHASES {
        let order = street.order(&format!("key-{number}")).await;
        for _ in 0..dice.random_range(0..3) {
            let call = CALLS[dice.random_range(0..CALLS.len())];
            let fault = QUICK[dice.random_range(0..QUICK.len())];
            street.bank.faults().switch_on(call, fault, 1);
        }
        for _ in 0..dice.random_range(1..3) {
            let Ok(opening) = street.shop.open_window(&shopper(), &order).await else {
                continue;
            };
            let choice = CHOICES[dice.random_range(0..CHOICES.len())];
            let brought = crate::shopper::press(opening.address(), choice).await;
            let turn = u32::try_from(street.payment(&order).await.attempts().len()).unwrap();
            if dice.random_bool(0.8) {
                let _ = street.try_back(&order, turn, &brought).await;
            }
            if dice.random_bool(0.2) {
                let _ = street.try_back(&order, turn, &brought).await;
            }
        }
        if dice.random_bool(0.3) {
            let whole = Cancellation::whole("shopper");
            let _ = street.shop.cancel(&shopper(), &order, whole).await;
        }
        if dice.random_bool(0.3) {
            street.world.clock.advance(Duration::minutes(31));
            let _ = street.shop.expire(&process(), &order).await;
        }
        street.bank.faults().clear();
        street.settle(&order).await;
        let _ = street.shop.finish_cancellation(&process(), &order).await;
        street.settle_claims(&order).await;
        street.assert_books_agree(&order).await;
    }
}
