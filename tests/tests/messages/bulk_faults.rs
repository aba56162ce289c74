//! A bulk send whose worker dies in the middle, whose provider falters, or who is done twice at once.

use std::collections::BTreeSet;
use std::time::Duration;

use gateways::texting::simulated::Fault;
use store::post::{Bulk, BulkState, DeliveryState};
use workers::post::bulk::BulkBatch;

use crate::bulk::{count, made, plan};
use crate::scene::Scene;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_thousand_survive_a_crash_in_the_middle_and_nobody_gets_it_twice() {
    let scene = Scene::open().await;
    let solapi = scene.solapi(None).await;
    // The crash comes before the call's own deadline.
    let texter = scene.to_solapi(&solapi, |settings| {
        settings.deadline = Duration::from_secs(20);
    });
    let send = made(&scene, &plan(5_000, false)).await;
    let batch = move |batch| BulkBatch { send, batch };
    for n in [0, 1] {
        scene.run(&batch(n), texter.clone()).await.unwrap();
    }
    // The provider takes them; the worker dies before it hears so.
    solapi.desk().fail(Fault::LostAnswer, 1);
    let dying = tokio::spawn({
        let context = scene.context(texter.clone());
        async move {
            use workers::jobs::Job;
            batch(2).run(&context).await
        }
    });
    while solapi.desk().count() < 3_000 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    dying.abort();
    assert!(dying.await.unwrap_err().is_cancelled());
    assert_eq!(count(&scene, send, DeliveryState::Sending).await, 1_000);
    // Another worker comes at once: too early to know.
    scene.run(&batch(2), texter.clone()).await.unwrap_err();
    scene.later();
    for n in [2, 3, 4] {
        scene.run(&batch(n), texter.clone()).await.unwrap();
    }
    let taken = solapi.desk().taken();
    let numbers: BTreeSet<&String> = taken.iter().map(|taken| &taken.to).collect();
    assert_eq!((taken.len(), numbers.len()), (5_000, 5_000));
    assert_eq!(count(&scene, send, DeliveryState::Sent).await, 5_000);
    let ended = Bulk::new(scene.pool.clone())
        .get(send)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(ended.state, BulkState::Done);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_before_the_provider_took_them_is_made_up_for() {
    let scene = Scene::open().await;
    let solapi = scene.solapi(None).await;
    let texter = scene.to_solapi(&solapi, |_| ());
    let send = made(&scene, &plan(1_000, false)).await;
    let batch = BulkBatch { send, batch: 0 };
    solapi.desk().fail(Fault::Unavailable, 1);
    scene.run(&batch, texter.clone()).await.unwrap_err();
    scene.later();
    scene.run(&batch, texter).await.unwrap();
    assert_eq!(solapi.desk().count(), 1_000);
    assert_eq!(count(&scene, send, DeliveryState::Sent).await, 1_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_the_provider_cannot_tell_only_the_call_under_way_is_in_doubt() {
    let scene = Scene::open().await;
    let (sens, texter) = scene.sens().await;
    let send = made(&scene, &plan(500, false)).await;
    let batch = BulkBatch { send, batch: 0 };
    sens.desk().fail(Fault::Slow(Duration::from_millis(100)), 2);
    let dying = tokio::spawn({
        let context = scene.context(texter.clone());
        async move {
            use workers::jobs::Job;
            batch.run(&context).await
        }
    });
    while sens.desk().count() < 200 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    dying.abort();
    let _ = dying.await;
    scene.later();
    scene.run(&batch, texter).await.unwrap();
    let taken = sens.desk().taken();
    let numbers: BTreeSet<&String> = taken.iter().map(|taken| &taken.to).collect();
    assert_eq!(taken.len(), numbers.len(), "somebody got it twice");
    assert_eq!(taken.len(), 500);
    assert_eq!(
        count(&scene, send, DeliveryState::Failed).await,
        100,
        "in doubt"
    );
    assert_eq!(count(&scene, send, DeliveryState::Sent).await, 400);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_at_one_batch_send_it_once() {
    let scene = Scene::open().await;
    let (sens, texter) = scene.sens().await;
    let send = made(&scene, &plan(300, false)).await;
    let batch = BulkBatch { send, batch: 0 };
    let work = || scene.run(&batch, texter.clone());
    let _ = tokio::join!(work(), work(), work());
    scene.later();
    scene.run(&batch, texter.clone()).await.unwrap();
    let taken = sens.desk().taken();
    let numbers: BTreeSet<&String> = taken.iter().map(|taken| &taken.to).collect();
    assert_eq!((taken.len(), numbers.len()), (300, 300));
}
