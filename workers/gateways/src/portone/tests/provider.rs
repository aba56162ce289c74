//! The shop's port before the simulated PortOne.

use chrono::{NaiveDate, TimeDelta};
use domain::{AttemptId, RefundId, StoreId};
use shop::ports::GatewayError;
use shop::ports::paying::{Known, Opened, PayBack, PaymentProvider as _, Taken};

use super::*;
use crate::portone::PortOne;

const ATTEMPT: &str = "20260801-0123456789-1";

fn store() -> StoreId {
    "intake".parse().unwrap()
}

fn of(scene: &Scene, means: Means) -> Opened {
    let now = scene.clock.now();
    Opened {
        store: store(),
        attempt: AttemptId::new(ATTEMPT).unwrap(),
        means,
        amount: Won(33_000),
        key: None,
        payer: String::new(),
        opened_at: now,
        deposit_until: now + TimeDelta::days(3),
        asked_at: None,
        transaction: None,
    }
}

fn refund(scene: &Scene, number: &str, amount: i64, held: i64) -> PayBack {
    PayBack {
        of: of(scene, Means::Card),
        refund: RefundId::new(format!("20260801-0123456789/{number}")).unwrap(),
        amount: Won(amount),
        tax_free: Won::ZERO,
        held: Won(held),
        refusals: 0,
        account: None,
    }
}

fn provider(client: Client) -> PortOne {
    PortOne::new(BTreeMap::from([(store(), client)]))
}

#[tokio::test]
async fn money_of_another_channel_counts_for_nothing_and_goes_back() {
    let scene = Scene::new().await;
    let elsewhere = Client::new(Settings {
        channels: channels("channel-key-live"),
        ..scene.simulator.settings()
    });
    let provider = provider(elsewhere.unwrap());
    // The browser chose the channel for tests, which takes no money.
    scene.paid(ATTEMPT).await;
    let of = of(&scene, Means::Card);
    let known = provider.look(&of, None).await.unwrap();
    let Known::Taken {
        taken: Taken::Money(approval),
        ..
    } = known
    else {
        panic!("{known:?}");
    };
    assert_eq!(approval.amount, Won::ZERO);
    provider.undo(&of, None).await.unwrap();
    assert_eq!(scene.balance(ATTEMPT), Won::ZERO);
    let known = provider.look(&of, None).await.unwrap();
    assert_eq!(known, Known::Ended("another-channel".to_owned()));
}

#[tokio::test]
async fn a_refund_is_known_by_its_number() {
    let scene = Scene::new().await;
    let provider = provider(scene.client.clone());
    scene.paid(ATTEMPT).await;
    let first = refund(&scene, "a", 11_000, 33_000);
    let id = provider.pay_back(&first).await.unwrap();
    let second = refund(&scene, "b", 11_000, 22_000);
    provider.pay_back(&second).await.unwrap();
    // Its answer came late, after the second one's.
    assert_eq!(provider.pay_back(&first).await, Ok(id));
    assert_eq!(scene.balance(ATTEMPT), Won(11_000));
    let wrong = refund(&scene, "c", 11_000, 22_000);
    let declined = GatewayError::Declined("remainder".to_owned());
    assert_eq!(provider.pay_back(&wrong).await, Err(declined));
    assert_eq!(scene.balance(ATTEMPT), Won(11_000));
}

#[tokio::test]
async fn a_cancel_that_takes_its_time_is_waited_for_and_not_repeated() {
    let scene = Scene::new().await;
    let provider = provider(scene.client.clone());
    scene.paid(ATTEMPT).await;
    scene.simulator.delay_cancel();
    let ask = refund(&scene, "a", 33_000, 33_000);
    for _ in 0..2 {
        let waits = provider.pay_back(&ask).await;
        assert!(matches!(waits, Err(GatewayError::Unknown(_))), "{waits:?}");
    }
    assert_eq!(scene.balance(ATTEMPT), Won(33_000));
    scene.simulator.finish_cancels();
    provider.pay_back(&ask).await.unwrap();
    assert_eq!(scene.balance(ATTEMPT), Won::ZERO);
}

#[tokio::test]
async fn what_the_provider_behind_refuses_is_declined() {
    let scene = Scene::new().await;
    let provider = provider(scene.client.clone());
    scene.paid(ATTEMPT).await;
    scene.simulator.decline_cancel("V813");
    let ask = refund(&scene, "a", 33_000, 33_000);
    let declined = GatewayError::Declined("PG_PROVIDER".to_owned());
    assert_eq!(provider.pay_back(&ask).await, Err(declined));
    let stranger = Client::new(Settings {
        secret: "other".into(),
        ..scene.simulator.settings()
    });
    // A wrong key is no answer about the money.
    let stranger = PortOne::new(BTreeMap::from([(store(), stranger.unwrap())]));
    let unknown = stranger.pay_back(&ask).await;
    assert!(
        matches!(unknown, Err(GatewayError::Unknown(_))),
        "{unknown:?}"
    );
}

#[tokio::test]
async fn a_day_tells_what_moved_on_it_and_nothing_else() {
    let scene = Scene::new().await;
    let provider = provider(scene.client.clone());
    for number in 0..5 {
        scene.paid(&format!("ORD-{number}")).await;
    }
    scene.issued("ORD-5").await;
    scene.clock.turn(24 * 60);
    scene.paid("ORD-6").await;
    let cancel = back(11_000, 33_000);
    scene.client.cancel("ORD-0", &cancel).await.unwrap();
    let of = async |day: &str| {
        let day: NaiveDate = day.parse().unwrap();
        let booked = provider.day(&store(), day).await.unwrap().unwrap();
        let mut moved: Vec<_> = booked.iter().map(|it| it.amount.0).collect();
        moved.sort_unstable();
        moved
    };
    assert_eq!(of("2026-08-01").await, [33_000; 5]);
    assert_eq!(of("2026-08-02").await, [-11_000, 33_000]);
    assert_eq!(of("2026-08-03").await, [0; 0]);
}

#[tokio::test]
async fn an_account_that_is_not_wanted_closes() {
    let scene = Scene::new().await;
    let provider = provider(scene.client.clone());
    scene.issued(ATTEMPT).await;
    let of = of(&scene, Means::VirtualAccount);
    let known = provider.look(&of, None).await.unwrap();
    assert!(matches!(&known, Known::Taken { taken: Taken::Account(it), .. } if it.bank == "088"));
    provider.undo(&of, None).await.unwrap();
    let deposit = scene.simulator.deposit(ATTEMPT, Won(33_000));
    assert_eq!(deposit, Err(NoDeposit::NoAccount));
}
