//! Numbers are shown where the operator said, and workers have a port for them if they are told one.

use std::time::{Duration, Instant};

use reqwest::StatusCode;

use crate::shop::{Running, free_port, jangbu};

async fn read(url: &str) -> (StatusCode, String) {
    let answer = reqwest::get(url).await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

#[tokio::test]
async fn a_shop_shows_its_numbers_to_this_machine_and_a_worker_beside_it_its_own() {
    let shop = Running::open(&[]).await;
    shop.visitor().order().await;
    let (status, text) = read(&shop.url("admin", "/metrics")).await;
    assert_eq!(status, StatusCode::OK);
    let placed = "jangbu_http_requests_total{door=\"shop\",route=\"/checkout\",method=\"POST\",status=\"3xx\"} 1";
    assert!(text.contains(placed), "{text}");
    assert!(
        text.contains("jangbu_build_info{release=\"jangbu@"),
        "{text}"
    );
    assert_eq!(
        read(&shop.url("shop", "/metrics")).await.0,
        StatusCode::NOT_FOUND
    );

    let port = free_port().to_string();
    let words = ["work", "--metrics", port.as_str()];
    let mut workers = jangbu(shop.data.path(), &words).spawn().unwrap();
    let url = |path: &str| format!("http://127.0.0.1:{port}{path}");
    let began = Instant::now();
    loop {
        if let Ok(answer) = reqwest::get(url("/metrics")).await {
            let text = answer.text().await.unwrap();
            // Collected, which takes a moment after the start.
            if text.contains("jangbu_projection_lag_events{projection=\"orders\"}")
                && text.contains("jangbu_database_size_bytes")
            {
                assert!(
                    !text.contains("jangbu_http_requests_total"),
                    "workers serve no pages"
                );
                break;
            }
        }
        assert!(
            began.elapsed() < Duration::from_secs(20),
            "workers show nothing"
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(
        read(&url("/healthz")).await,
        (StatusCode::OK, "ok\n".to_owned())
    );
    assert_eq!(read(&url("/readyz")).await.0, StatusCode::OK);
    let taken = jangbu(shop.data.path(), &words).output().unwrap();
    assert_eq!(taken.status.code(), Some(1));
    let complaint = String::from_utf8_lossy(&taken.stderr).into_owned();
    assert!(
        complaint.contains("--metrics") && complaint.contains(&port),
        "{complaint}"
    );
    let pid = nix::unistd::Pid::from_raw(i32::try_from(workers.id()).unwrap());
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM).unwrap();
    assert!(workers.wait().unwrap().success());
}

#[test]
fn a_dsn_or_an_address_that_makes_no_sense_is_refused_with_an_example() {
    let data = tempfile::tempdir().unwrap();
    let refused = jangbu(data.path(), &["up", "--sentry-dsn", "sentry.example"])
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(1));
    let complaint = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        complaint.contains("JANGBU_SENTRY_DSN") && complaint.contains("https://"),
        "{complaint}"
    );
    let refused = jangbu(data.path(), &["work", "--metrics", "here"])
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(2));
}
