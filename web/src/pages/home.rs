//! The list of products: the whole shop, one category, or what a search found.

use letters::Language;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{About, Badge, Card, Crumb, Filters, Page, Pager};
use crate::frame::Frame;

/// The list page.
#[derive(Debug, Clone, Serialize)]
pub struct Home {
    /// The shop's window, only on the very first page.
    pub hero: Option<Hero>,
    /// The way to the category; empty for all products.
    pub crumbs: Vec<Crumb>,
    /// What the list shows: a category's name, the words looked for, or all.
    pub heading: String,
    /// Words looked for; empty without a search.
    pub query: String,
    /// Products found.
    pub total: i64,
    /// There are more than were counted.
    pub more: bool,
    pub chips: Vec<Chip>,
    pub sorts: Vec<SortLink>,
    pub products: Vec<Card>,
    pub pager: Pager,
    pub filters: Filters,
    /// How the words were read, where that is not plain.
    pub understood: Option<String>,
    /// What to do when a search found nothing.
    pub help: Option<Help>,
    /// Where "show everything" leads.
    pub all: String,
    /// As the list is by itself: search engines may keep it.
    #[serde(skip)]
    pub plain: bool,
}

/// What is offered instead of what was not found.
#[derive(Debug, Clone, Serialize)]
pub struct Help {
    /// Words that may have been meant.
    pub guesses: Vec<Link>,
    /// What the products are: those of the first guess, or what is asked for most.
    pub heading: String,
    pub products: Vec<Card>,
}

/// A name that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub name: String,
    pub href: String,
}

/// The shop's window: a few products shown large.
#[derive(Debug, Clone, Serialize)]
pub struct Hero {
    pub products: Vec<Card>,
}

/// A category to choose.
#[derive(Debug, Clone, Serialize)]
pub struct Chip {
    pub name: String,
    pub href: String,
    /// Products in it; none where words or filters make it another number.
    pub count: Option<i64>,
    pub current: bool,
}

/// An order of the list to choose.
#[derive(Debug, Clone, Serialize)]
pub struct SortLink {
    pub name: String,
    pub href: String,
    pub current: bool,
}

impl Page for Home {
    const TEMPLATE: &'static str = "home";
    const SHEETS: &'static [&'static str] = &["list"];

    fn title(&self, _: Language) -> String {
        self.heading.clone()
    }

    fn about(&self, frame: &Frame) -> Option<About> {
        // Search engines do not search in what others have searched or sifted.
        if !self.plain {
            return None;
        }
        let shop = &frame.company;
        let facts = self.hero.is_some().then(|| {
            json!({
                "@context": "https://schema.org",
                "@type": "Organization",
                "name": shop.shop,
                "legalName": shop.company,
                "url": format!("{}/", frame.home),
                "logo": frame.icon,
                "slogan": shop.motto,
                "telephone": shop.phone,
                "email": shop.email,
                "address": { "@type": "PostalAddress", "streetAddress": shop.address, "addressCountry": "KR" },
            })
        });
        Some(About {
            path: frame.here.clone(),
            description: format!("{} · {}", shop.shop, shop.motto),
            kind: "website",
            trail: self.trail(frame),
            facts: facts.into_iter().collect(),
            ..About::default()
        })
    }

    fn samples() -> Vec<Self> {
        let first = Self::sample();
        let category = Self {
            hero: None,
            heading: "쌀·잡곡".into(),
            crumbs: vec![Crumb {
                name: "곡물".into(),
                href: "/?category=grain".into(),
            }],
            filters: Filters::sample(),
            plain: false,
            ..Self::sample()
        };
        let nothing = Self {
            hero: None,
            heading: "‘없는 <물건>’ 검색 결과".into(),
            query: "없는 <물건>".into(),
            total: 0,
            products: vec![],
            pager: Pager::around(1, 1, |_| "/".into()),
            understood: Some("첫소리로 찾았습니다".into()),
            help: Some(Help {
                guesses: vec![Link {
                    name: "유정란".into(),
                    href: "/?q=x".into(),
                }],
                heading: "요즘 많이 찾는 상품".into(),
                products: vec![Card::sample("egg", "유정란", "풀어 키운 닭", 9_900)],
            }),
            plain: false,
            ..Self::sample()
        };
        vec![first, category, nothing]
    }
}

impl Home {
    /// The way to a category, itself last.
    fn trail(&self, frame: &Frame) -> Vec<(String, String)> {
        let steps = self.crumbs.iter();
        let mut trail: Vec<_> = steps.map(|it| (it.name.clone(), it.href.clone())).collect();
        if !trail.is_empty() {
            trail.insert(0, (frame.company.shop.clone(), "/".to_owned()));
            trail.push((self.heading.clone(), frame.here.clone()));
        }
        trail
    }

    fn sample() -> Self {
        let mut products: Vec<Card> = SAMPLE
            .iter()
            .map(|(id, name, summary, price)| Card::sample(id, name, summary, *price))
            .collect();
        products[0].badges = vec![Badge::of(Language::Ko, "best")];
        products[1].badges = vec![
            Badge::of(Language::Ko, "new"),
            Badge::of(Language::Ko, "taxfree"),
        ];
        products[2].list_price = Some(18_000);
        products[2].discount_percent = Some(20);
        products[3].from = true;
        products[3].quick_sku = None;
        products[5].sold_out = true;
        products[5].quick_sku = None;
        let chip = |name: &str, count, current| Chip {
            name: name.into(),
            href: "/?category=grain".into(),
            count: Some(count),
            current,
        };
        let sort = |name: &str, current| SortLink {
            name: name.into(),
            href: "/?sort=new".into(),
            current,
        };
        Self {
            hero: Some(Hero {
                products: products[..5].to_vec(),
            }),
            heading: "전체 상품".into(),
            query: String::new(),
            total: 42,
            more: false,
            chips: vec![chip("전체", 42, true), chip("쌀·잡곡", 6, false)],
            sorts: vec![sort("추천순", true), sort("낮은 가격순", false)],
            products,
            pager: Pager::around(1, 3, |page| format!("/?page={page}")),
            crumbs: vec![],
            filters: Filters::default(),
            understood: None,
            help: None,
            all: "/".into(),
            plain: true,
        }
    }
}

const SAMPLE: &[(&str, &str, &str, i64)] = &[
    (
        "oat-shake",
        "오트 한 끼 쉐이크",
        "귀리와 콩 단백질로 만든 아침",
        32_000,
    ),
    ("odae-rice", "철원 오대쌀", "갓 도정한 밥맛 좋은 쌀", 28_900),
    (
        "perilla-oil",
        "저온 압착 들기름",
        "국산 들깨를 천천히 눌러 짠",
        14_400,
    ),
    (
        "daily-nuts",
        "하루 견과 클래식",
        "소금 없이 구운 네 가지 견과",
        12_900,
    ),
    ("tangerine", "제주 노지 감귤", "햇볕을 오래 본 귤", 19_800),
    (
        "barley-tea",
        "볶은 보리차",
        "구수하게 두 번 볶은 보리",
        7_900,
    ),
    (
        "gochujang",
        "찹쌀 고추장",
        "메주와 찹쌀로 천천히 익힌",
        13_500,
    ),
    (
        "chicken",
        "수비드 닭가슴살",
        "부드럽게 익혀 바로 먹는",
        3_300,
    ),
];
