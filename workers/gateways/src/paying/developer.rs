//! What a developer may ask of a simulated provider over HTTP: its books, and faults.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::books::Moves;
use super::fault::{Fault, Faults};

/// `{"call": "approve", "fault": "lost_answer", "times": 1}`, or `{"fault": {"slow": 3000}}` and so on. `"times": 0`
/// takes back what waits for calls of that name.
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

/// The calls that can go wrong, and what waits for them, first first.
#[derive(Serialize)]
struct Waiting {
    calls: &'static [&'static str],
    waiting: Vec<(String, Fault)>,
}

/// `GET /_simulator/moves`, `GET` and `POST /_simulator/faults`. `calls`: those that the simulator answers.
pub(crate) fn routes<M>(faults: Arc<Faults>, calls: &'static [&'static str], moves: M) -> Router
where
    M: Fn() -> Moves + Clone + Send + Sync + 'static,
{
    let books = move || async move { Json(moves()) };
    let known = faults.clone();
    let waiting = move || async move {
        let waiting = known.waiting();
        Json(Waiting { calls, waiting })
    };
    let wishes = move |Json(wish): Json<Wish>| async move {
        if !calls.contains(&wish.call.as_str()) {
            let why = format!("no call of this provider; one of {}", calls.join(", "));
            return (StatusCode::BAD_REQUEST, why);
        }
        if wish.times == 0 {
            faults.take_back(&wish.call);
        }
        faults.switch_on(&wish.call, wish.fault, wish.times);
        (StatusCode::OK, String::new())
    };
    Router::new()
        .route("/_simulator/moves", get(books))
        .route("/_simulator/faults", get(waiting).post(wishes))
}
