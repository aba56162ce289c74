//! The shapes of its answers.

use axum::Json;
use axum::body::Bytes;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::inicis::wire::form::{Charset, nvp};

/// Why something is refused: a code, made up.
pub(super) type Refusal = &'static str;

/// The PC's window and INIAPI refuse in JSON, with status 200.
pub(super) fn refuse(code: Refusal) -> Response {
    Json(json!({ "resultCode": code, "resultMsg": "처리할 수 없는 요청입니다." })).into_response()
}

/// NVP in EUC-KR.
pub(super) fn told(fields: &[(&str, String)]) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/html; charset=euc-kr")];
    (kind, Bytes::from(nvp(fields, Charset::EucKr))).into_response()
}

/// The window on telephones refuses in NVP.
pub(super) fn refuse_nvp(code: Refusal) -> Response {
    told(&[("P_STATUS", "01".to_owned()), ("P_RMESG1", code.to_owned())])
}

/// A window that does not open: for people.
pub(super) fn shut(why: &'static str) -> Response {
    (StatusCode::BAD_REQUEST, why).into_response()
}
