//! What Solapi has: looking for our keys in the list of a time, and asking for messages by id.

use std::collections::HashMap;

use chrono::{DateTime, Duration, SecondsFormat, Utc};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;
use shop::ports::post::{SendError, TextMessage, TextOutcome, TextReport};

use super::Solapi;
use super::send::read;
use super::wire::{Page, Told};
use crate::texting::{Answer, code};

const PATH: &str = "/messages/v4/list";
/// Messages of a page.
const PAGE: usize = 500;
/// Pages of one search at most: a million messages.
const MOST_PAGES: usize = 2_000;
/// Ids of one question.
const IDS: usize = 100;

/// A call that was made is in their list by then.
fn listed_within() -> Duration {
    Duration::minutes(30)
}

/// Their clock may differ from ours.
fn skew() -> Duration {
    Duration::minutes(5)
}

impl Solapi {
    /// All of a time are paged through until each of ours is found: the list knows no filter by
    /// our fields. Which of ours is not there was not taken.
    pub(super) async fn look_for(
        &self,
        messages: &[TextMessage],
        since: DateTime<Utc>,
    ) -> Result<Vec<Option<TextOutcome>>, SendError> {
        let until = self.clock.now().min(since + listed_within());
        let mut query = vec![
            ("limit".to_owned(), PAGE.to_string()),
            ("dateType".to_owned(), "CREATED".to_owned()),
            ("startDate".to_owned(), stamp(since - skew())),
            ("endDate".to_owned(), stamp(until + skew())),
        ];
        if let [only] = messages {
            query.push(("to".to_owned(), only.to.clone()));
        }
        let mut found: HashMap<String, TextOutcome> = HashMap::new();
        for _ in 0..MOST_PAGES {
            let page = self.page(&query).await?;
            for told in page.message_list.into_iter().map(named) {
                let ours = |key: &&str| messages.iter().any(|message| message.key == **key);
                if let Some(key) = told.key().filter(ours) {
                    // What is listed was taken; how it ended is asked like of any other, since some codes
                    // say that it may arrive yet.
                    found.insert(key.to_owned(), TextOutcome::Taken(told.message_id.clone()));
                }
            }
            let next = page.next_key.filter(|key| !key.is_empty());
            let Some(next) = next.filter(|_| found.len() < messages.len()) else {
                let of = |message: &TextMessage| found.get(&message.key).cloned();
                return Ok(messages.iter().map(of).collect());
            };
            query.retain(|(name, _)| name != "startKey");
            query.push(("startKey".to_owned(), next));
        }
        Err(SendError::Unknown(
            "too many messages to look through".to_owned(),
        ))
    }

    /// What became of messages by their ids.
    pub(super) async fn look_up(&self, ids: &[String]) -> Result<Vec<TextReport>, SendError> {
        let mut told: HashMap<String, Told> = HashMap::new();
        for ids in ids.chunks(IDS) {
            let each = ids.iter().enumerate();
            let mut query: Vec<_> = each
                .map(|(at, id)| (format!("messageIds[{at}]"), id.clone()))
                .collect();
            query.push(("limit".to_owned(), IDS.to_string()));
            let page = self.page(&query).await?;
            told.extend(
                page.message_list
                    .into_iter()
                    .map(|entry| (entry.0.clone(), named(entry))),
            );
        }
        Ok(ids.iter().map(|id| report(told.get(id))).collect())
    }

    async fn page(&self, query: &[(String, String)]) -> Result<Page, SendError> {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pairs = query
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let path = format!("{PATH}?{}", pairs.collect::<Vec<_>>().join("&"));
        read(&Answer::to(self.ask(Method::GET, &path)).await?)
    }
}

/// The list's key is the message's id.
fn named((id, mut told): (String, Told)) -> Told {
    told.message_id = id;
    told
}

fn report(told: Option<&Told>) -> TextReport {
    match told.map(|told| told.status_code.as_str()) {
        None | Some("" | "2000" | "3000") => TextReport::Pending,
        Some("4000") => TextReport::Delivered,
        Some(failed) => TextReport::Failed(code(failed)),
    }
}

fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
