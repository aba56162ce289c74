//! What becomes of messages is told by webhook: twice, late, out of order, by strangers.

use std::time::Duration;

use axum::Router;
use gateways::solapi::simulator::Webhook;
use projections::Progress;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use std::net::SocketAddr;
use tests::shop::store_id;
use tokio::net::TcpListener;
use web::routes::SOLAPI_PATH;
use web::{SolapiWebhook, Web, WebConfig};
use workers::post::texts::send_text;

use crate::scene::{Scene, paid};

pub const SECRET: &str = "demo-webhook-secret";
pub const HASH: &str = "8cbc5a16b007261bd55b311a61a8cb53b8a8ad1e";

pub async fn door() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}{SOLAPI_PATH}", listener.local_addr().unwrap());
    (listener, url)
}

/// The storefront behind a door.
pub fn open(scene: &Scene, listener: TcpListener, solapi: Option<SolapiWebhook>) {
    let config = WebConfig {
        solapi,
        ..WebConfig::new(store_id(), vec![3; 64], [5; 32])
    };
    let progress = Progress::new(scene.pool.clone(), std::iter::empty());
    let web = Web::new(scene.shop.clone(), scene.pool.clone(), progress, config).unwrap();
    let router: Router = web::storefront(&web);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
}

pub async fn told(url: &str, secret: &str, body: &Value) -> StatusCode {
    let call = Client::new().post(url).header("X-Solapi-Secret", secret);
    call.json(body).send().await.unwrap().status()
}

pub fn report(id: &str, code: &str) -> Value {
    json!([{ "messageId": id, "statusCode": code, "to": "01012345678" }])
}

async fn becomes(scene: &Scene, key: &str, state: &str) {
    for _ in 0..100 {
        if scene.delivery(key).await.state == state {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{key} is {}", scene.delivery(key).await.state);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_solapi_tells_is_in_the_books_also_after_tries_in_vain() {
    let scene = Scene::open().await;
    let (listener, url) = door().await;
    let webhook = Webhook {
        url,
        secret: SECRET.to_owned(),
        again_after: Duration::from_millis(200),
    };
    let solapi = scene.solapi(Some(webhook)).await;
    let post = scene.post(scene.to_solapi(&solapi, |_| ()));
    solapi.desk().without_kakao("01000000002", "3018");
    for (key, number) in [("paid:1", "01000000001"), ("paid:2", "01000000002")] {
        let message = paid(&scene, key, number, true);
        send_text(&post, &scene.shop, &scene.pool, message, None)
            .await
            .unwrap();
    }
    // Nobody has answered yet.
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(scene.delivery("paid:1").await.state, "sent");
    open(&scene, listener, Some(SolapiWebhook::hashed(SECRET)));
    becomes(&scene, "paid:1", "delivered").await;
    becomes(&scene, "paid:2", "delivered").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twice_late_unknown_and_out_of_order_do_no_harm() {
    let scene = Scene::open().await;
    let (listener, url) = door().await;
    open(&scene, listener, Some(SolapiWebhook::hashed(SECRET)));
    let solapi = scene.solapi(None).await;
    let post = scene.post(scene.to_solapi(&solapi, |_| ()));
    let message = paid(&scene, "paid:1", "01012345678", true);
    send_text(&post, &scene.shop, &scene.pool, message, None)
        .await
        .unwrap();
    let id = solapi.desk().taken()[0].id.clone();
    assert_eq!(told(&url, HASH, &report(&id, "3000")).await, StatusCode::OK);
    assert_eq!(scene.delivery("paid:1").await.state, "sent");
    // First the failure of the Alimtalk, then the arrival of the short message.
    assert_eq!(told(&url, HASH, &report(&id, "3018")).await, StatusCode::OK);
    let failed = scene.delivery("paid:1").await;
    assert_eq!(
        (failed.state.as_str(), failed.reason.as_deref()),
        ("failed", Some("3018"))
    );
    for _ in 0..3 {
        assert_eq!(told(&url, HASH, &report(&id, "4000")).await, StatusCode::OK);
        assert_eq!(scene.delivery("paid:1").await.state, "delivered");
    }
    for late in ["3018", "2000", "3000"] {
        assert_eq!(told(&url, HASH, &report(&id, late)).await, StatusCode::OK);
        assert_eq!(scene.delivery("paid:1").await.state, "delivered", "{late}");
    }
    assert_eq!(
        told(&url, HASH, &report("M-unknown", "4000")).await,
        StatusCode::OK
    );
    assert_eq!(
        told(&url, HASH, &json!([{ "groupId": "G1" }, 7, "x"])).await,
        StatusCode::OK
    );
    assert_eq!(told(&url, HASH, &json!([])).await, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_that_is_faster_than_the_answer_finds_its_message_by_our_key() {
    let scene = Scene::open().await;
    let (listener, url) = door().await;
    open(&scene, listener, Some(SolapiWebhook::hashed(SECRET)));
    let solapi = scene.solapi(None).await;
    let post = scene.post(scene.to_solapi(&solapi, |_| ()));
    solapi
        .desk()
        .fail(gateways::texting::simulated::Fault::LostAnswer, 1);
    let message = paid(&scene, "paid:1", "01012345678", true);
    send_text(&post, &scene.shop, &scene.pool, message, None)
        .await
        .unwrap_err();
    let id = solapi.desk().taken()[0].id.clone();
    let mut early = report(&id, "4000");
    early[0]["customFields"] = json!({ "key": "paid:1" });
    assert_eq!(told(&url, HASH, &early).await, StatusCode::OK);
    let delivery = scene.delivery("paid:1").await;
    assert_eq!(
        (delivery.state.as_str(), delivery.provider_id),
        ("delivered", Some(id))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_are_refused_and_without_a_secret_there_is_no_door() {
    let scene = Scene::open().await;
    let (listener, url) = door().await;
    open(&scene, listener, Some(SolapiWebhook::hashed(SECRET)));
    assert_eq!(
        told(&url, SECRET, &report("M1", "4000")).await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        told(&url, "", &report("M1", "4000")).await,
        StatusCode::FORBIDDEN
    );
    let unreadable = told(&url, HASH, &json!({ "messageId": "M1" })).await;
    assert_eq!(unreadable, StatusCode::BAD_REQUEST);
    let many: Vec<Value> = (0..800)
        .map(|n| report(&format!("M{n}"), "4000")[0].clone())
        .collect();
    assert_eq!(told(&url, HASH, &Value::Array(many)).await, StatusCode::OK);
    let endless = Value::String("x".repeat(1024 * 1024));
    assert_eq!(
        told(&url, HASH, &endless).await,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let (listener, url) = door().await;
    open(&scene, listener, None);
    assert_eq!(
        told(&url, HASH, &report("M1", "4000")).await,
        StatusCode::NOT_FOUND
    );
}
