//! What the read models tell, in sentences.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use chrono::{DateTime, Utc};
use projections::sales::{Dimension, ReportQuery, Row, explain, report};
use projections::{cart, catalogue, orders, stock};
use sqlx::PgPool;
use store::{Commit, EventLog, MemoryLog, NewEvent, StreamKey};
use tests::folded::{all_equal, catch_up};
use tests::pg;
use uuid::Uuid;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

struct Shop {
    pool: PgPool,
    log: Arc<dyn EventLog>,
}

impl Shop {
    /// A log whose clock says in each commit what the test wants: `recorded` of the next one.
    async fn new() -> Self {
        let log = MemoryLog::with_clock(Arc::new(|| RECORDED.with(|time| *time.borrow())));
        Self {
            pool: pg::database().await.pool().await,
            log: Arc::new(log),
        }
    }

    async fn tell(
        &self,
        recorded: &str,
        kind: &'static str,
        id: &str,
        events: &[serde_json::Value],
    ) {
        RECORDED.with(|time| *time.borrow_mut() = at(recorded));
        let stream = StreamKey::new(kind, id);
        let before = self.log.load(&[(stream.clone(), 0)]).await.unwrap().len();
        let new = |event: &serde_json::Value| NewEvent {
            event_id: Uuid::new_v4(),
            event_type: event
                .as_object()
                .unwrap()
                .keys()
                .next()
                .unwrap()
                .clone()
                .into(),
            event_version: "1".into(),
            payload: event.to_string(),
            metadata: "{}".to_owned(),
        };
        let commit = Commit {
            stream,
            expected: i64::try_from(before).unwrap(),
            events: events.iter().map(new).collect(),
        };
        self.log.append(&[commit]).await.pop().unwrap().unwrap();
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
fn placed(order: &str) -> serde_json::Value {
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

fn paid(order: &str, at: &str) -> serde_json::Value {
    serde_json::json!({"OrderPaid": {"payment": format!("{order}.1"), "amount": 19_000, "at": at}})
}

/// One piece of the first line, and 500 won beside it.
fn returned(at: &str) -> [serde_json::Value; 2] {
    let plan = serde_json::json!({"lines": [{"line": 0, "quantity": 1, "amount": 5_000}], "charges": 500, "amount": 5_500});
    [
        serde_json::json!({"ReturnReceived": {"claim": "c1", "resellable": true, "refund": plan, "at": at}}),
        serde_json::json!({"OrderRefunded": {"claim": "c1", "refund": "r1", "plan": plan, "at": at}}),
    ]
}

fn row(keys: &[&str], orders: i64, units: i64, gross: i64, refund_units: i64, refunds: i64) -> Row {
    let keys = keys.iter().map(|key| (*key).to_owned()).collect();
    Row {
        keys,
        orders,
        units,
        gross,
        refunds,
        net: gross - refunds,
        refund_units,
    }
}

/// Placed and paid on 1 March in Korea, refunded on 10 March, which the shop learned on the 12th.
async fn a_sale_and_a_refund() -> Shop {
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

#[tokio::test]
async fn a_refund_counts_on_its_own_korean_day() {
    let shop = a_sale_and_a_refund().await;
    let by_day = ReportQuery {
        by: vec![Dimension::Day],
        ..ReportQuery::default()
    };
    let days = report(&shop.pool, &by_day).await.unwrap();
    // The gift is a piece too; it costs nothing.
    assert_eq!(
        days,
        [
            row(&["2026-03-01"], 1, 6, 19_000, 0, 0),
            row(&["2026-03-10"], 0, 0, 0, 1, 5_500)
        ]
    );
    let by = ReportQuery {
        by: vec![Dimension::Month, Dimension::Sku],
        ..ReportQuery::default()
    };
    let expected = [
        row(&["2026-03", "SHIPPING"], 1, 0, 3_000, 0, 500),
        row(&["2026-03", "a"], 1, 2, 10_000, 1, 5_000),
        row(&["2026-03", "b"], 1, 3, 6_000, 0, 0),
        row(&["2026-03", "pouch"], 1, 1, 0, 0, 0),
    ];
    assert_eq!(report(&shop.pool, &by).await.unwrap(), expected);
}

#[tokio::test]
async fn every_combination_of_dimensions_adds_up_to_the_same_total() {
    let shop = a_sale_and_a_refund().await;
    for bits in 0..256_u32 {
        let by: Vec<_> = Dimension::ALL
            .into_iter()
            .enumerate()
            .filter(|(bit, _)| bits & (1 << bit) != 0)
            .map(|(_, by)| by)
            .collect();
        let rows = report(
            &shop.pool,
            &ReportQuery {
                by,
                ..ReportQuery::default()
            },
        )
        .await
        .unwrap();
        assert_eq!(rows.iter().map(|row| row.net).sum::<i64>(), 13_500);
    }
}

#[tokio::test]
async fn a_report_can_be_asked_as_of_what_happened_and_as_of_what_was_known() {
    let shop = a_sale_and_a_refund().await;
    let all = ReportQuery::default();
    let refunds = async |query: ReportQuery| report(&shop.pool, &query).await.unwrap()[0].refunds;
    assert_eq!(refunds(all.clone()).await, 5_500);
    // On the 11th it had happened, but nobody knew.
    let eleventh = Some(at("2026-03-11T00:00:00Z"));
    assert_eq!(
        refunds(ReportQuery {
            as_of: eleventh,
            ..all.clone()
        })
        .await,
        5_500
    );
    assert_eq!(
        refunds(ReportQuery {
            known_at: eleventh,
            ..all.clone()
        })
        .await,
        0
    );
    let eighth = Some(at("2026-03-08T00:00:00Z"));
    assert_eq!(
        refunds(ReportQuery {
            as_of: eighth,
            ..all.clone()
        })
        .await,
        0
    );
    let march_second = chrono::NaiveDate::from_ymd_opt(2026, 3, 2);
    assert_eq!(
        report(
            &shop.pool,
            &ReportQuery {
                from: march_second,
                ..all.clone()
            }
        )
        .await
        .unwrap()[0]
            .gross,
        0
    );
    assert_eq!(
        report(
            &shop.pool,
            &ReportQuery {
                to: march_second,
                ..all
            }
        )
        .await
        .unwrap()[0]
            .gross,
        19_000
    );
}

#[tokio::test]
async fn a_cell_explains_itself_down_to_the_event() {
    let shop = a_sale_and_a_refund().await;
    let cell = ReportQuery {
        only: vec![(Dimension::Sku, "a".to_owned())],
        ..ReportQuery::default()
    };
    let facts = explain(&shop.pool, &cell, 10).await.unwrap();
    let seen: Vec<_> = facts
        .iter()
        .map(|fact| (fact.kind.as_str(), fact.gross, fact.refunds))
        .collect();
    assert_eq!(seen, [("sale", 10_000, 0), ("refund", 0, 5_000)]);
    let events = shop
        .log
        .load(&[(StreamKey::new("order", "o1"), 0)])
        .await
        .unwrap();
    assert_eq!(facts[1].event_id, events[3].event_id);
    assert_eq!(facts[1].cursor, events[3].cursor.to_string());
    assert_eq!(facts[1].recorded_at, events[3].recorded_at);
}

#[tokio::test]
async fn a_credit_counts_as_a_refund_without_an_order() {
    let shop = Shop::new().await;
    let note = serde_json::json!({"CreditRecorded": {"note": {
        "store": "intake", "channel": "external:book", "reference": "C489449", "country": "Australia",
        "lines": [{"sku": "22087", "category": "unknown", "quantity": 12, "amount": 63_720}],
        "at": "2026-03-01T01:00:00Z",
    }}});
    shop.tell("2026-03-01T01:00:00Z", "credit", "C489449", &[note])
        .await;
    catch_up(&shop.pool, &shop.log).await;
    let by = ReportQuery {
        by: vec![Dimension::Store, Dimension::Channel, Dimension::Country],
        ..ReportQuery::default()
    };
    let rows = report(&shop.pool, &by).await.unwrap();
    assert_eq!(
        rows,
        [row(
            &["intake", "external:book", "Australia"],
            0,
            0,
            0,
            12,
            63_720
        )]
    );
    all_equal(&shop.pool, &shop.log).await;
}

#[tokio::test]
async fn an_order_is_shown_with_its_way_its_parcels_and_its_claims() {
    let shop = a_sale_and_a_refund().await;
    let ship = serde_json::json!({"ParcelShipped": {
        "parcel": 1, "carrier": "cj", "invoice": "688012345678", "at": "2026-03-13T00:00:00Z",
        "lines": [{"line": 0, "quantity": 2}],
    }});
    shop.tell("2026-03-13T00:00:00Z", "order", "o1", &[ship])
        .await;
    catch_up(&shop.pool, &shop.log).await;
    let view = orders::view(&shop.pool, "o1").await.unwrap().unwrap();
    assert_eq!(
        (view.status(), view.refunded(), view.owed()),
        ("partly_shipped", 5_500, 0)
    );
    assert_eq!(view.doc.times.paid, Some(at("2026-03-01T14:30:00Z")));
    assert_eq!((view.lines()[0].shipped, view.lines()[1].shipped), (2, 0));
    assert_eq!(view.parcels()[0].invoice, "688012345678");
    let claims = view.claims();
    assert_eq!(claims[0].plan.unwrap().amount.0, 5_500);
    assert_eq!(claims[0].note.refunded_at, Some(at("2026-03-09T15:30:00Z")));
    assert!(view.payment.is_none());

    let query = orders::OrderQuery {
        statuses: vec!["partly_shipped".to_owned()],
        page: 1,
        per_page: 10,
        ..orders::OrderQuery::default()
    };
    let listed = orders::list(&shop.pool, &query).await.unwrap();
    assert_eq!(
        (
            listed.total,
            listed.items[0].title.as_str(),
            listed.items[0].pieces
        ),
        (1, "이름 a", 5)
    );
    assert_eq!(
        orders::counts(&shop.pool, Some("demo")).await.unwrap(),
        [("partly_shipped".to_owned(), 1)]
    );
    assert!(orders::view(&shop.pool, "o2").await.unwrap().is_none());
}

fn listed(id: &str, name: &str, price: i64) -> serde_json::Value {
    serde_json::json!({"ProductListed": {"listing": {
        "product": id, "store": "demo", "name": name, "category": "rice", "category_name": "쌀", "summary": "갓 도정한 100% 햅쌀",
        "tax": "TaxFree", "variants": [
            {"sku": format!("{id}-4"), "option": "4kg", "price": price},
            {"sku": format!("{id}-10"), "option": "10kg", "price": price * 2},
        ],
    }}})
}

#[tokio::test]
async fn the_catalogue_finds_sorts_pages_and_tells_what_is_sold_out() {
    let shop = Shop::new().await;
    for (id, name, price) in [
        ("odae", "철원 오대쌀", 28_900),
        ("brown", "유기농 현미 A_B", 31_000),
        ("barley", "찰보리", 9_900),
    ] {
        shop.tell(
            "2026-03-01T00:00:00Z",
            "product",
            id,
            &[listed(id, name, price)],
        )
        .await;
    }
    let received = serde_json::json!({"StockReceived": {"quantity": 5, "reference": "d1"}});
    shop.tell("2026-03-01T00:00:00Z", "stock", "odae-10", &[received])
        .await;
    shop.tell(
        "2026-03-02T00:00:00Z",
        "product",
        "barley",
        &[serde_json::json!({"ProductHidden": {}})],
    )
    .await;
    catch_up(&shop.pool, &shop.log).await;
    let search = async |words: &str| {
        let query = catalogue::ListQuery {
            search: words.to_owned(),
            ..catalogue::ListQuery::new("demo")
        };
        let found = catalogue::list(&shop.pool, &query).await.unwrap();
        found
            .items
            .into_iter()
            .map(|card| card.product)
            .collect::<Vec<_>>()
    };
    assert_eq!(search("").await.len(), 2, "the hidden one is not shown");
    assert_eq!(search("오대 철원").await, ["odae"]);
    assert_eq!(search("a_b").await, ["brown"]);
    assert_eq!(search("%").await.len(), 2, "a sign like any other: 100%");
    assert_eq!(search("찰보리").await, Vec::<String>::new());
    // Typed on a machine that decomposes Hangul.
    assert_eq!(search("\u{110b}\u{1169}\u{1103}\u{1162}").await, ["odae"]);

    let mut query = catalogue::ListQuery {
        sort: catalogue::Sort::PriceHigh,
        per_page: 1,
        ..catalogue::ListQuery::new("demo")
    };
    let first = catalogue::list(&shop.pool, &query).await.unwrap();
    assert_eq!(
        (
            first.total,
            first.pages,
            first.items[0].product.as_str(),
            first.items[0].sold_out
        ),
        (2, 2, "brown", true)
    );
    query.page = 2;
    let second = catalogue::list(&shop.pool, &query).await.unwrap();
    assert_eq!(
        (
            second.items[0].product.as_str(),
            second.items[0].sold_out,
            second.items[0].price_varies
        ),
        ("odae", false, true)
    );
    query.page = 3;
    assert_eq!(catalogue::list(&shop.pool, &query).await.unwrap().total, 2);

    let page = catalogue::product(&shop.pool, "demo", "odae")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(page.available, [0, 5]);
    assert!(
        catalogue::product(&shop.pool, "demo", "barley")
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        catalogue::product(&shop.pool, "other", "odae")
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(
        catalogue::product_of_sku(&shop.pool, "demo", "odae-4")
            .await
            .unwrap()
            .as_deref(),
        Some("odae")
    );
    let categories = catalogue::categories(&shop.pool, "demo").await.unwrap();
    assert_eq!((categories.len(), categories[0].products), (1, 2));
}

#[tokio::test]
async fn a_cart_shows_prices_then_and_now_and_what_is_left() {
    let shop = Shop::new().await;
    let cart = Uuid::new_v4();
    shop.tell(
        "2026-03-01T00:00:00Z",
        "product",
        "odae",
        &[listed("odae", "철원 오대쌀", 28_900)],
    )
    .await;
    shop.tell(
        "2026-03-01T00:00:00Z",
        "stock",
        "odae-4",
        &[serde_json::json!({"StockReceived": {"quantity": 3, "reference": "d1"}})],
    )
    .await;
    let add = |sku: &str| serde_json::json!({"ItemAdded": {"product": "odae", "sku": sku, "quantity": 2, "price": 28_900}});
    shop.tell(
        "2026-03-01T00:00:00Z",
        "cart",
        &cart.to_string(),
        &[add("odae-4"), add("gone-1")],
    )
    .await;
    shop.tell(
        "2026-03-02T00:00:00Z",
        "product",
        "odae",
        &[serde_json::json!({"PriceChanged": {"sku": "odae-4", "price": 25_000}})],
    )
    .await;
    catch_up(&shop.pool, &shop.log).await;
    let view = cart::view(&shop.pool, cart).await.unwrap().unwrap();
    assert_eq!(
        (view.pieces(), cart::pieces(&shop.pool, cart).await.unwrap()),
        (4, 4)
    );
    let [rice, gone] = &view.items[..] else {
        panic!("two items")
    };
    assert_eq!(
        (rice.changed_price(), rice.available, rice.can_buy()),
        (Some(25_000), 3, true)
    );
    assert_eq!(rice.now.as_ref().unwrap().option.as_deref(), Some("4kg"));
    assert!(gone.now.is_none() && !gone.can_buy());
    assert!(
        cart::view(&shop.pool, Uuid::new_v4())
            .await
            .unwrap()
            .is_none()
    );
    assert!(stock::all(&shop.pool).await.unwrap()[0].balanced());
}

#[tokio::test]
async fn deposits_due_and_deposits_without_a_match_are_tasks() {
    let shop = Shop::new().await;
    shop.tell("2026-03-01T01:00:00Z", "order", "o1", &[placed("o1")])
        .await;
    let opened = serde_json::json!({"PaymentRequested": {"order": "o1", "amount": 19_000, "at": "2026-03-01T01:00:00Z"}});
    let issued = serde_json::json!({"VirtualAccountIssued": {
        "bank": "088", "account": "56211234567890", "issue": "t1", "deadline": "2026-03-04T00:00:00Z"}});
    let wrong = serde_json::json!({"DepositUnmatched": {
        "notice": "n1", "account": "56211234567890", "amount": 18_000, "reason": "wrong_amount", "at": "2026-03-02T01:00:00Z"}});
    shop.tell(
        "2026-03-02T01:00:00Z",
        "payment",
        "o1.1",
        &[opened, issued, wrong],
    )
    .await;
    catch_up(&shop.pool, &shop.log).await;
    let due = orders::deposits_due(&shop.pool, at("2026-03-05T00:00:00Z"), 10)
        .await
        .unwrap();
    assert_eq!(
        (
            due[0].order.as_str(),
            due[0].amount,
            due[0].account.as_deref()
        ),
        ("o1", 19_000, Some("56211234567890"))
    );
    assert_eq!(
        orders::deposits_due(&shop.pool, at("2026-03-03T00:00:00Z"), 10)
            .await
            .unwrap(),
        []
    );
    let unmatched = orders::unmatched(&shop.pool, 10).await.unwrap();
    let task = &unmatched[0];
    assert_eq!(
        (
            task.order.as_deref(),
            task.amount,
            task.reason.as_str(),
            task.task.as_str()
        ),
        (Some("o1"), 18_000, "wrong_amount", "open")
    );
    let view = orders::view(&shop.pool, "o1").await.unwrap().unwrap();
    assert_eq!(
        view.payment.unwrap().deadline,
        Some(at("2026-03-04T00:00:00Z"))
    );
}
