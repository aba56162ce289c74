//! Shops told event by event, with both clocks in the test's hand.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sqlx::PgPool;
use store::{Commit, EventLog, MemoryLog, NewEvent, StreamKey};
use uuid::Uuid;

use crate::folded::catch_up;
use crate::pg;

/// A literal time.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("sound")
}

/// A shop that is told what happened, event by event.
pub struct Shop {
    /// Its tables.
    pub pool: PgPool,
    /// Its log.
    pub log: Arc<dyn EventLog>,
}

impl Shop {
    /// A log whose clock says in each commit what the test wants: `recorded` of the next one.
    pub async fn new() -> Self {
        let log = MemoryLog::with_clock(Arc::new(|| RECORDED.with(|time| *time.borrow())));
        Self {
            pool: pg::database().await.pool().await,
            log: Arc::new(log),
        }
    }

    /// Appends events to a stream; the log takes them at `recorded`.
    pub async fn tell(
        &self,
        recorded: &str,
        kind: &'static str,
        id: &str,
        events: &[serde_json::Value],
    ) {
        RECORDED.with(|time| *time.borrow_mut() = at(recorded));
        let stream = StreamKey::new(kind, id);
        let before = self
            .log
            .load(&[(stream.clone(), 0)])
            .await
            .expect("sound")
            .len();
        let new = |event: &serde_json::Value| NewEvent {
            event_id: Uuid::new_v4(),
            event_type: event
                .as_object()
                .expect("sound")
                .keys()
                .next()
                .expect("sound")
                .clone(),
            event_version: "1".into(),
            payload: event.to_string(),
            metadata: "{}".to_owned(),
        };
        let commit = Commit {
            stream,
            expected: i64::try_from(before).expect("sound"),
            events: events.iter().map(new).collect(),
        };
        self.log
            .append(&[commit])
            .await
            .pop()
            .expect("sound")
            .expect("sound");
    }
}

thread_local! {
    static RECORDED: std::cell::RefCell<DateTime<Utc>> = const { std::cell::RefCell::new(DateTime::UNIX_EPOCH) };
}

fn line(sku: &str, quantity: u32, net: i64) -> serde_json::Value {
    serde_json::json!({
        "product": format!("p-{sku}"), "sku": sku, "name": format!("이름 {sku}"), "category": "rice",
        "unit_price": net / i64::from(quantity), "quantity": quantity, "gross": net, "net": net,
    })
}

/// Two lines, a gift and the postage: 10,000 + 6,000 + 3,000.
pub fn placed(order: &str) -> serde_json::Value {
    serde_json::json!({"OrderPlaced": {"draft": {
        "order": order, "store": "demo", "channel": "pc", "country": "KR",
        "quote": {
            "rules_version": 1, "lines": [line("a", 2, 10_000), line("b", 3, 6_000)],
            "gifts": [{"sku": "pouch", "name": "파우치", "quantity": 1}],
            "charges": [{"code": "SHIPPING", "name": "배송비", "kind": "Shipping", "amount": 3_000}],
            "goods": 16_000, "shipping": 3_000, "total": 19_000, "taxable": 19_000,
        },
        "method": {"kind": "virtual_account", "bank": "088"},
        "deposit_deadline": "2026-03-04T00:00:00Z", "placed_at": "2026-03-01T01:00:00Z",
    }}})
}

/// Its payment.
pub fn paid(order: &str, at: &str) -> serde_json::Value {
    serde_json::json!({"OrderPaid": {"payment": format!("{order}.1"), "amount": 19_000, "at": at}})
}

/// One piece of the first line, and 500 won beside it.
pub fn returned(at: &str) -> [serde_json::Value; 2] {
    let plan = serde_json::json!({"lines": [{"line": 0, "quantity": 1, "amount": 5_000}], "charges": 500, "amount": 5_500});
    [
        serde_json::json!({"ReturnReceived": {"claim": "c1", "resellable": true, "refund": plan, "at": at}}),
        serde_json::json!({"OrderRefunded": {"claim": "c1", "refund": "r1", "plan": plan, "at": at}}),
    ]
}

/// Placed and paid on 1 March in Korea, refunded on 10 March, which the shop learned on the 12th.
pub async fn a_sale_and_a_refund() -> Shop {
    let shop = Shop::new().await;
    shop.tell("2026-03-01T01:00:00Z", "order", "o1", &[placed("o1")])
        .await;
    // 23:30 in Korea: still the first of March there.
    shop.tell(
        "2026-03-01T14:31:00Z",
        "order",
        "o1",
        &[paid("o1", "2026-03-01T14:30:00Z")],
    )
    .await;
    shop.tell(
        "2026-03-12T00:00:00Z",
        "order",
        "o1",
        &returned("2026-03-09T15:30:00Z"),
    )
    .await;
    catch_up(&shop.pool, &shop.log).await;
    shop
}
