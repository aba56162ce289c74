//! A simulator that believes everything proves nothing.

use super::*;

/// A client of the same simulator that says something else of itself.
fn other(scene: &Scene, change: impl FnOnce(&mut Settings)) -> Client {
    let account = Account::default();
    let mut settings = Settings {
        base: scene.simulator.url(),
        ..Settings::new(&account.key, &account.cid)
    };
    change(&mut settings);
    Client::new(settings).unwrap()
}

#[tokio::test]
async fn a_wrong_key_says_nothing_of_a_payment() {
    let scene = Scene::current().await;
    let stranger = other(&scene, |settings| settings.key = "DEV-OTHER".to_owned());
    let told = stranger.ready(&asked("ORD-1")).await;
    assert!(matches!(told, Err(CallError::Unknown(_))), "{told:?}");
    let legacy = other(&scene, |settings| {
        settings.generation = Generation::Legacy;
        settings.key = "OTHER".to_owned();
    });
    let told = legacy.ready(&asked("ORD-1")).await;
    assert!(matches!(told, Err(CallError::Unknown(_))), "{told:?}");
}

#[tokio::test]
async fn a_wrong_merchant_is_refused() {
    let scene = Scene::current().await;
    let stranger = other(&scene, |settings| settings.cid = "TC0OTHER".to_owned());
    assert!(is_refused(&stranger.ready(&asked("ORD-1")).await, "-731"));
    let secret = other(&scene, |settings| {
        settings.cid_secret = Some("x".to_owned());
    });
    assert!(is_refused(&secret.ready(&asked("ORD-1")).await, "-733"));
}

#[tokio::test]
async fn an_approval_of_something_else_is_refused() {
    let scene = Scene::current().await;
    let ask = scene.authenticated("ORD-1").await;
    let changed = |change: fn(&mut ApproveAsk)| {
        let mut changed = ask.clone();
        change(&mut changed);
        changed
    };
    for (code, wrong) in [
        (
            "-706",
            changed(|ask| ask.partner_order_id = "ORD-2".to_owned()),
        ),
        (
            "-707",
            changed(|ask| ask.partner_user_id = "member-2".to_owned()),
        ),
        (
            "-708",
            changed(|ask| ask.pg_token = read_return("pg_token=p1").unwrap()),
        ),
        (
            "-721",
            changed(|ask| ask.tid = "T0000000000000000000".to_owned()),
        ),
        ("-725", changed(|ask| ask.total_amount = Won(100))),
    ] {
        let approved = scene.client.approve(&wrong).await;
        assert!(is_refused(&approved, code), "{code} {approved:?}");
    }
    assert_eq!(scene.simulator.moves().all(), []);
    scene.client.approve(&ask).await.unwrap();
}

#[tokio::test]
async fn another_payments_token_is_refused() {
    let scene = Scene::current().await;
    let mut first = scene.authenticated("ORD-1").await;
    let second = scene.authenticated("ORD-2").await;
    first.pg_token = second.pg_token;
    assert!(is_refused(&scene.client.approve(&first).await, "-708"));
}

#[tokio::test]
async fn a_payment_that_cannot_be_is_refused() {
    let scene = Scene::current().await;
    let changed = |change: fn(&mut ReadyAsk)| {
        let mut changed = asked("ORD-1");
        change(&mut changed);
        changed
    };
    for (code, wrong) in [
        ("-2", changed(|ask| ask.partner_order_id = "x".repeat(101))),
        ("-2", changed(|ask| ask.item_name = String::new())),
        ("-2", changed(|ask| ask.quantity = 0)),
        (
            "-2",
            changed(|ask| ask.approval_url = format!("https://shop.example/{}", "x".repeat(255))),
        ),
        (
            "-2",
            changed(|ask| ask.fail_url = "javascript:alert(1)".to_owned()),
        ),
        ("-2", changed(|ask| ask.install_month = Some(13))),
        ("-722", changed(|ask| ask.total_amount = Won::ZERO)),
        ("-722", changed(|ask| ask.tax_free_amount = Won(33_001))),
        ("-722", changed(|ask| ask.vat_amount = Won(33_001))),
    ] {
        let ready = scene.client.ready(&wrong).await;
        assert!(is_refused(&ready, code), "{code} {ready:?}");
    }
}

#[tokio::test]
async fn tax_is_computed_where_it_was_not_said() {
    let scene = Scene::current().await;
    let account = Account::default();
    let fields = serde_json::json!({
        "cid": account.cid, "partner_order_id": "ORD-1", "partner_user_id": "u", "item_name": "n", "quantity": 1,
        "total_amount": 15_900, "tax_free_amount": 0, "approval_url": "https://shop.example/a",
        "cancel_url": "https://shop.example/c", "fail_url": "https://shop.example/f",
    });
    let url = format!("{}/online/v1/payment/ready", scene.simulator.url());
    let ask = |fields: &serde_json::Value| {
        let request = browser().post(&url).json(fields);
        request
            .header("authorization", format!("SECRET_KEY {}", account.key))
            .send()
    };
    let ready: Ready = ask(&fields).await.unwrap().json().await.unwrap();
    let order = scene.client.order(&ready.tid).await.unwrap();
    assert_eq!(order.amount.vat, Won(1_445));
    let mut text = fields;
    text["total_amount"] = "15900".into();
    let refused: serde_json::Value = ask(&text).await.unwrap().json().await.unwrap();
    assert_eq!(refused["error_code"], -2);
}

#[tokio::test]
async fn a_window_somewhere_else_is_not_told_to_the_shopper() {
    // Answers `ready` as KakaoPay would, but for one of the windows.
    let answer = |window: &str| {
        serde_json::json!({ "tid": "T1", "next_redirect_app_url": "https://online-payment.kakaopay.com/a",
            "next_redirect_mobile_url": window, "next_redirect_pc_url": "https://online-payment.kakaopay.com/a" })
    };
    for window in [
        "https://online-payment.kakaopay.com.evil.test/a",
        "https://evil.test/a",
    ] {
        let answer = answer(window);
        let (_open, client) = answered(answer).await;
        let ready = client.ready(&asked("ORD-1")).await;
        assert!(matches!(ready, Err(CallError::Unknown(_))), "{window}");
    }
}

/// A client of somebody who answers every call with this.
async fn answered(answer: serde_json::Value) -> (crate::texting::simulated::Open, Client) {
    let open = parrot(answer).await;
    let client = Client::new(Settings {
        base: open.url(),
        ..Settings::new("DEV", "TC0ONETIME")
    });
    (open, client.unwrap())
}

#[tokio::test]
async fn an_answer_about_another_payment_is_none() {
    let right = serde_json::json!({
        "aid": "A1", "tid": "T1", "cid": "TC0ONETIME", "partner_order_id": "ORD-1", "partner_user_id": "u",
        "payment_method_type": "MONEY", "amount": { "total": 33_000 }, "status": "SUCCESS_PAYMENT",
        "approved_cancel_amount": { "total": 1 }, "cancel_available_amount": { "total": 2 },
        "canceled_amount": null, "payment_action_details": null,
    });
    let ask = ApproveAsk {
        tid: "T1".to_owned(),
        partner_order_id: "ORD-1".to_owned(),
        partner_user_id: "u".to_owned(),
        pg_token: read_return("pg_token=p").unwrap(),
        total_amount: Won(33_000),
    };
    let (_open, client) = answered(right.clone()).await;
    client.approve(&ask).await.unwrap();
    client.order("T1").await.unwrap();
    client.cancel(&back("T1", 1, 3)).await.unwrap();
    for (name, other) in [
        ("tid", "T2"),
        ("cid", "TC0OTHER"),
        ("partner_order_id", "ORD-2"),
        ("partner_user_id", "v"),
    ] {
        let mut wrong = right.clone();
        wrong[name] = other.into();
        let (_open, client) = answered(wrong).await;
        let approved = client.approve(&ask).await;
        assert!(
            matches!(approved, Err(CallError::Unknown(_))),
            "{name} {approved:?}"
        );
        let unclear = name == "tid";
        assert_eq!(client.order("T1").await.is_err(), unclear, "{name}");
        assert_eq!(
            client.cancel(&back("T1", 1, 3)).await.is_err(),
            unclear,
            "{name}"
        );
    }
}
