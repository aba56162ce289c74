//! For developers: its notices, and what is to happen next besides what all simulators have.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Deposit, Knob, NoticeSent, Shared, deposits};

/// `GET /_simulator/notices`
pub(super) async fn notices(State(office): State<Shared>) -> Json<Vec<NoticeSent>> {
    Json(office.kept.read(|book| book.notices.clone()))
}

/// A knob that is to be turned.
#[derive(Deserialize)]
pub(super) struct KnobWanted {
    knob: Knob,
    #[serde(default = "once")]
    times: usize,
}

const fn once() -> usize {
    1
}

/// `POST /_simulator/knobs`
pub(super) async fn knobs(
    State(office): State<Shared>,
    Json(wanted): Json<KnobWanted>,
) -> StatusCode {
    office.turn(wanted.knob, wanted.times);
    StatusCode::NO_CONTENT
}

/// `POST /_simulator/deposits`
pub(super) async fn deposits(
    State(office): State<Shared>,
    Json(wanted): Json<Deposit>,
) -> Result<Json<Value>, (StatusCode, String)> {
    match deposits::deposit(&office, &wanted) {
        Ok(id) => Ok(Json(json!({ "deposit": id }))),
        Err(why) => Err((StatusCode::NOT_FOUND, why.to_string())),
    }
}
