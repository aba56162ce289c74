//! After buying: cancelling, sending back, receipts, looking an order up, questions, reviews.

mod account;
mod cancel;
mod change;
mod claim;
mod find;
mod inquiry;
mod orderer;
mod photos;
mod receipt;
mod reviews;

pub use account::{AccountFields, RefundAccountPage, RefundTo, RefundToBox};
pub use cancel::{CancelPage, PreviewBox};
pub use change::{ChangePage, ChangePart, ChangeSums};
pub use claim::{ClaimForm, ClaimPage, ClaimRow, ExchangeCosts};
pub use find::FindOrder;
pub use inquiry::{AskErrors, AskForm, AskPage, InquiryPage, InquiryTurn};
pub use orderer::OrdererPage;
pub use photos::{PhotoBox, PhotoField};
pub use receipt::{ReceiptPage, ReceiptRow, RefundRow};
pub use reviews::{
    ReviewBox, ReviewFilter, ReviewForm, ReviewItem, ReviewLink, ReviewPage, ReviewsPage, StarBar,
    StarChoice,
};

use serde::Serialize;

use crate::pages::Choice;

/// A line of an order from which pieces are chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PieceRow {
    /// The field's name: `q0`, `q1`, …
    pub field: String,
    pub name: String,
    pub option: Option<String>,
    pub picture: String,
    /// Pieces at most.
    pub most: u32,
    /// Pieces chosen.
    pub chosen: u32,
    /// A word about the line, such as until when it may come back.
    pub note: Option<String>,
    /// Other options that it may be exchanged for, with the field that takes one; none where it may not.
    pub swap: Option<SwapField>,
}

/// Which option an exchange is to send for a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SwapField {
    /// The field's name: `w0`, `w1`, …
    pub field: String,
    /// The same once more, then others.
    pub options: Vec<Choice>,
}

impl PieceRow {
    /// A row for tests and the gallery.
    #[must_use]
    pub fn sample(place: u32, name: &str, most: u32, chosen: u32) -> Self {
        Self {
            field: format!("q{place}"),
            name: name.into(),
            option: Some("7포".into()),
            picture: "/pictures/oat-shake.svg".into(),
            most,
            chosen,
            note: None,
            swap: None,
        }
    }
}
