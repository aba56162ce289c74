//! The address book.

use letters::Language;
use serde::{Deserialize, Serialize};

use super::SHEETS;
use crate::pages::{Choice, MEMOS, Notice, Page};
use crate::say::say;

/// A member's addresses.
#[derive(Debug, Clone, Serialize)]
pub struct Addresses {
    pub notice: Option<Notice>,
    pub places: Vec<PlaceRow>,
    /// A new address, or one that is being corrected.
    pub form: PlaceForm,
    pub memos: Vec<Choice>,
    /// The form corrects one that is there.
    pub editing: bool,
    pub errors: PlaceErrors,
    /// No more fit.
    pub full: bool,
}

/// An address of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceRow {
    pub id: String,
    /// It is offered first.
    pub first: bool,
    /// May be empty.
    pub label: String,
    pub name: String,
    pub phone: String,
    pub postcode: String,
    /// With what stands in it of building and door.
    pub address: String,
    /// What the carrier should know; may be empty.
    pub memo: String,
}

/// The form's fields as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlaceForm {
    /// Made with the form, or the address's own.
    pub id: String,
    pub label: String,
    pub name: String,
    pub phone: String,
    pub postcode: String,
    pub address: String,
    pub detail: String,
    /// Which of the memos that are offered.
    pub memo: String,
    /// One of their own.
    pub memo_text: String,
}

/// What is wrong with which field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PlaceErrors {
    pub label: Option<String>,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub postcode: Option<String>,
    pub address: Option<String>,
    pub detail: Option<String>,
    pub memo_text: Option<String>,
}

impl PlaceRow {
    /// An address for tests and the gallery.
    pub(in crate::pages) fn sample(id: &str, first: bool) -> Self {
        Self {
            id: id.into(),
            first,
            label: if first { "집" } else { "" }.into(),
            name: "홍길동".into(),
            phone: "010-1234-5678".into(),
            postcode: "04001".into(),
            address: "서울특별시 마포구 월드컵로 1, 101동 <1001호>".into(),
            memo: if first { "문 앞" } else { "" }.into(),
        }
    }
}

impl Page for Addresses {
    const TEMPLATE: &'static str = "account-addresses";
    const SHEETS: &'static [&'static str] = SHEETS;

    fn title(&self, lang: Language) -> String {
        say(lang, "account-addresses")
    }

    fn samples() -> Vec<Self> {
        let place = PlaceRow::sample;
        let memo = |(value, key): &(&str, &str)| Choice {
            value: (*value).into(),
            text: say(Language::Ko, key),
            chosen: value.is_empty(),
        };
        let empty = Self {
            notice: None,
            places: vec![],
            form: PlaceForm::default(),
            memos: MEMOS.iter().map(memo).collect(),
            editing: false,
            errors: PlaceErrors::default(),
            full: false,
        };
        let wrong = Self {
            notice: Some(Notice::warning("주소를 확인해 주세요.")),
            places: vec![place("a", true), place("b", false)],
            form: PlaceForm {
                id: "a".into(),
                address: "서울 <b>마포구</b>".into(),
                ..PlaceForm::default()
            },
            memos: empty.memos.clone(),
            editing: true,
            errors: PlaceErrors {
                label: Some("20".into()),
                name: Some("30".into()),
                phone: Some("010".into()),
                postcode: Some("5".into()),
                address: Some("4".into()),
                detail: Some("120".into()),
                memo_text: Some("50".into()),
            },
            full: false,
        };
        let full = Self {
            full: true,
            places: vec![place("a", true)],
            ..empty.clone()
        };
        vec![empty, wrong, full]
    }
}
