//! Many purchases with faults of every kind, from a seed that is printed.

use chrono::Duration;
use gateways::paying::fault::Fault;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use shop::amend::Cancellation;
use tests::shop::{process, shopper};

use crate::bank::{Call, Which};
use crate::street::Street;

/// Those that cost no waiting, so that many fit into a test.
const QUICK: [Fault; 4] = [
    Fault::DoneThenError,
    Fault::Unavailable,
    Fault::Truncated,
    Fault::Garbage,
];
const CALLS: [Call; 3] = [Call::Approve, Call::Look, Call::PayBack];
const CHOICES: [&str; 5] = ["approve", "approve", "approve", "fail", "close"];
/// With each provider.
const PURCHASES: usize = 60;

#[tokio::test]
async fn whatever_goes_wrong_both_books_agree_in_the_end() {
    let told = std::env::var("JANGBU_SEED");
    let seed = told.map_or_else(|_| rand::random(), |it| it.parse().unwrap());
    println!("JANGBU_SEED={seed}");
    let mut dice = StdRng::seed_from_u64(seed);
    for which in Which::ALL {
        let street = Street::open(which).await;
        for number in 0..PURCHASES {
            purchase(&street, &mut dice, number).await;
        }
    }
}

/// One purchase: some faults, some windows, perhaps a cancellation or too much time; then all is well again.
async fn purchase(street: &Street, dice: &mut StdRng, number: usize) {
    let order = street.order(&format!("key-{number}")).await;
    for _ in 0..dice.random_range(0..3) {
        let call = CALLS[dice.random_range(0..CALLS.len())];
        let fault = QUICK[dice.random_range(0..QUICK.len())];
        street.bank.fail(call, fault, 1);
    }
    for turn in 1..=dice.random_range(1..3) {
        let Ok(opening) = street.opened(&order).await else {
            continue;
        };
        let choice = CHOICES[dice.random_range(0..CHOICES.len())];
        let brought = crate::shopper::press(&opening, choice).await.brought();
        for likely in [0.8, 0.2] {
            if dice.random_bool(likely) {
                let _ = street.try_back(&order, turn, &brought).await;
            }
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
    street.bank.recover();
    street.settle(&order).await;
    let finished = street.shop.finish_cancellation(&process(), &order).await;
    finished.unwrap();
    street.settle_claims(&order).await;
    street.assert_books_agree(&order).await;
}
