//! Questions to the shop: asking one, and reading what was said.

use chrono::{DateTime, Utc};
use letters::Language;
use serde::{Deserialize, Serialize};

use crate::pages::{Choice, Notice, Page};
use crate::say::say;

/// The form's fields as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AskForm {
    /// Makes a repeated submit the same question.
    pub key: String,
    /// The order it is about, with its token: both or none.
    pub order: String,
    pub token: String,
    pub name: String,
    pub email: String,
    pub phone: String,
    pub topic: String,
    pub title: String,
    pub text: String,
    pub agree: String,
}

/// What is wrong with which field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AskErrors {
    pub title: Option<String>,
    pub text: Option<String>,
    pub name: Option<String>,
    pub email: Option<String>,
    pub agree: Option<String>,
}

/// Asking the shop.
#[derive(Debug, Clone, Serialize)]
pub struct AskPage {
    pub form: AskForm,
    pub errors: AskErrors,
    /// Any error: shows the summary on top.
    pub failed: bool,
    pub topics: Vec<Choice>,
    pub notice: Option<Notice>,
}

/// A question and its answers.
#[derive(Debug, Clone, Serialize)]
pub struct InquiryPage {
    /// Absent once erased.
    pub title: Option<String>,
    pub topic: String,
    /// `open`, `answered`, `closed`: the mark's look.
    pub code: String,
    pub standing: String,
    /// The order it is about.
    pub order: Option<String>,
    pub turns: Vec<InquiryTurn>,
    /// Where something is added; absent once erased.
    pub action: Option<String>,
    /// What was typed there.
    pub typed: String,
    /// It was asked a moment ago.
    pub fresh: bool,
    /// The answer comes by mail.
    pub by_mail: bool,
    pub notice: Option<Notice>,
}

/// One thing that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InquiryTurn {
    pub staff: bool,
    /// By lines; absent once erased.
    pub lines: Option<Vec<String>>,
    pub at: DateTime<Utc>,
}

impl Page for AskPage {
    const TEMPLATE: &'static str = "ask";
    const SHEETS: &'static [&'static str] = &["order", "care"];

    fn title(&self, lang: Language) -> String {
        say(lang, "ask-title")
    }

    fn samples() -> Vec<Self> {
        let empty = Self {
            form: AskForm {
                key: "0192f0e4-7c1a-7b3d-9e5f-1a2b3c4d5e6f".into(),
                ..AskForm::default()
            },
            errors: AskErrors::default(),
            failed: false,
            topics: vec![Choice {
                value: "delivery".into(),
                text: "배송".into(),
                chosen: true,
            }],
            notice: None,
        };
        let mut wrong = empty.clone();
        wrong.form.order = "20260801-7K3QM9XW2F".into();
        wrong.form.token = "token".into();
        wrong.form.name = "홍길동".into();
        wrong.form.text = "없는 <물건>".into();
        wrong.form.email = "hong".into();
        wrong.failed = true;
        wrong.errors = AskErrors {
            title: Some("제목을 한 줄로 적어 주세요.".into()),
            text: Some("내용을 적어 주세요.".into()),
            name: Some("이름을 적어 주세요.".into()),
            email: Some("이메일 주소를 적어 주세요.".into()),
            agree: Some("보관에 동의해 주세요.".into()),
        };
        let mut later = empty.clone();
        later.form.agree = "on".into();
        later.notice = Some(Notice::warning("잠시 뒤에 다시 보내 주세요."));
        vec![empty, wrong, later]
    }
}

impl Page for InquiryPage {
    const TEMPLATE: &'static str = "inquiry";
    const SHEETS: &'static [&'static str] = &["order", "care"];

    fn title(&self, lang: Language) -> String {
        say(lang, "inquiry-title")
    }

    fn samples() -> Vec<Self> {
        let at = DateTime::from_timestamp(1_785_542_400, 0).unwrap_or_default();
        let turn = |staff, text: &str| InquiryTurn {
            staff,
            lines: Some(text.lines().map(Into::into).collect()),
            at,
        };
        let answered = Self {
            title: Some("소비 기한이 궁금합니다".into()),
            topic: "상품".into(),
            code: "answered".into(),
            standing: "답변 완료".into(),
            order: Some("20260801-7K3QM9XW2F".into()),
            turns: vec![
                turn(false, "언제까지인가요?\n상자에 날짜가 안 보입니다."),
                turn(true, "산란 일자부터 45일까지입니다."),
            ],
            action: Some("/inquiries/0192f0e4/token".into()),
            typed: String::new(),
            fresh: false,
            by_mail: true,
            notice: None,
        };
        let fresh = Self {
            code: "open".into(),
            standing: "답변 대기".into(),
            turns: vec![turn(false, "없는 <물건>")],
            fresh: true,
            by_mail: false,
            order: None,
            ..answered.clone()
        };
        let erased = Self {
            title: None,
            turns: vec![InquiryTurn {
                staff: false,
                lines: None,
                at,
            }],
            action: None,
            ..answered.clone()
        };
        vec![answered, fresh, erased]
    }
}
