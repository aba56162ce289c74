//! What buyers think: writing it, and reading all of it.

use chrono::{DateTime, Utc};
use letters::Language;
use serde::Serialize;

use super::{PhotoBox, PhotoField};
use crate::pages::{Notice, Page, Pager};
use crate::say::{say, say_with};

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReviewForm {
    /// 1 to 5; 0 while nothing is chosen.
    pub stars: u8,
    pub text: String,
}

/// Writing or changing a review.
#[derive(Debug, Clone, Serialize)]
pub struct ReviewPage {
    /// The order's page.
    pub back: String,
    /// Where the form goes.
    pub action: String,
    pub name: String,
    pub option: Option<String>,
    pub picture: String,
    pub form: ReviewForm,
    pub photos: PhotoField,
    /// The five choices, best first.
    pub choices: Vec<StarChoice>,
    /// It was written before: it is changed, or taken back.
    pub written: bool,
    /// Staff took it from the shop window.
    pub hidden: bool,
    pub notice: Option<Notice>,
}

/// One of the five.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StarChoice {
    pub stars: u8,
    /// ★★★★★
    pub drawn: String,
    /// What it means, in words.
    pub words: String,
    pub chosen: bool,
}

/// A link to a line's review on the order's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewLink {
    pub name: String,
    pub href: String,
    /// It was written already.
    pub written: bool,
}

/// What buyers think of a product, in short: on its page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReviewBox {
    pub count: i64,
    /// `4.3`; empty without a review.
    pub average: String,
    /// Best first.
    pub bars: Vec<StarBar>,
    /// The newest ones.
    pub items: Vec<ReviewItem>,
    /// Where all of them are.
    pub all: String,
}

/// How many have so many stars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StarBar {
    pub stars: u8,
    pub count: i64,
    /// Of a hundred.
    pub percent: i64,
}

/// One review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewItem {
    /// ★★★★☆
    pub drawn: String,
    pub stars: u8,
    pub author: String,
    pub option: Option<String>,
    /// By lines; absent once erased.
    pub lines: Option<Vec<String>>,
    pub photos: Vec<PhotoBox>,
    pub at: DateTime<Utc>,
    pub edited: bool,
    /// What staff answered, by lines.
    pub answer: Option<Vec<String>>,
}

/// A way to look at the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewFilter {
    pub text: String,
    pub href: String,
    pub current: bool,
}

/// All reviews of a product.
#[derive(Debug, Clone, Serialize)]
pub struct ReviewsPage {
    pub product: String,
    /// The product's page.
    pub back: String,
    pub summary: ReviewBox,
    pub filters: Vec<ReviewFilter>,
    pub pager: Pager,
}

impl ReviewBox {
    /// For tests and the gallery.
    #[must_use]
    pub fn sample() -> Self {
        let at = DateTime::from_timestamp(1_785_542_400, 0).unwrap_or_default();
        let item = ReviewItem {
            drawn: "★★★★☆".into(),
            stars: 4,
            author: "홍**".into(),
            option: Some("7포".into()),
            lines: Some(vec!["아침에 먹기 좋아요.".into(), "없는 <물건>".into()]),
            photos: vec![PhotoBox::sample(1), PhotoBox::sample(2)],
            at,
            edited: true,
            answer: Some(vec!["고맙습니다.".into()]),
        };
        let erased = ReviewItem {
            lines: None,
            photos: vec![],
            answer: None,
            option: None,
            edited: false,
            ..item.clone()
        };
        let bar = |stars, count, percent| StarBar {
            stars,
            count,
            percent,
        };
        Self {
            count: 2,
            average: "4.0".into(),
            bars: vec![
                bar(5, 0, 0),
                bar(4, 2, 100),
                bar(3, 0, 0),
                bar(2, 0, 0),
                bar(1, 0, 0),
            ],
            items: vec![item, erased],
            all: "/products/oat-shake/reviews".into(),
        }
    }
}

impl Page for ReviewPage {
    const TEMPLATE: &'static str = "review";
    const SHEETS: &'static [&'static str] = &["order", "care"];

    fn title(&self, lang: Language) -> String {
        say(lang, "review-title")
    }

    fn samples() -> Vec<Self> {
        let fresh = Self {
            back: "/orders/20260801-7K3QM9XW2F/token".into(),
            action: "/orders/20260801-7K3QM9XW2F/token/reviews/0".into(),
            name: "오트 한 끼 쉐이크".into(),
            option: Some("7포".into()),
            picture: "/pictures/oat-shake.svg".into(),
            form: ReviewForm::default(),
            photos: PhotoField {
                photos: vec![],
                troubles: vec![],
                room: 5,
                ..PhotoField::sample()
            },
            choices: vec![StarChoice {
                stars: 5,
                drawn: "★★★★★".into(),
                words: "아주 좋아요".into(),
                chosen: false,
            }],
            written: false,
            hidden: false,
            notice: None,
        };
        let again = Self {
            form: ReviewForm {
                stars: 5,
                text: "맛있어요 <b>".into(),
            },
            photos: PhotoField::sample(),
            written: true,
            hidden: true,
            option: None,
            notice: Some(Notice::warning("별점을 골라 주세요.")),
            ..fresh.clone()
        };
        vec![fresh, again]
    }
}

impl Page for ReviewsPage {
    const TEMPLATE: &'static str = "reviews";
    const SHEETS: &'static [&'static str] = &["order", "care"];

    fn title(&self, lang: Language) -> String {
        say_with(
            lang,
            "reviews-title",
            &[("product", self.product.clone().into())],
        )
    }

    fn samples() -> Vec<Self> {
        let some = Self {
            product: "오트 한 끼 쉐이크".into(),
            back: "/products/oat-shake".into(),
            summary: ReviewBox::sample(),
            filters: vec![ReviewFilter {
                text: "최신순".into(),
                href: "/products/oat-shake/reviews?sort=newest".into(),
                current: true,
            }],
            pager: Pager::around(1, 1, |_| "/".into()),
        };
        let none = Self {
            summary: ReviewBox {
                items: vec![],
                count: 0,
                average: String::new(),
                ..ReviewBox::sample()
            },
            ..some.clone()
        };
        vec![some, none]
    }
}
