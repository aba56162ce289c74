//! SENS: alike, asked for, and silent rather than twice.

use gateways::texting::simulated::Fault;
use workers::post::reports::AskReports;
use workers::post::texts::send_text;

use crate::scene::{Scene, paid, paid_fallback};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_became_of_messages_is_asked_for() {
    let scene = Scene::open().await;
    let (sens, texter) = scene.sens().await;
    let post = scene.post(texter.clone());
    sens.desk().without_kakao("01000000002", "3019");
    sens.desk().refuse("01000000004");
    for (key, number, approved) in [
        ("paid:1", "01000000001", true),
        ("paid:2", "01000000002", true),
        ("paid:3", "01000000003", false),
        ("paid:4", "01000000004", false),
    ] {
        let message = paid(&scene, key, number, approved);
        send_text(&post, &scene.shop, &scene.pool, message, None)
            .await
            .unwrap();
        assert_eq!(scene.delivery(key).await.state, "sent", "{key}");
    }
    let taken = sens.desk().taken();
    let kinds: Vec<&str> = taken.iter().map(|taken| taken.kind.as_str()).collect();
    assert_eq!(kinds, ["ATA", "SMS", "SMS", "SMS"]);
    assert_eq!(taken[1].text, paid_fallback());
    scene.run(&AskReports {}, texter.clone()).await.unwrap();
    for (key, state) in [
        ("paid:1", "delivered"),
        ("paid:2", "delivered"),
        ("paid:3", "delivered"),
        ("paid:4", "failed"),
    ] {
        let delivery = scene.delivery(key).await;
        assert_eq!(delivery.state, state, "{key}");
        let id = delivery.provider_id.unwrap();
        assert!(!id.contains("0100000000"), "{id} holds a number");
    }
    assert_eq!(
        scene.delivery("paid:4").await.reason.as_deref(),
        Some("2001")
    );
    scene.run(&AskReports {}, texter).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_that_was_not_confirmed_stays_open_and_is_not_sent_again() {
    let scene = Scene::open().await;
    let (sens, texter) = scene.sens().await;
    let post = scene.post(texter.clone());
    sens.desk().without_kakao("01000000001", "3005");
    let mut message = paid(&scene, "paid:1", "01000000001", true);
    if let shop::ports::post::TextBody::Alimtalk { fallback, .. } = &mut message.body {
        *fallback = None;
    }
    send_text(&post, &scene.shop, &scene.pool, message.clone(), None)
        .await
        .unwrap();
    scene.run(&AskReports {}, texter).await.unwrap();
    assert_eq!(scene.delivery("paid:1").await.state, "sent");
    send_text(&post, &scene.shop, &scene.pool, message, None)
        .await
        .unwrap();
    assert_eq!(sens.desk().calls(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_stays_unknown_and_nothing_is_sent_again() {
    let scene = Scene::open().await;
    let (sens, texter) = scene.sens().await;
    let post = scene.post(texter);
    sens.desk().fail(Fault::LostAnswer, 1);
    let send = || {
        send_text(
            &post,
            &scene.shop,
            &scene.pool,
            paid(&scene, "paid:1", "01000000001", false),
            None,
        )
    };
    send().await.unwrap_err();
    scene.later();
    send().await.unwrap();
    let delivery = scene.delivery("paid:1").await;
    assert_eq!(
        (delivery.state.as_str(), delivery.reason.as_deref()),
        ("failed", Some("in_doubt"))
    );
    assert_eq!((sens.desk().count(), sens.desk().calls()), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_clock_or_service_is_refused() {
    let scene = Scene::open().await;
    let (sens, texter) = scene.sens().await;
    let unsigned = reqwest::get(format!("{}/sms/v2/services/x/messages", sens.url())).await;
    assert_eq!(unsigned.unwrap().status().as_u16(), 401);
    let post = scene.post(texter);
    let mut message = paid(&scene, "paid:1", "01000000001", false);
    message.from = "0299999999".to_owned();
    send_text(&post, &scene.shop, &scene.pool, message, None)
        .await
        .unwrap();
    assert_eq!(scene.delivery("paid:1").await.state, "failed");
    assert_eq!(sens.desk().count(), 0);
}
