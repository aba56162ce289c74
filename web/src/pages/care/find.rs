//! Looking an order up without its address.

use letters::Language;
use serde::Serialize;

use crate::pages::{Notice, Page};
use crate::say::say;

/// The form: order number and telephone number.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FindOrder {
    pub number: String,
    pub phone: String,
    pub notice: Option<Notice>,
}

impl Page for FindOrder {
    const TEMPLATE: &'static str = "find";
    const SHEETS: &'static [&'static str] = &["order", "care"];

    fn title(&self, lang: Language) -> String {
        say(lang, "find-title")
    }

    fn samples() -> Vec<Self> {
        let wrong = Self {
            number: "20260801-<b>".into(),
            phone: "010-1234-5678".into(),
            notice: Some(Notice::warning("찾으시는 주문이 없습니다.")),
        };
        vec![Self::default(), wrong]
    }
}
