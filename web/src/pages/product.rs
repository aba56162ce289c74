//! One product: its picture, price, options, and the facts a food must show.

use serde::Serialize;

use super::{Badge, Card, Notice, Page};

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
    pub category: Option<Crumb>,
    pub picture: String,
    /// Lowest price, won.
    pub price: i64,
    pub list_price: Option<i64>,
    pub discount_percent: Option<i64>,
    pub from: bool,
    pub badges: Vec<Badge>,
    pub tax_free: bool,
    pub options: Vec<OptionRow>,
    /// What one is, when there is only one to choose: 1 kg, 20봉…
    pub unit: Option<String>,
    /// Several SKUs: the buyer chooses one.
    pub choose: bool,
    pub sold_out: bool,
    /// Where the form goes.
    pub action: String,
    pub quantity: i64,
    pub max_quantity: i64,
    /// The story, one paragraph each.
    pub paragraphs: Vec<String>,
    /// 상품정보제공고시: label and value.
    pub facts: Vec<Fact>,
    pub related: Vec<Card>,
    pub notice: Option<Notice>,
}

/// A step back up.
#[derive(Debug, Clone, Serialize)]
pub struct Crumb {
    pub name: String,
    pub href: String,
}

/// One thing that can be bought.
#[derive(Debug, Clone, Serialize)]
pub struct OptionRow {
    pub sku: String,
    pub name: String,
    /// Won.
    pub price: i64,
    /// The price before a discount, won.
    pub list_price: Option<i64>,
    pub discount_percent: Option<i64>,
    pub sold_out: bool,
    /// Few are left: how many.
    pub few: Option<i64>,
    pub chosen: bool,
}

/// A labelled fact.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

impl Page for Product {
    const TEMPLATE: &'static str = "product";

    fn title(&self) -> String {
        self.name.clone()
    }

    fn samples() -> Vec<Self> {
        let full = Self::sample();
        let mut sold_out = Self::sample();
        sold_out.sold_out = true;
        sold_out.choose = false;
        sold_out.options.truncate(1);
        sold_out.options[0].sold_out = true;
        sold_out.category = None;
        sold_out.list_price = None;
        sold_out.discount_percent = None;
        sold_out.related = vec![];
        sold_out.facts = vec![];
        sold_out.paragraphs = vec![];
        let mut refused = Self::sample();
        refused.choose = false;
        refused.options.truncate(1);
        refused.notice = Some(Notice::warning(
            "남은 수량은 7개입니다. 수량을 줄여 주세요.",
        ));
        vec![full, sold_out, refused]
    }
}

impl Product {
    fn sample() -> Self {
        let option = |sku: &str, name: &str, price, few, sold_out| OptionRow {
            sku: sku.into(),
            name: name.into(),
            price,
            list_price: (sku == "oat-shake-7").then_some(32_000),
            discount_percent: (sku == "oat-shake-7").then_some(20),
            sold_out,
            few,
            chosen: sku == "oat-shake-7",
        };
        let fact = |label: &str, value: &str| Fact {
            label: label.into(),
            value: value.into(),
        };
        Self {
            id: "oat-shake".into(),
            unit: None,
            name: "오트 한 끼 쉐이크".into(),
            summary: "귀리와 콩 단백질로 만든 아침 한 잔".into(),
            category: Some(Crumb {
                name: "든든한 한 끼".into(),
                href: "/?category=meal".into(),
            }),
            picture: "/pictures/oat-shake.svg".into(),
            price: 25_600,
            list_price: Some(32_000),
            discount_percent: Some(20),
            from: true,
            badges: vec![Badge::of("best")],
            tax_free: false,
            options: vec![
                option("oat-shake-7", "7포", 25_600, None, false),
                option("oat-shake-14", "14포", 46_800, Some(4), false),
                option("oat-shake-28", "28포", 88_000, None, true),
            ],
            choose: true,
            sold_out: false,
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
            related: vec![
                Card::sample("daily-nuts", "하루 견과 클래식", "소금 없이 구운", 12_900),
                Card::sample("odae-rice", "철원 오대쌀", "갓 도정한", 28_900),
            ],
            notice: None,
        }
    }
}
