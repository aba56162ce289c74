//! Advertising: only to those who agreed, at their hours, in the law's words.

use store::jobs::JobState;
use store::post::{BatchState, Bulk, DeliveryState, Said};
use workers::post::bulk::{BulkBatch, create, subject};

use crate::bulk::{count, made, number, plan};
use crate::scene::Scene;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn advertising_at_night_waits_for_the_morning_but_for_those_who_agreed_to_the_night() {
    let scene = Scene::open().await;
    let solapi = scene.solapi(None).await;
    let texter = scene.to_solapi(&solapi, |_| ());
    let numbers: Vec<String> = (0..10).map(number).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    scene.says(&numbers[..8], Said::Given).await;
    scene.says(&numbers[..2], Said::NightGiven).await;
    scene.says(&numbers[7..8], Said::Withdrawn).await;
    let send = made(&scene, &plan(10, true)).await;
    let batch = BulkBatch { send, batch: 0 };
    scene.at("2026-11-22T21:00:00");
    scene.run(&batch, texter.clone()).await.unwrap();
    assert_eq!(
        solapi.desk().count(),
        2,
        "only those who agreed to the night"
    );
    assert_eq!(count(&scene, send, DeliveryState::Skipped).await, 3);
    let bulk = Bulk::new(scene.pool.clone());
    let waiting = bulk.batch(send, 0).await.unwrap().unwrap();
    assert_eq!(waiting.state, BatchState::Waiting);
    let morning: chrono::DateTime<chrono::Utc> = "2026-11-23T08:00:00+09:00".parse().unwrap();
    assert_eq!(waiting.resumes_at, Some(morning));
    let jobs = scene.jobs().await;
    let again = jobs.iter().filter(|job| job.task == "bulk-batch");
    assert!(again.clone().any(|job| job.run_at == morning), "{jobs:?}");
    assert!(
        again
            .clone()
            .all(|job| job.bulk && job.state != JobState::Dead)
    );
    // One of them takes it back in the night.
    scene.says(&numbers[3..4], Said::Withdrawn).await;
    scene.at("2026-11-23T07:59:59");
    scene.run(&batch, texter.clone()).await.unwrap();
    assert_eq!(solapi.desk().count(), 2);
    scene.at("2026-11-23T08:00:00");
    scene.run(&batch, texter).await.unwrap();
    assert_eq!(solapi.desk().count(), 6);
    let counts = scene.deliveries().counts(&subject(send)).await.unwrap();
    let why = |reason: &str| {
        counts
            .iter()
            .find(|(_, found, _)| found.as_deref() == Some(reason))
            .map(|row| row.2)
    };
    assert_eq!((why("no_consent"), why("withdrawn")), (Some(2), Some(2)));
    assert_eq!(
        bulk.batch(send, 0).await.unwrap().unwrap().state,
        BatchState::Done
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn advertising_says_so_first_and_how_to_end_it_last() {
    let scene = Scene::open().await;
    let (sens, texter) = scene.sens().await;
    scene.says(&[&number(0)], Said::Given).await;
    let send = made(&scene, &plan(1, true)).await;
    scene
        .run(&BulkBatch { send, batch: 0 }, texter)
        .await
        .unwrap();
    let text = &sens.desk().taken()[0].text;
    assert!(
        text.starts_with("(광고)시험상회 help@test.example\n손님0님"),
        "{text}"
    );
    assert!(text.ends_with("\n무료수신거부 080-000-0000"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn consents_are_only_added_to() {
    let scene = Scene::open().await;
    scene.says(&[&number(0)], Said::Given).await;
    scene.says(&[&number(0)], Said::Given).await;
    let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM consents")
        .fetch_one(&scene.pool)
        .await
        .unwrap();
    assert_eq!(rows, 1, "the same word twice is one");
    for sql in [
        "DELETE FROM consents",
        "UPDATE consents SET said = 'withdrawn'",
        "TRUNCATE consents",
    ] {
        assert!(
            sqlx::query(sql).execute(&scene.pool).await.is_err(),
            "{sql}"
        );
    }
    let progress = std::cell::Cell::new(0);
    create(&scene.shop, &scene.pool, &plan(1_500, true), |done| {
        progress.set(done);
    })
    .await
    .unwrap();
    assert_eq!(progress.get(), 1_500);
}
