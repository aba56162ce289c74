//! What is a member's own: the account, the profile, consents, and leaving.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use letters::Language;
use serde::Serialize;

use super::{HistoryRow, InquiryRow, MyReview, SHEETS};
use crate::pages::{Link, Notice, Page};
use crate::say::say;

/// The account's first page.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    pub notice: Option<Notice>,
    /// May be empty.
    pub name: String,
    pub joined_at: DateTime<Utc>,
    /// The grade's name.
    pub grade: String,
    /// What it saves on goods, percent.
    pub discount: u32,
    /// Won paid and not paid back within twelve months.
    pub bought: i64,
    /// The grade above; none from the highest.
    pub next: Option<NextGrade>,
    /// The last orders.
    pub orders: Vec<HistoryRow>,
    /// The last questions.
    pub inquiries: Vec<InquiryRow>,
    /// The last reviews.
    pub reviews: Vec<MyReview>,
}

/// How far it is to the grade above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NextGrade {
    pub name: String,
    /// Won still missing.
    pub missing: i64,
    /// Won that reach it.
    pub from: i64,
    /// What it saves on goods, percent.
    pub discount: u32,
}

/// Name, telephone number and password.
#[derive(Debug, Clone, Serialize)]
pub struct Profile {
    pub notice: Option<Notice>,
    pub email: String,
    /// Another one that is still to be proven.
    pub pending_email: Option<String>,
    /// Another one as typed.
    pub new_email: String,
    pub name: String,
    pub phone: String,
    pub errors: ProfileErrors,
}

/// What is wrong with which field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ProfileErrors {
    pub name: Option<String>,
    pub phone: Option<String>,
    pub old_password: Option<String>,
    pub new_password: Option<String>,
    pub new_email: Option<String>,
    pub email_password: Option<String>,
}

/// What a member agreed to.
#[derive(Debug, Clone, Serialize)]
pub struct Consents {
    pub notice: Option<Notice>,
    pub rows: Vec<ConsentRow>,
    /// What was said, the newest first.
    pub history: Vec<ConsentNoted>,
}

/// One kind of consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConsentRow {
    /// `mail`, `sms`, `night`.
    pub kind: String,
    /// Since when it stands.
    pub since: Option<DateTime<Utc>>,
    /// It may be given now: advertising at night needs messages by day, and those a number.
    pub possible: bool,
}

/// One thing said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConsentNoted {
    /// `mail`, `sms`, `night`.
    pub kind: String,
    pub given: bool,
    /// The version of the words that were agreed to; empty for what was taken back.
    pub text: String,
    pub at: DateTime<Utc>,
}

/// Whoever wants to leave.
#[derive(Debug, Clone, Serialize)]
pub struct Leave {
    /// The member's own, for whatever keeps their passwords.
    pub email: String,
    pub error: Option<String>,
    /// What is wrong is the password; otherwise that it was not confirmed.
    pub unsure: bool,
}

fn noon() -> DateTime<Utc> {
    let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap_or_default();
    Utc.from_utc_datetime(&day.and_hms_opt(3, 0, 0).unwrap_or_default())
}

impl Page for Account {
    const TEMPLATE: &'static str = "account";
    const SHEETS: &'static [&'static str] = SHEETS;

    fn title(&self, lang: Language) -> String {
        say(lang, "my-account")
    }

    fn samples() -> Vec<Self> {
        let new = Self {
            notice: Some(Notice {
                link: Some(Link {
                    name: "쿠폰함".into(),
                    href: "/members/coupons".into(),
                }),
                ..Notice::done("가입을 마쳤습니다.")
            }),
            name: "홍길동".into(),
            joined_at: noon(),
            grade: "새싹".into(),
            discount: 0,
            bought: 0,
            next: Some(NextGrade {
                name: "잎새".into(),
                missing: 300_000,
                from: 300_000,
                discount: 1,
            }),
            orders: vec![],
            inquiries: vec![],
            reviews: vec![],
        };
        let old = Self {
            notice: None,
            grade: "열매".into(),
            discount: 3,
            bought: 1_204_000,
            next: None,
            orders: vec![HistoryRow::sample("paid"), HistoryRow::sample("confirmed")],
            inquiries: vec![InquiryRow::sample("답변 완료")],
            reviews: vec![MyReview::sample()],
            ..new.clone()
        };
        vec![new, old]
    }
}

impl Page for Profile {
    const TEMPLATE: &'static str = "account-profile";
    const SHEETS: &'static [&'static str] = SHEETS;

    fn title(&self, lang: Language) -> String {
        say(lang, "account-profile")
    }

    fn samples() -> Vec<Self> {
        let plain = Self {
            notice: Some(Notice::done("바꾸었습니다.")),
            email: "hong@example.com".into(),
            pending_email: None,
            new_email: String::new(),
            name: "홍길동".into(),
            phone: String::new(),
            errors: ProfileErrors::default(),
        };
        let wrong = Self {
            notice: None,
            pending_email: Some("new@example.com".into()),
            new_email: "hong <b>@".into(),
            errors: ProfileErrors {
                name: Some("30".into()),
                phone: Some("010".into()),
                old_password: Some("x".into()),
                new_password: Some("8".into()),
                new_email: Some("name@example.com".into()),
                email_password: Some("x".into()),
            },
            ..plain.clone()
        };
        vec![plain, wrong]
    }
}

impl Page for Consents {
    const TEMPLATE: &'static str = "account-consents";
    const SHEETS: &'static [&'static str] = SHEETS;

    fn title(&self, lang: Language) -> String {
        say(lang, "account-consents")
    }

    fn samples() -> Vec<Self> {
        let row = |kind: &str, since, possible| ConsentRow {
            kind: kind.into(),
            since,
            possible,
        };
        let noted = |kind: &str, given| ConsentNoted {
            kind: kind.into(),
            given,
            text: if given { "2026-01" } else { "" }.into(),
            at: noon(),
        };
        let none = Self {
            notice: None,
            rows: vec![
                row("mail", None, true),
                row("sms", None, false),
                row("night", None, false),
            ],
            history: vec![],
        };
        let all = Self {
            notice: Some(Notice::done("적어 두었습니다.")),
            rows: ["mail", "sms", "night"]
                .map(|kind| row(kind, Some(noon()), true))
                .to_vec(),
            history: vec![
                noted("night", true),
                noted("sms", true),
                noted("mail", false),
                noted("mail", true),
            ],
        };
        vec![none, all]
    }
}

impl Page for Leave {
    const TEMPLATE: &'static str = "account-leave";
    const SHEETS: &'static [&'static str] = SHEETS;

    fn title(&self, lang: Language) -> String {
        say(lang, "account-leave")
    }

    fn samples() -> Vec<Self> {
        let of = |error: Option<&str>, unsure| Self {
            email: "hong@example.com".into(),
            error: error.map(Into::into),
            unsure,
        };
        vec![
            of(None, false),
            of(Some("비밀번호가 다릅니다."), false),
            of(Some("확인해 주세요."), true),
        ]
    }
}
