//! Whether it is the shop that asks.

use axum::Json;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::Office;
use crate::sens::sign;

/// How far clocks may differ, milliseconds.
const SKEW: i64 = 5 * 60 * 1_000;

pub(super) fn refuse(status: StatusCode, why: &str) -> Response {
    let error = json!({ "errorCode": status.as_str(), "message": why });
    (status, Json(json!({ "error": error }))).into_response()
}

impl Office {
    /// Time, key and signature of exactly this method and path.
    #[expect(clippy::result_large_err, reason = "the error is the answer")]
    pub(super) fn admit(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<(), Response> {
        let header = |name| {
            headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
        };
        let timestamp = header("x-ncp-apigw-timestamp");
        let unauthorized = |why| refuse(StatusCode::UNAUTHORIZED, why);
        let at: i64 = timestamp
            .parse()
            .map_err(|_| unauthorized("no timestamp"))?;
        if (self.clock.now().timestamp_millis() - at).abs() > SKEW {
            return Err(unauthorized("the timestamp is too far from now"));
        }
        if header("x-ncp-iam-access-key") != self.account.access_key {
            return Err(unauthorized("unknown access key"));
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let key = &self.account.access_key;
        let signed = sign::signature(
            &self.account.secret_key,
            method.as_str(),
            path,
            timestamp,
            key,
        );
        if header("x-ncp-apigw-signature-v2") != signed {
            return Err(unauthorized("the signature does not match"));
        }
        Ok(())
    }
}
