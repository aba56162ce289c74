//! How it says no.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::kakaopay::Generation;

/// A code of KakaoPay's list, and what the bank said.
#[derive(Debug)]
pub(super) struct No {
    code: i64,
    method: Option<String>,
}

/// The shape is wrong, or a field is missing.
pub(super) const BAD_FIELD: No = No::of(-2);
/// No such key.
pub(super) const BAD_KEY: No = No::of(-401);
/// The shopper has not authenticated (or no longer).
pub(super) const NOT_AUTHENTICATED: No = No::of(-701);
/// It is approved already.
pub(super) const APPROVED: No = No::of(-702);
/// Another order than at ready.
pub(super) const OTHER_ORDER: No = No::of(-706);
/// Another shopper than at ready.
pub(super) const OTHER_USER: No = No::of(-707);
/// A token that is not this payment's.
pub(super) const BAD_TOKEN: No = No::of(-708);
/// More than there is.
pub(super) const TOO_MUCH: No = No::of(-710);
/// No such payment.
pub(super) const NO_PAYMENT: No = No::of(-721);
/// Amounts that do not fit each other.
pub(super) const BAD_AMOUNTS: No = No::of(-722);
/// Its time is over.
pub(super) const EXPIRED: No = No::of(-723);
/// Another total than at ready.
pub(super) const OTHER_TOTAL: No = No::of(-725);
/// No such merchant.
pub(super) const BAD_CID: No = No::of(-731);
/// Not the merchant's secret.
pub(super) const BAD_CID_SECRET: No = No::of(-733);

impl No {
    const fn of(code: i64) -> Self {
        Self { code, method: None }
    }

    /// The bank or the card company refuses the approval.
    pub(super) fn declined(method: String) -> Self {
        let method = Some(method);
        Self { code: -780, method }
    }

    /// In a generation's words. The sentences are the simulator's own.
    pub(super) fn answer(self, generation: Generation) -> Response {
        let status = match self.code {
            -401 => StatusCode::UNAUTHORIZED,
            _ => StatusCode::BAD_REQUEST,
        };
        let words = "simulated refusal";
        let mut body = match generation {
            Generation::Current => json!({ "error_code": self.code, "error_message": words }),
            Generation::Legacy => json!({ "code": self.code, "msg": words }),
        };
        if let (Some(method), Value::Object(body)) = (self.method, &mut body) {
            let extras = json!({ "method_result_code": method, "method_result_message": words });
            body.insert("extras".to_owned(), extras);
        }
        (status, Json(body)).into_response()
    }
}
