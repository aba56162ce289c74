//! Where a provider tells the shop what happens: as the shop's own door for notices, and shut when a test wants it.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use domain::ProviderId;
use shop::Shop;
use shop::ports::paying::NoticeRequest;
use tests::shop::store_id;
use tokio::net::TcpListener;

use crate::bank::Which;

/// The door; it closes with the test.
pub struct Door {
    url: String,
    behind: Arc<Behind>,
}

#[derive(Default)]
struct Behind {
    shop: OnceLock<Shop>,
    shut: AtomicBool,
    came: Mutex<Vec<NoticeRequest>>,
}

impl Door {
    pub async fn open() -> Self {
        let behind = Arc::<Behind>::default();
        let router = Router::new()
            .route("/webhooks/pay/{provider}", post(knock))
            .with_state(behind.clone());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, behind }
    }

    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// Where this provider is to tell.
    pub fn notices(&self, which: Which) -> String {
        format!("{}/webhooks/pay/{}", self.url, which.name())
    }

    /// Whose door it is.
    pub fn lead_to(&self, shop: Shop) {
        assert!(self.behind.shop.set(shop).is_ok(), "two shops");
    }

    /// From now on nobody is there, or somebody is again.
    pub fn shut(&self, shut: bool) {
        self.behind.shut.store(shut, Ordering::Release);
    }

    /// Everything that was told so far, oldest first.
    pub fn came(&self) -> Vec<NoticeRequest> {
        self.behind.came.lock().unwrap().clone()
    }

    /// The newest notice that a deposit came; waits for it.
    pub async fn deposit(&self) -> NoticeRequest {
        for _ in 0..200 {
            let came = self.came();
            if let Some(found) = came.into_iter().rev().find(tells_of_a_deposit) {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("no deposit is told");
    }
}

/// Toss Payments' notices of deposits are flat, PortOne's have a kind.
fn tells_of_a_deposit(notice: &NoticeRequest) -> bool {
    let text = String::from_utf8_lossy(&notice.body);
    text.contains("\"Transaction.Paid\"")
        || !text.contains("\"eventType\"") && !text.contains("\"type\"")
}

async fn knock(
    State(behind): State<Arc<Behind>>,
    Path(provider): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let shop = behind.shop.get().expect("a shop behind the door");
    let headers = headers.iter();
    let text = |value: &axum::http::HeaderValue| value.to_str().unwrap_or_default().to_owned();
    let notice = NoticeRequest {
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        headers: headers
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect(),
        body: body.to_vec(),
        at: shop.now(),
    };
    behind.came.lock().unwrap().push(notice.clone());
    if behind.shut.load(Ordering::Acquire) {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let provider = ProviderId::new(provider).unwrap();
    match shop.provider_told(&provider, &store_id(), &notice).await {
        Ok(Ok(answer)) => StatusCode::from_u16(answer.status).unwrap(),
        Ok(Err(_)) => StatusCode::FORBIDDEN,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}
