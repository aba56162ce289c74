//! What became of messages. A short message is known by its request and a tag of its number, an
//! Alimtalk by SENS' own id.

use std::collections::HashMap;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;
use shop::kakao::{Meaning, meaning};
use shop::ports::post::{SendError, TextReport};

use super::Sens;
use super::send::read;
use super::wire::{Taken, Told};
use crate::texting::{Answer, code};

/// So many questions in a row without a clear answer are the provider's trouble, not the ids'.
const IN_A_ROW: usize = 3;

/// What is known of requests: reports by the tags of their numbers.
type Requests = HashMap<String, HashMap<String, TextReport>>;

impl Sens {
    /// An id whose question fails is pending, and keeps no other from its report. Where SENS itself
    /// is in trouble the rest is pending, too.
    ///
    /// # Errors
    /// It takes no questions at all: our keys, its limit, no connection.
    pub(super) async fn ask_for(&self, ids: &[String]) -> Result<Vec<TextReport>, SendError> {
        let (mut requests, mut reports) = (Requests::new(), Vec::with_capacity(ids.len()));
        let (mut failed, mut in_a_row) = (0, 0);
        for id in ids {
            match self.ask_for_one(id, &mut requests).await {
                Ok(report) => {
                    in_a_row = 0;
                    reports.push(report);
                }
                Err(error @ (SendError::Misconfigured(_) | SendError::NotSent(_))) => {
                    if reports.len() == failed {
                        return Err(error);
                    }
                    in_a_row = IN_A_ROW;
                }
                Err(SendError::Unknown(_) | SendError::Refused(_)) => {
                    (failed, in_a_row) = (failed + 1, in_a_row + 1);
                    reports.push(TextReport::Pending);
                }
            }
            if in_a_row >= IN_A_ROW {
                break;
            }
        }
        let unanswered = failed + ids.len() - reports.len();
        if unanswered > 0 {
            tracing::warn!(unanswered, "{unanswered} report(s) could not be asked for");
        }
        reports.resize(ids.len(), TextReport::Pending);
        Ok(reports)
    }

    async fn ask_for_one(
        &self,
        id: &str,
        requests: &mut Requests,
    ) -> Result<TextReport, SendError> {
        let report = match id.split(':').collect::<Vec<_>>()[..] {
            ["s", request, tag] => {
                if !requests.contains_key(request) {
                    requests.insert(request.to_owned(), self.request(request).await?);
                }
                requests[request].get(tag).cloned()
            }
            ["a", message] => Some(alimtalk(&self.message(message).await?)),
            _ => None,
        };
        Ok(report.unwrap_or(TextReport::Pending))
    }

    /// The messages of a request, by the tags of their numbers.
    async fn request(&self, request: &str) -> Result<HashMap<String, TextReport>, SendError> {
        let request = utf8_percent_encode(request, NON_ALPHANUMERIC);
        let path = format!("{}?requestId={request}", self.sms());
        let answer = Answer::to(self.ask(Method::GET, &path)).await?;
        if answer.status == 404 {
            // Nothing there yet.
            return Ok(HashMap::new());
        }
        let taken: Taken = read(&answer)?;
        let messages = taken.messages.iter();
        Ok(messages
            .map(|told| (self.tag(&told.to), sms(told)))
            .collect())
    }

    async fn message(&self, message: &str) -> Result<Told, SendError> {
        let message = utf8_percent_encode(message, NON_ALPHANUMERIC);
        let path = format!("{}/{message}", self.alimtalk());
        let answer = Answer::to(self.ask(Method::GET, &path)).await?;
        if answer.status == 404 {
            return Ok(Told::default());
        }
        read(&answer)
    }
}

fn sms(told: &Told) -> TextReport {
    match (told.status.as_str(), told.status_name.as_str()) {
        ("COMPLETED", "success") => TextReport::Delivered,
        ("COMPLETED", "fail") => TextReport::Failed(code(&told.status_code)),
        _ => TextReport::Pending,
    }
}

/// Where Alimtalk could not and the short message went out instead, that one's end counts.
fn alimtalk(told: &Told) -> TextReport {
    let failed = || TextReport::Failed(code(&told.message_status_code));
    match (
        told.message_status_name.as_str(),
        meaning(&told.message_status_code),
    ) {
        ("success", _) | (_, Meaning::Delivered | Meaning::AlreadySent) => TextReport::Delivered,
        (_, Meaning::Uncertain) => TextReport::Pending,
        ("fail", _) => match &told.failover {
            None => failed(),
            Some(instead) => {
                let said = [
                    &instead.status,
                    &instead.status_name,
                    &instead.message_status,
                    &instead.message_status_name,
                ];
                let says = |word: &str| said.iter().any(|said| said.eq_ignore_ascii_case(word));
                if says("success") {
                    TextReport::Delivered
                } else if says("fail") {
                    failed()
                } else {
                    TextReport::Pending
                }
            }
        },
        _ => TextReport::Pending,
    }
}

#[cfg(test)]
#[path = "reports_tests.rs"]
mod tests;
