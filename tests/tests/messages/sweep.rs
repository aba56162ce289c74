//! Bulk sends that nobody goes on with are ended.

use gateways::texting::simulated::Fault;
use serde_json::json;
use store::jobs::JobDesk;
use store::post::{BatchState, Bulk, BulkSend, BulkState, DeliveryState, Said, batch_key};
use uuid::Uuid;
use workers::post::bulk::{BulkBatch, SweepBulk, subject};

use crate::bulk::{count, kept, made, number, plan};
use crate::puppet::Puppet;
use crate::scene::Scene;

async fn sweep(scene: &Scene) {
    let nobody = Puppet::new(|_| Ok(vec![]));
    scene.run(&SweepBulk {}, nobody).await.unwrap();
}

/// Its batches, itself, and whether its end is known.
async fn state(scene: &Scene, send: Uuid) -> (Vec<BatchState>, BulkState, bool) {
    let bulk = Bulk::new(scene.pool.clone());
    let batches = bulk.batches(send).await.unwrap();
    let it = bulk.get(send).await.unwrap().unwrap();
    let batches = batches.iter().map(|batch| batch.state).collect();
    (batches, it.state, it.ended_at.is_some())
}

async fn cancel_job(scene: &Scene, send: Uuid, number: i32) {
    let key = Some(batch_key(send, number));
    let jobs = scene.jobs().await;
    let job = jobs.iter().find(|job| job.key == key).unwrap();
    let desk = JobDesk::new(scene.pool.clone());
    assert_eq!(desk.cancel(&[job.id]).await.unwrap(), [job.id]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_whose_job_is_cancelled_ends_and_its_recipients_are_erased() {
    let scene = Scene::open().await;
    let solapi = scene.solapi(None).await;
    let texter = scene.to_solapi(&solapi, |_| ());
    let send = made(&scene, &plan(2_010, false)).await;
    let batch = |batch| BulkBatch { send, batch };
    scene.run(&batch(0), texter.clone()).await.unwrap();
    solapi.desk().fail(Fault::LostAnswer, 1);
    scene.run(&batch(1), texter.clone()).await.unwrap_err();
    cancel_job(&scene, send, 1).await;
    sweep(&scene).await;
    // The third has its job still.
    let (done, cancelled) = (BatchState::Done, BatchState::Cancelled);
    let now = state(&scene, send).await;
    assert_eq!(
        now,
        (
            vec![done, cancelled, BatchState::Waiting],
            BulkState::Running,
            false
        )
    );
    assert_eq!(kept(&scene, send).await, 1);
    scene.run(&batch(2), texter.clone()).await.unwrap();
    let now = state(&scene, send).await;
    assert_eq!(
        now,
        (vec![done, cancelled, done], BulkState::Cancelled, true)
    );
    assert_eq!(kept(&scene, send).await, 0);
    assert_eq!(count(&scene, send, DeliveryState::Sent).await, 1_010);
    assert_eq!(count(&scene, send, DeliveryState::Sending).await, 0);
    assert_eq!(count(&scene, send, DeliveryState::Failed).await, 1_000);
    // Whoever comes back to it does nothing any more.
    let calls = solapi.desk().calls();
    scene.run(&batch(1), texter).await.unwrap();
    assert_eq!(solapi.desk().calls(), calls);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_have_a_day_to_try_a_dead_batch_again() {
    let scene = Scene::open().await;
    let send = made(&scene, &plan(5, false)).await;
    let dead = "UPDATE graphile_worker._private_jobs SET attempts = max_attempts, updated_at = now() - $1 * interval '1 hour'";
    for (hours, ended) in [(23.0, false), (25.0, true)] {
        sqlx::query(dead)
            .bind(hours)
            .execute(&scene.pool)
            .await
            .unwrap();
        sweep(&scene).await;
        assert_eq!(state(&scene, send).await.2, ended, "{hours}");
    }
    assert_eq!(state(&scene, send).await.1, BulkState::Cancelled);
    assert_eq!(kept(&scene, send).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancelled_send_whose_batch_lost_its_job_gets_its_end() {
    let scene = Scene::open().await;
    let send = made(&scene, &plan(5, false)).await;
    let bulk = Bulk::new(scene.pool.clone());
    bulk.begin(send, 0).await.unwrap();
    assert!(bulk.cancel(send, scene.shop.now()).await.unwrap());
    assert!(!state(&scene, send).await.2, "a worker is at it");
    cancel_job(&scene, send, 0).await;
    sweep(&scene).await;
    let now = state(&scene, send).await;
    assert_eq!(
        now,
        (vec![BatchState::Cancelled], BulkState::Cancelled, true)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_that_waits_for_the_morning_is_left() {
    let scene = Scene::open().await;
    scene.says(&[&number(0)], Said::Given).await;
    let send = made(&scene, &plan(1, true)).await;
    scene.at("2026-11-22T22:00:00");
    let nobody = Puppet::new(|_| Ok(vec![]));
    let batch = BulkBatch { send, batch: 0 };
    scene.run(&batch, nobody).await.unwrap();
    sweep(&scene).await;
    let now = state(&scene, send).await;
    assert_eq!(now, (vec![BatchState::Waiting], BulkState::Running, false));
    assert_eq!(kept(&scene, send).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_send_whose_prompt_was_killed_is_cancelled_after_an_hour() {
    let scene = Scene::open().await;
    let send = BulkSend {
        id: Uuid::now_v7(),
        store: "intake".to_owned(),
        template: "words".to_owned(),
        advertising: false,
        content: json!({}),
        state: BulkState::Preparing,
        created_by: "staff:desk".to_owned(),
        created_at: scene.shop.now(),
        ended_at: None,
    };
    let bulk = Bulk::new(scene.pool.clone());
    bulk.prepare(&send).await.unwrap();
    let vault = scene.shop.personal_data();
    let people = json!([{ "phone": number(0) }]);
    let retention = domain::personal::Retention::UntilSent;
    let put = vault.put(&subject(send.id), retention, &people).await;
    put.unwrap();
    for (minutes, kept_then, ended) in [(59, 1, false), (2, 0, true)] {
        scene.clock.advance(chrono::Duration::minutes(minutes));
        sweep(&scene).await;
        assert_eq!(kept(&scene, send.id).await, kept_then);
        assert_eq!(state(&scene, send.id).await.2, ended);
    }
    assert_eq!(state(&scene, send.id).await.1, BulkState::Cancelled);
}
