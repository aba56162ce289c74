//! Log lines tie a request to its order and its events, and name nobody.

use std::collections::BTreeSet;

use reqwest::StatusCode;
use reqwest::header::LOCATION;
use serde_json::Value;
use sqlx::Row;

use crate::shop::{PERSON, Running, id, jangbu};

/// As much as our own crates can tell.
const EVERYTHING: &str = "trace";

fn of<'a>(lines: &'a [Value], field: &str, value: &str) -> Vec<&'a Value> {
    lines.iter().filter(|line| line[field] == value).collect()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told from its beginning")]
async fn the_lines_of_a_request_lead_to_its_order_and_its_events_and_to_no_person() {
    let mut shop = Running::open(&["--log", EVERYTHING]).await;
    let placed = shop.visitor().order().await;
    assert_eq!(placed.status(), StatusCode::SEE_OTHER);
    let request = id(&placed);
    let path = placed.headers()[LOCATION].to_str().unwrap().to_owned();
    let (order, token) = (
        path.split('/').nth(2).unwrap(),
        path.split('/').nth(3).unwrap(),
    );
    let token = token.split('?').next().unwrap();
    let told = jangbu(shop.data.path(), &["simulate", "deposit", order])
        .output()
        .unwrap();
    assert!(
        told.status.success(),
        "{}",
        String::from_utf8_lossy(&told.stderr)
    );
    let seen = shop.visitor().get(&path).await;
    assert_eq!(seen.status(), StatusCode::OK);

    let mut database = shop.database().await;
    let events =
        "SELECT event_id::text, aggregate_type, metadata->>'correlation' AS request FROM events
                  WHERE aggregate_id LIKE $1 || '%' OR metadata->>'correlation' = $2";
    let events = sqlx::query(events).bind(order).bind(&request);
    let events = events.fetch_all(&mut database).await.unwrap();
    shop.stop();
    assert_eq!(shop.ended(), Some(0));
    let lines = shop.log();

    // The request's own line, with the order that came of it.
    let of_request = of(&lines, "request", &request);
    let last = of_request
        .iter()
        .find(|line| line["target"] == "web::watch")
        .unwrap();
    assert_eq!(last["route"], "/checkout");
    assert_eq!(last["method"], "POST");
    assert_eq!(last["status"], 303);
    assert_eq!(last["order"], order);
    // Its lines name events that are its own, of every aggregate that it wrote to.
    let its_own: BTreeSet<String> = events
        .iter()
        .filter(|event| event.get::<Option<String>, _>("request").as_deref() == Some(&request))
        .map(|event| event.get("event_id"))
        .collect();
    let named = of_request
        .iter()
        .filter_map(|line| line["event_id"].as_str());
    let named: BTreeSet<String> = named.map(str::to_owned).collect();
    assert!(
        named.len() >= 4 && named.is_subset(&its_own),
        "{named:?} {its_own:?}"
    );
    let streams: BTreeSet<&str> = of_request
        .iter()
        .filter_map(|line| line["stream"].as_str())
        .collect();
    assert_eq!(streams, ["cart", "order", "payment", "stock"].into());
    // The deposit is another request, found by the same order.
    let notice = lines
        .iter()
        .find(|line| line["route"] == "/webhooks/inicis/vbank" && line["order"] == order);
    let notice = notice.expect("the notice's line names the order")["request"]
        .as_str()
        .unwrap();
    assert_ne!(notice, request);
    let paid = events
        .iter()
        .filter(|event| event.get::<Option<String>, _>("request").as_deref() == Some(notice));
    let paid: BTreeSet<String> = paid.map(|event| event.get("aggregate_type")).collect();
    assert!(
        paid.contains("order") && paid.contains("payment"),
        "{paid:?}"
    );

    let text = std::fs::read_to_string(shop.data.path().join("log")).unwrap();
    let people = PERSON
        .iter()
        .flat_map(|(_, value)| [(*value).to_owned(), value.replace('-', "")]);
    for canary in people.chain([token.to_owned(), "카나리".to_owned()]) {
        assert!(!text.contains(&canary), "{canary} is in the log");
    }
}
