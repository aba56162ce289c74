//! What a buyer thinks of what arrived (상품평): written once per line of an order, edited, answered,
//! hidden by staff, taken back. The words are in the vault.

mod rule;
mod state;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{MemberId, OrderId, ProductId, Sku, StoreId};
use crate::personal::PersonalRef;
use crate::rule::events;

pub use state::{Review, ReviewStatus};

events! {
    /// What happened to a review.
    ReviewEvent {
        /// A buyer judged what arrived.
        ReviewWritten @ "1" {
            /// What was bought.
            bought: Bought,
            /// Stars and words.
            opinion: Opinion,
            /// When.
            at: DateTime<Utc>,
        },
        /// The buyer says something else now.
        ReviewEdited @ "1" {
            /// Stars and words as they are now.
            opinion: Opinion,
            /// When.
            at: DateTime<Utc>,
        },
        /// Staff took it from the shop window; it counts for nothing meanwhile.
        ReviewHidden @ "1" {
            /// Why, in a word: `abuse`, `personal-data`, `advertising`, `off-topic`, …
            reason: String,
            /// When.
            at: DateTime<Utc>,
        },
        /// Staff put it back.
        ReviewShown @ "1" {
            /// When.
            at: DateTime<Utc>,
        },
        /// Staff answered below it; a later answer replaces an earlier one.
        ReviewAnswered @ "1" {
            /// The answer, in the vault.
            text: PersonalRef,
            /// When.
            at: DateTime<Utc>,
        },
        /// The buyer took it back.
        ReviewWithdrawn @ "1" {
            /// When.
            at: DateTime<Utc>,
        },
    }
}

/// What a review is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bought {
    /// The store.
    pub store: StoreId,
    /// The product.
    pub product: ProductId,
    /// The option that was bought.
    pub sku: Sku,
    /// The option's name; none where a product has only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
    /// The order.
    pub order: OrderId,
    /// The order's line, counted from 0.
    pub line: u32,
    /// The member who bought; none for guests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
}

/// What somebody thinks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// 1 to 5.
    pub stars: u8,
    /// Who says it (shortened, as it is shown) and what, in the vault.
    pub words: PersonalRef,
    /// Names of uploaded pictures, five at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<String>,
}

/// What may be asked of a review.
#[derive(Debug, Clone, PartialEq)]
pub enum ReviewCommand {
    /// Write it. `kept`: pieces of the line that arrived and did not come back.
    Write {
        bought: Box<Bought>,
        kept: u32,
        opinion: Opinion,
        at: DateTime<Utc>,
    },
    /// Say something else.
    Edit { opinion: Opinion, at: DateTime<Utc> },
    /// Take it from the shop window, for a reason in a word.
    Hide { reason: String, at: DateTime<Utc> },
    /// Put it back.
    Show { at: DateTime<Utc> },
    /// Answer it.
    Answer {
        text: PersonalRef,
        at: DateTime<Utc>,
    },
    /// Take it back.
    Withdraw { at: DateTime<Utc> },
}

/// Why a review refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReviewRefusal {
    /// There is none.
    #[error("there is no such review")]
    NotWritten,
    /// The line was judged already; that review may be edited.
    #[error("this line was reviewed already")]
    Written,
    /// Only what arrived, and was kept, can be judged.
    #[error("only what arrived and was kept can be reviewed")]
    NotKept,
    /// The buyer took it back; a line is judged once.
    #[error("the review was taken back")]
    Withdrawn,
    /// Stars go from 1 to 5.
    #[error("stars go from 1 to 5")]
    BadStars,
    /// Too many pictures, or names that are none.
    #[error("at most five pictures, by the names of their uploads")]
    BadPhotos,
    /// The reason is no code word.
    #[error("a reason is one word of small letters, such as abuse")]
    BadReason,
}
