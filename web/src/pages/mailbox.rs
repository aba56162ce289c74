//! The local mailbox, on the admin port.

use chrono::{DateTime, Utc};
use letters::Language;
use serde::Serialize;

use super::{Area, Fact, Page, Pager};

/// What would have left, the newest first.
#[derive(Debug, Clone, Serialize)]
pub struct Mailbox {
    /// Letters stay on this machine; otherwise a real sender is set and they are elsewhere.
    pub stays: bool,
    pub total: u64,
    pub letters: Vec<MailboxRow>,
    pub pager: Pager,
}

/// One in the list.
#[derive(Debug, Clone, Serialize)]
pub struct MailboxRow {
    pub href: String,
    pub at: DateTime<Utc>,
    /// `메일`, `문자`, `긴 문자`, `알림톡`.
    pub medium: String,
    pub template: String,
    pub store: String,
    /// The subject, or how a message begins.
    pub subject: String,
    pub to: String,
}

/// One, whole.
#[derive(Debug, Clone, Serialize)]
pub struct Kept {
    pub at: DateTime<Utc>,
    pub medium: String,
    pub template: String,
    pub store: String,
    pub from: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    /// The lines above it.
    pub headers: Vec<Fact>,
    /// The address of a letter's HTML.
    pub html: Option<String>,
    /// How a message looks on a telephone.
    pub bubble: Option<Bubble>,
}

/// A message on a telephone.
#[derive(Debug, Clone, Serialize)]
pub struct Bubble {
    pub title: Option<String>,
    /// In windows-949, as carriers count.
    pub bytes: usize,
    /// The most that its kind may have; none where characters are counted.
    pub most: Option<usize>,
    pub characters: usize,
}

impl Mailbox {
    /// A real sender is set: nothing lies here.
    #[must_use]
    pub fn elsewhere() -> Self {
        Self {
            stays: false,
            total: 0,
            letters: vec![],
            pager: Pager::around(1, 1, |_| String::new()),
        }
    }
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_785_553_200, 0).unwrap_or_default()
}

impl Page for Mailbox {
    const TEMPLATE: &'static str = "mailbox";
    const AREA: Area = Area::Admin;

    fn title(&self, _: Language) -> String {
        "우편함".into()
    }

    fn samples() -> Vec<Self> {
        let row = |number: u64, medium: &str, subject: &str, to: &str| MailboxRow {
            href: format!("/dev/mail/{number}"),
            at: noon(),
            medium: medium.into(),
            template: "order-paid".into(),
            store: "intake".into(),
            subject: subject.into(),
            to: to.into(),
        };
        let pager = |last| Pager::around(1, last, |page| format!("/dev/mail?page={page}"));
        vec![
            Self {
                stays: true,
                total: 102,
                letters: vec![
                    row(
                        101,
                        "메일",
                        "[장부상회] 입금을 확인했습니다",
                        "김장부 <kim@example.org>",
                    ),
                    row(100, "문자", "[장부상회] 입금 확인 23,800원", "01012345678"),
                ],
                pager: pager(3),
            },
            Self {
                stays: true,
                total: 0,
                letters: vec![],
                pager: pager(1),
            },
            Self::elsewhere(),
        ]
    }
}

impl Page for Kept {
    const TEMPLATE: &'static str = "kept";
    const AREA: Area = Area::Admin;

    fn title(&self, _: Language) -> String {
        format!("{} · 우편함", self.subject)
    }

    fn samples() -> Vec<Self> {
        let fact = |name: &str, value: &str| Fact {
            label: name.into(),
            value: value.into(),
        };
        let letter = Self {
            at: noon(),
            medium: "메일".into(),
            template: "order-paid".into(),
            store: "intake".into(),
            from: "장부상회 <shop@jangbu.example>".into(),
            to: "김장부 <kim@example.org>".into(),
            subject: "[장부상회] 입금을 확인했습니다".into(),
            text: "입금을 확인했습니다.\n\n주문 20260801-7K3QM9XW2F".into(),
            headers: vec![
                fact("Message-ID", "<0123456789abcdef@jangbu.example>"),
                fact("Auto-Submitted", "auto-generated"),
            ],
            html: Some("/dev/mail/101/html".into()),
            bubble: None,
        };
        let message = Self {
            medium: "긴 문자".into(),
            from: "0212345678".into(),
            to: "01012345678".into(),
            headers: vec![],
            html: None,
            bubble: Some(Bubble {
                title: Some("[장부상회] 입금 확인".into()),
                bytes: 212,
                most: Some(2_000),
                characters: 120,
            }),
            ..letter.clone()
        };
        let talk = Self {
            medium: "알림톡".into(),
            headers: vec![fact("template", "paid_01")],
            bubble: Some(Bubble {
                title: None,
                bytes: 80,
                most: None,
                characters: 45,
            }),
            ..message.clone()
        };
        vec![letter, message, talk]
    }
}
