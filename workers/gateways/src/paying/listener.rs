//! A shop's door for notices, for tests: it refuses the first few, and remembers what it took.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::Value;
use tokio::sync::Notify;

use crate::texting::simulated::Open;

pub(crate) struct Listener {
    open: Open,
    ear: Arc<Ear>,
}

struct Ear {
    refusals: Mutex<usize>,
    calls: Mutex<usize>,
    heard: Mutex<Vec<Value>>,
    news: Notify,
}

impl Listener {
    /// One that answers so many calls with 503 before it believes.
    pub(crate) async fn open(refusals: usize) -> Self {
        let ear = Arc::new(Ear {
            refusals: Mutex::new(refusals),
            calls: Mutex::default(),
            heard: Mutex::default(),
            news: Notify::new(),
        });
        let router = Router::new()
            .route("/notices", post(hear))
            .fallback(hear_anything)
            .with_state(ear.clone());
        let open = Open::serve(0, router).await.unwrap();
        Self { open, ear }
    }

    pub(crate) fn url(&self) -> String {
        self.open.url()
    }

    pub(crate) fn notices(&self) -> String {
        format!("{}/notices", self.open.url())
    }

    /// How often anybody called, believed or not.
    pub(crate) fn calls(&self) -> usize {
        *self.ear.calls.lock().unwrap()
    }

    /// Waits for so many notices, and gives all of them.
    pub(crate) async fn hear(&self, count: usize) -> Vec<Value> {
        let waiting = async {
            loop {
                let news = self.ear.news.notified();
                let heard = self.ear.heard.lock().unwrap().clone();
                if heard.len() >= count {
                    return heard;
                }
                news.await;
            }
        };
        let patience = Duration::from_secs(20);
        tokio::time::timeout(patience, waiting)
            .await
            .expect("notices")
    }
}

async fn hear(State(ear): State<Arc<Ear>>, Json(said): Json<Value>) -> StatusCode {
    *ear.calls.lock().unwrap() += 1;
    {
        let mut refusals = ear.refusals.lock().unwrap();
        if *refusals > 0 {
            *refusals -= 1;
            return StatusCode::SERVICE_UNAVAILABLE;
        }
    }
    ear.heard.lock().unwrap().push(said);
    ear.news.notify_one();
    StatusCode::OK
}

async fn hear_anything(State(ear): State<Arc<Ear>>) -> StatusCode {
    *ear.calls.lock().unwrap() += 1;
    StatusCode::NOT_FOUND
}
