//! A real flow is found in the numbers, and the numbers tell of no one in particular.

use domain::{OrderId, Won};
use jangbu::meters;
use reqwest::StatusCode;
use tests::pg::database;
use tests::shop::offer;

use crate::canary::{FORM, canaries};
use crate::harness::{shown, sink, whole};
use crate::site::Site;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(clippy::too_many_lines, reason = "one story, told from its beginning")]
async fn an_order_is_counted_on_its_whole_way_and_no_label_names_it() {
    sink();
    let database = database().await;
    let site = Site::around(&database, |config| web::WebConfig {
        metrics: std::sync::Arc::new(meters::render),
        ..config
    })
    .await;
    offer(&site.shop, "honey", Won(30_000), 9).await;
    site.caught_up().await;
    let orders = "jangbu_commands_total{aggregate=\"order\",outcome=\"done\"}";
    let requests = "jangbu_http_requests_total{door=\"shop\",route=\"/checkout\",method=\"POST\",status=\"3xx\"}";
    let before = (shown(orders), shown(requests));

    let guest = site.visitor();
    assert_eq!(guest.get("/").await.status, StatusCode::OK);
    guest.put("honey", "1").await;
    site.caught_up().await;
    let placed = guest.order(&FORM).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER);
    let path = placed.to();
    let order = OrderId::new(path.split('/').nth(2).unwrap()).unwrap();
    assert_eq!(guest.get(&path).await.status, StatusCode::OK);
    assert_eq!(
        guest.get("/no/such/address").await.status,
        StatusCode::NOT_FOUND
    );
    site.caught_up().await;

    assert!(shown(orders) >= before.0 + 1.0);
    assert!(shown(requests) >= before.1 + 1.0);
    for some in [
        "jangbu_http_requests_total{door=\"shop\",route=\"-\",method=\"GET\",status=\"4xx\"}",
        "jangbu_http_requests_total{door=\"shop\",route=\"/orders/{order}/{token}\",method=\"GET\",status=\"2xx\"}",
        "jangbu_http_request_duration_seconds_count{door=\"shop\",route=\"/checkout\",method=\"POST\"}",
        "jangbu_append_events_sum",
        "jangbu_append_duration_seconds_count",
        "jangbu_projection_batch_events_sum{projection=\"orders\"}",
        "jangbu_provider_calls_total{provider=\"demo-bank\",call=\"issue\",outcome=\"done\"}",
        "jangbu_cache_requests_total{cache=\"pages\",outcome=\"miss\"}",
        "process_resident_memory_bytes",
    ] {
        assert!(
            shown(some) > 0.0,
            "{some} is not counted in\n{}",
            meters::render()
        );
    }
    assert_eq!(whole("jangbu_commands_waiting"), 0);

    let page = site.auditor().get("/metrics").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.header("content-type")
            .starts_with("text/plain; version=0.0.4")
    );
    assert_eq!(
        site.visitor().get("/metrics").await.status,
        StatusCode::NOT_FOUND
    );
    let token = path.split('/').nth(3).unwrap().split('?').next().unwrap();
    for canary in canaries()
        .iter()
        .map(String::as_str)
        .chain([order.as_str(), token])
    {
        assert!(!page.body.contains(canary), "{canary} is in the numbers");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_costs_a_question_is_asked_of_the_database_and_answered() {
    sink();
    let database = database().await;
    let site = Site::around(&database, |config| config).await;
    offer(&site.shop, "honey", Won(30_000), 9).await;
    site.caught_up().await;
    let delivery = "INSERT INTO deliveries (key, medium, template, store, state, began_at)
                    VALUES ('k1', 'email', 'order', 'intake', 'waiting', now() - interval '2 hours')";
    sqlx::query(delivery).execute(&site.pool).await.unwrap();
    let task = "INSERT INTO process_tasks (process, subject, store, due_at, attempts)
                VALUES ('settle-claims', 'x', 'intake', now() - interval '1 hour', 2)";
    sqlx::query(task).execute(&site.pool).await.unwrap();
    let checkpoint =
        "INSERT INTO process_checkpoints (process, cursor) VALUES ('settle-claims', '0:0:0')";
    sqlx::query(checkpoint).execute(&site.pool).await.unwrap();
    let log = std::sync::Arc::new(database.log().await);
    let here = std::env::temp_dir();
    let mut collector = meters::Collector::over(site.pool.clone(), log, here, true);
    collector.collect().await;

    assert_eq!(
        whole("jangbu_deliveries_last_day{medium=\"email\",state=\"waiting\"}"),
        1
    );
    assert!(shown("jangbu_delivery_oldest_open_seconds{medium=\"email\"}") > 7_000.0);
    assert_eq!(
        whole("jangbu_process_tasks{process=\"settle-claims\",state=\"failing\"}"),
        1
    );
    assert!(shown("jangbu_process_oldest_due_seconds{process=\"settle-claims\"}") > 3_500.0);
    let events = site.events().await;
    assert_eq!(
        whole("jangbu_process_lag_events{process=\"settle-claims\"}"),
        events
    );
    assert!(shown("jangbu_database_size_bytes") > 1_000_000.0);
    assert!(shown("jangbu_disk_free_bytes") > 0.0);
    assert!(shown("jangbu_pool_limit{pool=\"log\"}") > 0.0);

    // What is not there any more is 0, and a question that fails is counted.
    sqlx::query("DELETE FROM process_tasks")
        .execute(&site.pool)
        .await
        .unwrap();
    sqlx::query("DROP TABLE deliveries")
        .execute(&site.pool)
        .await
        .unwrap();
    collector.collect().await;
    assert_eq!(
        whole("jangbu_process_tasks{process=\"settle-claims\",state=\"failing\"}"),
        0
    );
    assert_eq!(
        whole("jangbu_collect_failures_total{what=\"deliveries\"}"),
        1
    );
}
