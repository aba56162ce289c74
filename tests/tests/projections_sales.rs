//! Sales: what counts, on which day, and as of when.

#![allow(clippy::unwrap_used)]

use projections::sales::{Dimension, ReportQuery, Row, explain, report};
use store::StreamKey;
use tests::folded::{all_equal, catch_up};
use tests::told::{Shop, a_sale_and_a_refund, at, placed};

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
async fn as_of_a_moment_includes_what_happened_in_it() {
    let shop = a_sale_and_a_refund().await;
    let refunds = async |as_of: Option<&str>, known_at: Option<&str>| {
        let query = ReportQuery {
            as_of: as_of.map(at),
            known_at: known_at.map(at),
            ..ReportQuery::default()
        };
        report(&shop.pool, &query).await.unwrap()[0].refunds
    };
    assert_eq!(refunds(Some("2026-03-09T15:30:00Z"), None).await, 5_500);
    assert_eq!(refunds(Some("2026-03-09T15:29:59Z"), None).await, 0);
    assert_eq!(refunds(None, Some("2026-03-12T00:00:00Z")).await, 5_500);
    assert_eq!(refunds(None, Some("2026-03-11T23:59:59Z")).await, 0);
}

/// An order to Jeju: goods of 16,000, postage 3,000 and the surcharge 3,000; 1,000 won were
/// granted for the delay, and then all of it was cancelled.
async fn granted_and_cancelled() -> Shop {
    let shop = Shop::new().await;
    let mut order = placed("o1");
    let quote = &mut order["OrderPlaced"]["draft"]["quote"];
    quote["charges"]
        .as_array_mut()
        .unwrap()
        .push(serde_json::json!(
            {"code": "REMOTE", "name": "도서산간", "kind": "Shipping", "amount": 3_000}
        ));
    let time = "2026-03-02T01:00:00Z";
    let grant = serde_json::json!({"lines": [], "charges": 1_000, "amount": 1_000});
    let rest = serde_json::json!({"charges": 5_000, "amount": 21_000, "lines": [
        {"line": 0, "quantity": 2, "amount": 10_000}, {"line": 1, "quantity": 3, "amount": 6_000}]});
    let events = [
        order,
        serde_json::json!({"OrderPaid": {"payment": "o1.1", "amount": 22_000, "at": time}}),
        serde_json::json!({"RefundGranted": {"claim": "late", "reason": "late", "refund": grant, "at": time}}),
        serde_json::json!({"OrderRefunded": {"claim": "late", "refund": "r1", "plan": grant, "at": time}}),
        serde_json::json!({"LinesCancelled": {"claim": "all", "reason": "staff", "refund": rest, "at": time}}),
        serde_json::json!({"OrderRefunded": {"claim": "all", "refund": "r2", "plan": rest, "at": time}}),
    ];
    for event in events {
        shop.tell(time, "order", "o1", &[event]).await;
        catch_up(&shop.pool, &shop.log).await;
    }
    shop
}

#[tokio::test]
async fn each_charge_is_refunded_under_its_own_name_and_a_grant_under_one_of_its_own() {
    let shop = granted_and_cancelled().await;
    let query = ReportQuery {
        by: vec![Dimension::Sku],
        only: vec![(Dimension::Category, "charge".to_owned())],
        ..ReportQuery::default()
    };
    let charges = report(&shop.pool, &query).await.unwrap();
    let expected = [
        row(&["GRANT"], 0, 0, 0, 0, 1_000),
        row(&["REMOTE"], 1, 0, 3_000, 0, 2_500),
        row(&["SHIPPING"], 1, 0, 3_000, 0, 2_500),
    ];
    assert_eq!(charges, expected);
    let all = report(&shop.pool, &ReportQuery::default()).await.unwrap();
    assert_eq!((all[0].gross, all[0].refunds), (22_000, 22_000));
    all_equal(&shop.pool, &shop.log).await;
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
