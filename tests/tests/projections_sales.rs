//! Sales: what counts, on which day, and as of when.

#![allow(clippy::unwrap_used)]

use projections::sales::{Dimension, ReportQuery, Row, explain, report};
use store::StreamKey;
use tests::folded::{all_equal, catch_up};
use tests::told::{Shop, a_sale_and_a_refund, at};

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
