//! A shop that is told things, and answers what the test wants.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use axum::routing::post;
use tokio::net::TcpListener;
use tokio::sync::{Mutex as Turns, mpsc};

/// What was told, and from where.
pub struct Told {
    pub body: Bytes,
    pub from: SocketAddr,
}

#[derive(Clone)]
struct Ears {
    told: mpsc::UnboundedSender<Told>,
    answers: Arc<Mutex<VecDeque<(u16, &'static str)>>>,
}

pub struct Shop {
    pub url: String,
    told: Turns<mpsc::UnboundedReceiver<Told>>,
    answers: Arc<Mutex<VecDeque<(u16, &'static str)>>>,
}

impl Shop {
    pub async fn open() -> Self {
        let (told, to_hear) = mpsc::unbounded_channel();
        let answers = Arc::default();
        let ears = Ears {
            told,
            answers: Arc::clone(&answers),
        };
        let router = Router::new()
            .route("/notice", post(hear))
            .route("/return", post(hear))
            .with_state(ears);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        Self {
            url,
            told: Turns::new(to_hear),
            answers,
        }
    }

    /// The next calls are answered so; later ones with `OK`.
    pub fn answer(&self, answers: &[(u16, &'static str)]) {
        self.answers.lock().unwrap().extend(answers);
    }

    /// The next call.
    pub async fn next(&self) -> Told {
        let mut told = self.told.lock().await;
        let next = tokio::time::timeout(Duration::from_secs(10), told.recv());
        next.await.expect("nothing was told").unwrap()
    }

    /// Whether nobody called.
    pub async fn is_silent(&self) -> bool {
        self.told.lock().await.is_empty()
    }
}

async fn hear(
    State(ears): State<Ears>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    body: Bytes,
) -> (StatusCode, &'static str) {
    let answer = ears.answers.lock().unwrap().pop_front();
    ears.told.send(Told { body, from }).unwrap();
    let (status, body) = answer.unwrap_or((200, "OK"));
    (StatusCode::from_u16(status).unwrap(), body)
}
