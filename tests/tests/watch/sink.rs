//! A Sentry of the tests' own: takes envelopes as the real one does, and keeps every byte.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::post;
use sentry_types::protocol::v7::{Envelope, Event};

/// See the module.
#[derive(Clone)]
pub struct Sink {
    pub dsn: String,
    taken: Arc<Mutex<Vec<Taken>>>,
}

/// One request as it came.
#[derive(Clone)]
struct Taken {
    headers: String,
    body: Vec<u8>,
}

impl Sink {
    /// Opens it on a thread of its own, so that it outlives any test's runtime.
    pub fn open() -> Self {
        let taken = Arc::new(Mutex::new(Vec::new()));
        let door = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let dsn = format!("http://key@{}/1", door.local_addr().unwrap());
        let router = Router::new()
            .route("/api/1/envelope/", post(take))
            .with_state(taken.clone());
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread();
            let runtime = { runtime }.enable_all().build().unwrap();
            runtime.block_on(async {
                door.set_nonblocking(true).unwrap();
                let door = tokio::net::TcpListener::from_std(door).unwrap();
                axum::serve(door, router).await.unwrap();
            });
        });
        Self { dsn, taken }
    }

    /// Every byte that came, as text.
    pub fn everything(&self) -> String {
        let taken = self.taken.lock().unwrap();
        let texts = taken.iter().map(|one| {
            let body = String::from_utf8_lossy(&one.body);
            format!("{}\n{body}", one.headers)
        });
        texts.collect::<Vec<_>>().join("\n")
    }

    /// The events that came and fit.
    pub fn events(&self, fits: impl Fn(&Event<'_>) -> bool) -> Vec<Event<'static>> {
        let taken = self.taken.lock().unwrap();
        let events = taken.iter().filter_map(|one| {
            let envelope = Envelope::from_slice(&one.body).expect("an envelope that can be read");
            envelope.event().cloned()
        });
        events.filter(|event| fits(event)).collect()
    }

    /// Waits for the first event that fits.
    pub async fn event(&self, what: &str, fits: impl Fn(&Event<'_>) -> bool) -> Event<'static> {
        let began = Instant::now();
        loop {
            if let Some(event) = self.events(&fits).pop() {
                return event;
            }
            assert!(
                began.elapsed() < Duration::from_secs(20),
                "no report of {what}"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn take(State(taken): State<Arc<Mutex<Vec<Taken>>>>, headers: HeaderMap, body: Bytes) {
    let headers = format!("{headers:?}");
    let body = body.to_vec();
    taken.lock().unwrap().push(Taken { headers, body });
}
