//! What a member ordered.

use chrono::{DateTime, Utc};
use letters::Language;
use serde::Serialize;

use super::SHEETS;
use crate::pages::{Choice, Page, Pager};
use crate::say::say;

/// A member's orders.
#[derive(Debug, Clone, Serialize)]
pub struct History {
    pub orders: Vec<HistoryRow>,
    /// Orders on all pages.
    pub total: i64,
    /// By state.
    pub states: Vec<Choice>,
    /// By time.
    pub periods: Vec<Choice>,
    /// By a product's name, as typed.
    pub search: String,
    /// Something was asked for: nothing found does not mean nothing ordered.
    pub filtered: bool,
    pub pager: Pager,
}

/// An order in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HistoryRow {
    pub number: String,
    /// The order's page.
    pub href: String,
    /// Its state's name in the reader's words.
    pub state: String,
    /// `pending_deposit`, `paid`, …
    pub code: String,
    /// The first product's picture; absent for an order of charges alone.
    pub picture: Option<String>,
    /// The first product's name.
    pub title: String,
    /// Further products.
    pub more: i32,
    pub total: i64,
    /// Won that went back.
    pub refunded: i64,
    pub placed_at: DateTime<Utc>,
}

impl HistoryRow {
    pub(super) fn sample(code: &str) -> Self {
        Self {
            number: "20261122-7F3K9Q2MXA".into(),
            href: "/orders/20261122-7F3K9Q2MXA/0a1b".into(),
            state: "결제 완료".into(),
            code: code.into(),
            picture: (code == "paid").then(|| "/pictures/eggs.svg".into()),
            title: "들판 유정란 <20구>".into(),
            more: if code == "paid" { 2 } else { 0 },
            total: 31_000,
            refunded: if code == "paid" { 0 } else { 4_200 },
            placed_at: DateTime::<Utc>::default(),
        }
    }
}

impl Page for History {
    const TEMPLATE: &'static str = "account-orders";
    const SHEETS: &'static [&'static str] = SHEETS;

    fn title(&self, lang: Language) -> String {
        say(lang, "account-orders")
    }

    fn samples() -> Vec<Self> {
        let choice = |value: &str, chosen| Choice {
            value: value.into(),
            text: value.into(),
            chosen,
        };
        let some = Self {
            orders: vec![HistoryRow::sample("paid"), HistoryRow::sample("refunded")],
            total: 42,
            states: vec![choice("", true), choice("paid", false)],
            periods: vec![choice("", true), choice("30", false)],
            search: "없는 <물건>".into(),
            filtered: true,
            pager: Pager::around(2, 5, |page| format!("/members/orders?page={page}")),
        };
        let none = Self {
            orders: vec![],
            total: 0,
            pager: Pager::around(1, 1, |_| String::new()),
            ..some.clone()
        };
        let new = Self {
            filtered: false,
            search: String::new(),
            ..none.clone()
        };
        vec![some, none, new]
    }
}
