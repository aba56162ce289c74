//! What SES says of a letter, and what follows for the letter and its address.

use reqwest::StatusCode;
use serde_json::json;
use store::post::{DeliveryState, Handled, Medium, Notice, Notices, Suppressions};

use super::{KIM, Post, bounce, complaint, delivery};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bounce_ends_the_delivery_and_the_address_gets_nothing_any_more() {
    let post = Post::open().await;
    assert_eq!(
        post.told("m-1", &delivery("0100-kim")).await,
        StatusCode::OK
    );
    assert_eq!(post.kim().await.0, "delivered");
    assert_eq!(post.suppressed(KIM).await, None);
    assert_eq!(
        post.told("m-2", &bounce("0100-kim", "f-1", "Permanent"))
            .await,
        StatusCode::OK
    );
    assert_eq!(
        post.kim().await,
        (
            "bounced".to_owned(),
            Some("Permanent/General 5.1.1".to_owned())
        )
    );
    assert_eq!(
        post.suppressed(" Kim@Example.ORG ").await.as_deref(),
        Some("bounce")
    );
    // What comes late takes nothing back; what is worse counts.
    post.told("m-3", &delivery("0100-kim")).await;
    assert_eq!(post.kim().await.0, "bounced");
    post.told("m-4", &complaint("0100-kim", "f-2")).await;
    assert_eq!(
        post.kim().await,
        ("complained".to_owned(), Some("abuse".to_owned()))
    );
    assert_eq!(
        post.suppressed(KIM).await.as_deref(),
        Some("bounce"),
        "the first reason stays"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_mailbox_is_only_written_down() {
    let post = Post::open().await;
    assert_eq!(
        post.told("m-1", &bounce("0100-kim", "f-1", "Transient"))
            .await,
        StatusCode::OK
    );
    assert_eq!(
        post.kim().await,
        (
            "sent".to_owned(),
            Some("Transient/General 5.1.1".to_owned())
        )
    );
    assert_eq!(post.suppressed(KIM).await, None);
    post.told("m-2", &delivery("0100-kim")).await;
    assert_eq!(post.kim().await.0, "delivered");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_told_again_changes_nothing_not_even_what_staff_took_back() {
    let post = Post::open().await;
    let first = post
        .sns
        .notify("m-1", &bounce("0100-kim", "f-1", "Permanent").to_string());
    let at_once = futures::future::join_all((0..10).map(|_| post.post(&first))).await;
    assert!(
        at_once.iter().all(|status| *status == StatusCode::OK),
        "{at_once:?}"
    );
    let list = Suppressions::new(post.site.pool.clone());
    let kim = post.site.shop.mail_fingerprint(KIM);
    assert!(list.remove(Medium::Email, &kim).await.unwrap());
    // The very message again, and the same bounce by the other way SES may tell it.
    assert_eq!(post.post(&first).await, StatusCode::OK);
    let mut event = bounce("0100-kim", "f-1", "Permanent");
    event["eventType"] = event["notificationType"].take();
    assert_eq!(post.told("m-2", &event).await, StatusCode::OK);
    assert_eq!(post.suppressed(KIM).await, None);
    // Another bounce is another one.
    post.told("m-3", &bounce("0100-kim", "f-2", "Permanent"))
        .await;
    assert_eq!(post.suppressed(KIM).await.as_deref(), Some("bounce"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bounce_of_a_letter_that_is_not_known_here_counts_if_it_came_from_us() {
    let post = Post::open().await;
    let mut strange = bounce("0100-other", "f-1", "Permanent");
    strange["mail"]["source"] = json!("news@other.example");
    assert_eq!(post.told("m-1", &strange).await, StatusCode::OK);
    assert_eq!(post.suppressed(KIM).await, None, "somebody else's letter");
    assert_eq!(
        post.told("m-2", &bounce("0100-other", "f-2", "Permanent"))
            .await,
        StatusCode::OK
    );
    assert_eq!(post.suppressed(KIM).await.as_deref(), Some("bounce"));
    assert_eq!(post.kim().await.0, "sent");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_whose_answer_was_lost_is_known_by_the_key_it_carried() {
    let post = Post::open().await;
    post.sends("order-paid:lee", "lee@example.org", None).await;
    let mut event = delivery("0100-lee");
    event["mail"]["tags"] =
        json!({ "key": [data_encoding::BASE64URL_NOPAD.encode(b"order-paid:lee")] });
    assert_eq!(post.told("m-1", &event).await, StatusCode::OK);
    let lee = post.of("order-paid:lee").await;
    assert_eq!(
        (lee.state.as_str(), lee.provider_id.as_deref()),
        ("delivered", Some("0100-lee"))
    );
    // Another letter's key does not take a delivery over that has an id.
    event["mail"]["tags"] =
        json!({ "key": [data_encoding::BASE64URL_NOPAD.encode(b"order-paid:kim")] });
    post.told("m-2", &event).await;
    assert_eq!(
        post.of("order-paid:kim").await.provider_id.as_deref(),
        Some("0100-kim")
    );
    assert_eq!(post.kim().await.0, "sent");
}

/// Two words on one letter at the same moment: the second is judged by what the first one left.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bounce_that_meets_a_delivery_is_not_lost() {
    let post = Post::open().await;
    let kim = post.site.shop.mail_fingerprint(KIM);
    let mut held = post.site.pool.begin().await.unwrap();
    let delivered = "UPDATE deliveries SET state = 'delivered' WHERE provider_id = '0100-kim'";
    sqlx::query(delivered).execute(&mut *held).await.unwrap();
    let notices = Notices::new(post.site.pool.clone());
    let addresses = [kim];
    let bounced = tokio::spawn(async move {
        let notice = Notice {
            id: "f-1",
            provider: "ses",
            letter: "0100-kim",
            state: DeliveryState::Bounced,
            reason: "Permanent/General",
            suppression: "bounce",
            addresses: &addresses,
        };
        notices.handle(&notice).await.unwrap()
    });
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(!bounced.is_finished(), "it waits for the row");
    held.commit().await.unwrap();
    assert_eq!(bounced.await.unwrap(), Handled::Done);
    assert_eq!(post.kim().await.0, "bounced");
}
