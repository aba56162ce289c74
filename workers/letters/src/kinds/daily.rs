//! The day's sales, to all staff at midnight.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use domain::Won;
use serde::Serialize;

use crate::chart::{self, Bar};
use crate::letter::{Letter, Picture};
use crate::theme::{Language, Theme};

/// What every store sold on a Korean day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DailySales {
    pub day: NaiveDate,
    pub stores: Vec<StoreSales>,
    /// All stores together.
    total: Total,
    /// There is more than one store, so that the total is worth a place of its own.
    several: bool,
    /// Where to look closer.
    pub href: String,
}

/// One store's day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoreSales {
    pub name: String,
    pub figures: Figures,
    /// By door, best first.
    pub channels: Vec<ChannelSales>,
    /// The best sold, best first.
    pub products: Vec<ProductSales>,
    /// The last fourteen days, oldest first; the last one is `day`.
    pub days: Vec<DaySales>,
    /// The picture of them, numbered when the letter is made.
    chart: String,
}

/// Figures as the sales report has them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    pub orders: i64,
    pub units: i64,
    /// Won.
    pub gross: Won,
    /// Paid back, in won; positive.
    pub refunds: Won,
    /// Gross without refunds, in won; may be below zero.
    pub net: Won,
}

/// What came through a door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChannelSales {
    /// `pc`, `mobile`, `desk`, or a market place by its name.
    pub channel: String,
    pub orders: i64,
    pub net: Won,
}

/// What a product brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProductSales {
    pub name: String,
    pub units: i64,
    pub net: Won,
}

/// A day and its net sales.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DaySales {
    pub day: NaiveDate,
    pub net: Won,
}

/// All stores together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Total {
    figures: Figures,
    days: Vec<DaySales>,
    chart: String,
}

impl StoreSales {
    /// One store's day.
    pub fn new(
        name: String,
        figures: Figures,
        channels: Vec<ChannelSales>,
        products: Vec<ProductSales>,
        days: Vec<DaySales>,
    ) -> Self {
        Self {
            name,
            figures,
            channels,
            products,
            days,
            chart: String::new(),
        }
    }
}

impl DailySales {
    /// The letter of a day; adds up the stores and numbers their pictures.
    pub fn new(day: NaiveDate, mut stores: Vec<StoreSales>, href: String) -> Self {
        for (place, store) in stores.iter_mut().enumerate() {
            store.chart = format!("days-{}", place + 1);
        }
        Self {
            day,
            total: Total::of(&stores),
            several: stores.len() > 1,
            stores,
            href,
        }
    }
}

impl Total {
    fn of(stores: &[StoreSales]) -> Self {
        let mut days: BTreeMap<NaiveDate, Won> = BTreeMap::new();
        let mut sum = Figures::default();
        for store in stores {
            let part = store.figures;
            sum.orders += part.orders;
            sum.units += part.units;
            sum.gross += part.gross;
            sum.refunds += part.refunds;
            sum.net += part.net;
            for day in &store.days {
                *days.entry(day.day).or_default() += day.net;
            }
        }
        let days = days.into_iter().map(|(day, net)| DaySales { day, net });
        Self {
            figures: sum,
            days: days.collect(),
            chart: "days-all".to_owned(),
        }
    }
}

impl Letter for DailySales {
    const NAME: &'static str = "daily-sales";

    fn samples() -> Vec<(&'static str, Self)> {
        let letter = |stores| Self::new(today(), stores, "http://127.0.0.1:8081/".to_owned());
        let second = StoreSales::new(
            "장부상회 도매".to_owned(),
            Figures {
                orders: 3,
                units: 46,
                gross: Won(123_900),
                refunds: Won(0),
                net: Won(123_900),
            },
            vec![ChannelSales {
                channel: "desk".to_owned(),
                orders: 3,
                net: Won(123_900),
            }],
            vec![],
            days([9, 0, 4, -2, 7, 3, 0, 11, 5, 0, 6, 2, 8, 3]),
        );
        let quiet = StoreSales::new(
            "장부상회".to_owned(),
            Figures::default(),
            vec![],
            vec![],
            days([0; 14]),
        );
        let mut refunds = quiet.clone();
        refunds.figures.refunds = Won(82_600);
        refunds.figures.net = Won(-82_600);
        refunds.days = days([0, 0, 0, -4, 0, 0, 0, 0, -1, 0, 0, 0, 0, -2]);
        let plain = sample([31, 28, 35, 52, 61, 24, 22, 33, 30, 41, 57, 66, 29, 37]);
        vec![
            ("one-store", letter(vec![plain.clone()])),
            ("two-stores", letter(vec![plain, second])),
            ("quiet", letter(vec![quiet])),
            ("only-refunds", letter(vec![refunds])),
        ]
    }

    fn pictures(&self, theme: &Theme, language: Language) -> Result<Vec<Picture>, String> {
        let stores = self.stores.iter().map(|store| (&store.chart, &store.days));
        let total = self
            .several
            .then_some((&self.total.chart, &self.total.days));
        let draw = |(id, days): (&String, &Vec<DaySales>)| {
            let bar = |day: &DaySales| Bar {
                day: day.day,
                value: day.net.0,
            };
            let bars: Vec<Bar> = days.iter().map(bar).collect();
            Ok(Picture {
                id: id.clone(),
                mime: "image/png",
                bytes: chart::png(&bars, &theme.colour, language)?,
            })
        };
        total.into_iter().chain(stores).map(draw).collect()
    }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default()
}

/// Fourteen days up to the sample's, in units of 41,300 won.
fn days(nets: [i64; 14]) -> Vec<DaySales> {
    let days = (0..14).rev().map(|back| today() - Days::new(back));
    let of = |(day, net)| DaySales {
        day,
        net: Won(net * 41_300),
    };
    days.zip(nets).map(of).collect()
}

fn sample(nets: [i64; 14]) -> StoreSales {
    let channel = |channel: &str, orders, net| ChannelSales {
        channel: channel.to_owned(),
        orders,
        net: Won(net),
    };
    let product = |name: &str, units, net| ProductSales {
        name: name.to_owned(),
        units,
        net: Won(net),
    };
    let days = days(nets);
    let net = days.last().map_or(Won(0), |day| day.net);
    StoreSales::new(
        "장부상회".to_owned(),
        Figures {
            orders: 47,
            units: 163,
            gross: net + Won(62_000),
            refunds: Won(62_000),
            net,
        },
        vec![
            channel("mobile", 29, 912_400),
            channel("pc", 15, 540_700),
            channel("네이버 스마트스토어", 3, 75_000),
        ],
        vec![
            product("들판 유정란 (20구)", 38, 452_200),
            product(
                "어머니의 손맛을 그대로 담은 국내산 찹쌀 태양초 고추장 선물 세트 (500g × 3단지)",
                2,
                256_000,
            ),
            product("철원 오대쌀 (10kg)", 5, 199_500),
            product("파주 콩 두부 (1모)", 21, 88_200),
            product("하루 견과 클래식", 6, 77_400),
        ],
        days,
    )
}
