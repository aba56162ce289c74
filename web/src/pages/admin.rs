//! Pages for staff and auditors, on the admin port.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::{Area, Notice, Page};

/// The way in.
#[derive(Debug, Clone, Serialize)]
pub struct AdminHome {
    pub tiles: Vec<Tile>,
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

/// One order's life, as it was at any moment.
#[derive(Debug, Clone, Serialize)]
pub struct Audit {
    pub order: String,
    /// Events in the order's own stream.
    pub versions: i64,
    /// The version looked at.
    pub version: i64,
    /// The moment asked for, as typed (KST); empty when a version was asked for.
    pub at: String,
    /// That moment is by the log's clock.
    pub known: bool,
    pub events: Vec<AuditEvent>,
    /// The state as of that version.
    pub state: Vec<Fact>,
    /// Compared versions, when a comparison was asked for.
    pub from: Option<i64>,
    pub to: Option<i64>,
    pub changes: Vec<Change>,
    pub notice: Option<Notice>,
}

/// An event with both its clocks.
#[derive(Debug, Clone, Serialize)]
pub struct AuditEvent {
    /// `order`, `payment`, `stock`…
    pub stream: String,
    pub sequence: i64,
    /// The event's name in the log.
    pub name: String,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// When the shop knew.
    pub recorded_at: DateTime<Utc>,
    pub actor: String,
    pub channel: String,
    pub cause: String,
    /// The payload, indented.
    pub payload: String,
    /// Newer than the version looked at.
    pub later: bool,
    /// Links to the order as of this event; only for the order's own stream.
    pub href: Option<String>,
}

/// A leaf of the state.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    pub path: String,
    pub value: String,
}

/// A leaf that differs.
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    pub path: String,
    /// `—` when absent.
    pub before: String,
    pub after: String,
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
    /// The money went back, or was otherwise settled.
    pub settled: bool,
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
                notice: None,
            },
            Self {
                tiles: vec![],
                notice: Some(Notice::warning("그런 주문 번호는 없습니다.")),
            },
        ]
    }
}

impl Page for Audit {
    const TEMPLATE: &'static str = "audit";
    const AREA: Area = Area::Admin;

    fn title(&self) -> String {
        format!("주문 {} 감사", self.order)
    }

    fn samples() -> Vec<Self> {
        let full = Self::sample();
        let compared = Self {
            from: Some(1),
            to: Some(2),
            changes: vec![Change {
                path: "status".into(),
                before: "PendingDeposit".into(),
                after: "Paid".into(),
            }],
            ..Self::sample()
        };
        let same = Self {
            from: Some(2),
            to: Some(2),
            at: "2026-08-01T10:00".into(),
            notice: Some(Notice::warning("그 시각에는 아직 주문이 없었습니다.")),
            ..Self::sample()
        };
        vec![full, compared, same]
    }
}

impl Audit {
    fn sample() -> Self {
        let placed = DateTime::from_timestamp(1_785_542_400, 0).unwrap_or_default();
        let event = |stream: &str, sequence, name: &str, payload: &str, hours, later| AuditEvent {
            stream: stream.into(),
            sequence,
            name: name.into(),
            occurred_at: placed + TimeDelta::hours(hours),
            recorded_at: placed + TimeDelta::hours(hours) + TimeDelta::milliseconds(412),
            actor: "guest".into(),
            channel: "web-pc".into(),
            cause: "checkout 0198f2a0".into(),
            payload: payload.into(),
            later,
            href: (stream == "order").then(|| format!("/audit/orders/O?version={sequence}")),
        };
        let fact = |path: &str, value: &str| Fact {
            path: path.into(),
            value: value.into(),
        };
        Self {
            order: "20260801-7K3QM9XW2F".into(),
            versions: 3,
            version: 2,
            at: String::new(),
            known: false,
            events: vec![
                event(
                    "order",
                    1,
                    "OrderPlaced",
                    "{\n  \"total\": 41500\n}",
                    0,
                    false,
                ),
                event(
                    "payment",
                    1,
                    "PaymentRequested",
                    "{\n  \"amount\": 41500\n}",
                    0,
                    false,
                ),
                event(
                    "payment",
                    2,
                    "VirtualAccountIssued",
                    "{\n  \"bank\": \"088\"\n}",
                    0,
                    false,
                ),
                event(
                    "order",
                    2,
                    "OrderPaid",
                    "{\n  \"amount\": 41500\n}",
                    2,
                    false,
                ),
                event(
                    "order",
                    3,
                    "ParcelShipped",
                    "{\n  \"carrier\": \"cj\"\n}",
                    26,
                    true,
                ),
            ],
            state: vec![
                fact("status", "Paid"),
                fact("total", "41500"),
                fact("lines.0.sku", "oat-shake-7"),
                fact("lines.0.quantity", "1"),
            ],
            from: None,
            to: None,
            changes: vec![],
            notice: None,
        }
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
            settled: false,
        };
        let unknown = UnmatchedDeposit {
            href: None,
            settled: true,
            ..deposit.clone()
        };
        vec![
            Self {
                deposits: vec![deposit, unknown],
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
