//! What becomes of one message.

use std::collections::BTreeMap;

use domain::korean_bytes;
use uuid::Uuid;

use super::Office;
use crate::solapi::wire::{KEY_FIELD, KakaoOptions, Message};
use crate::texting::simulated::{Taken, fits, is_number};

/// Codes of refusals.
const BAD_NUMBER: &str = "1010";
const NOT_OUR_SENDER: &str = "1062";
const BAD_WORDS: &str = "1030";
const BAD_KAKAO: &str = "1040";

/// Kakao's own, for a template and for words that it does not know.
const NO_TEMPLATE: &str = "3015";
const NO_MATCH: &str = "3016";

impl Office {
    /// The message as it goes out in the end, or why it does not.
    pub(super) fn accept(&self, message: &Message) -> Result<Taken, &'static str> {
        if !is_number(&message.to) || self.desk.is_refused(&message.to) {
            return Err(BAD_NUMBER);
        }
        if !self.account.senders.contains(&message.from) {
            return Err(NOT_OUR_SENDER);
        }
        let text = message.text.as_deref().unwrap_or_default();
        let subject = message.subject.as_deref();
        let kind = message.kind.as_deref().unwrap_or_default();
        let (kind, text, code) = match kind {
            "SMS" | "LMS" if fits(kind, subject, text) => {
                (kind, text.to_owned(), "4000".to_owned())
            }
            "ATA" => self.alimtalk(message, subject, text)?,
            _ => return Err(BAD_WORDS),
        };
        Ok(Taken {
            id: format!("M4V{}", Uuid::new_v4().simple()),
            key: message.custom_fields.get(KEY_FIELD).cloned(),
            to: message.to.clone(),
            from: message.from.clone(),
            kind: kind.to_owned(),
            text,
            code,
            at: self.clock.now().timestamp_millis(),
        })
    }

    /// Whom Kakao does not reach gets the short message instead, unless there is none.
    fn alimtalk(
        &self,
        message: &Message,
        subject: Option<&str>,
        text: &str,
    ) -> Result<(&'static str, String, String), &'static str> {
        let options = message.kakao_options.as_ref().ok_or(BAD_KAKAO)?;
        if !self.account.channels.contains(&options.pf_id) {
            return Err(BAD_KAKAO);
        }
        let filled = self.fill(options)?;
        let instead = if korean_bytes::bytes(text).is_ok_and(|bytes| bytes <= korean_bytes::SMS) {
            "SMS"
        } else {
            "LMS"
        };
        if !options.disable_sms && !text.is_empty() && !fits(instead, subject, text) {
            return Err(BAD_WORDS);
        }
        Ok(match self.desk.kakao_code(&message.to) {
            None => ("ATA", filled, "4000".to_owned()),
            Some(_) if !options.disable_sms && !text.is_empty() => {
                (instead, text.to_owned(), "4000".to_owned())
            }
            Some(code) => ("ATA", filled, code),
        })
    }

    fn fill(&self, options: &KakaoOptions) -> Result<String, &'static str> {
        let words = self
            .account
            .templates
            .get(&options.template_id)
            .ok_or(NO_TEMPLATE)?;
        let filled = put(words, &options.variables);
        let unused = options
            .variables
            .keys()
            .any(|name| !words.contains(name.as_str()));
        if filled.contains("#{") || unused || filled.chars().count() > 1_000 {
            return Err(NO_MATCH);
        }
        Ok(filled)
    }
}

fn put(words: &str, variables: &BTreeMap<String, String>) -> String {
    let mut filled = words.to_owned();
    for (name, value) in variables {
        filled = filled.replace(name, value);
    }
    filled
}
