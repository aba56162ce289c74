//! Pages for staff and auditors, on the admin port.

use chrono::{DateTime, Utc};
use letters::Language;
use serde::Serialize;

use super::{Area, Page};

/// The way in.
#[derive(Debug, Clone, Serialize)]
pub struct AdminHome {
    pub tiles: Vec<Tile>,
    /// Stock that somebody must look at.
    pub stock: Vec<StockAlarm>,
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

/// A stock of which paid pieces are missing, or whose books do not balance.
#[derive(Debug, Clone, Serialize)]
pub struct StockAlarm {
    /// The store whose stock it is; none where all stores sell from it.
    pub store: Option<String>,
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
    /// Those that nobody has settled yet.
    pub open: usize,
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

    fn title(&self, _: Language) -> String {
        "운영".into()
    }

    fn samples() -> Vec<Self> {
        let tile = |label: &str, value: &str, alarm: bool| Tile {
            label: label.into(),
            value: value.into(),
            href: alarm.then(|| "/unmatched".into()),
            alarm,
        };
        let honey = |store| StockAlarm {
            store,
            sku: "honey-500g".into(),
            short: 2,
            on_hand: 0,
            balanced: true,
        };
        vec![
            Self {
                tiles: vec![
                    tile("입금 대기", "12", false),
                    tile("확인할 입금", "2", true),
                ],
                stock: vec![honey(None)],
            },
            Self {
                tiles: vec![],
                stock: vec![honey(Some("살림장부".into()))],
            },
            Self {
                tiles: vec![],
                stock: vec![],
            },
        ]
    }
}

impl Page for Unmatched {
    const TEMPLATE: &'static str = "unmatched";
    const AREA: Area = Area::Admin;

    fn title(&self, _: Language) -> String {
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
                open: 1,
                deposits: vec![deposit, ended],
            },
            Self {
                open: 0,
                deposits: vec![],
            },
        ]
    }
}

impl AdminMessage {
    /// What staff are told of an answer that has no page of its own; `request` is its number in the log.
    #[must_use]
    pub fn for_status(status: u16, request: Option<&str>) -> Self {
        let (headline, detail) = match status {
            404 => (
                "그런 화면은 없습니다",
                "위의 차림표에서 고르거나 주문 번호로 찾아 주세요.",
            ),
            403 => (
                "여기서는 열 수 없는 화면입니다",
                "가게가 돌아가는 컴퓨터에서 localhost 주소로 열어 주세요.",
            ),
            400..=499 => (
                "보내신 내용을 읽지 못했습니다",
                "주소와 적은 내용을 확인하고 다시 열어 주세요.",
            ),
            503 => (
                "지금은 장부를 읽을 수 없습니다",
                "데이터베이스가 살아 있는지 살펴보고, 잠시 뒤에 다시 열어 주세요.",
            ),
            _ => ("화면을 만들지 못했습니다", "기록에서 까닭을 찾아 주세요."),
        };
        let number = request.map(|id| format!(" 기록의 요청 번호: {id}"));
        Self {
            headline: headline.into(),
            detail: format!("{detail}{}", number.unwrap_or_default()),
        }
    }
}

impl Page for AdminMessage {
    const TEMPLATE: &'static str = "message";
    const AREA: Area = Area::Admin;

    fn title(&self, _: Language) -> String {
        self.headline.clone()
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::for_status(404, None),
            Self::for_status(503, Some("0198f2a0-1111")),
        ]
    }
}
