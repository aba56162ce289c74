//! Whether it is the shop that asks.

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Duration};
use serde_json::json;

use super::Office;
use crate::locks::lock;
use crate::solapi::sign;

/// How far clocks may differ.
const SKEW: Duration = Duration::minutes(15);

pub(super) fn refuse(status: StatusCode, code: &str, message: &str) -> Response {
    let body = json!({ "errorCode": code, "errorMessage": message });
    (status, Json(body)).into_response()
}

impl Office {
    /// Key, time, salt and signature, in this order.
    #[expect(clippy::result_large_err, reason = "the error is the answer")]
    pub(super) fn admit(&self, headers: &HeaderMap) -> Result<(), Response> {
        let unsigned = || refuse(StatusCode::UNAUTHORIZED, "Unauthorized", "no signature");
        let header = headers
            .get("authorization")
            .and_then(|value| value.to_str().ok());
        let said = header.and_then(|header| header.strip_prefix("HMAC-SHA256 "));
        let said = said.ok_or_else(unsigned)?;
        let part = |name: &str| {
            let mut parts = said.split(", ").filter_map(|part| part.split_once('='));
            parts
                .find(|(given, _)| *given == name)
                .map(|(_, value)| value)
        };
        let parts = (
            part("apiKey"),
            part("date"),
            part("salt"),
            part("signature"),
        );
        let (Some(key), Some(date), Some(salt), Some(signature)) = parts else {
            return Err(unsigned());
        };
        let forbidden = |code| refuse(StatusCode::FORBIDDEN, code, "refused");
        if key != self.account.key {
            return Err(forbidden("InvalidApiKey"));
        }
        let at = DateTime::parse_from_rfc3339(date).map_err(|_| forbidden("InvalidDate"))?;
        if (self.clock.now() - at.to_utc()).abs() > SKEW {
            return Err(forbidden("RequestTimeTooSkewed"));
        }
        if !(12..=64).contains(&salt.len()) {
            return Err(forbidden("InvalidSalt"));
        }
        if sign::signature(&self.account.secret, date, salt) != signature {
            return Err(forbidden("SignatureDoesNotMatch"));
        }
        let mut salts = lock(&self.salts);
        if salts.insert(salt.to_owned()) {
            Ok(())
        } else {
            Err(forbidden("DuplicatedSignature"))
        }
    }
}
