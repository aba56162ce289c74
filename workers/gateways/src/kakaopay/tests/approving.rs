//! Asking, authenticating, approving.

use super::*;
use crate::kakaopay::wire::{Method, Standing, Status};

#[tokio::test]
async fn both_generations_take_a_payment() {
    for generation in [Generation::Current, Generation::Legacy] {
        let scene = Scene::new(generation).await;
        let ready = scene.client.ready(&asked("ORD-1")).await.unwrap();
        assert!(ready.tid.starts_with('T') && ready.tid.len() == 20);
        let back = scene.choose(&ready, "CARD", "approve").await;
        assert!(
            back.starts_with("https://shop.example/pay/kakaopay/approved?try=ORD-1&pg_token="),
            "{back}"
        );
        assert!(!back.contains(&ready.tid), "{back}");

        let ask = approving("ORD-1", &ready, token(&back));
        let approved = scene.client.approve(&ask).await.unwrap();
        assert_eq!(
            (approved.amount.total, approved.amount.vat),
            (Won(33_000), Won(3_000))
        );
        assert_eq!(approved.payment_method_type, Method::Card);
        let card = approved.card_info.unwrap();
        assert_eq!(card.approved_id.as_deref(), Some("30625351"));
        assert_eq!(
            card.kakaopay_issuer_corp.is_some(),
            generation == Generation::Current
        );
        assert_eq!(approved.approved_at, "2026-08-01T00:00:00Z".parse().ok());
        assert_eq!(scene.balance("ORD-1"), Won(33_000));

        let order = scene.client.order(&ready.tid).await.unwrap();
        assert_eq!(order.status, Status::SuccessPayment);
        assert_eq!(order.cancel_available_amount.total, Won(33_000));
        assert_eq!(order.payment_action_details.len(), 1);
    }
}

#[tokio::test]
async fn each_device_has_its_window() {
    let scene = Scene::current().await;
    let ready = scene.client.ready(&asked("ORD-1")).await.unwrap();
    for (device, part) in [
        (Device::Pc, "/pc/"),
        (Device::MobileWeb, "/mobile-web/"),
        (Device::App, "/mobile-app/"),
    ] {
        let window = ready.window(device);
        assert!(window.contains(part), "{window}");
        let page = browser()
            .get(window)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        assert!(
            page.contains("단백질쉐이크 외 2건") && page.contains("33000원"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn who_comes_back_late_comes_back_with_a_token() {
    let scene = Scene::current().await;
    let ready = scene.client.ready(&asked("ORD-1")).await.unwrap();
    let window = browser()
        .get(ready.window(Device::Pc))
        .send()
        .await
        .unwrap();
    let answer = press(window, "MONEY", "later").await;
    assert_eq!(answer.status(), 200);
    let refresh = answer.headers().get("refresh").unwrap().to_str().unwrap();
    let (seconds, address) = refresh.split_once("; url=").unwrap();
    assert_eq!(seconds, "5");
    let ask = approving("ORD-1", &ready, token(address));
    assert_eq!(scene.client.approve(&ask).await.unwrap().card_info, None);
}

#[tokio::test]
async fn who_fails_or_leaves_pays_nothing() {
    let scene = Scene::current().await;
    for (choice, place, status) in [
        ("fail", "/failed?", Status::FailAuthPassword),
        ("close", "/left?", Status::QuitPayment),
    ] {
        let ready = scene.client.ready(&asked(choice)).await.unwrap();
        let back = scene.choose(&ready, "MONEY", choice).await;
        assert!(back.contains(place) && !back.contains("pg_token"), "{back}");
        let order = scene.client.order(&ready.tid).await.unwrap();
        assert_eq!(
            (order.status.standing(), order.status),
            (Standing::Failed, status)
        );
        let made_up = read_return("pg_token=p0000000000000000000").unwrap();
        let approved = scene
            .client
            .approve(&approving(choice, &ready, made_up))
            .await;
        assert!(is_refused(&approved, "-701"), "{approved:?}");
    }
    assert_eq!(scene.simulator.moves().all(), []);
}

#[tokio::test]
async fn an_abandoned_window_expires() {
    let scene = Scene::current().await;
    let ready = scene.client.ready(&asked("ORD-1")).await.unwrap();
    let order = scene.client.order(&ready.tid).await.unwrap();
    assert_eq!(order.status.standing(), Standing::Open);
    scene.clock.turn(16);
    let window = browser()
        .get(ready.window(Device::Pc))
        .send()
        .await
        .unwrap();
    assert!(sent_to(&window).contains("/failed?"));
    let order = scene.client.order(&ready.tid).await.unwrap();
    assert_eq!(order.status.standing(), Standing::Failed);
}

#[tokio::test]
async fn an_approval_that_comes_too_late_is_refused() {
    let scene = Scene::current().await;
    let ask = scene.authenticated("ORD-1").await;
    scene.clock.turn(16);
    let approved = scene.client.approve(&ask).await;
    assert!(is_refused(&approved, "-723"), "{approved:?}");
    assert_eq!(scene.balance("ORD-1"), Won::ZERO);
}

#[tokio::test]
async fn a_token_approves_once() {
    let scene = Scene::current().await;
    let ask = scene.authenticated("ORD-1").await;
    scene.client.approve(&ask).await.unwrap();
    // The payment stands: what the second answer means is asked.
    let again = scene.client.approve(&ask).await;
    assert_eq!(again, Err(CallError::Unknown("-702".to_owned())));
    let order = scene.client.order(&ask.tid).await.unwrap();
    assert_eq!(order.status.standing(), Standing::Paid);
    assert_eq!(scene.balance("ORD-1"), Won(33_000));
}

#[tokio::test]
async fn a_window_is_used_once() {
    let scene = Scene::current().await;
    let ready = scene.client.ready(&asked("ORD-1")).await.unwrap();
    scene.choose(&ready, "MONEY", "approve").await;
    let again = browser()
        .get(ready.window(Device::Pc))
        .send()
        .await
        .unwrap();
    assert_eq!(again.status(), 410);
}

#[tokio::test]
async fn a_bank_may_decline_and_the_code_says_why() {
    let scene = Scene::current().await;
    let ask = scene.authenticated("ORD-1").await;
    scene.simulator.decline("LACK_BALANCE");
    let refused = CallError::Refused {
        code: "-780".to_owned(),
        message: "LACK_BALANCE".to_owned(),
    };
    assert_eq!(scene.client.approve(&ask).await, Err(refused));
    let order = scene.client.order(&ask.tid).await.unwrap();
    assert_eq!(order.status, Status::FailPayment);
    assert!(is_refused(&scene.client.approve(&ask).await, "-701"));
}

#[tokio::test]
async fn a_wrong_total_in_the_answer_reaches_the_caller() {
    let scene = Scene::current().await;
    let ask = scene.authenticated("ORD-1").await;
    scene.simulator.misreport(Won(1_000));
    let approved = scene.client.approve(&ask).await.unwrap();
    assert_eq!(approved.amount.total, Won(1_000));
    assert_eq!(scene.balance("ORD-1"), Won(33_000));
}

#[tokio::test]
async fn a_method_that_was_asked_for_is_the_only_one() {
    let scene = Scene::current().await;
    let mut ask = asked("ORD-1");
    ask.payment_method_type = Some(Method::Card);
    let ready = scene.client.ready(&ask).await.unwrap();
    let window = browser()
        .get(ready.window(Device::Pc))
        .send()
        .await
        .unwrap();
    assert_eq!(press(window, "MONEY", "approve").await.status(), 400);
    let back = scene.choose(&ready, "CARD", "approve").await;
    assert!(back.contains("pg_token="));
}
