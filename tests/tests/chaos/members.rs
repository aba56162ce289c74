//! The pages are killed while people join, log in with a cart in hand, and leave: everybody is one member or
//! none, every piece that was put into a cart is in one, and of who left nothing is kept.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use domain::cart::{Cart, CartEvent};
use futures::StreamExt;
use futures::stream::iter;
use mail_parser::MessageParser;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use reqwest::StatusCode;
use store::{LaneOptions, Ledger};
use tests::fakes::FakeSmtp;
use tests::html::field;
use tests::pg::{Database, database};

use super::visitor::{PATIENCE, Visitor, to};
use super::{keep_killing, seed, shop};

/// People who join; every other one leaves.
const PEOPLE: usize = 60;
/// Of them at the same time.
const AT_ONCE: usize = 6;
/// Kills without which the test shows nothing.
const LEAST_KILLS: usize = 10;

const PASSWORD: &str = "수박씨를 뱉는 다람쥐";

fn email(number: usize) -> String {
    format!("person-{number}@chaos.example")
}

/// Joins, proves the mail address, fills a cart as a guest elsewhere, logs in there, and may leave.
async fn live(shop: &str, smtp: &FakeSmtp, number: usize) {
    let from = format!("198.51.100.{number}");
    let email = email(number);
    join(&Visitor::coming_from(shop, &from), &email).await;
    let key = key(smtp, &email).await;
    let proof = [("password", PASSWORD)];
    let reader = Visitor::coming_from(shop, &from);
    let proven = reader.send(&format!("/members/verify/{key}"), &proof).await;
    // Sent again after it was taken, the key is used up.
    let known = [StatusCode::SEE_OTHER, StatusCode::GONE];
    assert!(known.contains(&proven.status()), "{}", proven.status());

    let guest = Visitor::coming_from(shop, &from);
    for product in ["rice", "tea", "rice"] {
        guest.put(product).await;
    }
    assert!(log_in(&guest, &email).await, "{email} cannot log in");
    if number.is_multiple_of(2) {
        leave(&guest, &email).await;
    }
}

async fn join(visitor: &Visitor, email: &str) {
    let key = field(&visitor.open("/members/join").await, "key");
    let form = [
        ("key", key.as_str()),
        ("email", email),
        ("password", PASSWORD),
        ("name", "홍길동"),
        ("agree", "on"),
        ("agree_privacy", "on"),
        ("mail", "on"),
    ];
    visitor.press("/members/join", &form).await;
}

/// The key in the letter to this address.
async fn key(smtp: &FakeSmtp, email: &str) -> String {
    let began = Instant::now();
    loop {
        for letter in smtp.arrived() {
            let raw = letter.raw();
            let mail = MessageParser::default().parse(&raw).unwrap();
            let to = mail
                .to()
                .and_then(|to| to.first()?.address.as_deref().map(str::to_owned));
            let text = mail.body_text(0).unwrap();
            if to.as_deref() == Some(email)
                && let Some((_, rest)) = text.split_once("/members/verify/")
            {
                return rest.split_whitespace().next().unwrap().to_owned();
            }
        }
        assert!(began.elapsed() < PATIENCE, "no letter to {email}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Whether there is such a member.
async fn log_in(visitor: &Visitor, email: &str) -> bool {
    let form = [("email", email), ("password", PASSWORD), ("next", "/cart")];
    let answer = visitor.send("/members/login", &form).await;
    match answer.status() {
        StatusCode::SEE_OTHER => true,
        StatusCode::UNPROCESSABLE_ENTITY => false,
        other => panic!("{other}: {}", answer.text().await.unwrap_or_default()),
    }
}

/// Leaves. Whoever is asked to log in first cannot know whether it was done, and sees.
async fn leave(visitor: &Visitor, email: &str) {
    let began = Instant::now();
    loop {
        let sure = [("sure", "on"), ("password", PASSWORD)];
        let answer = visitor.send("/members/leave", &sure).await;
        if answer.status() == StatusCode::OK {
            return;
        }
        let to = to(&answer).unwrap_or_default();
        assert!(to.starts_with("/members/login"), "{answer:?}");
        if !log_in(visitor, email).await {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "{email} cannot leave");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "chaos: kills the pages while people join, log in and leave; minutes"]
async fn pages_killed_at_random_lose_no_member_and_no_cart() {
    let mut random = seed();
    let database = database().await;
    let tools = shop(&database).await;
    let smtp = FakeSmtp::open();
    let workers = tools.work_mailing(smtp.port()).await;
    let web = tools.web().await;
    let (address, stop) = (web.address.clone(), Arc::new(AtomicBool::new(false)));
    let killing = StdRng::seed_from_u64(random.random());
    let killing = tokio::spawn(keep_killing(web, killing, 150..1_500, stop.clone()));
    let people = (1..=PEOPLE).map(|number| live(&address, &smtp, number));
    iter(people)
        .buffer_unordered(AT_ONCE)
        .collect::<Vec<_>>()
        .await;
    stop.store(true, Ordering::Relaxed);
    let (web, kills) = killing.await.unwrap();
    println!("{PEOPLE} people, pages killed {kills} times");
    assert!(
        kills >= LEAST_KILLS,
        "the pages were killed only {kills} times"
    );
    tools.quiet(&database).await;
    drop((web, workers));
    assert_members(&database).await;
    assert_carts(&database).await;
    tools.doctor();
}

/// Everybody joined once; who left left nothing.
async fn assert_members(database: &Database) {
    let pool = database.pool().await;
    let counted: (i64, i64, i64, i64, i64) = sqlx::query_as(
        "SELECT count(*) FILTER (WHERE event_type = 'MemberJoined'),
                count(*) FILTER (WHERE event_type = 'MemberWithdrew'),
                count(*) FILTER (WHERE event_type = 'PersonalDataErased' AND aggregate_type = 'member'),
                (SELECT count(*) FROM accounts),
                (SELECT count(DISTINCT subject) FROM vault_keys) FROM events",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    let (all, half) = (
        i64::try_from(PEOPLE).unwrap(),
        i64::try_from(PEOPLE / 2).unwrap(),
    );
    assert_eq!(
        counted,
        (all, half, half, half, 2 * half),
        "joined, left, erased, accounts, names and mail addresses in the vault"
    );
    pool.close().await;
}

/// What guests handed over is in the members' carts, once.
async fn assert_carts(database: &Database) {
    let pool = database.pool().await;
    let ledger = Ledger::new(Arc::new(database.log().await), LaneOptions::default());
    let handed: Vec<(String, String)> = sqlx::query_as(
        "SELECT aggregate_id, payload::text FROM events WHERE event_type = 'CartHandedOver'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let mut due = BTreeMap::<String, u32>::new();
    for (guest, payload) in &handed {
        let CartEvent::CartHandedOver { to, items, .. } = serde_json::from_str(payload).unwrap()
        else {
            panic!("{payload}");
        };
        *due.entry(to.to_string()).or_default() +=
            items.iter().map(|item| item.quantity).sum::<u32>();
        let left = ledger.state::<Cart>(guest).await.unwrap().state;
        assert!(
            left.items().is_empty(),
            "{guest} was handed over and is not empty"
        );
    }
    assert_eq!(due.len(), PEOPLE, "a cart was not handed over");
    for (member, pieces) in due {
        let cart = ledger.state::<Cart>(&member).await.unwrap().state;
        let there: u32 = cart.items().iter().map(|item| item.quantity).sum();
        assert!(pieces >= 3, "{member}: a piece is lost");
        assert_eq!(there, pieces, "{member}");
    }
    pool.close().await;
}
