//! A simulator that believes everything proves nothing.

use super::*;
use crate::portone::asks::{Carrier, Logistics};

fn other(scene: &Scene, change: impl FnOnce(&mut Settings)) -> Client {
    let mut settings = scene.simulator.settings();
    change(&mut settings);
    Client::new(settings).unwrap()
}

#[tokio::test]
async fn a_wrong_secret_is_refused_everywhere() {
    let scene = Scene::new().await;
    scene.issued("ORD-1").await;
    let stranger = other(&scene, |settings| settings.secret = "other".into());
    let parcel = Logistics {
        company: Carrier::Cj,
        invoice_number: "1".to_owned(),
        sent_at: scene.clock.now(),
    };
    assert!(is_refused(&stranger.payment("ORD-1").await, "UNAUTHORIZED"));
    assert!(is_refused(
        &stranger.pre_register("ORD-2", Won(1), Won::ZERO).await,
        "UNAUTHORIZED"
    ));
    assert!(is_refused(
        &stranger.cancel("ORD-1", &back(1, 1)).await,
        "UNAUTHORIZED"
    ));
    assert!(is_refused(
        &stranger.close_virtual_account("ORD-1").await,
        "UNAUTHORIZED"
    ));
    assert!(is_refused(
        &stranger.register_logistics("ORD-1", &parcel).await,
        "UNAUTHORIZED"
    ));
    assert!(is_refused(
        &stranger.resend_webhook("ORD-1").await,
        "UNAUTHORIZED"
    ));
    assert!(is_refused(
        &stranger.cancel_cash_receipt("ORD-1").await,
        "UNAUTHORIZED"
    ));
    assert_eq!(
        scene.payment("ORD-1").await.status,
        Status::VirtualAccountIssued
    );
}

#[tokio::test]
async fn another_store_is_refused() {
    let scene = Scene::new().await;
    scene.paid("ORD-1").await;
    let stranger = other(&scene, |settings| settings.store = "store-other".to_owned());
    assert!(is_refused(&stranger.payment("ORD-1").await, "FORBIDDEN"));
    assert!(is_refused(
        &stranger.cancel("ORD-1", &back(1, 33_000)).await,
        "FORBIDDEN"
    ));
}

/// The code that the browser is sent back with.
async fn turned_away(client: &Client, ask: &OpenAsk) -> Option<String> {
    returned(&sent_to(&opened(client, ask).await)).failure
}

#[tokio::test]
async fn a_window_that_says_something_else_is_not_opened() {
    let scene = Scene::new().await;
    let ask = asked("ORD-1", PayMethod::Card);
    let store = other(&scene, |settings| settings.store = "store-other".to_owned());
    assert_eq!(
        turned_away(&store, &ask).await.as_deref(),
        Some("StoreNotFound")
    );
    let channel = other(&scene, |settings| {
        settings.channels = channels("channel-key-other");
    });
    assert_eq!(
        turned_away(&channel, &ask).await.as_deref(),
        Some("ChannelNotFound")
    );
    let mut odd = ask.clone();
    odd.vat = Won(33_001);
    assert_eq!(
        turned_away(&scene.client, &odd).await.as_deref(),
        Some("BadRequest")
    );
    odd = asked("ORD-1", PayMethod::Unknown("SHELLS".to_owned()));
    assert_eq!(
        turned_away(&scene.client, &odd).await.as_deref(),
        Some("BadRequest")
    );
}

#[tokio::test]
async fn a_browser_cannot_change_an_amount_that_was_said_before() {
    let scene = Scene::new().await;
    scene
        .client
        .pre_register("ORD-1", Won(33_000), Won::ZERO)
        .await
        .unwrap();
    let mut cheap = asked("ORD-1", PayMethod::Card);
    (cheap.total, cheap.vat) = (Won(100), Won(9));
    let code = turned_away(&scene.client, &cheap).await;
    assert_eq!(code.as_deref(), Some("AmountNotEqualToPredefined"));
    // Where nothing was said before, it is asking that shows it.
    (cheap.payment, cheap.total) = ("ORD-2".to_owned(), Won(100));
    scene.choose(&cheap, "CARD", "approve").await;
    assert_eq!(scene.payment("ORD-2").await.amount.total, Won(100));
}

#[tokio::test]
async fn a_paid_payments_amount_is_not_said_again() {
    let scene = Scene::new().await;
    scene.paid("ORD-1").await;
    let said = scene
        .client
        .pre_register("ORD-1", Won(33_000), Won::ZERO)
        .await;
    assert!(is_refused(&said, "ALREADY_PAID"), "{said:?}");
    let nothing = scene
        .client
        .pre_register("ORD-2", Won::ZERO, Won::ZERO)
        .await;
    assert!(is_refused(&nothing, "INVALID_REQUEST"), "{nothing:?}");
}

#[tokio::test]
async fn what_can_be_no_payments_id_is_asked_of_nobody() {
    // Nobody listens there: a call would end as another failure.
    let client = Client::new(Settings {
        base: "http://127.0.0.1:9".to_owned(),
        ..believed()
    });
    let client = client.unwrap();
    let no_id = CallError::NotSent("this can be no payment's id".to_owned());
    for id in [
        "",
        ".",
        "..",
        "../users",
        "%2e%2e",
        "a/b",
        "a?b",
        "a#b",
        "https://evil.test/",
        "주문",
        &"x".repeat(41),
    ] {
        assert_eq!(client.payment(id).await, Err(no_id.clone()), "{id}");
        assert_eq!(
            client.cancel(id, &back(1, 1)).await,
            Err(no_id.clone()),
            "{id}"
        );
        assert_eq!(
            client.close_virtual_account(id).await,
            Err(no_id.clone()),
            "{id}"
        );
        assert_eq!(client.resend_webhook(id).await, Err(no_id.clone()), "{id}");
    }
}

#[tokio::test]
async fn neither_secrets_nor_accounts_are_shown() {
    let scene = Scene::new().await;
    let shown = format!("{:?} {:?}", scene.client, account());
    assert!(
        !shown.contains("simulated-api-secret") && !shown.contains("1101234"),
        "{shown}"
    );
    let issued = scene.issued("ORD-1").await;
    let number = issued.method.clone().unwrap().account_number.unwrap();
    assert!(!format!("{issued:?}").contains(number.text()));
}

#[tokio::test]
async fn an_answer_about_another_payment_is_none() {
    let scene = Scene::new().await;
    scene.paid("ORD-1").await;
    let url = format!("{}/payments/ORD-1", scene.simulator.url());
    let key = format!("PortOne {}", Account::default().secret);
    let right = browser()
        .get(url)
        .header("authorization", key)
        .send()
        .await
        .unwrap();
    let right: serde_json::Value = right.json().await.unwrap();
    for (name, other, fine) in [
        ("id", "ORD-1", true),
        ("id", "ORD-2", false),
        ("storeId", "store-other", false),
    ] {
        let mut answer = right.clone();
        answer[name] = other.into();
        let open = parrot(answer).await;
        let client = Client::new(Settings {
            base: open.url(),
            ..scene.simulator.settings()
        });
        let payment = client.unwrap().payment("ORD-1").await;
        assert_eq!(payment.is_ok(), fine, "{name} {other} {payment:?}");
        if !fine {
            assert!(matches!(payment, Err(CallError::Unknown(_))));
        }
    }
}
