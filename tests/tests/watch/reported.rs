//! Errors and panics of a real shop flow reach Sentry with what is needed to find them, and without
//! anything about the people in it.

use std::sync::{Arc, Mutex};

use reqwest::StatusCode;
use sentry_types::protocol::v7::{Event, Level};
use shop::amend::Cancellation;
use shop::{Ports, Shop};
use store::{EventLog, LaneOptions, Ledger};
use tests::outbox::Outbox;
use tests::pg::{Database, database};
use tests::shop::{FixedClock, World, offer, pay, place, process};
use tests::working::workers;
use tokio_util::sync::CancellationToken;

use crate::canary::{Bank, Breaks, FORM, canaries};
use crate::harness::{shown, sink};
use crate::site::{Answer, Site};

/// A shop whose bank breaks as told, and its clock.
async fn site(database: &Database, bank: Arc<Bank>) -> (Site, Arc<FixedClock>) {
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    let world = World::around(log.clone());
    let clock = world.clock.clone();
    let ports = Ports {
        accounts: bank,
        ..world.ports()
    };
    let ledger = Ledger::new(log, LaneOptions::default());
    let shop = Shop::new(ledger, ports, world.settings.clone());
    let site = Site::serving(shop, world, database, |config| config, |web| web).await;
    offer(&site.shop, "honey", domain::Won(30_000), 50).await;
    site.caught_up().await;
    (site, clock)
}

fn tag<'a>(event: &'a Event<'_>, name: &str) -> &'a str {
    event.tags.get(name).map_or("", String::as_str)
}

fn is_of(answer: &Answer) -> impl Fn(&Event<'_>) -> bool {
    let request = answer.header("x-request-id").to_owned();
    assert_eq!(request.len(), 36, "an answer without its id");
    move |event| tag(event, "request") == request
}

async fn ordered(site: &Site) -> Answer {
    let guest = site.visitor();
    guest.put("honey", "1").await;
    site.caught_up().await;
    guest.order(&FORM).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flow_that_breaks_everywhere_reports_each_break_and_no_person() {
    let sentry = sink();
    let database = database().await;
    let bank = Arc::new(Bank(Mutex::new(Breaks::Panics)));
    let (site, _) = site(&database, bank.clone()).await;

    // A panic in the middle of a request.
    let answer = ordered(&site).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    let panic = sentry.event("a panic", is_of(&answer)).await;
    assert_eq!(panic.level, Level::Fatal);
    assert_eq!(panic.exception[0].ty, "panic");
    let frames = &panic.exception[0].stacktrace.as_ref().unwrap().frames;
    let names = frames.iter().filter_map(|frame| frame.filename.as_deref());
    let names: Vec<_> = names.collect();
    assert!(names.contains(&"checkout.rs"), "{names:?}");
    assert!(
        frames
            .iter()
            .all(|frame| frame.vars.is_empty() && frame.abs_path.is_none())
    );
    assert_eq!(tag(&panic, "route"), "/checkout");
    assert_eq!(tag(&panic, "method"), "POST");
    assert_eq!(panic.transaction.as_deref(), Some("POST /checkout"));
    assert!(panic.release.as_deref().unwrap().starts_with("jangbu@"));
    assert_eq!(panic.environment.as_deref(), Some("testing"));
    assert_eq!(panic.server_name, None);
    assert!(panic.user.is_none() && panic.request.is_none());
    let both = sentry.events(is_of(&answer));
    assert_eq!(both.len(), 1, "one panic is one report: {both:?}");

    // A provider whose words quote everything.
    *bank.0.lock().unwrap() = Breaks::Refuses;
    let answer = ordered(&site).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);

    // Panics in a task and in a thread, of which the visitor notices nothing.
    *bank.0.lock().unwrap() = Breaks::Beside;
    let answer = ordered(&site).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    for place in ["a task stumbled", "a thread stumbled"] {
        let stumbled = |event: &Event<'_>| {
            let said = event.exception.first().and_then(|one| one.value.clone());
            said.is_some_and(|said| said.contains(place))
        };
        let told = sentry.event(place, stumbled).await;
        assert_eq!(told.level, Level::Fatal);
    }

    // The database refuses, while the address holds the order's secret.
    let path = answer.to();
    let view = "DROP VIEW read.orders CASCADE";
    sqlx::query(view).execute(&site.pool).await.unwrap();
    let answer = site.visitor().get(&path).await;
    assert!(answer.status.is_server_error(), "{}", answer.status);
    let told = sentry
        .event("an error of the database", is_of(&answer))
        .await;
    assert_eq!(told.level, Level::Error);
    assert_eq!(tag(&told, "route"), "/orders/{order}/{token}");
    let order = path.split('/').nth(2).unwrap();
    assert_eq!(tag(&told, "order"), order);

    let token = path.split('/').nth(3).unwrap().split('?').next().unwrap();
    let everything = sentry.everything();
    for canary in canaries().iter().map(String::as_str).chain([token]) {
        assert!(!everything.contains(canary), "{canary} left the shop");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_providers_words_are_masked_and_the_steps_before_an_error_come_along() {
    let sentry = sink();
    let said = "the provider said: 홍카나리 010-9876-5432 canary.hong@mail.example.kr";
    let span = tracing::error_span!(
        "request",
        request = "breadcrumbs-1",
        method = "GET",
        route = "/crumbs"
    );
    span.in_scope(|| {
        tracing::warn!(order = "20261123-CBG1HK3TM8", "first: {said}");
        tracing::info!("second");
        tracing::debug!("not told");
        tracing::error!(error = said, "it broke: {said}");
    });
    let told = sentry
        .event("it", |event| tag(event, "request") == "breadcrumbs-1")
        .await;
    let steps: Vec<_> = told
        .breadcrumbs
        .iter()
        .map(|step| step.message.clone().unwrap())
        .collect();
    assert_eq!(
        steps,
        ["first: the provider said: [text] [number] [mail]", "second"]
    );
    assert_eq!(told.breadcrumbs[0].data["order"], "20261123-CBG1HK3TM8");
    assert_eq!(
        told.message.as_deref(),
        Some("it broke: the provider said: [text] [number] [mail]")
    );
    assert_eq!(
        told.extra["error"],
        "the provider said: [text] [number] [mail]"
    );
    let everything = sentry.everything();
    for canary in canaries() {
        assert!(!everything.contains(&canary), "{canary} left the shop");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panic_in_a_process_is_told_with_its_subject_and_the_process_goes_on() {
    let sentry = sink();
    let database = database().await;
    let bank = Arc::new(Bank(Mutex::new(Breaks::Beside)));
    let (site, clock) = site(&database, bank).await;
    // Tasks are due by the database's clock; this shop's own stands still.
    clock.advance(chrono::Duration::days(30));
    let workers = workers(&site.shop, &database, &Outbox::open()).await;
    let stop = CancellationToken::new();
    let working = tokio::spawn({
        let stop = stop.clone();
        async move { workers.run(stop).await }
    });
    let mut orders = Vec::new();
    for key in ["first-order-1", "second-order-2"] {
        let order = place(&site.shop, "honey", 1, key).await.unwrap().order;
        pay(&site.shop, &order).await.unwrap();
        let (shop, cancelled) = (site.shop.clone(), order.clone());
        // Paying back breaks; what is owed stays for the process.
        let cancel = async move {
            shop.cancel(&process(), &cancelled, Cancellation::whole("shopper"))
                .await
        };
        assert!(tokio::spawn(cancel).await.is_err());
        orders.push(order);
    }
    for order in &orders {
        let of_order = |event: &Event<'_>| {
            tag(event, "process") == "settle-claims" && tag(event, "subject") == order.as_str()
        };
        let fatal = |event: &Event<'_>| of_order(event) && event.level == Level::Fatal;
        let told = sentry.event("a panic in a process", fatal).await;
        assert_eq!(told.transaction.as_deref(), Some("settle-claims"));
    }
    stop.cancel();
    working.await.unwrap();
    let tried =
        "SELECT count(*) FROM process_tasks WHERE process = 'settle-claims' AND attempts > 0";
    let tried: i64 = sqlx::query_scalar(tried)
        .fetch_one(&site.pool)
        .await
        .unwrap();
    assert_eq!(tried, 2);
    let everything = sentry.everything();
    for canary in canaries() {
        assert!(!everything.contains(&canary), "{canary} left the shop");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_job_is_found_by_number_task_and_try() {
    let sentry = sink();
    let span = tracing::error_span!("job", job = 71_i64, task = "send-letter", attempt = 3_i16);
    span.in_scope(|| tracing::error!("send-letter failed for good: refused"));
    let told = sentry
        .event("the job", |event| tag(event, "job") == "71")
        .await;
    assert_eq!(tag(&told, "task"), "send-letter");
    assert_eq!(tag(&told, "attempt"), "3");
    assert_eq!(told.transaction.as_deref(), Some("send-letter"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_error_in_a_loop_is_reported_some_times_and_counted_always() {
    let sentry = sink();
    let repeated = "jangbu_error_reports_total{outcome=\"repeated\"}";
    let before = shown(repeated);
    for _ in 0..500 {
        tracing::error!(process = "looping", "the same again");
    }
    let of_loop = |event: &Event<'_>| tag(event, "process") == "looping";
    sentry.event("the loop", of_loop).await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    let told = sentry.events(of_loop).len();
    assert!((1..=10).contains(&told), "{told} reports of one error");
    assert!(shown(repeated) - before >= 490.0);
}
