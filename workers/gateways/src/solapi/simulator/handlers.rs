//! Its two doors: taking messages, and listing them.

use std::collections::HashSet;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::DateTime;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::Shared;
use super::account::refuse;
use crate::solapi::wire::{KEY_FIELD, SendMany};
use crate::texting::simulated::{Fault, Taken, under};

/// Messages of one call at most.
const MOST: usize = 10_000;

/// `POST /messages/v4/send-many/detail`
pub(super) async fn send(
    State(office): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Err(refused) = office.admit(&headers) {
        return refused;
    }
    let fault = office.desk.next_fault();
    if fault == Fault::Unavailable {
        return under(fault, ().into_response()).await;
    }
    let invalid = |why| refuse(StatusCode::BAD_REQUEST, "ValidationError", why);
    let Ok(asked) = serde_json::from_slice::<SendMany>(&body) else {
        return invalid("the body is not what it should be");
    };
    if asked.messages.is_empty() || asked.messages.len() > MOST {
        return invalid("1 to 10,000 messages");
    }
    let mut numbers = HashSet::new();
    let (mut taken, mut failed) = (Vec::new(), Vec::new());
    for message in &asked.messages {
        let twice = !numbers.insert(&message.to) && !asked.allow_duplicates;
        let accepted = if twice {
            Err("1020")
        } else {
            office.accept(message)
        };
        match accepted {
            Ok(message) => taken.push(message),
            Err(code) => failed.push(json!({
                "to": message.to, "from": message.from, "type": message.kind, "country": "82",
                "messageId": format!("M4V{}", Uuid::new_v4().simple()), "statusCode": code,
                "statusMessage": format!("{} is refused", message.to), "accountId": "demo",
            })),
        }
    }
    let list = taken.iter().map(|taken| {
        json!({ "messageId": taken.id, "statusCode": "2000", "customFields": fields(taken) })
    });
    let list: Vec<Value> = if asked.show_message_list {
        list.collect()
    } else {
        vec![]
    };
    let answer = json!({
        "failedMessageList": failed,
        "messageList": list,
        "groupInfo": {
            "groupId": format!("G4V{}", Uuid::new_v4().simple()), "status": "SENDING",
            "count": { "total": asked.messages.len(), "registeredFailed": failed.len() },
        },
    });
    office.desk.enter(taken.clone());
    // Nobody may listen: a shop without a webhook asks.
    let _ = office.reports.send(taken);
    under(fault, Json(answer).into_response()).await
}

fn fields(taken: &Taken) -> Value {
    taken
        .key
        .as_ref()
        .map_or(json!({}), |key| json!({ KEY_FIELD: key }))
}

/// What is shown of a message, in lists and reports.
pub(super) fn shown(taken: &Taken) -> Value {
    json!({
        "messageId": taken.id, "type": taken.kind, "to": taken.to, "from": taken.from,
        "statusCode": taken.code, "customFields": fields(taken), "networkCode": null,
    })
}

/// `GET /messages/v4/list`: by time, number or ids; pages follow each other by `nextKey`.
pub(super) async fn list(
    State(office): State<Shared>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    if let Err(refused) = office.admit(&headers) {
        return refused;
    }
    let query = read(query.as_deref().unwrap_or_default());
    let one = |name: &str| {
        query
            .iter()
            .find(|(given, _)| given == name)
            .map(|(_, value)| value.as_str())
    };
    let time = |name| {
        let at = DateTime::parse_from_rfc3339(one(name)?).ok()?;
        Some(at.timestamp_millis())
    };
    let (from, until) = (time("startDate"), time("endDate"));
    let ids = query
        .iter()
        .filter(|(name, _)| name.starts_with("messageIds") || name == "messageId");
    let ids: HashSet<&str> = ids.map(|(_, id)| id.as_str()).collect();
    let limit = one("limit")
        .and_then(|limit| limit.parse().ok())
        .unwrap_or(20_usize)
        .min(500);
    let skip = one("startKey")
        .and_then(|key| key.parse().ok())
        .unwrap_or(0_usize);
    let fits = |taken: &&Taken| {
        from.is_none_or(|from| taken.at >= from)
            && until.is_none_or(|until| taken.at <= until)
            && one("to").is_none_or(|to| taken.to == to)
            && (ids.is_empty() || ids.contains(taken.id.as_str()))
    };
    let (page, more) = office.desk.read(|books| {
        let mut found = books.iter().filter(fits).skip(skip);
        let page: Map<String, Value> = found
            .by_ref()
            .take(limit)
            .map(|taken| (taken.id.clone(), shown(taken)))
            .collect();
        (page, found.next().is_some())
    });
    let next = more.then(|| (skip + limit).to_string());
    Json(json!({ "startKey": skip.to_string(), "nextKey": next, "limit": limit, "messageList": page }))
        .into_response()
}

fn read(query: &str) -> Vec<(String, String)> {
    let text = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(name, value)| (text(name), text(value)))
        .collect()
}
