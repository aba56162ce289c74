//! Pages for staff and auditors, on the admin port.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Area, Notice, Page};

/// The way in.
#[derive(Debug, Clone, Serialize)]
pub struct AdminHome {
    pub tiles: Vec<Tile>,
    /// Stock that somebody must look at.
    pub stock: Vec<StockAlarm>,
    pub notice: Option<Notice>,
}

/// A figure with a way to what it counts.
#[derive(Debug, Clone, Serialize)]
pub struct Tile {
    pub label: String,
    pub value: String,
    pub href: Option<String>,
    /// Somebody should act.
    pub alarm: bool,
}

/// A SKU of which paid pieces are missing, or whose books do not balance.
#[derive(Debug, Clone, Serialize)]
pub struct StockAlarm {
    pub sku: String,
    /// Pieces paid for but not there.
    pub short: i64,
    /// Pieces free to be sold.
    pub on_hand: i64,
    pub balanced: bool,
}

/// Deposits that belong to no order.
#[derive(Debug, Clone, Serialize)]
pub struct Unmatched {
    pub deposits: Vec<UnmatchedDeposit>,
}

/// One of them.
#[derive(Debug, Clone, Serialize)]
pub struct UnmatchedDeposit {
    pub recorded_at: DateTime<Utc>,
    pub notice: String,
    /// The order number the bank named, and its audit page.
    pub order: String,
    pub href: Option<String>,
    pub account: String,
    /// Won.
    pub amount: i64,
    pub reason: String,
    /// What ended it, or what staff must look at.
    pub end: String,
    /// What staff type once they have paid it back; none where nothing is to be paid back.
    pub command: Option<String>,
}

/// Something to say to staff.
#[derive(Debug, Clone, Serialize)]
pub struct AdminMessage {
    pub headline: String,
    pub detail: String,
}

impl Page for AdminHome {
    const TEMPLATE: &'static str = "home";
    const AREA: Area = Area::Admin;

    fn title(&self) -> String {
        "운영".into()
    }

    fn samples() -> Vec<Self> {
        let tile = |label: &str, value: &str, alarm: bool| Tile {
            label: label.into(),
            value: value.into(),
            href: alarm.then(|| "/unmatched".into()),
            alarm,
        };
        vec![
            Self {
                tiles: vec![
                    tile("입금대기", "12", false),
                    tile("확인할 입금", "2", true),
                ],
                stock: vec![StockAlarm {
                    sku: "honey-500g".into(),
                    short: 2,
                    on_hand: 0,
                    balanced: true,
                }],
                notice: None,
            },
            Self {
                tiles: vec![],
                stock: vec![],
                notice: Some(Notice::warning("그런 주문 번호는 없습니다.")),
            },
        ]
    }
}

impl Page for Unmatched {
    const TEMPLATE: &'static str = "unmatched";
    const AREA: Area = Area::Admin;

    fn title(&self) -> String {
        "짝 없는 입금".into()
    }

    fn samples() -> Vec<Self> {
        let deposit = UnmatchedDeposit {
            recorded_at: DateTime::from_timestamp(1_785_542_400, 0).unwrap_or_default(),
            notice: "ININPGVBNKshoptest0120260801110501000001".into(),
            order: "20260801-7K3QM9XW2F".into(),
            href: Some("/audit/orders/20260801-7K3QM9XW2F".into()),
            account: "56211234567890".into(),
            amount: 41_000,
            reason: "금액이 다름".into(),
            end: String::new(),
            command: Some("jangbu deposit settle ININPGVBNKshoptest01 --paid-back 이체번호".into()),
        };
        let ended = UnmatchedDeposit {
            href: None,
            end: "돌려보냄: 20260803-000123".into(),
            command: None,
            ..deposit.clone()
        };
        vec![
            Self {
                deposits: vec![deposit, ended],
            },
            Self { deposits: vec![] },
        ]
    }
}

impl Page for AdminMessage {
    const TEMPLATE: &'static str = "message";
    const AREA: Area = Area::Admin;

    fn title(&self) -> String {
        self.headline.clone()
    }

    fn samples() -> Vec<Self> {
        vec![Self {
            headline: "찾을 수 없습니다".into(),
            detail: "주문 번호를 다시 확인해 주세요.".into(),
        }]
    }
}
