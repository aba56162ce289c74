//! Asking whoever holds an order's address for the orderer's telephone number.

use letters::Language;
use serde::Serialize;

use crate::pages::{Notice, Page};
use crate::say::say;

/// The form: a telephone number.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OrdererPage {
    pub number: String,
    /// Where the form goes.
    pub action: String,
    /// The order's page.
    pub back: String,
    /// The page that was wanted: `cancel`, `change`, …; empty: the order's.
    pub next: String,
    pub phone: String,
    /// Nobody is logged in.
    pub guest: bool,
    pub notice: Option<Notice>,
}

impl Page for OrdererPage {
    const TEMPLATE: &'static str = "orderer";
    const SHEETS: &'static [&'static str] = &["order", "care"];

    fn title(&self, lang: Language) -> String {
        say(lang, "orderer-title")
    }

    fn samples() -> Vec<Self> {
        let asked = Self {
            number: "20260801-7K3QM9XW2F".into(),
            action: "/orders/20260801-7K3QM9XW2F/abc/orderer".into(),
            back: "/orders/20260801-7K3QM9XW2F/abc".into(),
            next: "cancel".into(),
            guest: true,
            ..Self::default()
        };
        let wrong = Self {
            phone: "010-1234-<b>".into(),
            notice: Some(Notice::warning("번호가 다릅니다.")),
            ..asked.clone()
        };
        vec![asked, wrong]
    }
}
