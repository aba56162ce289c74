//! The door for Solapi's reports of what became of messages.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;
use shop::kakao;
use shop::ports::post::{Medium, SOLAPI, TextReport};
use store::post::{Deliveries, DeliveryState, Report};

use crate::error::WebError;
use crate::state::Web;

const SECRET: &str = "x-solapi-secret";

/// What is said of one message; unknown fields are normal.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    message_id: String,
    /// A text, or perhaps a number one day.
    status_code: Value,
    /// `ATA`, `SMS`, `LMS`.
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    custom_fields: Option<Value>,
}

/// `POST /webhooks/solapi`
///
/// 200 is said once the reports are in the books; whatever else makes Solapi send them again, five
/// times at most. Reports of groups and of messages that are not ours change nothing.
pub async fn reports(State(web): State<Web>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(known) = &web.config.solapi else {
        return WebError::NotFound.into_response();
    };
    let said = headers.get(SECRET).map(HeaderValue::as_bytes);
    if !said.is_some_and(|said| known.knows(said)) {
        tracing::warn!("a report of messages with a wrong secret was refused");
        return WebError::Forbidden.into_response();
    }
    let Ok(told) = serde_json::from_slice::<Vec<Value>>(&body) else {
        tracing::error!("a report of messages cannot be read");
        return StatusCode::BAD_REQUEST.into_response();
    };
    let reports: Vec<Report> = told.into_iter().filter_map(report).collect();
    let deliveries = Deliveries::new(web.pool.clone());
    match deliveries.report_many(SOLAPI, &reports).await {
        Ok(changed) => {
            tracing::debug!(reports = reports.len(), changed, "reports of messages");
            StatusCode::OK.into_response()
        }
        Err(error) => {
            tracing::error!(%error, "reports of messages are not in the books yet: {error}");
            WebError::Unavailable("the books".to_owned()).into_response()
        }
    }
}

/// None for what says nothing final, or nothing of a message.
fn report(told: Value) -> Option<Report> {
    let told: Told = serde_json::from_value(told).ok()?;
    let code = match &told.status_code {
        Value::String(code) => code.clone(),
        Value::Number(code) => code.to_string(),
        _ => return None,
    };
    let key = told
        .custom_fields
        .as_ref()
        .and_then(|fields| fields.get("key"));
    let said = match code.as_str() {
        "2000" | "3000" => return None,
        "4000" => TextReport::Delivered,
        code => {
            let medium = match told.kind.as_deref() {
                Some("SMS" | "LMS" | "MMS") => Medium::Sms,
                _ => Medium::Alimtalk,
            };
            kakao::judge(medium, &told.message_id, &short(code)?)
        }
    };
    // A zero byte is in no name of ours or theirs, and the books take none.
    let named = |name: &str| !name.contains('\0');
    if !named(&told.message_id) || !key.and_then(Value::as_str).is_none_or(named) {
        return None;
    }
    let (state, reason) = match said {
        TextReport::Pending => return None,
        TextReport::Delivered => (DeliveryState::Delivered, String::new()),
        TextReport::Failed(code) => (DeliveryState::Failed, code),
    };
    Some(Report {
        id: told.message_id,
        key: key.and_then(Value::as_str).map(str::to_owned),
        state,
        reason,
    })
}

/// A code is four digits or a word, never a number that could be a person's.
fn short(code: &str) -> Option<String> {
    let fit = !code.is_empty()
        && code.len() <= 6
        && code.chars().all(|letter| letter.is_ascii_alphanumeric());
    fit.then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_name_that_no_book_takes_keeps_no_other_report_out() {
        for (id, key) in [("M\0", "order-paid:1"), ("M1", "order-paid:\0")] {
            let told =
                json!({ "messageId": id, "statusCode": "4000", "customFields": { "key": key } });
            assert!(report(told).is_none(), "{id:?} {key:?}");
        }
    }

    #[test]
    fn what_is_final_is_told_with_our_key() {
        let told = json!({ "messageId": "M1", "statusCode": "4000", "to": "01000000000",
                           "customFields": { "key": "order-paid:1" }, "new": null });
        let read = report(told).unwrap();
        assert_eq!(
            (read.id.as_str(), read.state),
            ("M1", DeliveryState::Delivered)
        );
        assert_eq!(read.key.as_deref(), Some("order-paid:1"));
        let failed =
            report(json!({ "messageId": "M1", "statusCode": "3104", "customFields": null }));
        let failed = failed.unwrap();
        assert_eq!(
            (failed.state, failed.reason.as_str()),
            (DeliveryState::Failed, "3104")
        );
    }

    #[test]
    fn what_is_under_way_or_no_message_is_left() {
        // 3005: sent, and the receipt was not confirmed.
        for code in ["2000", "3000", "3005", "01012345678", ""] {
            assert_eq!(
                report(json!({ "messageId": "M1", "statusCode": code })),
                None,
                "{code}"
            );
        }
        assert_eq!(
            report(json!({ "groupId": "G1", "status": "COMPLETE" })),
            None
        );
        assert_eq!(report(json!("nonsense")), None);
    }
}
