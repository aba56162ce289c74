//! A request's fields, in either generation's writing.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, header};
use domain::Won;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::refusal::{BAD_FIELD, No};
use crate::kakaopay::Generation;

/// JSON tells numbers from text, and a number as text is refused; a form does not.
pub(super) enum Fields {
    Json(Map<String, Value>),
    Form(BTreeMap<String, String>),
}

impl Fields {
    pub(super) fn read(
        generation: Generation,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Self, No> {
        let kind = headers.get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        match generation {
            Generation::Current if kind.starts_with("application/json") => {
                let fields = serde_json::from_slice(body).map_err(|_| BAD_FIELD)?;
                Ok(Self::Json(fields))
            }
            Generation::Legacy if kind.starts_with("application/x-www-form-urlencoded") => {
                Ok(Self::Form(form(body)?))
            }
            _ => Err(BAD_FIELD),
        }
    }

    /// A text that may be missing; an empty one is.
    pub(super) fn maybe(&self, name: &str) -> Result<Option<&str>, No> {
        let text = match self {
            Self::Json(fields) => match fields.get(name) {
                None | Some(Value::Null) => None,
                Some(Value::String(text)) => Some(text.as_str()),
                Some(_) => return Err(BAD_FIELD),
            },
            Self::Form(fields) => fields.get(name).map(String::as_str),
        };
        Ok(text.filter(|text| !text.is_empty()))
    }

    /// A text of at most so many letters.
    pub(super) fn text(&self, name: &str, most: usize) -> Result<&str, No> {
        let text = self.maybe(name)?.ok_or(BAD_FIELD)?;
        if text.chars().count() > most {
            return Err(BAD_FIELD);
        }
        Ok(text)
    }

    /// A whole number that may be missing, not below zero.
    pub(super) fn maybe_number(&self, name: &str) -> Result<Option<i64>, No> {
        let number = match self {
            Self::Json(fields) => match fields.get(name) {
                None | Some(Value::Null) => return Ok(None),
                Some(Value::Number(number)) => number.as_i64(),
                Some(_) => None,
            },
            Self::Form(fields) => match fields.get(name) {
                None => return Ok(None),
                Some(text) => text.parse().ok(),
            },
        };
        let number = number.filter(|number| *number >= 0).ok_or(BAD_FIELD)?;
        Ok(Some(number))
    }

    /// Won that may be missing.
    pub(super) fn maybe_won(&self, name: &str) -> Result<Option<Won>, No> {
        Ok(self.maybe_number(name)?.map(Won))
    }

    /// Won.
    pub(super) fn won(&self, name: &str) -> Result<Won, No> {
        self.maybe_won(name)?.ok_or(BAD_FIELD)
    }
}

fn form(body: &[u8]) -> Result<BTreeMap<String, String>, No> {
    let body = std::str::from_utf8(body).map_err(|_| BAD_FIELD)?;
    let plain = |text: &str| {
        let text = text.replace('+', " ");
        let text = percent_decode_str(&text).decode_utf8();
        text.map(std::borrow::Cow::into_owned)
            .map_err(|_| BAD_FIELD)
    };
    let mut fields = BTreeMap::new();
    for pair in body.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').ok_or(BAD_FIELD)?;
        if fields.insert(plain(name)?, plain(value)?).is_some() {
            return Err(BAD_FIELD);
        }
    }
    Ok(fields)
}
