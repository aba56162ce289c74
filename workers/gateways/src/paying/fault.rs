//! What goes wrong at a simulated provider: call by call, in the order in which it was switched on.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::locks::lock;

/// How a call goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It does what was asked, and answers after so many milliseconds.
    Slow(u64),
    /// It does what was asked, and the answer never comes.
    LostAnswer,
    /// It does what was asked, and answers 500.
    DoneThenError,
    /// It answers 503 and does nothing.
    Unavailable,
    /// It does what was asked, and answers half of it.
    Truncated,
    /// It does what was asked, and answers something else.
    Garbage,
}

impl Fault {
    /// Whether the call does what was asked.
    #[must_use]
    pub const fn is_done(self) -> bool {
        !matches!(self, Self::Unavailable)
    }

    /// What the caller gets; `answer` is what it would be.
    pub async fn answer(self, answer: Response) -> Response {
        match self {
            Self::Slow(by) => {
                tokio::time::sleep(Duration::from_millis(by)).await;
                answer
            }
            Self::LostAnswer => std::future::pending().await,
            Self::DoneThenError => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE.into_response(),
            Self::Truncated => half(answer).await,
            Self::Garbage => "<html>점검 중".into_response(),
        }
    }
}

async fn half(answer: Response) -> Response {
    let (parts, body) = answer.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await;
    let body = body.unwrap_or_default();
    let mut cut = Response::new(body.slice(..body.len() / 2).into());
    *cut.status_mut() = parts.status;
    cut
}

/// Faults that wait for calls.
#[derive(Debug, Default)]
pub struct Faults(Mutex<VecDeque<(String, Fault)>>);

impl Faults {
    /// The next so many calls of this name go wrong.
    pub fn switch_on(&self, call: &str, fault: Fault, times: usize) {
        let mut waiting = lock(&self.0);
        waiting.extend(std::iter::repeat_n((call.to_owned(), fault), times));
    }

    /// Calls of this name are well again.
    pub fn take_back(&self, call: &str) {
        lock(&self.0).retain(|(name, _)| name != call);
    }

    /// What waits for calls, first first.
    pub fn waiting(&self) -> Vec<(String, Fault)> {
        lock(&self.0).iter().cloned().collect()
    }

    /// All is well again.
    pub fn clear(&self) {
        let mut waiting = lock(&self.0);
        waiting.clear();
    }

    /// The fault of a call that comes in now.
    pub fn next(&self, call: &str) -> Option<Fault> {
        let mut waiting = lock(&self.0);
        let place = waiting.iter().position(|(name, _)| name == call)?;
        waiting.remove(place).map(|(_, fault)| fault)
    }

    /// Answers a call of this name, with the fault that waits for it.
    pub async fn under(&self, call: &str, answer: impl Future<Output = Response>) -> Response {
        match self.next(call) {
            None => answer.await,
            Some(fault) if fault.is_done() => {
                let answer = answer.await;
                fault.answer(answer).await
            }
            Some(fault) => fault.answer(StatusCode::OK.into_response()).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_fault_meets_the_next_call_of_its_name_once() {
        let faults = Faults::default();
        faults.switch_on("approve", Fault::DoneThenError, 1);
        faults.switch_on("cancel", Fault::Unavailable, 1);
        let answer = async || "fine".into_response();
        assert_eq!(faults.under("look", answer()).await.status(), 200);
        assert_eq!(faults.under("cancel", answer()).await.status(), 503);
        assert_eq!(faults.under("approve", answer()).await.status(), 500);
        assert_eq!(faults.under("approve", answer()).await.status(), 200);
    }

    #[tokio::test]
    async fn what_cannot_be_reached_does_nothing() {
        let faults = Faults::default();
        faults.switch_on("approve", Fault::Unavailable, 1);
        let mut done = false;
        faults
            .under("approve", async {
                done = true;
                "fine".into_response()
            })
            .await;
        assert!(!done);
    }
}
