//! Letters as staff look at them before anybody gets one.

use letters::Language;
use serde::Serialize;

use super::{Area, Page};

/// All letters.
#[derive(Debug, Clone, Serialize)]
pub struct Letters {
    pub letters: Vec<LetterKind>,
}

/// A kind of letter.
#[derive(Debug, Clone, Serialize)]
pub struct LetterKind {
    /// `order-paid`.
    pub name: String,
    pub href: String,
    /// When it is sent and to whom.
    pub about: String,
    /// The names of its samples.
    pub samples: String,
}

/// One letter with every sample.
#[derive(Debug, Clone, Serialize)]
pub struct LetterPage {
    pub name: String,
    pub about: String,
    pub faces: Vec<Face>,
}

/// A sample.
#[derive(Debug, Clone, Serialize)]
pub struct Face {
    pub sample: String,
    pub versions: Vec<Version>,
}

/// A sample in one language.
#[derive(Debug, Clone, Serialize)]
pub struct Version {
    /// The language's name.
    pub language: String,
    pub subject: String,
    pub text: String,
    /// Where its HTML is.
    pub href: String,
}

impl Page for Letters {
    const TEMPLATE: &'static str = "letters";
    const AREA: Area = Area::Admin;

    fn title(&self, _: Language) -> String {
        "편지".into()
    }

    fn samples() -> Vec<Self> {
        vec![Self {
            letters: vec![LetterKind {
                name: "order-paid".into(),
                href: "/letters/order-paid".into(),
                about: "주문 금액이 모두 입금되면 주문한 분께 보냅니다.".into(),
                samples: "plain, long".into(),
            }],
        }]
    }
}

impl Page for LetterPage {
    const TEMPLATE: &'static str = "letter";
    const AREA: Area = Area::Admin;

    fn title(&self, _: Language) -> String {
        format!("편지 {}", self.name)
    }

    fn samples() -> Vec<Self> {
        let version = |language: &str, code: &str| Version {
            language: language.into(),
            subject: "[장부상회] 입금을 확인했습니다 <1>".into(),
            text: "홍길동님, 안녕하세요.\n".into(),
            href: format!("/letters/order-paid/plain/{code}/html"),
        };
        vec![Self {
            name: "order-paid".into(),
            about: "주문 금액이 모두 입금되면 주문한 분께 보냅니다.".into(),
            faces: vec![Face {
                sample: "plain".into(),
                versions: vec![version("한국어", "ko"), version("영어", "en")],
            }],
        }]
    }
}
