//! What a list may be narrowed to.

use serde::Serialize;

/// The form that narrows a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Filters {
    /// What else the address says, and keeps.
    pub kept: Vec<Kept>,
    /// Won, as typed; empty for none.
    pub min: String,
    /// Won, as typed; empty for none.
    pub max: String,
    pub in_stock: Tick,
    pub reduced: Tick,
    pub badges: Vec<BadgeBox>,
    /// How many are set.
    pub active: usize,
    /// What is set, each with the list without it.
    pub tokens: Vec<Token>,
    /// The list without any of them.
    pub clear: String,
}

/// A part of the address that is no filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    pub name: &'static str,
    pub value: String,
}

/// A box to tick.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tick {
    pub checked: bool,
    /// Goods that are left with it, beside what else is set; none where nobody counted.
    pub count: Option<i64>,
    /// It would leave nothing: it cannot be set, only taken back.
    pub closed: bool,
}

/// A badge to ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BadgeBox {
    pub kind: String,
    pub text: String,
    pub tick: Tick,
}

/// A filter that is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Token {
    pub name: String,
    /// The list without it.
    pub href: String,
}

impl Filters {
    /// One for tests and the gallery.
    pub(super) fn sample() -> Self {
        let token = |name: &str| Token {
            name: name.into(),
            href: "/".into(),
        };
        Self {
            kept: vec![Kept {
                name: "sort",
                value: "cheap".into(),
            }],
            max: "20000".into(),
            in_stock: Tick {
                checked: true,
                count: Some(1_204),
                closed: false,
            },
            badges: vec![BadgeBox {
                kind: "best".into(),
                text: "많이 찾는".into(),
                tick: Tick {
                    checked: false,
                    count: Some(0),
                    closed: true,
                },
            }],
            active: 2,
            tokens: vec![token("20,000원까지"), token("품절 빼고")],
            clear: "/".into(),
            ..Self::default()
        }
    }
}
