//! What every call has: the key, the fault that waits for it, and the memory of what was answered.

use axum::Json;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Duration, Utc};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Office;
use super::shown::trouble;
use super::state::{Answered, Refusal, Reply, State, no};
use crate::locks::lock;
use crate::paying::caller::is_authorized;
use crate::tosspayments::sign;

/// How long an idempotency key is remembered.
const REMEMBERED: Duration = Duration::days(15);

pub(super) fn respond(reply: Reply) -> Response {
    let (status, body) = reply.map_or_else(|refusal| trouble(&refusal), |body| (200, body));
    shown(status, body)
}

fn shown(status: u16, body: Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(body)).into_response()
}

impl Office {
    /// Changes what it knows, and tells the shop what that brings about.
    pub(super) fn act<R>(&self, change: impl FnOnce(&mut State, DateTime<Utc>) -> R) -> R {
        let now = self.clock.now();
        let (changed, outbox) = self.kept.change(|state| {
            state.expire(now);
            let changed = change(state, now);
            (changed, std::mem::take(&mut state.outbox))
        });
        if let Some(to) = &self.account.webhook {
            let letters = outbox.into_iter().map(|body| (to.clone(), body));
            self.telling.tell(letters);
        }
        changed
    }

    /// Whether it is the shop that asks.
    pub(super) fn admit(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let said = headers.get("authorization");
        if !said.is_some_and(|said| said.as_bytes().starts_with(b"Basic ")) {
            return no(403, "INCORRECT_BASIC_AUTH_FORMAT");
        }
        let right = sign::basic(self.account.secret_key.text());
        if is_authorized(headers, &right) {
            return Ok(());
        }
        no(401, "UNAUTHORIZED_KEY")
    }

    /// Looks at what it knows now. Nothing is written down, unless something is over by now.
    fn look<R>(&self, reader: impl FnOnce(&State) -> R) -> R {
        let now = self.clock.now();
        if self.kept.read(|state| state.is_late(now)) {
            self.act(|_, _| ());
        }
        self.kept.read(reader)
    }

    /// A question: nothing changes by it.
    pub(super) async fn ask(
        &self,
        call: &str,
        headers: &HeaderMap,
        answer: impl FnOnce(&State) -> Reply,
    ) -> Response {
        if let Err(refusal) = self.admit(headers) {
            return respond(Err(refusal));
        }
        let work = async { respond(self.look(answer)) };
        self.faults.under(call, work).await
    }

    /// A change: the same key gets the first answer again, whatever the body now says.
    pub(super) async fn change<T: DeserializeOwned>(
        &self,
        (call, path): (&str, &str),
        headers: &HeaderMap,
        body: &Bytes,
        change: impl FnOnce(&mut State, &T, DateTime<Utc>) -> Reply,
    ) -> Response {
        if let Err(refusal) = self.admit(headers) {
            return respond(Err(refusal));
        }
        let key = headers
            .get("idempotency-key")
            .map(|key| key.to_str().unwrap_or_default());
        if key.is_some_and(|key| key.is_empty() || key.len() > 300) {
            return respond(no(400, "INVALID_IDEMPOTENCY_KEY"));
        }
        let scope = key.map(|key| format!("{key} POST {path}"));
        let Some(_running) = Running::enter(self, scope.clone()) else {
            return respond(no(409, "IDEMPOTENT_REQUEST_PROCESSING"));
        };
        let work = async {
            let Ok(asked) = serde_json::from_slice::<T>(body) else {
                return respond(no(400, "INVALID_REQUEST"));
            };
            let (status, body) = self.act(|state, now| {
                if let Some(answered) = remembered(state, scope.as_deref(), now) {
                    return answered;
                }
                let reply = change(state, &asked, now);
                let (status, body) = reply.map_or_else(|no| trouble(&no), |body| (200, body));
                if let Some(scope) = scope {
                    let body = body.clone();
                    let at = now;
                    state.answers.retain(|_, old| now - old.at < REMEMBERED);
                    state.answers.insert(scope, Answered { status, body, at });
                }
                (status, body)
            });
            shown(status, body)
        };
        self.faults.under(call, work).await
    }
}

fn remembered(state: &State, scope: Option<&str>, now: DateTime<Utc>) -> Option<(u16, Value)> {
    let answered = state.answers.get(scope?)?;
    (now - answered.at < REMEMBERED).then(|| (answered.status, answered.body.clone()))
}

/// A call whose answer is not given yet; it ends with its connection.
struct Running<'a> {
    office: &'a Office,
    scope: Option<String>,
}

impl<'a> Running<'a> {
    fn enter(office: &'a Office, scope: Option<String>) -> Option<Self> {
        if let Some(scope) = &scope {
            let mut running = lock(&office.running);
            if !running.insert(scope.clone()) {
                return None;
            }
        }
        Some(Self { office, scope })
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if let Some(scope) = &self.scope {
            let mut running = lock(&self.office.running);
            running.remove(scope);
        }
    }
}
