//! Where money of a deposit goes back to: asked for with a cancellation or a return, or later by itself.

use letters::Language;
use serde::Serialize;

use crate::pages::{Choice, Notice, Page};
use crate::say::say;

/// The fields of an account, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AccountFields {
    pub banks: Vec<Choice>,
    pub number: String,
    pub holder: String,
    pub bank_error: Option<String>,
    pub number_error: Option<String>,
    pub holder_error: Option<String>,
}

/// Where money of an order goes back to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RefundTo {
    /// The account that was named, its number masked; none while there is none.
    pub to: Option<String>,
    /// Asked for here; none where it is known, or where money goes back the way it came.
    pub fields: Option<AccountFields>,
    /// Nothing goes back as it looks now: it may be left out.
    pub optional: bool,
}

/// What an order's page says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RefundToBox {
    /// The account that was named, its number masked.
    pub to: Option<String>,
    /// Nothing can be paid to the account that was named before.
    pub refused: bool,
    /// All of it went there.
    pub done: bool,
    /// Where it is named, or corrected; none while it cannot be.
    pub href: Option<String>,
}

/// The form that asks for the account by itself.
#[derive(Debug, Clone, Serialize)]
pub struct RefundAccountPage {
    pub number: String,
    /// The order's page.
    pub back: String,
    /// Where the form goes.
    pub action: String,
    pub fields: AccountFields,
    pub notice: Option<Notice>,
}

impl AccountFields {
    /// Fields for tests and the gallery.
    #[must_use]
    pub fn sample() -> Self {
        let choice = |value: &str, text: &str| Choice {
            value: value.into(),
            text: text.into(),
            chosen: value == "088",
        };
        Self {
            banks: vec![choice("004", "KB국민은행"), choice("088", "신한은행")],
            number: "110-12".into(),
            holder: "없는 <물건>".into(),
            number_error: Some("계좌 번호를 숫자 8자리에서 16자리까지 적어 주세요.".into()),
            ..Self::default()
        }
    }
}

impl Page for RefundAccountPage {
    const TEMPLATE: &'static str = "refund-account";
    const SHEETS: &'static [&'static str] = &["order", "care"];

    fn title(&self, lang: Language) -> String {
        say(lang, "refund-account-title")
    }

    fn samples() -> Vec<Self> {
        let fresh = Self {
            number: "20260801-7K3QM9XW2F".into(),
            back: "/orders/20260801-7K3QM9XW2F/token".into(),
            action: "/orders/20260801-7K3QM9XW2F/token/refund-account".into(),
            fields: AccountFields {
                number: String::new(),
                holder: String::new(),
                number_error: None,
                ..AccountFields::sample()
            },
            notice: None,
        };
        let wrong = Self {
            fields: AccountFields::sample(),
            notice: Some(Notice::warning("적어 주신 계좌로는 보낼 수 없었습니다.")),
            ..fresh.clone()
        };
        vec![fresh, wrong]
    }
}
