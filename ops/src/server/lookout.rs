//! Where operators' programs look at a process: its numbers are collected beside its work, and, where it
//! was told a port for that, shown there. Workers have no other port.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::Part;
use crate::config::Global;
use crate::meters::{self, Collector};
use crate::shop::OpenShop;

/// Whether a process asks the database for numbers about the whole shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// It runs workers: it asks.
    TheDatabase,
    /// It only serves pages: whoever runs the workers asks.
    Nothing,
}

/// The collector, and the port for numbers if one was named.
///
/// # Errors
/// The port is taken.
pub async fn lookout(
    global: &Global,
    open: &OpenShop,
    asks: Asks,
    stop: &CancellationToken,
) -> Result<Vec<Part>> {
    let data: PathBuf = global.data.clone();
    let collector = Collector::new(open, data, asks == Asks::TheDatabase);
    let stopped = stop.clone();
    let mut parts = vec![Part::new("collector", async move {
        collector.run(stopped).await;
        Ok(())
    })];
    if let Some(address) = global.watch.metrics {
        let door = listen(address).await?;
        let mut router = router(open.pool.clone());
        if address.ip().is_loopback() {
            router = router.layer(axum::middleware::from_fn(web::only_here));
        }
        tracing::info!(%address, "numbers are shown at http://{address}/metrics");
        parts.push(Part::pages("numbers", door, router, stop));
    }
    Ok(parts)
}

async fn listen(address: SocketAddr) -> Result<TcpListener> {
    let door = TcpListener::bind(address).await;
    door.with_context(|| format!("cannot listen on --metrics {address}; another port may be free"))
}

fn router(pool: PgPool) -> Router {
    Router::new()
        .route("/metrics", get(numbers))
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .with_state(Arc::new(pool))
}

async fn numbers() -> impl IntoResponse {
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], meters::render())
}

/// A worker is ready when the database answers and its tables are there; whether they follow the log is
/// what it works on.
async fn ready(State(pool): State<Arc<PgPool>>) -> (StatusCode, Json<Value>) {
    match projections::status(&pool).await {
        Ok(models) if !models.is_empty() => (StatusCode::OK, Json(json!({ "ready": true }))),
        Ok(_) => unready("its tables are not there yet"),
        Err(_) => unready("the database is unreachable"),
    }
}

fn unready(why: &str) -> (StatusCode, Json<Value>) {
    let told = json!({ "ready": false, "why": why });
    (StatusCode::SERVICE_UNAVAILABLE, Json(told))
}
