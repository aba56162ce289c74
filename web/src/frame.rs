//! What stands around every page: the shop's name and lawful facts, its categories, the cart's count.

use std::sync::Arc;

use letters::Language;
use projections::catalogue::Category;
use serde::{Deserialize, Serialize};

use crate::nav::NavCategory;
use crate::seen::Seen;
use crate::templates::Device;

/// Who runs the shop. Korean law wants these facts at the foot of every page of an on-line shop
/// (전자상거래법 제10조). The defaults are a made-up company for the demo shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all(deserialize = "kebab-case"))]
pub struct Company {
    /// The shop's own name, as on its sign.
    pub shop: String,
    /// One line under the sign.
    pub motto: String,
    /// What the window of the first page says, large.
    pub slogan: String,
    /// What it says below that.
    pub pitch: String,
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
    /// The same for English readers, as far as it differs.
    #[serde(default, skip_serializing)]
    pub english: English,
}

/// A company's facts in English; what is missing is told in Korean.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct English {
    pub shop: Option<String>,
    pub motto: Option<String>,
    pub slogan: Option<String>,
    pub pitch: Option<String>,
    pub company: Option<String>,
    pub representative: Option<String>,
    pub address: Option<String>,
    pub mail_order_number: Option<String>,
    pub privacy_officer: Option<String>,
    pub hours: Option<String>,
    pub purchase_safety: Option<String>,
    pub hosting: Option<String>,
}

impl Company {
    /// The facts as a reader of this language reads them.
    #[must_use]
    pub fn told_in(&self, lang: Language) -> Self {
        if lang == Language::Ko {
            return self.clone();
        }
        let english = self.english.clone();
        let or = |english: Option<String>, korean: &str| english.unwrap_or_else(|| korean.into());
        Self {
            shop: or(english.shop, &self.shop),
            motto: or(english.motto, &self.motto),
            slogan: or(english.slogan, &self.slogan),
            pitch: or(english.pitch, &self.pitch),
            company: or(english.company, &self.company),
            representative: or(english.representative, &self.representative),
            address: or(english.address, &self.address),
            mail_order_number: or(english.mail_order_number, &self.mail_order_number),
            privacy_officer: or(english.privacy_officer, &self.privacy_officer),
            hours: or(english.hours, &self.hours),
            purchase_safety: or(english.purchase_safety, &self.purchase_safety),
            hosting: or(english.hosting, &self.hosting),
            english: English::default(),
            ..self.clone()
        }
    }
}

impl Default for Company {
    fn default() -> Self {
        Self {
            shop: "장부상회".into(),
            motto: "먹는 일을 꼼꼼히 적는 식료품점".into(),
            slogan: "먹는 일은 적어\u{a0}둘수록 좋아집니다".into(),
            pitch: "원산지와 원재료, 값까지 빠짐없이 적은 곡물·과일·한\u{a0}끼를 모았습니다."
                .into(),
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
            english: English::default(),
        }
    }
}

/// The frame of one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Frame {
    /// The store's id.
    pub store: String,
    /// The folder of its logo and colours below `static/themes`.
    pub theme: String,
    /// Whose templates are drawn.
    pub device: Device,
    /// The words' language.
    pub lang: Language,
    /// The page's own path and query: where a changed device or language leads back to.
    pub here: String,
    /// What shoppers type to get to the store, as the settings say, without a slash at its end.
    pub home: String,
    /// The store's sign as a picture of 512 pixels, absolute.
    pub icon: String,
    pub company: Company,
    /// The store's categories; none where they are drawn already.
    #[serde(skip)]
    pub categories: Vec<NavCategory>,
    /// The same, drawn: a large store has hundreds.
    #[serde(skip)]
    pub nav: Option<Arc<str>>,
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
    /// The frame of a page of a store, for a visitor with so many pieces in the cart.
    #[must_use]
    pub fn of(seen: &Seen, categories: &[Category], cart_count: i64) -> Self {
        let rules = &seen.site.settings.rules;
        Self {
            store: seen.site.id.to_string(),
            theme: seen.site.theme.clone(),
            device: seen.device,
            lang: seen.lang,
            here: seen.here.to_string(),
            home: seen.site.home.clone(),
            icon: seen.site.icon.clone(),
            company: seen.site.company.told_in(seen.lang),
            categories: NavCategory::tree(seen.lang, categories),
            nav: None,
            cart_count,
            query: String::new(),
            free_shipping_from: rules.free_shipping_over.map(|won| won.0),
            shipping_fee: rules.shipping_fee.0,
        }
    }

    /// The same around these drawn categories.
    #[must_use]
    pub(crate) fn around(self, nav: Arc<str>) -> Self {
        let nav = Some(nav);
        Self { nav, ..self }
    }

    /// The same frame for another device and language; for tests and the gallery.
    #[must_use]
    pub fn dressed(self, device: Device, lang: Language) -> Self {
        Self {
            device,
            lang,
            company: self.company.told_in(lang),
            ..self
        }
    }

    /// A frame as a first visitor sees it; for tests and the gallery.
    #[must_use]
    pub fn sample() -> Self {
        let leaf = |id: &str, name: &str| NavCategory::sample(id, name, vec![]);
        let grain = vec![leaf("rice", "쌀"), leaf("oats", "귀리·보리")];
        let mut categories = vec![
            leaf("meal", "든든한 한 끼"),
            NavCategory::sample("grain", "쌀·잡곡", grain),
            leaf("fresh", "과일·채소"),
            leaf("protein", "단백질"),
            leaf("drink", "음료·차"),
            leaf("snack", "간식·견과"),
            leaf("pantry", "장·소스"),
        ];
        categories[1].mark(Some("rice"));
        Self {
            store: "intake".into(),
            theme: "intake".into(),
            device: Device::Pc,
            lang: Language::Ko,
            here: "/".into(),
            home: "https://shop.example".into(),
            icon: "https://shop.example/static/themes/intake/icon-512.png".into(),
            company: Company::default(),
            categories,
            nav: None,
            cart_count: 3,
            query: String::new(),
            free_shipping_from: Some(50_000),
            shipping_fee: 3_000,
        }
    }
}
