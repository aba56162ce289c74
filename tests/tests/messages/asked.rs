//! Asking what became of messages, and what the codes of the answers mean.

use axum::http::StatusCode;
use chrono::Duration;
use shop::ports::post::{TextBody, TextOutcome};
use web::SolapiWebhook;
use workers::post::reports::AskReports;
use workers::post::texts::send_text;

use crate::canary::Ear;
use crate::puppet::Puppet;
use crate::reports::{HASH, SECRET, door, open, report, told};
use crate::scene::{Scene, paid};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_run_asks_about_each_message_once() {
    let scene = Scene::open().await;
    let puppet = Puppet::new(|_| Ok(vec![]));
    sqlx::query(
        "INSERT INTO deliveries (key, medium, template, store, state, provider, provider_id, taken_at)
         SELECT 'paid:' || n, 'sms', 'order-paid', 'intake', 'sent', 'puppet', 'P' || n, clock_timestamp()
           FROM generate_series(1, 1200) AS n",
    )
    .execute(&scene.pool)
    .await
    .unwrap();
    for _ in 0..2 {
        scene.run(&AskReports {}, puppet.clone()).await.unwrap();
        let mut asked = puppet.asked();
        assert_eq!(asked.len(), 1_200);
        asked.sort();
        asked.dedup();
        assert_eq!(asked.len(), 1_200);
        scene.clock.advance(Duration::minutes(5));
    }
}

const WRONG: &str = "Kakao refuses the settings of message ";

#[tokio::test]
async fn a_code_that_blames_the_settings_is_an_error_in_the_log_however_it_comes() {
    let ear = Ear::default();
    let _listening = tracing::subscriber::set_default(ear.clone());
    let scene = Scene::open().await;
    // At once.
    let refusing = Puppet::new(|_| Ok(vec![TextOutcome::Refused("3016".to_owned())]));
    let post = scene.post(refusing);
    let message = paid(&scene, "paid:1", "01000000001", true);
    let sent = send_text(&post, &scene.shop, &scene.pool, message, None).await;
    sent.unwrap();
    assert!(ear.heard_error(&format!("{WRONG}paid:1: 3016")));
    // When asked.
    let (sens, texter) = scene.sens().await;
    sens.desk().without_kakao("01000000002", "3027");
    let mut message = paid(&scene, "paid:2", "01000000002", true);
    if let TextBody::Alimtalk { fallback, .. } = &mut message.body {
        *fallback = None;
    }
    let post = scene.post(texter.clone());
    let sent = send_text(&post, &scene.shop, &scene.pool, message, None).await;
    sent.unwrap();
    scene.run(&AskReports {}, texter).await.unwrap();
    assert!(ear.heard_error(&format!("{WRONG}paid:2: 3027")));
    assert_eq!(scene.delivery("paid:2").await.state, "failed");
    // By webhook.
    let (listener, url) = door().await;
    open(&scene, listener, Some(SolapiWebhook::hashed(SECRET)));
    let ok = told(&url, HASH, &report("M7", "1003")).await;
    assert_eq!(ok, StatusCode::OK);
    assert!(ear.heard_error(&format!("{WRONG}M7: 1003")));
    // A carrier's code that only looks like it.
    let mut short = report("M8", "1003");
    short[0]["type"] = "SMS".into();
    assert_eq!(told(&url, HASH, &short).await, StatusCode::OK);
    assert!(!ear.heard_error("M8: 1003"));
}
