//! The simulators believe only what is signed, and refuse what the providers refuse.

use gateways::solapi::sign;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use workers::post::texts::send_text;

use crate::scene::{CHANNEL, SENDER, Scene, TEMPLATE, paid};

const KEY: &str = "NCSDEMOKEY000001";
const SECRET: &str = "DEMOSECRET000000000000000000000001";
const SALT: &str = "0123456789abcdef0123456789abcdef";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_secret_sends_nothing_and_waits_for_staff() {
    let scene = Scene::open().await;
    let solapi = scene.solapi(None).await;
    let texter = scene.to_solapi(&solapi, |settings| settings.secret = "wrong".to_owned());
    let post = scene.post(texter);
    let message = paid(&scene, "paid:1", "01012345678", true);
    let error = send_text(&post, &scene.shop, &scene.pool, message, None).await;
    let told = error.unwrap_err().to_string();
    assert!(
        told.contains("SignatureDoesNotMatch") && !told.contains("010"),
        "{told}"
    );
    let delivery = scene.delivery("paid:1").await;
    assert_eq!(
        (delivery.state.as_str(), delivery.reason.as_deref()),
        ("waiting", Some("settings"))
    );
    assert_eq!(solapi.desk().count(), 0);
}

struct Call {
    key: &'static str,
    secret: &'static str,
    date: String,
    salt: &'static str,
}

async fn said(url: &str, call: &Call, body: &Value) -> (StatusCode, String) {
    let header = sign::header(call.key, call.secret, &call.date, call.salt);
    let request = Client::new().post(format!("{url}/messages/v4/send-many/detail"));
    let answer = request
        .header("authorization", header)
        .json(body)
        .send()
        .await
        .unwrap();
    let status = answer.status();
    let body: Value = answer.json().await.unwrap();
    let failed = body["failedMessageList"][0]["statusCode"].as_str();
    (
        status,
        body["errorCode"]
            .as_str()
            .or(failed)
            .unwrap_or_default()
            .to_owned(),
    )
}

fn sms(text: &str) -> Value {
    json!({ "messages": [{ "to": "01012345678", "from": SENDER, "type": "SMS", "text": text }] })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn key_time_salt_and_signature_are_checked() {
    let scene = Scene::open().await;
    let solapi = scene.solapi(None).await;
    let now = scene.shop.now();
    let call = |salt: &'static str| Call {
        key: KEY,
        secret: SECRET,
        date: now.to_rfc3339(),
        salt,
    };
    let url = solapi.url();
    let fine = sms("안녕하세요");
    assert_eq!(said(&url, &call(SALT), &fine).await.0, StatusCode::OK);
    let forbidden = |code: &str| (StatusCode::FORBIDDEN, code.to_owned());
    assert_eq!(
        said(&url, &call(SALT), &fine).await,
        forbidden("DuplicatedSignature")
    );
    assert_eq!(
        said(&url, &call("short"), &fine).await,
        forbidden("InvalidSalt")
    );
    let wrong = Call {
        secret: "other",
        ..call("another-salt-1")
    };
    assert_eq!(
        said(&url, &wrong, &fine).await,
        forbidden("SignatureDoesNotMatch")
    );
    let stranger = Call {
        key: "STRANGER",
        ..call("another-salt-2")
    };
    assert_eq!(
        said(&url, &stranger, &fine).await,
        forbidden("InvalidApiKey")
    );
    let late = (now - chrono::Duration::minutes(16)).to_rfc3339();
    let late = Call {
        date: late,
        ..call("another-salt-3")
    };
    assert_eq!(
        said(&url, &late, &fine).await,
        forbidden("RequestTimeTooSkewed")
    );
    let unsigned = Client::new().post(format!("{url}/messages/v4/send-many/detail"));
    assert_eq!(
        unsigned.json(&fine).send().await.unwrap().status(),
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(solapi.desk().count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn senders_lengths_and_templates_are_checked() {
    let scene = Scene::open().await;
    let solapi = scene.solapi(None).await;
    let call = |n: usize| Call {
        key: KEY,
        secret: SECRET,
        date: scene.shop.now().to_rfc3339(),
        salt: [
            "another-salt-1",
            "another-salt-2",
            "another-salt-3",
            "another-salt-4",
            "another-salt-5",
            "another-salt-6",
        ][n],
    };
    let ata = |template: &str, variables: Value| {
        let options = json!({ "pfId": CHANNEL, "templateId": template, "variables": variables });
        json!({ "messages": [{ "to": "01012345678", "from": SENDER, "type": "ATA", "kakaoOptions": options }] })
    };
    let mut stranger = sms("안녕");
    stranger["messages"][0]["from"] = json!("0299999999");
    let mut twice = sms("안녕");
    let first = twice["messages"][0].clone();
    twice["messages"].as_array_mut().unwrap().push(first);
    for (n, (body, code)) in [
        (stranger, "1062"),
        (sms(&"가".repeat(46)), "1030"),
        (sms("😀"), "1030"),
        (ata("KA01TP9999", json!({})), "3015"),
        (ata(TEMPLATE, json!({ "#{상점}": "장부상회" })), "3016"),
        (twice, "1020"),
    ]
    .into_iter()
    .enumerate()
    {
        let (status, said) = said(&solapi.url(), &call(n), &body).await;
        assert_eq!((status, said.as_str()), (StatusCode::OK, code), "{n}");
    }
}
