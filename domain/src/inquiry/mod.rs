//! A question to the shop (1:1 문의): asked, answered, taken up again, closed. What people write is in
//! the vault; the stream knows that they wrote, and when.

mod rule;
mod state;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{MemberId, OrderId, StoreId};
use crate::personal::PersonalRef;
use crate::rule::events;

pub use state::{Inquiry, InquiryStatus, Turn};

/// What a question is about. A closed list, for staff to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// 상품.
    Product,
    /// 주문·결제.
    Order,
    /// 배송.
    Delivery,
    /// 취소·교환·반품.
    Claim,
    /// 회원.
    Member,
    /// 기타.
    Other,
}

impl Topic {
    /// All of them, as a form lists them.
    pub const ALL: [Self; 6] = [
        Self::Product,
        Self::Order,
        Self::Delivery,
        Self::Claim,
        Self::Member,
        Self::Other,
    ];

    /// The word as events hold it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Order => "order",
            Self::Delivery => "delivery",
            Self::Claim => "claim",
            Self::Member => "member",
            Self::Other => "other",
        }
    }

    /// The topic of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }
}

events! {
    /// What happened to a question.
    InquiryEvent {
        /// Somebody asked the shop.
        InquiryAsked @ "1" {
            /// The store that was asked.
            store: StoreId,
            /// The member who asked; none for guests.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            member: Option<MemberId>,
            /// Name, mail address and telephone number for the answer, in the vault.
            contact: PersonalRef,
            /// `product`, `order`, `delivery`, `claim`, `member`, `other`.
            topic: Topic,
            /// The order that it is about.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            order: Option<OrderId>,
            /// Title and text, in the vault.
            text: PersonalRef,
            /// Names of uploaded pictures.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            photos: Vec<String>,
            /// When.
            at: DateTime<Utc>,
        },
        /// Staff answered.
        InquiryAnswered @ "1" {
            /// Which answer it is, from 1.
            number: u32,
            /// The answer, in the vault.
            text: PersonalRef,
            /// When.
            at: DateTime<Utc>,
        },
        /// The shopper asked on, or added something; the question waits again.
        InquiryReopened @ "1" {
            /// What was added, in the vault.
            text: PersonalRef,
            /// When.
            at: DateTime<Utc>,
        },
        /// Nothing more is to be said.
        InquiryClosed @ "1" {
            /// When.
            at: DateTime<Utc>,
        },
        /// The vault's keys to contact and texts were destroyed.
        InquiryErased @ "1" {
            /// When.
            at: DateTime<Utc>,
        },
    }
}

/// What may be asked of a question's stream.
#[derive(Debug, Clone, PartialEq)]
pub enum InquiryCommand {
    /// Ask.
    Ask { question: Box<Question> },
    /// Answer; the number says which answer this is, so that it is given once.
    Answer {
        number: u32,
        text: PersonalRef,
        at: DateTime<Utc>,
    },
    /// Ask on.
    Reopen {
        text: PersonalRef,
        at: DateTime<Utc>,
    },
    /// Nothing more is to be said.
    Close { at: DateTime<Utc> },
    /// Contact and texts are erased.
    Erase { at: DateTime<Utc> },
}

/// A question, as it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The store.
    pub store: StoreId,
    /// The member who asks; none for guests.
    pub member: Option<MemberId>,
    /// Where the answer goes, in the vault.
    pub contact: PersonalRef,
    /// What it is about.
    pub topic: Topic,
    /// The order that it is about.
    pub order: Option<OrderId>,
    /// Title and text, in the vault.
    pub text: PersonalRef,
    /// Names of uploaded pictures, five at most.
    pub photos: Vec<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Why a question's stream refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InquiryRefusal {
    /// Nobody asked.
    #[error("there is no such inquiry")]
    NotAsked,
    /// Somebody asked under this id already.
    #[error("this inquiry was asked already")]
    Asked,
    /// It is closed; whoever asked may take it up again.
    #[error("the inquiry is closed")]
    Closed,
    /// An answer in between is missing, or another was given meanwhile.
    #[error("answer {next} is next")]
    OtherAnswer { next: u32 },
    /// It was erased: nobody can read an answer any more.
    #[error("the inquiry was erased")]
    Erased,
    /// Too many turns; it goes on as a new question.
    #[error("the inquiry has too many turns; ask a new one")]
    TooLong,
    /// Too many pictures, or names that are none.
    #[error("at most five pictures, by the names of their uploads")]
    BadPhotos,
}
