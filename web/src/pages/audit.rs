//! An order's events on both clocks, and its state at any moment: for auditors.

use chrono::{DateTime, TimeDelta, Utc};
use letters::Language;
use serde::Serialize;

use super::{Area, Notice, Page};

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

impl Page for Audit {
    const TEMPLATE: &'static str = "audit";
    const AREA: Area = Area::Admin;

    fn title(&self, _: Language) -> String {
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
        let fact = |path: &str, value: &str| Fact {
            path: path.into(),
            value: value.into(),
        };
        let events = [
            ("order", 1, "OrderPlaced", 0),
            ("payment", 1, "PaymentRequested", 0),
            ("payment", 2, "VirtualAccountIssued", 0),
            ("order", 2, "OrderPaid", 2),
            ("order", 3, "ParcelShipped", 26),
        ];
        Self {
            order: "20260801-7K3QM9XW2F".into(),
            versions: 3,
            version: 2,
            at: String::new(),
            known: false,
            events: events.into_iter().map(AuditEvent::sample).collect(),
            state: vec![
                fact("status", "paid"),
                fact("order.lines.0.ordered", "1"),
                fact("order.paid", "41500"),
            ],
            from: None,
            to: None,
            changes: vec![],
            notice: None,
        }
    }
}

impl AuditEvent {
    fn sample((stream, sequence, name, hours): (&str, i64, &str, i64)) -> Self {
        let placed = DateTime::from_timestamp(1_785_542_400, 0).unwrap_or_default();
        let at = placed + TimeDelta::hours(hours);
        Self {
            stream: stream.into(),
            sequence,
            name: name.into(),
            occurred_at: at,
            recorded_at: at + TimeDelta::milliseconds(412),
            actor: "guest".into(),
            channel: "pc".into(),
            cause: "0198f2a0-1111".into(),
            payload: "{\n  \"total\": 41500\n}".into(),
            later: hours > 2,
            href: (stream == "order").then(|| format!("/audit/orders/O?version={sequence}")),
        }
    }
}
