//! What stands around every page: the shop's name and lawful facts, its categories, the cart's count.

use projections::catalogue::Category;
use serde::{Deserialize, Serialize};

use crate::state::Web;

/// Who runs the shop. Korean law wants these facts at the foot of every page of an on-line shop
/// (전자상거래법 제10조). The defaults are a made-up company for the demo shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Company {
    /// The shop's own name, as on its sign.
    pub shop: String,
    /// One line under the sign.
    pub motto: String,
    /// Registered company name.
    pub company: String,
    pub representative: String,
    pub address: String,
    /// 사업자등록번호.
    pub business_number: String,
    /// 통신판매업 신고번호.
    pub mail_order_number: String,
    pub privacy_officer: String,
    pub phone: String,
    pub email: String,
    /// When the phone is answered.
    pub hours: String,
    /// How a buyer's money is safe until the goods arrive (구매안전서비스).
    pub purchase_safety: String,
    /// Who hosts the shop (호스팅 서비스 제공자).
    pub hosting: String,
}

impl Default for Company {
    fn default() -> Self {
        Self {
            shop: "장부상회".into(),
            motto: "먹는 일을 꼼꼼히 적는 식료품점".into(),
            company: "주식회사 장부상회 (데모)".into(),
            representative: "장부영".into(),
            address: "서울특별시 마포구 장부길 12, 2층".into(),
            business_number: "000-00-00000".into(),
            mail_order_number: "제0000-서울마포-0000호".into(),
            privacy_officer: "한기록".into(),
            phone: "02-000-0000".into(),
            email: "help@jangbu.example".into(),
            hours: "평일 10:00–17:00 (점심 12:30–13:30, 주말·공휴일 쉼)".into(),
            purchase_safety: "데모 가게라 실제 결제가 없습니다".into(),
            hosting: "자체 운영".into(),
        }
    }
}

/// A category in the navigation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NavCategory {
    /// Its id, as in `/?category=ID`.
    pub id: String,
    pub name: String,
    /// It is the one being looked at.
    pub current: bool,
}

/// The frame of one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Frame {
    pub company: Company,
    pub categories: Vec<NavCategory>,
    /// Pieces in the visitor's cart.
    pub cart_count: i64,
    /// What stands in the search box.
    pub query: String,
    /// Goods for this much ship free; won. None: never.
    pub free_shipping_from: Option<i64>,
    /// Shipping below that; won.
    pub shipping_fee: i64,
}

impl Frame {
    /// The frame of a page of this store, for a visitor with so many pieces in the cart.
    #[must_use]
    pub fn of(web: &Web, categories: &[Category], cart_count: i64) -> Self {
        let rules = web.settings().map(|settings| &settings.rules);
        Self {
            company: web.config.company.clone(),
            categories: categories
                .iter()
                .map(|category| NavCategory {
                    id: category.id.clone(),
                    name: category.name.clone(),
                    current: false,
                })
                .collect(),
            cart_count,
            query: String::new(),
            free_shipping_from: rules
                .and_then(|rules| rules.free_shipping_over)
                .map(|won| won.0),
            shipping_fee: rules.map_or(0, |rules| rules.shipping_fee.0),
        }
    }

    /// The same, with one category marked and the search box filled.
    #[must_use]
    pub fn looking_at(mut self, category: Option<&str>, query: &str) -> Self {
        for entry in &mut self.categories {
            entry.current = Some(entry.id.as_str()) == category;
        }
        query.clone_into(&mut self.query);
        self
    }

    /// A frame as a first visitor sees it; for tests and the gallery.
    #[must_use]
    pub fn sample() -> Self {
        let category = |id: &str, name: &str, current| NavCategory {
            id: id.into(),
            name: name.into(),
            current,
        };
        Self {
            company: Company::default(),
            categories: vec![
                category("meal", "든든한 한 끼", true),
                category("grain", "쌀·잡곡", false),
                category("fresh", "과일·채소", false),
                category("protein", "단백질", false),
                category("drink", "음료·차", false),
                category("snack", "간식·견과", false),
                category("pantry", "장·소스", false),
            ],
            cart_count: 3,
            query: String::new(),
            free_shipping_from: Some(50_000),
            shipping_fee: 3_000,
        }
    }
}
