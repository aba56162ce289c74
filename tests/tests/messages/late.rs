//! Workers that come late: frozen between two calls, stalled at their claim, or speaking of a claim
//! that somebody else has taken over.

use std::time::Duration as StdDuration;

use chrono::{DateTime, Duration, Utc};
use gateways::texting::simulated::Fault;
use shop::ports::post::SendError;
use store::post::{Claim, Medium, NewDelivery, Outcome, Recorded};
use workers::post::bulk::BulkBatch;
use workers::post::texts::{Ended, send_text};

use crate::bulk::{made, plan};
use crate::puppet::Puppet;
use crate::scene::{STORE, Scene, paid};

const NUMBER: &str = "01012345678";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_was_frozen_between_two_calls_does_not_make_the_second() {
    let scene = Scene::open().await;
    let send = made(&scene, &plan(2, false)).await;
    let batch = BulkBatch { send, batch: 0 };
    let clock = scene.clock.clone();
    // The call is refused as a whole, which means halves; and the worker freezes.
    let frozen = Puppet::new(move |_| {
        clock.advance(Duration::seconds(25));
        Err(SendError::Refused("one of them".to_owned()))
    });
    scene.run(&batch, frozen.clone()).await.unwrap_err();
    assert_eq!(frozen.calls(), 1);
    for n in 0..2 {
        let delivery = scene.delivery(&format!("bulk:{send}:{n}")).await;
        let why = (delivery.state.as_str(), delivery.reason.as_deref());
        assert_eq!(why, ("waiting", Some("not_sent")));
    }
    let solapi = scene.solapi(None).await;
    let texter = scene.to_solapi(&solapi, |_| ());
    scene.run(&batch, texter).await.unwrap();
    assert_eq!(solapi.desk().count(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_stalled_claim_did_not_reach_waits_and_is_not_in_doubt() {
    let scene = Scene::open().await;
    let (sens, texter) = scene.sens().await;
    let post = scene.post(texter);
    let mut stall = scene.pool.begin().await.unwrap();
    sqlx::query("LOCK TABLE deliveries IN EXCLUSIVE MODE")
        .execute(&mut *stall)
        .await
        .unwrap();
    let sending = tokio::spawn({
        let (post, shop, pool) = (post.clone(), scene.shop.clone(), scene.pool.clone());
        let message = paid(&scene, "paid:1", NUMBER, false);
        async move { send_text(&post, &shop, &pool, message, None).await }
    });
    let waiting = "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'deliveries'::regclass AND NOT granted)";
    while !sqlx::query_scalar::<_, bool>(waiting)
        .fetch_one(&scene.pool)
        .await
        .unwrap()
    {
        tokio::time::sleep(StdDuration::from_millis(10)).await;
    }
    scene.clock.advance(Duration::seconds(25));
    stall.commit().await.unwrap();
    sending.await.unwrap().unwrap_err();
    assert_eq!(scene.delivery("paid:1").await.state, "waiting");
    assert_eq!(sens.desk().calls(), 0);
    let message = paid(&scene, "paid:1", NUMBER, false);
    let done = send_text(&post, &scene.shop, &scene.pool, message, None).await;
    assert_eq!(done.unwrap(), Ended::HandedOver);
    assert_eq!(scene.delivery("paid:1").await.state, "sent");
}

/// Claims a message at a moment; gives the claim's name.
async fn claim(scene: &Scene, at: DateTime<Utc>) -> DateTime<Utc> {
    let new = NewDelivery {
        key: "paid:1",
        medium: Medium::Sms,
        template: "order-paid",
        store: STORE,
        subject: None,
        address: None,
    };
    let claimed = scene.deliveries().claim_many(&[new], at).await.unwrap();
    assert_eq!(claimed[0].claim, Claim::Send);
    claimed[0].tried_at
}

/// Records an outcome of a claim; gives the state and reason that follow.
async fn said(scene: &Scene, tried_at: DateTime<Utc>, outcome: Outcome) -> (String, String) {
    let recorded = Recorded {
        key: "paid:1".to_owned(),
        tried_at,
        outcome,
    };
    let deliveries = scene.deliveries();
    deliveries.record_many("solapi", &[recorded]).await.unwrap();
    let delivery = scene.delivery("paid:1").await;
    (delivery.state, delivery.reason.unwrap_or_default())
}

fn pair(state: &str, reason: &str) -> (String, String) {
    (state.to_owned(), reason.to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_worker_s_failure_does_not_touch_the_claim_of_another() {
    let scene = Scene::open().await;
    let now = scene.shop.now();
    let waits = || Outcome::Waits("not_sent".to_owned());
    let first = claim(&scene, now).await;
    assert_eq!(
        said(&scene, first, waits()).await,
        pair("waiting", "not_sent")
    );
    let second = claim(&scene, now + Duration::seconds(100)).await;
    assert_ne!(first, second);
    for late in [waits(), Outcome::Failed("refused".to_owned())] {
        let (state, _) = said(&scene, first, late).await;
        assert_eq!(state, "sending");
    }
    assert_eq!(
        said(&scene, second, waits()).await,
        pair("waiting", "not_sent")
    );
    // What the provider took it took, whoever says so and when.
    let taken = Outcome::Sent("M1".to_owned());
    assert_eq!(said(&scene, first, taken).await, pair("sent", ""));
    assert_eq!(said(&scene, second, waits()).await, pair("sent", ""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_in_doubt_whose_number_is_suppressed_is_settled_as_in_doubt() {
    let scene = Scene::open().await;
    let (sens, texter) = scene.sens().await;
    let post = scene.post(texter);
    sens.desk().fail(Fault::LostAnswer, 1);
    let message = paid(&scene, "paid:1", NUMBER, false);
    let send = || send_text(&post, &scene.shop, &scene.pool, message.clone(), None);
    let before = scene.shop.now();
    send().await.unwrap_err();
    assert_eq!(scene.delivery("paid:1").await.state, "sending");
    let address = scene.fingerprint(NUMBER);
    let add = post.suppressions.add(Medium::Sms, &address, "staff", None);
    add.await.unwrap();
    scene.later();
    assert_eq!(send().await.unwrap(), Ended::Skipped("suppressed"));
    let delivery = scene.delivery("paid:1").await;
    let why = (delivery.state.as_str(), delivery.reason.as_deref());
    assert_eq!(why, ("failed", Some("in_doubt")));
    assert!(delivery.settled_at.is_some());
    // Should the answer come yet, it counts.
    let taken = Outcome::Sent("s:VORSSA-1:00".to_owned());
    assert_eq!(said(&scene, before, taken).await, pair("sent", ""));
    assert_eq!(scene.delivery("paid:1").await.settled_at, None);
}
