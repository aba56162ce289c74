//! How it says no.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A type of PortOne's, and its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct No {
    status: StatusCode,
    kind: &'static str,
    pg_code: Option<String>,
}

pub(super) const INVALID: No = No::of(StatusCode::BAD_REQUEST, "INVALID_REQUEST");
pub(super) const UNAUTHORIZED: No = No::of(StatusCode::UNAUTHORIZED, "UNAUTHORIZED");
pub(super) const FORBIDDEN: No = No::of(StatusCode::FORBIDDEN, "FORBIDDEN");
pub(super) const NOT_FOUND: No = No::of(StatusCode::NOT_FOUND, "PAYMENT_NOT_FOUND");
pub(super) const NO_CHANNEL: No = No::of(StatusCode::NOT_FOUND, "CHANNEL_NOT_FOUND");
pub(super) const NO_RECEIPT: No = No::of(StatusCode::NOT_FOUND, "CASH_RECEIPT_NOT_ISSUED");
pub(super) const NO_WEBHOOK: No = No::of(StatusCode::NOT_FOUND, "WEBHOOK_NOT_FOUND");
pub(super) const ALREADY_PAID: No = No::conflict("ALREADY_PAID");
pub(super) const NOT_PAID: No = No::conflict("PAYMENT_NOT_PAID");
pub(super) const ALREADY_CANCELLED: No = No::conflict("PAYMENT_ALREADY_CANCELLED");
pub(super) const NOT_WAITING: No = No::conflict("PAYMENT_NOT_WAITING_FOR_DEPOSIT");
pub(super) const INCONSISTENT: No = No::conflict("CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN");
pub(super) const TOO_MUCH: No = No::conflict("CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT");
pub(super) const PARTS: No = No::conflict("SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT");
pub(super) const TOO_MUCH_TAX_FREE: No =
    No::conflict("CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT");
pub(super) const TOO_MUCH_TAX: No =
    No::conflict("CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT");
pub(super) const RECEIPT_ISSUED: No = No::conflict("CASH_RECEIPT_ALREADY_ISSUED");

impl No {
    const fn of(status: StatusCode, kind: &'static str) -> Self {
        Self {
            status,
            kind,
            pg_code: None,
        }
    }

    const fn conflict(kind: &'static str) -> Self {
        Self::of(StatusCode::CONFLICT, kind)
    }

    /// The provider behind it refuses.
    pub(super) fn behind(pg_code: String) -> Self {
        Self {
            pg_code: Some(pg_code),
            ..Self::of(StatusCode::BAD_GATEWAY, "PG_PROVIDER")
        }
    }
}

impl IntoResponse for No {
    fn into_response(self) -> Response {
        let words = "simulated refusal";
        let mut body = json!({ "type": self.kind, "message": words });
        if let Some(pg_code) = self.pg_code {
            body["pgCode"] = json!(pg_code);
            body["pgMessage"] = json!(words);
        }
        (self.status, Json(body)).into_response()
    }
}
