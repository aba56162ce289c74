//! How old events become new ones: one to none, to one, to several, and several to fewer.

#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};
use store::{Cursor, Recorded, Upcasters, Upcasting};

fn recorded(id: &str, sequence: i64, event_type: &str, payload: &Value) -> Recorded {
    Recorded {
        cursor: Cursor {
            epoch: 1,
            xid: 7,
            position: sequence,
        },
        kind: "order".to_owned(),
        id: id.to_owned(),
        sequence,
        event_type: event_type.to_owned(),
        event_version: "1".to_owned(),
        payload: payload.to_string(),
        metadata: "{}".to_owned(),
        event_id: uuid::Uuid::nil(),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    }
}

fn names(events: &[Recorded]) -> Vec<(&str, &str, i64)> {
    events
        .iter()
        .map(|e| (e.event_type.as_str(), e.event_version.as_str(), e.sequence))
        .collect()
}

#[test]
fn an_event_without_a_step_passes_as_its_text() {
    let mut event = recorded("a", 1, "Kept", &json!(1));
    event.payload = "{ \"Kept\" :  1 }".to_owned();
    let upcasters = Upcasters::new().one("order", "Other", "1", |_| Ok(Vec::new()));
    assert_eq!(
        upcasters.lift(vec![event.clone()]).unwrap(),
        [event.clone()]
    );
    assert_eq!(Upcasters::new().lift(vec![event.clone()]).unwrap(), [event]);
}

#[test]
fn an_event_of_another_aggregate_or_version_is_left_alone() {
    let upcasters = Upcasters::new()
        .one("payment", "Paid", "1", |_| Ok(Vec::new()))
        .one("order", "Paid", "2", |_| Ok(Vec::new()));
    let event = recorded("a", 1, "Paid", &json!({}));
    assert_eq!(upcasters.lift(vec![event.clone()]).unwrap(), [event]);
}

#[test]
fn steps_follow_each_other_from_version_to_version() {
    let upcasters = Upcasters::new()
        .one("order", "Paid", "1", |old| {
            Ok(vec![Upcasting::new(
                "Paid",
                "2",
                json!({ "Paid": { "won": old["Paid"] } }),
            )])
        })
        .one("order", "Paid", "2", |old| {
            let won = old["Paid"]["won"].as_i64().ok_or("no amount")?;
            Ok(vec![Upcasting::new(
                "Paid",
                "3",
                json!({ "Paid": { "won": won, "currency": "KRW" } }),
            )])
        });
    let lifted = upcasters
        .lift(vec![recorded("a", 4, "Paid", &json!({ "Paid": 500 }))])
        .unwrap();
    assert_eq!(names(&lifted), [("Paid", "3", 4)]);
    let payload: Value = serde_json::from_str(&lifted[0].payload).unwrap();
    assert_eq!(
        payload,
        json!({ "Paid": { "won": 500, "currency": "KRW" } })
    );
}

#[test]
fn an_event_may_vanish_or_become_several() {
    let upcasters = Upcasters::new()
        .one("order", "Noise", "1", |_| Ok(Vec::new()))
        .one("order", "Both", "1", |_| {
            Ok(vec![
                Upcasting::new("Left", "1", json!("Left")),
                Upcasting::new("Right", "1", json!("Right")),
            ])
        });
    let events = ["Noise", "Both", "Kept"]
        .into_iter()
        .zip(1..)
        .map(|(name, n)| recorded("a", n, name, &json!(name)));
    let lifted = upcasters.lift(events.collect()).unwrap();
    assert_eq!(
        names(&lifted),
        [("Left", "1", 2), ("Right", "1", 2), ("Kept", "1", 3)]
    );
}

#[test]
fn a_run_of_events_of_one_commit_becomes_one() {
    let upcasters = Upcasters::new().run(
        "order",
        &[("Head", "1"), ("Line", "1"), ("Line", "1")],
        |parts| {
            let lines: Vec<_> = parts[1..]
                .iter()
                .map(|part| part.payload["Line"].clone())
                .collect();
            Ok(vec![Upcasting::new(
                "Placed",
                "1",
                json!({ "Placed": { "lines": lines } }),
            )])
        },
    );
    let run = |id: &str| {
        vec![
            recorded(id, 1, "Head", &json!({ "Head": {} })),
            recorded(id, 2, "Line", &json!({ "Line": 1 })),
            recorded(id, 3, "Line", &json!({ "Line": 2 })),
            recorded(id, 4, "Line", &json!({ "Line": 3 })),
        ]
    };
    let lifted = upcasters.lift(run("a")).unwrap();
    assert_eq!(names(&lifted), [("Placed", "1", 3), ("Line", "1", 4)]);
    assert_eq!(lifted[0].payload, r#"{"Placed":{"lines":[1,2]}}"#);
    // Not across streams, and not across commits.
    let mut strangers = run("a");
    strangers[1].id = "b".to_owned();
    assert_eq!(upcasters.lift(strangers.clone()).unwrap(), strangers);
    let mut later = run("a");
    later[2].cursor.xid = 8;
    assert_eq!(upcasters.lift(later.clone()).unwrap(), later);
}

#[test]
fn a_step_that_fails_names_the_event_and_not_what_it_says() {
    let upcasters = Upcasters::new().one("order", "Paid", "1", |old| {
        old["amount"].as_i64().ok_or("no amount")?;
        Ok(Vec::new())
    });
    let error = upcasters
        .lift(vec![recorded("a", 1, "Paid", &json!({ "secret": "x" }))])
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "Paid version 1 cannot be read: no amount"
    );
}

#[test]
fn a_step_that_leads_back_to_itself_is_found_out() {
    let upcasters = Upcasters::new()
        .one("order", "A", "1", |_| {
            Ok(vec![Upcasting::new("B", "1", json!({}))])
        })
        .one("order", "B", "1", |_| {
            Ok(vec![Upcasting::new("A", "1", json!({}))])
        });
    let error = upcasters
        .lift(vec![recorded("a", 1, "A", &json!({}))])
        .unwrap_err();
    assert!(error.to_string().contains("circle"), "{error}");
}
