//! Short and long messages.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use uuid::Uuid;

use super::account::refuse;
use super::{Office, Shared};
use crate::sens::wire::SendSms;
use crate::texting::simulated::{Fault, Taken, fits, is_number, under};

/// Messages of one call at most.
pub(super) const MOST: usize = 100;

/// `POST /sms/v2/services/{service}/messages`
pub(super) async fn send(
    State(office): State<Shared>,
    Path(service): Path<String>,
    (method, uri, headers): (Method, Uri, HeaderMap),
    body: Bytes,
) -> Response {
    if let Err(refused) = office.admit(&method, &uri, &headers) {
        return refused;
    }
    if service != office.account.sms_service {
        return refuse(StatusCode::NOT_FOUND, "no such service");
    }
    let fault = office.desk.next_fault();
    if fault == Fault::Unavailable {
        return under(fault, ().into_response()).await;
    }
    let Ok(asked) = serde_json::from_slice::<SendSms>(&body) else {
        return refuse(StatusCode::BAD_REQUEST, "the body is not what it should be");
    };
    let request = format!("VORSSA-{}", Uuid::new_v4().simple());
    let taken = match office.take(&asked, &request) {
        Ok(taken) => taken,
        Err(why) => return refuse(StatusCode::BAD_REQUEST, why),
    };
    office.desk.enter(taken);
    let answer = json!({
        "statusCode": "202", "statusName": "success", "requestId": request,
        "requestTime": office.clock.now().to_rfc3339(),
    });
    under(fault, (StatusCode::ACCEPTED, Json(answer)).into_response()).await
}

impl Office {
    fn take(&self, asked: &SendSms, request: &str) -> Result<Vec<Taken>, &'static str> {
        if asked.messages.is_empty() || asked.messages.len() > MOST {
            return Err("1 to 100 messages");
        }
        if asked.country_code != "82" || !self.account.senders.contains(&asked.from) {
            return Err("the sender's number is not registered");
        }
        let take = |message: &crate::sens::wire::Sms| {
            let text = message.content.as_ref().unwrap_or(&asked.content);
            let subject = message.subject.as_deref().or(asked.subject.as_deref());
            if !is_number(&message.to) {
                return Err("a number is none");
            }
            if !fits(&asked.kind, subject, text) {
                return Err("words do not fit");
            }
            match asked.content_type.as_str() {
                "COMM" => {}
                "AD" if text.starts_with("(광고)") && text.contains("무료수신거부") => {}
                _ => return Err("advertising must say so, and how to opt out"),
            }
            let code = if self.desk.is_refused(&message.to) {
                "2001"
            } else {
                "0"
            };
            Ok(Taken {
                id: format!("{request}/{}", Uuid::new_v4()),
                key: None,
                to: message.to.clone(),
                from: asked.from.clone(),
                kind: asked.kind.clone(),
                text: text.clone(),
                code: code.to_owned(),
                at: self.clock.now().timestamp_millis(),
            })
        };
        asked.messages.iter().map(take).collect()
    }
}

/// `GET /sms/v2/services/{service}/messages?requestId=…`
pub(super) async fn list(
    State(office): State<Shared>,
    RawQuery(query): RawQuery,
    (method, uri, headers): (Method, Uri, HeaderMap),
) -> Response {
    if let Err(refused) = office.admit(&method, &uri, &headers) {
        return refused;
    }
    let request = query
        .as_deref()
        .and_then(|query| query.strip_prefix("requestId="));
    let request = percent_decode_str(request.unwrap_or_default())
        .decode_utf8_lossy()
        .into_owned();
    let ours = |taken: &&Taken| {
        taken
            .id
            .split_once('/')
            .is_some_and(|(of, _)| of == request)
    };
    let messages: Vec<Value> = office
        .desk
        .read(|books| books.iter().filter(ours).map(shown).collect());
    if messages.is_empty() {
        return StatusCode::NOT_FOUND.into_response();
    }
    Json(json!({ "statusCode": "202", "statusName": "success", "messages": messages }))
        .into_response()
}

fn shown(taken: &Taken) -> Value {
    let (request, message) = taken.id.split_once('/').unwrap_or_default();
    json!({
        "requestId": request, "messageId": message, "to": taken.to, "from": taken.from, "type": taken.kind,
        "countryCode": "82", "status": "COMPLETED", "statusCode": taken.code,
        "statusName": if taken.code == "0" { "success" } else { "fail" }, "telcoCode": "ETC",
    })
}
