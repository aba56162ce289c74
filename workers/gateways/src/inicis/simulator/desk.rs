//! For developers: its books, and what is to happen next.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Deposit, Knob, NoticeSent, Shared, deposits};
use crate::paying::books::Moves;
use crate::paying::fault::Fault;

/// `GET /_simulator/moves`
pub(super) async fn moves(State(office): State<Shared>) -> Json<Moves> {
    Json(office.kept.read(|book| book.moves.clone()))
}

/// `GET /_simulator/notices`
pub(super) async fn notices(State(office): State<Shared>) -> Json<Vec<NoticeSent>> {
    Json(office.kept.read(|book| book.notices.clone()))
}

/// A fault that is to meet the next calls.
#[derive(Deserialize)]
pub(super) struct FaultWanted {
    call: String,
    fault: Fault,
    #[serde(default = "once")]
    times: usize,
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

/// `POST /_simulator/faults`
pub(super) async fn faults(
    State(office): State<Shared>,
    Json(wanted): Json<FaultWanted>,
) -> StatusCode {
    office
        .faults
        .switch_on(&wanted.call, wanted.fault, wanted.times);
    StatusCode::NO_CONTENT
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
