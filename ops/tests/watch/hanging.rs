//! A Sentry that takes connections and never answers costs no shopper anything, and not the end either.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use reqwest::StatusCode;
use sqlx::Executor;

use crate::shop::{Running, id};

/// A Sentry that accepts and says nothing. Gives its DSN.
fn hung() -> String {
    let door = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = door.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut held = Vec::new();
        for stream in door.incoming() {
            held.push(stream);
        }
    });
    format!("http://key@{address}/1")
}

/// From then on pages fail, each with an error that is reported.
async fn broken(shop: &Running) {
    let mut database = shop.database().await;
    database.execute("DROP SCHEMA read CASCADE").await.unwrap();
    // Drawn pages are kept for a second.
    tokio::time::sleep(Duration::from_millis(1_200)).await;
}

/// How long pages that fail take, sorted. Every second one goes another way, so that reports differ.
async fn times(shop: &Running) -> Vec<Duration> {
    let visitor = shop.visitor();
    let mut times = Vec::new();
    for n in 0..240 {
        let path = [
            "/",
            "/products/egg-20",
            "/pictures/egg-20.svg",
            "/orders/x/y",
        ][n % 4];
        let began = Instant::now();
        let answer = visitor.get(path).await;
        if n % 4 == 0 {
            assert!(
                answer.status().is_server_error(),
                "{path}: {}",
                answer.status()
            );
        }
        times.push(began.elapsed());
    }
    times.sort_unstable();
    times
}

#[tokio::test]
async fn a_hung_sentry_makes_no_request_slower_and_no_end_later() {
    let without = Running::open(&[]).await;
    let dsn = hung();
    let mut with = Running::open(&["--sentry-dsn", &dsn]).await;
    for shop in [&without, &with] {
        assert_eq!(shop.visitor().order().await.status(), StatusCode::SEE_OTHER);
        broken(shop).await;
    }
    let (calm, hung) = (times(&without).await, times(&with).await);
    let of = |times: &[Duration], per_cent: usize| times[times.len() * per_cent / 100];
    println!(
        "median {:?} beside {:?}, p95 {:?} beside {:?}, slowest {:?} beside {:?}",
        of(&hung, 50),
        of(&calm, 50),
        of(&hung, 95),
        of(&calm, 95),
        hung[hung.len() - 1],
        calm[calm.len() - 1]
    );
    // Sentry's own deadline is five seconds: waiting for it once would show.
    assert!(of(&hung, 50) < of(&calm, 50) * 2 + Duration::from_millis(20));
    assert!(of(&hung, 95) < of(&calm, 95) * 2 + Duration::from_millis(100));
    assert!(hung[hung.len() - 1] < Duration::from_secs(2));
    let numbers = reqwest::get(with.url("admin", "/metrics")).await.unwrap();
    let numbers = numbers.text().await.unwrap();
    assert!(
        numbers.contains("jangbu_error_reports_total{outcome=\"repeated\"}"),
        "{numbers}"
    );
    assert!(
        !numbers.contains("jangbu_error_reports_total{outcome=\"sent\"}"),
        "{numbers}"
    );

    let asked = Instant::now();
    with.stop();
    assert_eq!(with.ended(), Some(0));
    println!("ended within {:?}", asked.elapsed());
    assert!(asked.elapsed() < Duration::from_secs(12));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_to_stop_under_load_with_a_hung_sentry_it_finishes_what_it_accepted_within_thirty_seconds()
 {
    let dsn = hung();
    let mut shop = Running::open(&["--sentry-dsn", &dsn]).await;
    broken(&shop).await;
    let url = shop.url("shop", "/");
    let answered = Arc::new(AtomicUsize::new(0));
    let load: Vec<_> = (0..32)
        .map(|_| {
            let (url, answered) = (url.clone(), answered.clone());
            tokio::spawn(async move {
                let client = reqwest::Client::new();
                // Until nobody listens any more. What was accepted is answered whole.
                while let Ok(answer) = client.get(&url).send().await {
                    assert_eq!(id(&answer).len(), 36);
                    assert!(answer.text().await.is_ok(), "an answer broke off");
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    // Under way, however slow the machine is.
    let begun = Instant::now();
    while answered.load(Ordering::Relaxed) <= 64 && begun.elapsed() < Duration::from_mins(1) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let asked = Instant::now();
    shop.stop();
    let code = tokio::task::block_in_place(|| shop.ended());
    let took = asked.elapsed();
    for task in load {
        task.await.unwrap();
    }
    let answered = answered.load(Ordering::Relaxed);
    println!("{answered} answers, ended within {took:?}");
    assert_eq!(code, Some(0));
    assert!(
        answered > 64 && took < Duration::from_secs(30),
        "{answered} {took:?}"
    );
}
