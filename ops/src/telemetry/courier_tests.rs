//! A courier before a Sentry that hangs, one that is not there, and one that wants to hear nothing.

use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use sentry::protocol::Event;

use super::*;

fn dsn(door: &TcpListener) -> Dsn {
    format!("http://key@{}/1", door.local_addr().unwrap())
        .parse()
        .unwrap()
}

/// Hands over so many reports; gives how long that took.
fn hand_over(courier: &Courier, reports: usize) -> Duration {
    let began = Instant::now();
    for _ in 0..reports {
        courier.send_envelope(Envelope::from(Event::default()));
    }
    began.elapsed()
}

#[test]
fn a_sentry_that_never_answers_holds_nobody_up_with_a_full_queue_either() {
    let door = TcpListener::bind("127.0.0.1:0").unwrap();
    // Connections are taken by the system, and nobody ever reads from them.
    let courier = Courier::to(&dsn(&door));
    let took = hand_over(&courier, QUEUE * 10);
    assert!(took < Duration::from_secs(1), "{took:?}");
    let asked = Instant::now();
    assert!(!courier.shutdown(Duration::from_millis(300)));
    let took = asked.elapsed();
    assert!(took < Duration::from_millis(800), "{took:?}");
}

#[test]
fn where_nobody_listens_reports_are_lost_and_the_end_is_quick() {
    let nobody = dsn(&TcpListener::bind("127.0.0.1:0").unwrap());
    let courier = Courier::to(&nobody);
    hand_over(&courier, 5);
    assert!(courier.flush(Duration::from_secs(5)), "the queue is empty");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sentry_that_wants_silence_gets_it() {
    static HEARD: AtomicUsize = AtomicUsize::new(0);
    let hush = || async {
        HEARD.fetch_add(1, Ordering::Relaxed);
        (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "60")])
    };
    let router = Router::new().route("/api/1/envelope/", post(hush));
    let door = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = door.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(door, router).await });
    let dsn: Dsn = format!("http://key@{address}/1").parse().unwrap();
    let flushed = tokio::task::spawn_blocking(move || {
        let courier = Courier::to(&dsn);
        hand_over(&courier, 20);
        courier.flush(Duration::from_secs(10))
    });
    assert!(flushed.await.unwrap());
    assert_eq!(HEARD.load(Ordering::Relaxed), 1);
}
