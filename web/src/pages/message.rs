//! Pages that only say something: errors, and the shop's terms.

use letters::Language;
use serde::Serialize;

use super::{About, Page};
use crate::frame::Frame;
use crate::say::say;

/// An error in words a shopper can use: what happened, what to do.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    /// HTTP status, shown small.
    pub status: u16,
    pub headline: String,
    pub detail: String,
    /// What to do next: words and address.
    pub link_text: String,
    pub link: String,
    /// To quote when calling the shop.
    pub request_id: Option<String>,
}

impl Message {
    /// The shop's words for a status.
    #[must_use]
    pub fn for_status(lang: Language, status: u16) -> Self {
        let key = match status {
            403 => "foreign",
            404 => "nowhere",
            405 => "method",
            413 => "large",
            400 | 415 | 422 => "unreadable",
            408 | 504 => "late",
            429 => "often",
            503 => "busy",
            _ => "fault",
        };
        Self::about(lang, status, key)
    }

    /// A rule says no, in these words.
    #[must_use]
    pub fn refused(lang: Language, words: &str) -> Self {
        Self {
            status: 409,
            headline: say(lang, "message-refused"),
            detail: words.into(),
            link_text: say(lang, "message-to-cart"),
            link: "/cart".into(),
            request_id: None,
        }
    }

    /// No order lies behind this address.
    #[must_use]
    pub fn order_not_found(lang: Language) -> Self {
        Self::about(lang, 404, "no-order")
    }

    /// The order stands; its page is not there yet.
    #[must_use]
    pub fn order_to_come(lang: Language) -> Self {
        Self::about(lang, 503, "order-to-come")
    }

    /// The words `message-KEY` and `message-KEY-detail`, with a way back into the shop.
    fn about(lang: Language, status: u16, key: &str) -> Self {
        Self {
            status,
            headline: say(lang, &format!("message-{key}")),
            detail: say(lang, &format!("message-{key}-detail")),
            link_text: say(lang, "message-to-shop"),
            link: "/".into(),
            request_id: None,
        }
    }
}

impl Page for Message {
    const TEMPLATE: &'static str = "message";

    fn title(&self, _: Language) -> String {
        self.headline.clone()
    }

    fn samples() -> Vec<Self> {
        let mut all: Vec<Self> = [400, 403, 404, 405, 413, 429, 500, 503, 504]
            .into_iter()
            .map(|status| Self::for_status(Language::Ko, status))
            .collect();
        all.push(Self::order_not_found(Language::Ko));
        all.push(Self::order_to_come(Language::Ko));
        all.push(Self::refused(Language::Ko, "남은 수량이 3개입니다."));
        all.push(Self {
            request_id: Some("0198f2a0-1111".into()),
            ..Self::for_status(Language::Ko, 500)
        });
        all
    }
}

/// A page of the shop's terms.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// Its own address.
    pub path: &'static str,
    pub heading: String,
    pub intro: String,
    pub sections: Vec<Section>,
}

/// A headed part of it.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    pub heading: String,
    pub paragraphs: Vec<String>,
}

impl Page for Document {
    const TEMPLATE: &'static str = "document";

    fn about(&self, _: &Frame) -> Option<About> {
        Some(About {
            path: self.path.into(),
            description: self.intro.clone(),
            kind: "article",
            ..About::default()
        })
    }

    fn title(&self, _: Language) -> String {
        self.heading.clone()
    }

    fn samples() -> Vec<Self> {
        vec![Self {
            path: "/guide",
            heading: "이용 안내".into(),
            intro: "주문하고 받으시는 길을 적었습니다.".into(),
            sections: vec![Section {
                heading: "배송".into(),
                paragraphs: vec!["입금을 확인한 다음 영업일에 보냅니다.".into()],
            }],
        }]
    }
}
