//! Events that cannot be folded, and events that are missing.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration;

use projections::{Kind, all, catalogue, named, parked, retry, status};
use store::{EventLog, MemoryLog};
use tests::folded::{Running, all_equal, append, catch_up, listing, raw, source};
use tests::made_up::{Mix, history};
use tests::pg;
use uuid::Uuid;

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::too_many_lines, reason = "one story, told from its beginning")]
async fn a_poison_event_is_parked_with_its_stream_and_the_rest_flows() {
    let pool = pg::database().await.pool().await;
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
    append(
        &log,
        history(Mix {
            orders: 20,
            ..Mix::default()
        }),
    )
    .await;
    // Not readable at all; readable but refused by the database; refused by the fold itself.
    append(
        &log,
        [raw(
            "product",
            "torn",
            0,
            &[("ProductListed", r#"{"ProductListed":{}}"#)],
        )],
    )
    .await;
    append(
        &log,
        [raw(
            "product",
            "torn",
            1,
            &[("ProductHidden", r#"{"ProductHidden":{}}"#)],
        )],
    )
    .await;
    append(
        &log,
        [raw(
            "product",
            "nul",
            0,
            &[("ProductListed", &listing("nul", r"a\u0000b"))],
        )],
    )
    .await;
    let cart = Uuid::new_v4().to_string();
    let change = r#"{"QuantityChanged":{"sku":"nothing","quantity":2}}"#;
    append(
        &log,
        [raw("cart", &cart, 0, &[("QuantityChanged", change)])],
    )
    .await;
    append(
        &log,
        [raw(
            "product",
            "good",
            0,
            &[("ProductListed", &listing("good", "좋은 쌀"))],
        )],
    )
    .await;
    catch_up(&pool, &log).await;

    assert!(
        catalogue::product(&pool, "demo", "good")
            .await
            .unwrap()
            .is_some()
    );
    let left = parked(&pool, Some("catalogue"), 10).await.unwrap();
    let seen: Vec<_> = left
        .iter()
        .map(|event| (event.stream.as_str(), event.sequence, event.error.is_some()))
        .collect();
    assert_eq!(
        seen,
        [("torn", 1, true), ("torn", 2, false), ("nul", 1, true)]
    );
    let in_cart = parked(&pool, Some("cart"), 10).await.unwrap();
    assert_eq!(
        in_cart.len(),
        4,
        "the cart's own, and the same three products"
    );
    assert_eq!(parked(&pool, Some("orders"), 10).await.unwrap(), []);
    all_equal(&pool, &log).await;
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::too_many_lines, reason = "one story, told from its beginning")]
async fn a_parked_stream_is_folded_after_all_when_it_can_be_read() {
    let database = pg::database().await;
    let (pool, client) = (database.pool().await, database.client().await);
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    let running = Running::start(&pool, &log).await;
    append(
        &log,
        [raw(
            "product",
            "torn",
            0,
            &[("ProductListed", r#"{"ProductListed":{}}"#)],
        )],
    )
    .await;
    let last = append(
        &log,
        [raw(
            "product",
            "torn",
            1,
            &[("ProductShown", r#"{"ProductShown":{}}"#)],
        )],
    )
    .await;
    running.reaches(last).await;
    assert!(
        catalogue::product(&pool, "demo", "torn")
            .await
            .unwrap()
            .is_none()
    );

    let catalogue = named("catalogue").unwrap();
    let again = retry(&pool, &source(&log), catalogue.as_ref())
        .await
        .unwrap();
    assert_eq!((again.folded, again.parked), (0, 1));
    // What mended code would do, the test does to the event.
    let mend =
        "UPDATE events SET payload = $1::text::json WHERE aggregate_id = 'torn' AND sequence = 1";
    client
        .execute(mend, &[&listing("torn", "고친 쌀")])
        .await
        .unwrap();
    let readers = all()
        .into_iter()
        .filter(|one| one.kinds().contains(&Kind::Product));
    for reader in readers {
        let again = retry(&pool, &source(&log), reader.as_ref()).await.unwrap();
        assert_eq!((again.folded, again.parked), (1, 0), "{}", reader.name());
    }
    // The running runner must have forgotten that the stream was parked.
    let last = append(
        &log,
        [raw(
            "product",
            "torn",
            2,
            &[(
                "PriceChanged",
                r#"{"PriceChanged":{"sku":"torn-1","price":900}}"#,
            )],
        )],
    )
    .await;
    running.reaches(last).await;
    let page = catalogue::product(&pool, "demo", "torn")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(page.listing.variants[0].price.0, 900);
    running.stop().await;
    all_equal(&pool, &log).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_event_stops_the_projection_loudly_and_only_it() {
    let database = pg::database().await;
    let (pool, client) = (database.pool().await, database.client().await);
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    append(
        &log,
        history(Mix {
            orders: 10,
            window: 1,
            ..Mix::default()
        }),
    )
    .await;
    let lost = client
        .execute(
            "DELETE FROM events WHERE aggregate_type = 'order' AND sequence = 2",
            &[],
        )
        .await
        .unwrap();
    assert!(lost > 0);
    let running = Running::start(&pool, &log).await;
    let end = log.end().await.unwrap();
    assert!(
        running
            .progress
            .wait_for_all(&["catalogue", "cart", "stock"], end, LONG)
            .await
    );
    assert!(!running.progress.wait_for("orders", end, SHORT).await);
    running.stop().await;
    for one in status(&pool).await.unwrap() {
        let reads_orders = ["orders", "sales", "members"].contains(&one.name.as_str());
        assert_eq!(one.halted.is_some(), reads_orders, "{one:?}");
        assert_eq!(one.lag_events > 0, reads_orders, "{one:?}");
    }
}
