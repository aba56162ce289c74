//! Whose word is taken: signatures, certificates, topics.

use chrono::Duration;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::fakes::FakeSes;

use super::{KIM, Post, bounce, delivery};
use crate::site::Site;
use crate::sns::{CERTIFICATE, Sns, TOPIC, canonical};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_changed_on_the_way_is_not_believed() {
    let post = Post::open().await;
    let good = post
        .sns
        .notify("m-1", &bounce("0100-kim", "f-1", "Permanent").to_string());
    let changed = |field: &str, value: Value| {
        let mut message = good.clone();
        message[field] = value;
        message
    };
    let text = good["Message"]
        .as_str()
        .unwrap()
        .replace("General", "NoEmail");
    let forged = [
        changed("Message", json!(text)),
        changed("MessageId", json!("m-2")),
        changed("Timestamp", json!("2026-11-23T03:00:00.000Z")),
        changed("Subject", json!("hello")),
        changed("SignatureVersion", json!("1")),
        changed("SignatureVersion", json!("3")),
        changed("Signature", json!("")),
        changed("Signature", json!("no base64!")),
        changed("Signature", json!("AAAA")),
        // Signed by somebody else.
        Sns::new().notify("m-1", &bounce("0100-kim", "f-1", "Permanent").to_string()),
    ];
    for message in forged {
        assert_eq!(
            post.post(&message).await,
            StatusCode::FORBIDDEN,
            "{message}"
        );
    }
    for unreadable in ["", "{}", "no json", r#"{"Type":"Other"}"#] {
        assert_eq!(
            post.post_text(unreadable.to_owned()).await,
            StatusCode::BAD_REQUEST
        );
    }
    assert_eq!(post.kim().await.0, "sent");
    assert_eq!(post.suppressed(KIM).await, None);
    assert_eq!(post.post(&good).await, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_older_signature_is_believed_too() {
    let post = Post::open().await;
    let mut amazon = FakeSes::start();
    let mut message = post.sns.notify("m-1", &delivery("0100-kim").to_string());
    let signature = amazon.sign_with_sha1(&canonical(&message), &post.sns.key());
    message["SignatureVersion"] = json!("1");
    message["Signature"] = json!(signature);
    assert_eq!(post.post(&message).await, StatusCode::OK);
    assert_eq!(post.kim().await.0, "delivered");
    message["MessageId"] = json!("m-2");
    assert_eq!(post.post(&message).await, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_fetched_from_elsewhere_nor_for_another_topic() {
    let post = Post::open().await;
    let good = post
        .sns
        .notify("m-1", &bounce("0100-kim", "f-1", "Permanent").to_string());
    for elsewhere in [
        "http://sns.ap-northeast-2.amazonaws.com/a.pem",
        "https://169.254.169.254/latest/meta-data/a.pem",
        "https://127.0.0.1/a.pem",
        "https://sns.ap-northeast-2.amazonaws.com.evil.example/a.pem",
        "https://sns.ap-northeast-2.amazonaws.com@evil.example/a.pem",
        "https://evil.example/sns.ap-northeast-2.amazonaws.com/a.pem",
        "https://sns.ap-northeast-2.amazonaws.com/a.crt",
    ] {
        let mut message = good.clone();
        message["SigningCertURL"] = json!(elsewhere);
        assert_eq!(
            post.post(&message).await,
            StatusCode::FORBIDDEN,
            "{elsewhere}"
        );
    }
    let mut message = good.clone();
    message["TopicArn"] = json!("arn:aws:sns:ap-northeast-2:999999999999:mail");
    assert_eq!(post.post(&message).await, StatusCode::FORBIDDEN);
    assert!(post.sns.visits().is_empty(), "{:?}", post.sns.visits());
    assert_eq!(post.post(&good).await, StatusCode::OK);
    assert_eq!(post.sns.visits(), [CERTIFICATE]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_counts_in_its_own_time_only() {
    let post = Post::open().await;
    let message = post
        .sns
        .notify("m-1", &bounce("0100-kim", "f-1", "Permanent").to_string());
    post.site.advance(Duration::days(60));
    assert_eq!(post.post(&message).await, StatusCode::FORBIDDEN);
    post.site.advance(Duration::days(-400));
    assert_eq!(post.post(&message).await, StatusCode::FORBIDDEN);
    post.site.advance(Duration::days(340));
    assert_eq!(post.post(&message).await, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_checked_now_is_asked_for_again() {
    let post = Post::open().await;
    let message = post
        .sns
        .notify("m-1", &bounce("0100-kim", "f-1", "Permanent").to_string());
    *post.sns.down.lock().unwrap() = true;
    assert_eq!(post.post(&message).await, StatusCode::SERVICE_UNAVAILABLE);
    *post.sns.down.lock().unwrap() = false;
    sqlx::query("ALTER TABLE suppressions RENAME TO away")
        .execute(&post.site.pool)
        .await
        .unwrap();
    assert_eq!(post.post(&message).await, StatusCode::SERVICE_UNAVAILABLE);
    sqlx::query("ALTER TABLE away RENAME TO suppressions")
        .execute(&post.site.pool)
        .await
        .unwrap();
    assert_eq!(post.kim().await.0, "sent", "all or nothing");
    assert_eq!(post.post(&message).await, StatusCode::OK);
    assert_eq!(post.suppressed(KIM).await.as_deref(), Some("bounce"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subscription_is_confirmed_for_our_topic_and_at_amazon_only() {
    let post = Post::open().await;
    let (here, other) = (
        Sns::confirmation(TOPIC),
        "arn:aws:sns:ap-northeast-2:123456789012:other",
    );
    assert_eq!(
        post.post(&post.sns.ask(other, &Sns::confirmation(other)))
            .await,
        StatusCode::FORBIDDEN
    );
    let inside = "https://169.254.169.254/?Action=ConfirmSubscription&Token=1";
    assert_eq!(
        post.post(&post.sns.ask(TOPIC, inside)).await,
        StatusCode::FORBIDDEN
    );
    let mut forged = post.sns.ask(TOPIC, &here);
    forged["Token"] = json!("another");
    assert_eq!(post.post(&forged).await, StatusCode::FORBIDDEN);
    assert!(
        post.sns
            .visits()
            .iter()
            .all(|visited| visited == CERTIFICATE)
    );
    assert_eq!(post.post(&post.sns.ask(TOPIC, &here)).await, StatusCode::OK);
    assert_eq!(post.sns.visits().last(), Some(&here));
    // SES's own test message after that tells of no letter.
    let test = post.sns.notify(
        "m-0",
        "Successfully validated SNS topic for Amazon SES event publishing.",
    );
    assert_eq!(post.post(&test).await, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_topic_there_is_no_such_address_and_with_one_messages_may_be_long() {
    let closed = Site::open(1).await;
    let stranger = closed.visitor();
    let answer =
        stranger.ask(|client, base| client.post(format!("{base}/webhooks/ses")).body("{}"));
    assert_eq!(answer.await.status, StatusCode::NOT_FOUND);
    let post = Post::open().await;
    let mut long = delivery("0100-kim");
    long["mail"]["headers"] = json!("x".repeat(200_000));
    assert_eq!(post.told("m-1", &long).await, StatusCode::OK);
    assert_eq!(post.kim().await.0, "delivered");
    let too_long = "x".repeat(256 * 1024 + 1);
    assert_eq!(
        post.post_text(too_long).await,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}
