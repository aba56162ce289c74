//! The day's sales, as staff get them at midnight.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use projections::sales::{Dimension, ReportQuery, report};
use store::EventLog;
use store::jobs::{JobDesk, JobQuery, add};
use tests::folded::Running;
use tests::shop::pay;
use workers::schedule::ENTRIES;

use crate::house::{CANARY, House};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_staff_get_the_day_s_sales_once_and_they_are_those_of_the_statistics() {
    let house = House::with_staff(&["kim@shop.example", "lee@shop.example"]).await;
    let log: Arc<dyn EventLog> = Arc::new(house.database.log().await);
    let folding = Running::start(&house.pool, &log).await;
    for number in 0..3 {
        let order = house.order(&format!("key-{number}"), CANARY).await;
        pay(&house.shop, &order).await.unwrap();
    }
    let working = house.work().await;
    house.letters(6).await;
    let entry = ENTRIES
        .iter()
        .find(|entry| entry.name == "daily-sales")
        .unwrap();
    // The world's clock stands at noon of 22 November: the day ends at the next Korean midnight.
    let midnight: DateTime<Utc> = "2026-11-22T15:00:00Z".parse().unwrap();
    for _ in 0..2 {
        let mut transaction = house.pool.begin().await.unwrap();
        add(&mut transaction, &[entry.job(midnight)]).await.unwrap();
        transaction.commit().await.unwrap();
    }
    let letters = house.letters(8).await;
    let desk = JobDesk::new(house.pool.clone());
    while !desk.list(&JobQuery::default()).await.unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    working.stop().await;
    folding.stop().await;
    assert_eq!(
        house.outbox.letters().len(),
        8,
        "once each, however often it is run"
    );
    let mut to: Vec<_> = letters[6..]
        .iter()
        .map(|mail| mail.to.address.as_str())
        .collect();
    to.sort_unstable();
    assert_eq!(to, ["kim@shop.example", "lee@shop.example"]);
    let day = "2026-11-22".parse().unwrap();
    let query = ReportQuery {
        from: Some(day),
        to: Some(day),
        only: vec![(Dimension::Store, "intake".to_owned())],
        ..ReportQuery::default()
    };
    let row = report(&house.pool, &query).await.unwrap().remove(0);
    assert_eq!((row.orders, row.units), (3, 6));
    let mail = &letters[6];
    for figure in [row.gross, row.net] {
        let told = domain::Won(figure).to_string();
        assert!(mail.text.contains(&told), "{told} is not in\n{}", mail.text);
    }
    assert_eq!(mail.pictures.len(), 1);
    assert!(mail.pictures[0].bytes.starts_with(b"\x89PNG"));
    assert!(mail.html.contains(&format!("cid:{}", mail.pictures[0].id)));
    assert!(mail.text.contains("상품 tea"), "{}", mail.text);
}
