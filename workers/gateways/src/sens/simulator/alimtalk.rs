//! Alimtalk: the words must be those of the approved template.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use uuid::Uuid;

use super::account::refuse;
use super::sms::MOST;
use super::{Office, Shared};
use crate::sens::wire::{Alimtalk, SendAlimtalk};
use crate::texting::simulated::{Fault, Taken, fits, is_number, under};

/// `POST /alimtalk/v2/services/{service}/messages`
pub(super) async fn send(
    State(office): State<Shared>,
    Path(service): Path<String>,
    (method, uri, headers): (Method, Uri, HeaderMap),
    body: Bytes,
) -> Response {
    if let Err(refused) = office.admit(&method, &uri, &headers) {
        return refused;
    }
    if service != office.account.alimtalk_service {
        return refuse(StatusCode::NOT_FOUND, "no such service");
    }
    let fault = office.desk.next_fault();
    if fault == Fault::Unavailable {
        return under(fault, ().into_response()).await;
    }
    let asked = match serde_json::from_slice::<SendAlimtalk>(&body) {
        Ok(asked) if (1..=MOST).contains(&asked.messages.len()) => asked,
        _ => return refuse(StatusCode::BAD_REQUEST, "1 to 100 messages"),
    };
    if !office.account.channels.contains(&asked.plus_friend_id) {
        return refuse(StatusCode::BAD_REQUEST, "no such channel");
    }
    let judged = asked
        .messages
        .iter()
        .map(|message| office.judge(&asked.template_code, message));
    let (mut taken, mut told) = (Vec::new(), Vec::new());
    for (message, judged) in asked.messages.iter().zip(judged.collect::<Vec<_>>()) {
        let id = judged
            .as_ref()
            .map_or_else(|_| Uuid::new_v4().to_string(), |one| one.id.clone());
        let code = judged.as_ref().err().copied().unwrap_or("A000");
        told.push(json!({
            "messageId": id, "to": message.to, "countryCode": "82", "content": message.content,
            "requestStatusCode": code, "requestStatusName": if code == "A000" { "success" } else { "fail" },
            "useSmsFailover": message.use_sms_failover,
        }));
        taken.extend(judged);
    }
    office.desk.enter(taken);
    let answer = json!({
        "statusCode": "202", "statusName": "success", "requestId": Uuid::new_v4(), "messages": told,
    });
    under(fault, (StatusCode::ACCEPTED, Json(answer)).into_response()).await
}

impl Office {
    fn judge(&self, template: &str, message: &Alimtalk) -> Result<Taken, &'static str> {
        if !is_number(&message.to) || self.desk.is_refused(&message.to) {
            return Err("A105");
        }
        let words = self.account.templates.get(template).ok_or("A108")?;
        if !matches(words, &message.content) {
            return Err("A109");
        }
        let instead = message
            .failover_config
            .as_ref()
            .filter(|_| message.use_sms_failover);
        if let Some(instead) = instead {
            let known = self.account.senders.contains(&instead.from);
            if !known || !fits(&instead.kind, instead.subject.as_deref(), &instead.content) {
                return Err("A110");
            }
        }
        let code = self.desk.kakao_code(&message.to);
        let (kind, text) = match (&code, instead) {
            (Some(_), Some(instead)) => (instead.kind.clone(), instead.content.clone()),
            _ => ("ATA".to_owned(), message.content.clone()),
        };
        Ok(Taken {
            id: Uuid::new_v4().to_string(),
            key: None,
            to: message.to.clone(),
            from: instead
                .map(|instead| instead.from.clone())
                .unwrap_or_default(),
            kind,
            text,
            code: code.unwrap_or_else(|| "0000".to_owned()),
            at: self.clock.now().timestamp_millis(),
        })
    }
}

/// Whether a text is the template with its variables filled: its fixed words, in their order.
fn matches(words: &str, text: &str) -> bool {
    let mut fixed = Vec::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once("#{") {
        fixed.push(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    let Some(mut left) = text.strip_prefix(fixed.first().copied().unwrap_or(rest)) else {
        return false;
    };
    if fixed.is_empty() {
        return left.is_empty();
    }
    for words in fixed.iter().skip(1) {
        let Some(at) = left.find(words) else {
            return false;
        };
        left = &left[at + words.len()..];
    }
    left.ends_with(rest)
}

/// `GET /alimtalk/v2/services/{service}/messages/{message}`
pub(super) async fn show(
    State(office): State<Shared>,
    Path((_, message)): Path<(String, String)>,
    (method, uri, headers): (Method, Uri, HeaderMap),
) -> Response {
    if let Err(refused) = office.admit(&method, &uri, &headers) {
        return refused;
    }
    let found = office.desk.read(|books| {
        let found = books.iter().find(|taken| taken.id == message);
        found.map(shown)
    });
    found.map_or_else(
        || StatusCode::NOT_FOUND.into_response(),
        |told| Json(told).into_response(),
    )
}

fn shown(taken: &Taken) -> Value {
    let instead = taken.kind != "ATA";
    json!({
        "messageId": taken.id, "to": taken.to, "requestStatusCode": "A000", "requestStatusName": "success",
        "messageStatusCode": taken.code,
        "messageStatusName": if taken.code == "0000" { "success" } else { "fail" },
        "useSmsFailover": instead,
        "failover": instead.then(|| json!({ "status": "COMPLETED", "statusName": "success" })),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_variables_of_a_template_vary() {
        let words = "[#{상점}] 결제 #{금액} 완료";
        assert!(matches(words, "[장부상회] 결제 31,000원 완료"));
        assert!(!matches(words, "[장부상회] 입금 31,000원 완료"));
        assert!(!matches(words, "[장부상회] 결제 31,000원 완료!"));
        assert!(matches("안녕", "안녕") && !matches("안녕", "안녕하세요"));
    }
}
