//! What a member asked the shop, and thinks of what arrived.

use chrono::{DateTime, Utc};
use letters::Language;
use serde::Serialize;

use super::SHEETS;
use crate::pages::{Page, Pager};
use crate::say::say;

/// A member's questions to the shop.
#[derive(Debug, Clone, Serialize)]
pub struct MyInquiries {
    pub inquiries: Vec<InquiryRow>,
    pub pager: Pager,
}

/// A question in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InquiryRow {
    /// The question's page.
    pub href: String,
    /// Absent once erased.
    pub title: Option<String>,
    pub topic: String,
    /// Answered or not, in words.
    pub standing: String,
    pub asked_at: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
}

/// A member's reviews.
#[derive(Debug, Clone, Serialize)]
pub struct MyReviews {
    pub reviews: Vec<MyReview>,
    pub pager: Pager,
}

/// A review in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MyReview {
    /// Where it is changed or taken back.
    pub href: String,
    /// The product's name; its id where the catalogue has forgotten it.
    pub product: String,
    /// Its page; absent while it is hidden.
    pub product_href: Option<String>,
    pub option: Option<String>,
    pub stars: u8,
    /// ★★★★☆
    pub drawn: String,
    /// How it begins; absent once erased.
    pub text: Option<String>,
    pub at: DateTime<Utc>,
    /// Photos.
    pub photos: usize,
    pub answered: bool,
    /// Staff took it from the shop window.
    pub hidden: bool,
}

impl InquiryRow {
    pub(super) fn sample(standing: &str) -> Self {
        Self {
            href: "/inquiries/0192f0e4/token".into(),
            title: Some("없는 <물건>".into()),
            topic: "상품".into(),
            standing: standing.into(),
            asked_at: DateTime::<Utc>::default(),
            answered_at: Some(DateTime::<Utc>::default()),
        }
    }
}

impl MyReview {
    pub(super) fn sample() -> Self {
        Self {
            href: "/orders/20261122-7F3K9Q2MXA/0a1b/reviews/0".into(),
            product: "들판 유정란 <20구>".into(),
            product_href: Some("/products/eggs".into()),
            option: Some("20구".into()),
            stars: 4,
            drawn: "★★★★☆".into(),
            text: Some("없는 <물건>".into()),
            at: DateTime::<Utc>::default(),
            photos: 2,
            answered: true,
            hidden: false,
        }
    }
}

impl Page for MyInquiries {
    const TEMPLATE: &'static str = "account-inquiries";
    const SHEETS: &'static [&'static str] = SHEETS;

    fn title(&self, lang: Language) -> String {
        say(lang, "account-inquiries")
    }

    fn samples() -> Vec<Self> {
        let fresh = InquiryRow {
            title: None,
            answered_at: None,
            ..InquiryRow::sample("답변 대기")
        };
        let some = Self {
            inquiries: vec![InquiryRow::sample("답변 완료"), fresh],
            pager: Pager::around(2, 5, |page| format!("/members/inquiries?page={page}")),
        };
        let none = Self {
            inquiries: vec![],
            pager: Pager::around(1, 1, |_| String::new()),
        };
        vec![some, none]
    }
}

impl Page for MyReviews {
    const TEMPLATE: &'static str = "account-reviews";
    const SHEETS: &'static [&'static str] = SHEETS;

    fn title(&self, lang: Language) -> String {
        say(lang, "account-reviews")
    }

    fn samples() -> Vec<Self> {
        let plain = MyReview {
            product_href: None,
            option: None,
            text: None,
            photos: 0,
            answered: false,
            hidden: true,
            ..MyReview::sample()
        };
        let some = Self {
            reviews: vec![MyReview::sample(), plain],
            pager: Pager::around(2, 5, |page| format!("/members/reviews?page={page}")),
        };
        let none = Self {
            reviews: vec![],
            pager: Pager::around(1, 1, |_| String::new()),
        };
        vec![some, none]
    }
}
