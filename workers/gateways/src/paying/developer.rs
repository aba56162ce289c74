//! What a developer may ask of a simulated provider over HTTP: its books, and faults.

use std::sync::Arc;

use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;

use super::books::Moves;
use super::fault::{Fault, Faults};

/// `{"call": "approve", "fault": "lost_answer", "times": 1}`, or `{"fault": {"slow": 3000}}` and so on.
#[derive(Deserialize)]
struct Wish {
    call: String,
    fault: Fault,
    #[serde(default = "once")]
    times: usize,
}

const fn once() -> usize {
    1
}

/// `GET /_simulator/moves` and `POST /_simulator/faults`.
pub(crate) fn routes<M>(faults: Arc<Faults>, moves: M) -> Router
where
    M: Fn() -> Moves + Clone + Send + Sync + 'static,
{
    let books = move || async move { Json(moves()) };
    let wishes = move |Json(wish): Json<Wish>| async move {
        faults.switch_on(&wish.call, wish.fault, wish.times);
    };
    Router::new()
        .route("/_simulator/moves", get(books))
        .route("/_simulator/faults", post(wishes))
}
