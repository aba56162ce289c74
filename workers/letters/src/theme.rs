//! Whose letter it is: a store's name, colour and imprint, and the reader's language.

use serde::Serialize;

/// The reader's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    Ko,
    En,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Ko, Self::En];

    /// `ko` or `en`; anything else is Korean.
    pub fn of(code: &str) -> Self {
        if code == "en" { Self::En } else { Self::Ko }
    }

    /// `ko` or `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::En => "en",
        }
    }
}

/// What is the same in all letters of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Theme {
    /// The store's name, as shoppers read it.
    pub name: String,
    /// The storefront's address.
    pub home: String,
    /// `#1f6f4a`.
    pub colour: String,
    /// Who writes, as the law wants it at the foot.
    pub imprint: String,
    /// Where to ask.
    pub contact: String,
}

impl Theme {
    /// A made-up store's, for samples and tests.
    pub fn sample() -> Self {
        Self {
            name: "장부상회".to_owned(),
            home: "http://127.0.0.1:8080".to_owned(),
            colour: "#1f6f4a".to_owned(),
            imprint: "주식회사 장부상회 (데모) · 서울특별시 마포구 장부길 12, 2층 · 02-000-0000"
                .to_owned(),
            contact: "help@jangbu.example".to_owned(),
        }
    }
}
