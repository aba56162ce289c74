//! Whether the process lives, and whether it can serve.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use projections::Status;
use serde_json::json;

use crate::state::Web;

/// A read model further behind than this, in seconds, is not fit to be shown.
const LAG: f64 = 30.0;

/// `GET /healthz`: the process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// Whether the shop can serve, and the reasons in JSON.
pub type Readiness = (StatusCode, Arc<serde_json::Value>);

/// `GET /readyz`: the database answers, its tables are there, and every read model follows the log.
/// Anybody may ask, and looking costs something: the shop looks at most once a second.
pub async fn ready(State(web): State<Web>) -> Response {
    let (status, told) = web.readiness.get_with((), look(&web)).await;
    (status, Json(told)).into_response()
}

/// `GET /metrics`: everything that is counted, for Prometheus.
pub async fn metrics(State(web): State<Web>) -> Response {
    let kind = (
        header::CONTENT_TYPE,
        "text/plain; version=0.0.4; charset=utf-8",
    );
    ([kind], (web.config.metrics)()).into_response()
}

async fn look(web: &Web) -> Readiness {
    match projections::status(&web.pool).await {
        Ok(models) => {
            // After a crash the next runner takes over in a moment; until then new orders have no page.
            let followed = |model: &Status| model.running || model.lag_events == 0;
            let following = |model: &Status| {
                model.halted.is_none() && model.lag_seconds < LAG && followed(model)
            };
            let ready = !models.is_empty() && models.iter().all(following);
            let status = if ready {
                StatusCode::OK
            } else {
                StatusCode::SERVICE_UNAVAILABLE
            };
            let models: Vec<_> = models.iter().map(told).collect();
            let told = json!({ "ready": ready, "database": "ok", "projections": models });
            (status, Arc::new(told))
        }
        Err(error) => {
            tracing::warn!(%error, "not ready: {error}");
            let told = json!({ "ready": false, "database": "unreachable" });
            (StatusCode::SERVICE_UNAVAILABLE, Arc::new(told))
        }
    }
}

fn told(model: &Status) -> serde_json::Value {
    json!({
        "name": model.name,
        "lag_events": model.lag_events,
        "lag_seconds": model.lag_seconds,
        "parked": model.parked,
        "halted": model.halted.is_some(),
    })
}
