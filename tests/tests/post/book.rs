//! The book of deliveries: what comes late, out of order, or from a worker that should be silent.

use chrono::{DateTime, Utc};
use store::post::senders::{self, Agreed};
use store::post::{Claim, Deliveries, DeliveryState, IN_DOUBT, Medium, NewDelivery};
use tests::pg::database;

fn letter(key: &str) -> NewDelivery<'_> {
    NewDelivery {
        key,
        medium: Medium::Email,
        template: "order-paid",
        store: "intake",
        subject: Some("20261122-7K3QM9XW2F"),
        address: Some(b"whose"),
    }
}

fn noon() -> DateTime<Utc> {
    "2026-11-22T03:00:00Z".parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_worker_cannot_say_of_another_s_letter_that_it_was_not_sent() {
    let book = Deliveries::new(database().await.pool().await);
    let (claim, late) = book.claim(&letter("a"), noon()).await.unwrap();
    assert_eq!(claim, Claim::Send);
    let (claim, second) = book.claim(&letter("a"), noon()).await.unwrap();
    assert_eq!(claim, Claim::Uncertain);
    book.waits("a", late, "not_sent").await.unwrap();
    book.failed("a", late, "refused").await.unwrap();
    assert_eq!(book.get("a").await.unwrap().unwrap().state, "sending");
    book.waits("a", second, "not_sent").await.unwrap();
    assert_eq!(book.get("a").await.unwrap().unwrap().state, "waiting");
    assert_eq!(
        book.claim(&letter("a"), noon()).await.unwrap().0,
        Claim::Send
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bounce_that_is_faster_than_the_answer_keeps_its_reason() {
    let book = Deliveries::new(database().await.pool().await);
    book.claim(&letter("a"), noon()).await.unwrap();
    book.identify("a", "ses", "0100").await.unwrap();
    let bounced = DeliveryState::Bounced;
    book.settle("ses", "0100", bounced, "Permanent/General")
        .await
        .unwrap();
    book.sent("a", "ses", "0100").await.unwrap();
    let row = book.get("a").await.unwrap().unwrap();
    assert_eq!(
        (row.state.as_str(), row.reason.as_deref()),
        ("bounced", Some("Permanent/General"))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_skipped_in_doubt_has_failed_and_does_not_stay_open_for_ever() {
    let book = Deliveries::new(database().await.pool().await);
    book.claim(&letter("a"), noon()).await.unwrap();
    book.skip(&letter("a"), "suppressed").await.unwrap();
    let row = book.get("a").await.unwrap().unwrap();
    assert_eq!(
        (row.state.as_str(), row.reason.as_deref()),
        ("failed", Some("in_doubt"))
    );
    assert_eq!(
        book.claim(&letter("a"), noon()).await.unwrap().0,
        Claim::Settled
    );
    // What was sent is not made unsent by a later word.
    book.claim(&letter("b"), noon()).await.unwrap();
    book.sent("b", "smtp", "1").await.unwrap();
    book.skip(&letter("b"), "suppressed").await.unwrap();
    assert_eq!(book.get("b").await.unwrap().unwrap().state, "sent");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_tries_without_an_answer_are_doubts() {
    let book = Deliveries::new(database().await.pool().await);
    for _ in 0..5 {
        let (claim, attempt) = book.claim(&letter("a"), noon()).await.unwrap();
        assert_eq!((claim, attempt.doubts()), (Claim::Send, 0));
        book.waits("a", attempt, "not_sent").await.unwrap();
    }
    book.claim(&letter("a"), noon()).await.unwrap();
    for doubts in 1..3 {
        let (claim, attempt) = book.claim(&letter("a"), noon()).await.unwrap();
        assert_eq!((claim, attempt.doubts()), (Claim::Uncertain, doubts));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_given_up_and_was_taken_after_all_is_sent_and_may_arrive() {
    let book = Deliveries::new(database().await.pool().await);
    for key in ["a", "b", "c"] {
        let (_, attempt) = book.claim(&letter(key), noon()).await.unwrap();
        book.failed(key, attempt, IN_DOUBT).await.unwrap();
    }
    // The frozen worker's answer, and a notification with the key.
    book.sent("a", "ses", "0100-a").await.unwrap();
    book.identify("b", "ses", "0100-b").await.unwrap();
    for key in ["a", "b"] {
        let state = async || book.get(key).await.unwrap().unwrap().state;
        assert_eq!(state().await, "sent", "{key}");
        let id = format!("0100-{key}");
        let delivered = DeliveryState::Delivered;
        book.settle("ses", &id, delivered, "").await.unwrap();
        assert_eq!(state().await, "delivered", "{key}");
    }
    assert_eq!(book.get("c").await.unwrap().unwrap().state, "failed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_would_keep_what_the_others_send_does_not_agree() {
    let pool = database().await.pool().await;
    let agree = async |way| senders::agree(&pool, "mail", way).await.unwrap();
    assert_eq!(agree("local").await, Agreed::Yes);
    assert_eq!(agree("smtp").await, Agreed::Changed("local".to_owned()));
    assert_eq!(agree("smtp").await, Agreed::Yes);
    assert_eq!(agree("local").await, Agreed::No("smtp".to_owned()));
    assert_eq!(agree("ses").await, Agreed::Changed("smtp".to_owned()));
    senders::forget(&pool).await.unwrap();
    assert_eq!(agree("local").await, Agreed::Yes);
}
