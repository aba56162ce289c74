//! The doors: joining, logging in, and what keys from letters open.

use std::fmt;

use letters::Language;
use serde::{Deserialize, Serialize};

use super::SHEETS;
use crate::pages::{Notice, Page};
use crate::say::say;

/// Who wants to join.
#[derive(Debug, Clone, Serialize)]
pub struct Join {
    /// What was typed, but for the password.
    pub form: JoinForm,
    pub errors: JoinErrors,
    pub notice: Option<Notice>,
}

/// The form's fields as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JoinForm {
    /// Made with the form: sending it twice is one member.
    pub key: String,
    pub email: String,
    /// Never given back to a page.
    #[serde(skip_serializing)]
    pub password: String,
    pub name: String,
    pub phone: String,
    pub agree: String,
    /// The collection and use of personal data: agreed to by itself (개인정보 보호법 §22).
    pub agree_privacy: String,
    pub mail: String,
    pub sms: String,
    pub night: String,
}

impl fmt::Debug for JoinForm {
    /// Never into a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JoinForm(…)")
    }
}

/// What is wrong with which field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct JoinErrors {
    pub email: Option<String>,
    pub password: Option<String>,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub agree: Option<String>,
    pub agree_privacy: Option<String>,
}

/// A letter is on its way: true whether the mail address is known or not.
#[derive(Debug, Clone, Serialize)]
pub struct LetterSent {
    /// `verify` or `reset`.
    pub what: String,
}

/// Who wants to log in.
#[derive(Debug, Clone, Serialize)]
pub struct Login {
    pub email: String,
    /// The page to come back to, a path of this shop.
    pub next: String,
    pub notice: Option<Notice>,
    /// The password was right, and the mail address is not proven.
    pub unverified: bool,
}

/// The address of a letter that proves a mail address.
#[derive(Debug, Clone, Serialize)]
pub struct Verify {
    /// The page's own address.
    pub action: String,
    /// The key is good.
    pub good: bool,
    pub notice: Option<Notice>,
}

/// Who has forgotten a password.
#[derive(Debug, Clone, Serialize)]
pub struct Forgot {
    pub email: String,
    pub error: Option<String>,
    /// `reset`, or `verify` for another letter that proves the address.
    pub what: String,
}

/// The address of a letter that sets a password.
#[derive(Debug, Clone, Serialize)]
pub struct Reset {
    /// The page's own address.
    pub action: String,
    /// The key is good.
    pub good: bool,
    pub error: Option<String>,
}

/// The address of a letter that makes another mail address the member's.
#[derive(Debug, Clone, Serialize)]
pub struct NewEmail {
    /// The page's own address.
    pub action: String,
    /// The key is good.
    pub good: bool,
    pub notice: Option<Notice>,
}

/// An account that sleeps: wake it?
#[derive(Debug, Clone, Serialize)]
pub struct Wake {
    pub next: String,
}

impl Page for Join {
    const TEMPLATE: &'static str = "member-join";
    const SHEETS: &'static [&'static str] = SHEETS;

    fn title(&self, lang: Language) -> String {
        say(lang, "member-join")
    }

    fn samples() -> Vec<Self> {
        let empty = Self {
            form: JoinForm::default(),
            errors: JoinErrors::default(),
            notice: None,
        };
        let wrong = Self {
            form: JoinForm {
                key: "0198f2a0".into(),
                email: "hong <b>@".into(),
                name: "홍길동".into(),
                mail: "on".into(),
                ..JoinForm::default()
            },
            errors: JoinErrors {
                email: Some("name@example.com".into()),
                password: Some("8".into()),
                name: Some("30".into()),
                phone: Some("010-1234-5678".into()),
                agree: Some("!".into()),
                agree_privacy: Some("!".into()),
            },
            notice: Some(Notice::warning("다시 확인해 주세요.")),
        };
        vec![empty, wrong]
    }
}

impl Page for LetterSent {
    const TEMPLATE: &'static str = "member-letter";
    const SHEETS: &'static [&'static str] = SHEETS;

    fn title(&self, lang: Language) -> String {
        say(lang, "member-letter-sent")
    }

    fn samples() -> Vec<Self> {
        let of = |what: &str| Self { what: what.into() };
        vec![of("verify"), of("reset")]
    }
}

impl Page for Login {
    const TEMPLATE: &'static str = "member-login";
    const SHEETS: &'static [&'static str] = SHEETS;

    fn title(&self, lang: Language) -> String {
        say(lang, "member-log-in")
    }

    fn samples() -> Vec<Self> {
        let plain = Self {
            email: String::new(),
            next: "/".into(),
            notice: None,
            unverified: false,
        };
        let wrong = Self {
            email: "hong@example.com".into(),
            notice: Some(Notice::warning("메일 주소나 비밀번호가 다릅니다.")),
            ..plain.clone()
        };
        let unverified = Self {
            unverified: true,
            ..wrong.clone()
        };
        vec![plain, wrong, unverified]
    }
}

impl Page for Verify {
    const TEMPLATE: &'static str = "member-verify";
    const SHEETS: &'static [&'static str] = SHEETS;

    fn title(&self, lang: Language) -> String {
        say(lang, "member-verify")
    }

    fn samples() -> Vec<Self> {
        let good = Self {
            action: "/members/verify/key".into(),
            good: true,
            notice: Some(Notice::warning("비밀번호가 다릅니다.")),
        };
        let bad = Self {
            good: false,
            notice: None,
            ..good.clone()
        };
        vec![good, bad]
    }
}

impl Page for Forgot {
    const TEMPLATE: &'static str = "member-forgot";
    const SHEETS: &'static [&'static str] = SHEETS;

    fn title(&self, lang: Language) -> String {
        say(lang, "member-forgot")
    }

    fn samples() -> Vec<Self> {
        let of = |what: &str, error: Option<&str>| Self {
            email: "hong".into(),
            error: error.map(Into::into),
            what: what.into(),
        };
        vec![of("reset", None), of("verify", Some("name@example.com"))]
    }
}

impl Page for Reset {
    const TEMPLATE: &'static str = "member-reset";
    const SHEETS: &'static [&'static str] = SHEETS;

    fn title(&self, lang: Language) -> String {
        say(lang, "member-reset")
    }

    fn samples() -> Vec<Self> {
        let good = Self {
            action: "/members/reset/key".into(),
            good: true,
            error: Some("8".into()),
        };
        let bad = Self {
            good: false,
            error: None,
            ..good.clone()
        };
        vec![good, bad]
    }
}

impl Page for NewEmail {
    const TEMPLATE: &'static str = "member-email";
    const SHEETS: &'static [&'static str] = SHEETS;

    fn title(&self, lang: Language) -> String {
        say(lang, "account-email-change")
    }

    fn samples() -> Vec<Self> {
        let good = Self {
            action: "/members/email/key".into(),
            good: true,
            notice: None,
        };
        let bad = Self {
            good: false,
            notice: Some(Notice::warning("다른 회원의 주소입니다.")),
            ..good.clone()
        };
        vec![good, bad]
    }
}

impl Page for Wake {
    const TEMPLATE: &'static str = "member-wake";
    const SHEETS: &'static [&'static str] = SHEETS;

    fn title(&self, lang: Language) -> String {
        say(lang, "member-wake")
    }

    fn samples() -> Vec<Self> {
        vec![Self {
            next: "/cart".into(),
        }]
    }
}
