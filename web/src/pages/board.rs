//! What the shop tells its shoppers: lists of notices and events, and one document to read.

use chrono::{DateTime, TimeZone, Utc};
use letters::Language;
use serde::Serialize;
use serde_json::json;

use super::head::{About, absolute};
use super::{Page, Pager};
use crate::frame::Frame;
use crate::say::say;

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BoardKind {
    Notices,
    Events,
}

impl BoardKind {
    /// Its path.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Notices => "/notices",
            Self::Events => "/events",
        }
    }

    /// Its name.
    #[must_use]
    pub fn heading(self, lang: Language) -> String {
        match self {
            Self::Notices => say(lang, "notices"),
            Self::Events => say(lang, "events"),
        }
    }
}

/// A list of notices or events.
#[derive(Debug, Clone, Serialize)]
pub struct Board {
    pub kind: BoardKind,
    pub heading: String,
    pub entries: Vec<Entry>,
    pub pager: Pager,
    /// Which of its pages, from 1.
    pub number: u32,
}

/// One of them.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    pub href: String,
    pub title: String,
    pub summary: String,
    /// The language of title and summary, where it is not the page's.
    pub lang: Option<&'static str>,
    pub published_at: DateTime<Utc>,
    pub period: Option<Period>,
    pub pinned: bool,
}

/// When an event takes place.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Period {
    pub from: DateTime<Utc>,
    /// The last moment of it.
    pub to: DateTime<Utc>,
    pub state: PeriodState,
}

/// Where the present lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodState {
    Before,
    Running,
    Over,
}

/// One document.
#[derive(Debug, Clone, Serialize)]
pub struct Sheet {
    /// The list it belongs to; a page that stays belongs to none.
    pub board: Option<BoardKind>,
    /// That list's name and path.
    pub back: Option<(String, String)>,
    pub path: String,
    pub title: String,
    pub summary: String,
    /// Clean HTML.
    pub html: String,
    /// The language of the text, where it is not the page's.
    pub lang: Option<&'static str>,
    pub published_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub period: Option<Period>,
    /// The address of its first picture.
    pub image: Option<String>,
}

impl Page for Board {
    const TEMPLATE: &'static str = "board";
    const SHEETS: &'static [&'static str] = &["list", "board"];

    fn title(&self, _: Language) -> String {
        self.heading.clone()
    }

    fn about(&self, frame: &Frame) -> Option<About> {
        let path = match self.number {
            1 => self.kind.path().to_owned(),
            page => format!("{}?page={page}", self.kind.path()),
        };
        Some(About {
            path,
            description: format!("{} · {}", frame.company.shop, self.heading),
            kind: "website",
            ..About::default()
        })
    }

    fn samples() -> Vec<Self> {
        let full = Self::sample(BoardKind::Notices);
        let events = Self::sample(BoardKind::Events);
        let empty = Self {
            entries: vec![],
            ..Self::sample(BoardKind::Events)
        };
        vec![full, events, empty]
    }
}

impl Page for Sheet {
    const TEMPLATE: &'static str = "sheet";
    const SHEETS: &'static [&'static str] = &["product", "board"];

    fn title(&self, _: Language) -> String {
        self.title.clone()
    }

    fn about(&self, frame: &Frame) -> Option<About> {
        let mut trail = vec![(frame.company.shop.clone(), "/".to_owned())];
        trail.extend(self.back.clone());
        trail.push((self.title.clone(), self.path.clone()));
        let mut facts = Vec::new();
        if self.board.is_some() {
            facts.push(json!({
                "@context": "https://schema.org",
                "@type": "Article",
                "headline": self.title,
                "datePublished": self.published_at,
                "dateModified": self.changed_at.max(self.published_at),
                "mainEntityOfPage": absolute(frame, &self.path),
                "author": { "@type": "Organization", "name": frame.company.shop },
            }));
        }
        Some(About {
            path: self.path.clone(),
            description: self.summary.clone(),
            kind: "article",
            image: self.image.clone(),
            trail,
            facts,
        })
    }

    fn samples() -> Vec<Self> {
        let event = Self::sample();
        let page = Self {
            board: None,
            back: None,
            path: "/pages/about".into(),
            period: None,
            summary: String::new(),
            lang: Some("ko"),
            image: None,
            ..Self::sample()
        };
        vec![event, page]
    }
}

fn day(day: u32) -> DateTime<Utc> {
    let day = Utc.with_ymd_and_hms(2026, 11, day, 0, 0, 0).single();
    day.unwrap_or_default()
}

impl Board {
    fn sample(kind: BoardKind) -> Self {
        let period = |state| {
            let events = kind == BoardKind::Events;
            events.then(|| Period {
                from: day(20),
                to: day(29),
                state,
            })
        };
        let entry = |title: &str, state, pinned| Entry {
            href: format!("{}/new-rice", kind.path()),
            title: title.into(),
            summary: "올해 거둔 쌀을 먼저 맛보세요.".into(),
            lang: None,
            published_at: day(20),
            period: period(state),
            pinned,
        };
        Self {
            kind,
            heading: kind.heading(Language::Ko),
            entries: vec![
                entry("가게를 열었습니다", PeriodState::Running, true),
                entry("<b>굵은</b> 제목도 글자입니다", PeriodState::Before, false),
                Entry {
                    lang: Some("ko"),
                    summary: String::new(),
                    ..entry("지난 행사", PeriodState::Over, false)
                },
            ],
            pager: Pager::around(1, 3, |page| format!("{}?page={page}", kind.path())),
            number: 1,
        }
    }
}

impl Sheet {
    /// The same at another address of its own.
    #[must_use]
    pub fn at(self, path: &str) -> Self {
        Self {
            path: path.to_owned(),
            ..self
        }
    }

    fn sample() -> Self {
        let kind = BoardKind::Events;
        Self {
            board: Some(kind),
            back: Some((kind.heading(Language::Ko), kind.path().into())),
            path: "/events/new-rice".into(),
            title: "햅쌀 나눔 주간".into(),
            summary: "올해 거둔 쌀을 먼저 맛보세요.".into(),
            html: "<p>올해 거둔 <strong>햅쌀</strong>입니다.</p><h2>어떻게</h2><ul><li>담고</li><li>받습니다</li></ul>\
                   <table><tbody><tr><th scope=\"row\">산지</th><td>철원</td></tr></tbody></table>"
                .into(),
            lang: None,
            published_at: day(20),
            changed_at: day(21),
            period: Some(Period {
                from: day(20),
                to: day(29),
                state: PeriodState::Running,
            }),
            image: Some("/images/abcdefghijklmnopqrstuvwxyz234567-800.webp".into()),
        }
    }
}
