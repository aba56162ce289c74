//! One product: its picture, price, options, and the facts a food must show.

use letters::Language;
use serde::Serialize;
use serde_json::{Value, json};

use super::head::{About, absolute};
use super::{
    AxisRow, Badge, Card, Crumb, Detail, Fact, Notice, OptionRow, Page, Picture, ReviewBox,
};
use crate::frame::Frame;
use crate::helpers::url;

/// The product page.
#[expect(
    clippy::struct_excessive_bools,
    reason = "a template asks yes-or-no questions"
)]
#[derive(Debug, Clone, Serialize)]
pub struct Product {
    pub id: String,
    pub name: String,
    pub summary: String,
    /// The way to its category, that itself last.
    pub crumbs: Vec<Crumb>,
    /// At least one.
    pub pictures: Vec<Picture>,
    /// The picture is a drawing of ours, because none was uploaded.
    pub drawn: bool,
    /// Lowest price, won.
    pub price: i64,
    pub list_price: Option<i64>,
    pub discount_percent: Option<i64>,
    pub from: bool,
    pub badges: Vec<Badge>,
    pub tax_free: bool,
    /// What to choose, one after the other; none where the options are a plain list.
    pub axes: Vec<AxisRow>,
    pub options: Vec<OptionRow>,
    /// What one is, when there is only one to choose: 1 kg, 20봉…
    pub unit: Option<String>,
    /// Several SKUs: the buyer chooses one.
    pub choose: bool,
    pub sold_out: bool,
    /// Why it cannot be bought at this time, where that is so: it is not sold yet, or no longer.
    pub closed: Option<String>,
    /// Until when it is sold, where that is near or at all said.
    pub until: Option<String>,
    /// How much is left, in words.
    pub stock: String,
    /// Where the form goes.
    pub action: String,
    pub quantity: i64,
    pub max_quantity: i64,
    /// The story, one paragraph each.
    pub paragraphs: Vec<String>,
    /// 상품정보제공고시: label and value.
    pub facts: Vec<Fact>,
    /// What staff have written of it besides.
    pub detail: Option<Detail>,
    /// What buyers think of it.
    pub reviews: ReviewBox,
    pub related: Vec<Card>,
    pub notice: Option<Notice>,
}

impl Page for Product {
    const TEMPLATE: &'static str = "product";
    const SHEETS: &'static [&'static str] = &["list", "product", "board", "care"];

    fn title(&self, _: Language) -> String {
        self.name.clone()
    }

    fn about(&self, frame: &Frame) -> Option<About> {
        let path = format!("/products/{}", url(&self.id));
        let steps = self.crumbs.iter();
        let steps = steps.map(|crumb| (crumb.name.clone(), crumb.href.clone()));
        let mut trail = vec![(frame.company.shop.clone(), "/".to_owned())];
        trail.extend(steps);
        trail.push((self.name.clone(), path.clone()));
        // Programs elsewhere show no drawings.
        let first = self.pictures.first().filter(|_| !self.drawn);
        let image = first.map(|picture| picture.src.clone());
        Some(About {
            description: self.summary.clone(),
            kind: "product",
            facts: vec![self.offered(frame, &path)],
            image,
            trail,
            path,
        })
    }

    fn samples() -> Vec<Self> {
        let full = Self::sample();
        let mut sold_out = Self::sample();
        sold_out.sold_out = true;
        sold_out.choose = false;
        sold_out.options.truncate(1);
        sold_out.options[0].sold_out = true;
        sold_out.crumbs = vec![];
        sold_out.list_price = None;
        sold_out.discount_percent = None;
        sold_out.reviews = ReviewBox::default();
        sold_out.related = vec![];
        sold_out.facts = vec![];
        sold_out.detail = None;
        sold_out.paragraphs = vec![];
        let mut axes = Self::sample();
        axes.axes = vec![
            AxisRow::sample(0, "크기", ["큰 것", "작은 것"]),
            AxisRow::sample(1, "빛깔", ["먹빛", "소금빛"]),
        ];
        axes.options.truncate(1);
        axes.options[0].values = r#"["큰 것","먹빛"]"#.into();
        axes.drawn = false;
        let second = axes.pictures[0].clone();
        axes.pictures.push(Picture {
            number: 2,
            ..second
        });
        axes.until = Some("12월 1일까지 팝니다".into());
        let mut closed = Self::sample();
        closed.closed = Some("아직 팔지 않습니다.".into());
        let mut refused = Self::sample();
        refused.choose = false;
        refused.options.truncate(1);
        refused.notice = Some(Notice::warning(
            "남은 수량은 7개입니다. 수량을 줄여 주세요.",
        ));
        vec![full, sold_out, axes, closed, refused]
    }
}

impl Product {
    /// The product and what each of its options costs, in the words of schema.org.
    fn offered(&self, frame: &Frame, path: &str) -> Value {
        let offer = |option: &OptionRow| {
            let gone = option.sold_out || self.closed.is_some();
            let there = if gone { "OutOfStock" } else { "InStock" };
            json!({
                "@type": "Offer",
                "sku": option.sku,
                "name": if option.name.is_empty() { &self.name } else { &option.name },
                "price": option.price,
                "priceCurrency": "KRW",
                "availability": format!("https://schema.org/{there}"),
                "itemCondition": "https://schema.org/NewCondition",
                "url": absolute(frame, path),
                "seller": { "@type": "Organization", "name": frame.company.shop },
            })
        };
        json!({
            "@context": "https://schema.org",
            "@type": "Product",
            "name": self.name,
            "description": self.summary,
            "image": self.pictures.iter().map(|it| absolute(frame, &it.src)).collect::<Vec<_>>(),
            "category": self.crumbs.last().map(|crumb| &crumb.name),
            "url": absolute(frame, path),
            "offers": self.options.iter().map(offer).collect::<Vec<_>>(),
        })
    }

    fn sample_options() -> Vec<OptionRow> {
        let option = |sku: &str, name: &str, price, few, sold_out| OptionRow {
            sku: sku.into(),
            name: name.into(),
            values: String::new(),
            price,
            list_price: (sku == "oat-shake-7").then_some(32_000),
            discount_percent: (sku == "oat-shake-7").then_some(20),
            sold_out,
            few,
            chosen: sku == "oat-shake-7",
        };
        vec![
            option("oat-shake-7", "7포", 25_600, None, false),
            option("oat-shake-14", "14포", 46_800, Some(4), false),
            option("oat-shake-28", "28포", 88_000, None, true),
        ]
    }

    fn sample() -> Self {
        let fact = |label: &str, value: &str| Fact {
            label: label.into(),
            value: value.into(),
        };
        Self {
            id: "oat-shake".into(),
            unit: None,
            name: "오트 한 끼 쉐이크".into(),
            summary: "귀리와 콩 단백질로 만든 아침 한 잔".into(),
            crumbs: vec![Crumb {
                name: "든든한 한 끼".into(),
                href: "/?category=meal".into(),
            }],
            pictures: vec![Picture {
                number: 1,
                src: "/pictures/oat-shake.svg".into(),
                srcset: None,
                small: "/pictures/oat-shake.svg".into(),
            }],
            drawn: true,
            price: 25_600,
            list_price: Some(32_000),
            discount_percent: Some(20),
            from: true,
            badges: vec![Badge::of(Language::Ko, "best")],
            tax_free: false,
            options: Self::sample_options(),
            axes: vec![],
            choose: true,
            sold_out: false,
            closed: None,
            until: None,
            stock: "바로 보낼 수 있습니다".into(),
            action: "/cart/lines".into(),
            quantity: 1,
            max_quantity: 20,
            paragraphs: vec![
                "물이나 우유 200 ml에 한 포를 넣고 열 번 흔들면 됩니다.".into(),
                "설탕을 넣지 않았습니다. 단맛은 대추와 귀리에서 옵니다.".into(),
            ],
            facts: vec![
                fact("식품 유형", "곡류가공품"),
                fact("내용량", "40 g × 7포"),
                fact("원재료", "귀리 62 %(국산), 분리대두단백, 대추 분말, 소금"),
                fact("알레르기", "대두 함유"),
                fact("보관", "직사광선을 피해 서늘한 곳"),
            ],
            detail: Some(Detail::sample()),
            reviews: ReviewBox::sample(),
            related: vec![
                Card::sample("daily-nuts", "하루 견과 클래식", "소금 없이 구운", 12_900),
                Card::sample("odae-rice", "철원 오대쌀", "갓 도정한", 28_900),
            ],
            notice: None,
        }
    }
}
