//! What the shop has written for its shoppers: notices, events with a period, pages, and the details
//! of products. The HTML in it was cleaned before it came here.

mod rule;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use rule::Document;

use crate::ids::{BadId, DocumentId, ProductId, Slug, StoreId};
use crate::rule::events;

events! {
    /// What happened to a document.
    DocumentEvent {
        /// It was written, or written anew.
        DocumentWritten @ "1" {
            /// All that it says now.
            content: Box<DocumentContent>,
        },
        /// It is to be read from then on; also when it was hidden before.
        DocumentPublished @ "1" {
            /// When it appears.
            from: DateTime<Utc>,
            /// When it disappears by itself.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            until: Option<DateTime<Utc>>,
        },
        /// It is not to be read any more, until it is published again.
        DocumentHidden @ "1" {},
        /// It stands above the others of its list.
        DocumentPinned @ "1" {},
        /// It stands among the others again.
        DocumentUnpinned @ "1" {},
    }
}

/// All that a document says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentContent {
    /// The store whose shoppers read it.
    pub store: StoreId,
    /// What it is.
    pub kind: DocumentKind,
    /// Its place in addresses; for the details of a product that product's id.
    pub slug: Slug,
    /// When what it tells of takes place; events have one, others none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<EventPeriod>,
    /// For Korean readers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ko: Option<DocumentText>,
    /// For English readers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<DocumentText>,
}

impl DocumentContent {
    /// The name of its stream.
    pub fn id(&self) -> Result<DocumentId, BadId> {
        DocumentId::of(&self.store, self.kind, &self.slug)
    }
}

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// News for everybody (공지).
    Notice,
    /// Something that takes place for a while (이벤트, 기획전).
    Event,
    /// A page that stays, such as who we are.
    Page,
    /// The details of one product, with pictures (상품 상세).
    Product,
}

impl DocumentKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Notice, Self::Event, Self::Page, Self::Product];

    /// The name in streams, tables and at the prompt.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Event => "event",
            Self::Page => "page",
            Self::Product => "product",
        }
    }
}

impl fmt::Display for DocumentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DocumentKind {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| BadId::new("kind of document", text))
    }
}

impl DocumentId {
    /// The document of a store with this kind and slug: there is one at most.
    pub fn of(store: &StoreId, kind: DocumentKind, slug: &Slug) -> Result<Self, BadId> {
        Self::new(format!("{store}/{kind}/{slug}"))
    }

    /// The details of a product.
    pub fn of_product(store: &StoreId, product: &ProductId) -> Result<Self, BadId> {
        Self::of(store, DocumentKind::Product, &Slug::new(product.as_str())?)
    }
}

/// When an event takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventPeriod {
    /// Its beginning.
    pub from: DateTime<Utc>,
    /// Its end; that moment is after it.
    pub until: DateTime<Utc>,
}

/// A document in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentText {
    /// Its heading, plain text.
    pub title: String,
    /// One sentence for lists and search engines, plain text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// The text itself: clean HTML, with pictures as paths of this shop.
    pub body: String,
}

/// What may be asked of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum DocumentCommand {
    /// Write it, or write it anew.
    Write { content: Box<DocumentContent> },
    /// Let it be read from then on, and until then.
    Publish {
        from: DateTime<Utc>,
        until: Option<DateTime<Utc>>,
    },
    /// Take it away from readers.
    Hide,
    /// Put it above the others of its list, or back among them.
    Pin { pinned: bool },
}

/// Why a document refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentRefusal {
    /// There is no such document.
    #[error("there is no such document")]
    NotWritten,
    /// It says nothing in any language.
    #[error("a document needs a text in Korean or in English")]
    NoText,
    /// A title is missing or too long.
    #[error("a title needs between 1 and {LONGEST_TITLE} characters")]
    BadTitle,
    /// A summary is too long.
    #[error("a summary has {LONGEST_SUMMARY} characters at most")]
    LongSummary,
    /// A text is too long.
    #[error("a text has {LONGEST_BODY} bytes of HTML at most")]
    LongBody,
    /// An address would not be readable.
    #[error("a slug is made of small letters, digits and hyphens, such as `open-on-sunday`")]
    BadSlug,
    /// It ends before it begins.
    #[error("the end must lie after the beginning")]
    EndsBeforeItBegins,
    /// An event without a period, or a period without an event.
    #[error("an event has a period, and nothing else has one")]
    BadPeriod,
    /// Its store, kind and slug are its name.
    #[error("a document keeps its store, its kind and its slug")]
    AnotherDocument,
}

/// Characters.
pub const LONGEST_TITLE: usize = 120;
/// Characters.
pub const LONGEST_SUMMARY: usize = 300;
/// Bytes of HTML, in each language.
pub const LONGEST_BODY: usize = 200_000;
