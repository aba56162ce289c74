//! What SENS says of messages, and where it says nothing.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use shop::ports::Clock;

use super::*;
use crate::sens::Settings;
use crate::texting::simulated::Open;

struct Noon;

impl Clock for Noon {
    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }
}

/// A SENS that answers about Alimtalks with what their ids say.
async fn sens() -> (Open, Sens) {
    async fn show(Path((_, id)): Path<(String, String)>) -> Result<Json<Value>, StatusCode> {
        match id.as_str() {
            "broken" => Err(StatusCode::INTERNAL_SERVER_ERROR),
            "odd" => Err(StatusCode::BAD_REQUEST),
            "busy" => Err(StatusCode::TOO_MANY_REQUESTS),
            _ => Ok(Json(json!({ "messageStatusName": "success" }))),
        }
    }
    let path = "/alimtalk/v2/services/{service}/messages/{message}";
    let open = Open::serve(0, Router::new().route(path, get(show)))
        .await
        .unwrap();
    let settings = Settings {
        base: open.url(),
        access_key: "K".to_owned(),
        secret_key: "S".to_owned(),
        sms_service: "sms".to_owned(),
        alimtalk_service: "talk".to_owned(),
        channels: BTreeMap::new(),
        deadline: Duration::from_secs(5),
    };
    (open, Sens::new(settings, Arc::new(Noon)).unwrap())
}

async fn asked(ids: &[&str]) -> Result<String, SendError> {
    let (_open, sens) = sens().await;
    let ids: Vec<String> = ids.iter().map(|id| format!("a:{id}")).collect();
    let letter = |report: &TextReport| match report {
        TextReport::Pending => 'p',
        TextReport::Delivered => 'd',
        TextReport::Failed(_) => 'f',
    };
    let reports = sens.ask_for(&ids).await?;
    Ok(reports.iter().map(letter).collect())
}

#[tokio::test]
async fn an_id_that_cannot_be_asked_for_keeps_no_other_from_its_report() {
    let told = asked(&["broken", "1", "odd", "broken", "2"]).await;
    assert_eq!(told.unwrap(), "pdppd");
}

#[tokio::test]
async fn a_provider_in_trouble_is_not_asked_five_hundred_times() {
    let told = asked(&["1", "broken", "broken", "broken", "2"]).await;
    assert_eq!(told.unwrap(), "dpppp");
    let told = asked(&["1", "busy", "2"]).await;
    assert_eq!(told.unwrap(), "dpp");
    let told = asked(&["broken", "busy", "1"]).await;
    assert!(matches!(told, Err(SendError::NotSent(_))), "{told:?}");
}

fn told(json: &str) -> Told {
    serde_json::from_str(json).unwrap()
}

#[test]
fn a_receipt_that_was_not_confirmed_is_waited_for() {
    let uncertain = told(r#"{"messageStatusCode":"3005","messageStatusName":"fail"}"#);
    assert_eq!(alimtalk(&uncertain), TextReport::Pending);
}

#[test]
fn where_a_short_message_went_out_instead_its_end_counts() {
    let with = |instead: &str| {
        told(&format!(
            r#"{{"messageStatusCode":"3019","messageStatusName":"fail","failover":{instead}}}"#
        ))
    };
    assert_eq!(
        alimtalk(&with(r#"{"statusName":"success"}"#)),
        TextReport::Delivered
    );
    assert_eq!(
        alimtalk(&with(r#"{"status":"PROCESSING"}"#)),
        TextReport::Pending
    );
    let neither = TextReport::Failed("3019".to_owned());
    assert_eq!(alimtalk(&with(r#"{"statusName":"fail"}"#)), neither);
    assert_eq!(alimtalk(&with("null")), neither);
}

#[test]
fn what_is_under_way_is_pending() {
    assert_eq!(
        sms(&told(r#"{"status":"PROCESSING"}"#)),
        TextReport::Pending
    );
    assert_eq!(alimtalk(&told("{}")), TextReport::Pending);
    let done = told(r#"{"status":"COMPLETED","statusName":"success","statusCode":"0"}"#);
    assert_eq!(sms(&done), TextReport::Delivered);
}
