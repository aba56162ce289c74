//! What the shop does not accept, and how kindly it says so.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::Won;
use reqwest::StatusCode;
use shop::Shop;
use tests::crash::{CrashingLog, Moment};
use tests::pg::{Database, database};
use tests::shop::{World, offer};
use uuid::Uuid;

use crate::care::{arrives, asks, paid};
use crate::site::{Site, Visitor};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_form_says_what_is_wrong_and_loses_nothing() {
    let site = Site::open(5).await;
    let guest = site.visitor();
    guest.put("honey", "1").await;
    let before = site.events().await;
    let answer = guest
        .order(&[
            ("orderer_phone", "010-12"),
            ("postcode", "1"),
            ("bank", "999"),
            ("orderer_name", "<b>홍</b>"),
        ])
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.body.contains("010-1234-5678처럼") && answer.body.contains("우편번호 다섯 자리")
    );
    assert_eq!(answer.field("orderer_phone"), "010-12");
    assert_eq!(answer.field("address_detail"), "101동 1001호");
    assert!(!answer.body.contains("<b>홍"));
    assert_eq!(site.events().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_total_of_the_browsers_making_buys_nothing() {
    let site = Site::open(5).await;
    let guest = site.visitor();
    guest.put("honey", "1").await;
    let before = site.events().await;
    for total in ["1", "0", "-33000", "99999999999999999999", "abc", ""] {
        let answer = guest.order(&[("shown_total", total)]).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body.contains("금액이 바뀌었습니다"), "{total}");
        assert_eq!(answer.field("shown_total"), "33000");
    }
    assert_eq!(site.events().await, before);
    let placed = guest
        .order(&[("price", "1"), ("discount", "30000"), ("unit_price", "1")])
        .await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER);
    assert!(guest.get(&placed.to()).await.body.contains("33,000원"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_island_pays_its_surcharge_knowingly() {
    let site = Site::open(5).await;
    let guest = site.visitor();
    guest.put("honey", "1").await;
    let dearer = guest.order(&[("postcode", "63000")]).await;
    assert_eq!(dearer.status, StatusCode::OK);
    assert!(dearer.body.contains("도서산간 추가") && dearer.field("shown_total") == "36000");
    let placed = guest
        .order(&[("postcode", "63000"), ("shown_total", "36000")])
        .await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER);
    let page = guest.get("/checkout").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "the cart is empty now");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn impossible_quantities_are_refused() {
    let site = Site::open(5).await;
    let guest = site.visitor();
    for pieces in [
        "-1",
        "0",
        "2147483648",
        "1000000000",
        "1e3",
        "",
        "두 개",
        "１",
    ] {
        let answer = guest.put("honey", pieces).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{pieces}");
        assert!(answer.body.contains("notice-warning"), "{pieces}");
    }
    guest.put("honey", "1").await;
    for pieces in ["-1", "2147483648", "1000000000", "x"] {
        let answer = guest
            .post("/cart/lines/honey", &[("quantity", pieces)])
            .await;
        assert!(answer.status.is_client_error(), "{pieces}");
    }
    assert!(guest.get("/cart").await.body.contains("30,000"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_than_there_is_cannot_be_ordered() {
    let site = Site::open(2).await;
    let guest = site.visitor();
    guest.put("honey", "3").await;
    let cart = guest.get("/cart").await;
    assert!(cart.body.contains("2개 남았습니다"), "{}", cart.body);
    assert_eq!(guest.get("/checkout").await.to(), "/cart");
    guest.post("/cart/lines/honey", &[("quantity", "2")]).await;
    let page = guest.get("/checkout").await;
    site.visitor().bought().await;
    let short = guest.send_form(&page, &[]).await;
    assert_eq!(short.status, StatusCode::CONFLICT, "{}", short.body);
    assert!(short.body.contains("남은 수량이 1개"), "{}", short.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_opens_to_its_token_only() {
    let site = Site::open(5).await;
    let guest = site.visitor();
    let (_, mine) = guest.bought().await;
    let (_, other) = guest.bought().await;
    let token = |path: &str| path.split('/').nth(3).unwrap().to_owned();
    let number = |path: &str| path.split('/').nth(2).unwrap().to_owned();
    let unknown = guest
        .get(&format!("/orders/20260101-0000000000/{}", token(&mine)))
        .await;
    for path in [
        format!("/orders/{}/{}", number(&mine), token(&other)),
        format!("/orders/{}/{}", number(&mine), &token(&mine)[..31]),
        format!("/orders/{}/{}a", number(&mine), token(&mine)),
        format!("/orders/{}/x", number(&mine)),
    ] {
        let answer = guest.get(&path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.body, unknown.body, "{path}");
        let cancel = guest.post(&format!("{path}/cancel"), &[]).await;
        assert_eq!(cancel.status, StatusCode::NOT_FOUND);
    }
    assert!(guest.get(&mine).await.body.contains("입금 대기"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forged_cart_cookie_is_no_cart() {
    let site = Site::open(5).await;
    let put = site.visitor().put("honey", "1").await;
    let cookie = put
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let (name, value) = cookie.split_once('=').unwrap();
    let unsigned = &value[value.len() - 36..];
    // Another sign than the one that stands there.
    let other = |known: &str, sign: &str, next: &str| {
        let forged = if known == sign { next } else { sign };
        forged.to_owned()
    };
    let (first, last) = (&value[..1], &value[value.len() - 1..]);
    for forged in [
        unsigned.to_owned(),
        format!("{}{}", other(first, "A", "B"), &value[1..]),
        format!("{}{}", &value[..value.len() - 1], other(last, "0", "1")),
    ] {
        let cart = site
            .visitor()
            .ask(|client, base| {
                client
                    .get(format!("{base}/cart"))
                    .header("cookie", format!("{name}={forged}"))
            })
            .await;
        assert_eq!(cart.status, StatusCode::OK);
        assert!(cart.body.contains("장바구니가 비어 있습니다"), "{forged}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_on_another_site_changes_nothing() {
    let site = Site::open(5).await;
    let guest = site.visitor();
    guest.put("honey", "1").await;
    let (_, order) = guest.bought().await;
    let before = site.events().await;
    for path in [
        "/cart/lines",
        "/cart/lines/honey",
        "/cart/lines/honey/remove",
        "/checkout",
        &format!("{order}/cancel"),
    ] {
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("accept", "text/html"), // says nothing of where it comes from
        ] {
            let answer = guest
                .ask(|client, base| {
                    client
                        .post(format!("{base}{path}"))
                        .header(name, value)
                        .form(&[("product", "honey"), ("sku", "honey"), ("quantity", "1")])
                })
                .await;
            assert_eq!(
                answer.status,
                StatusCode::FORBIDDEN,
                "{path} {name}: {value}"
            );
            assert!(answer.body.contains("받을 수 없습니다"));
        }
    }
    assert_eq!(site.events().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_gone_is_an_excuse_not_a_stack() {
    let database = database().await;
    let site = Site::around(&database, |config| config).await;
    site.pool.close().await;
    let answer = site.visitor().get("/").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.body.contains("가게가 잠시 붐빕니다") && !answer.body.contains("sqlx"));
    assert_eq!(site.visitor().get("/healthz").await.status, StatusCode::OK);
    assert_eq!(
        site.visitor().get("/readyz").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
}

async fn served(shop: Shop, world: &World, database: &Database) -> Site {
    let world = world.clone();
    Site::serving(shop, world, database, |config| config, |web| web).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_written_down_just_now_comes_back_as_it_was_typed() {
    let database = database().await;
    let world = World::around(Arc::new(database.log().await));
    let site = served(world.open(), &world, &database).await;
    offer(&site.shop, "honey", Won(30_000), 10).await;
    site.caught_up().await;
    let guest = site.visitor();
    let question = asks(&guest).await;
    let (order, path) = paid(&site, &guest).await;
    arrives(&site, &order).await;
    let key = Uuid::new_v4().to_string();
    let typed = ("text", "오래 걸려 적은 긴 이야기");
    let asking = [
        ("key", key.as_str()),
        ("name", "홍길동"),
        ("topic", "product"),
        ("title", "궁금합니다"),
        ("agree", "on"),
        typed,
    ];
    let returning = [
        ("key", "abcdefgh12"),
        ("step", "ask"),
        ("wish", "return"),
        ("reason", "damaged"),
        ("q0", "1"),
        typed,
    ];
    for (to, form) in [
        ("/inquiries/new".to_owned(), &asking[..]),
        (question, &[typed][..]),
        (format!("{path}/reviews/0"), &[("stars", "5"), typed][..]),
        (format!("{path}/return"), &returning[..]),
    ] {
        let log = CrashingLog::new(world.log.clone(), 0, Moment::Before);
        let broken = served(world.open_over(log), &world, &database).await;
        let back = guest.elsewhere(&broken).post(&to, form).await;
        assert_eq!(back.status, StatusCode::SERVICE_UNAVAILABLE, "{to}");
        let said = back.body.contains("notice-warning") && back.body.contains(typed.1);
        assert!(said, "{to}: {}", back.body);
        // The same form again, as the page asks for it.
        let taken = guest.post(&to, form).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{to}: {}", taken.body);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_error_is_drawn_without_waiting_for_the_database() {
    let site = Site::open(1).await;
    let mut held = Vec::new();
    while let Some(connection) = site.pool.try_acquire() {
        held.push(connection);
    }
    let all = site.pool.options().get_max_connections();
    while held.len() < usize::try_from(all).unwrap() {
        held.push(site.pool.acquire().await.unwrap());
    }
    // What the navigation knew has run out.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let visitor = site.visitor();
    // A page that waits for a connection does so for all of this time.
    let waits = site.pool.options().get_acquire_timeout();
    let asked = tokio::time::timeout(waits * 2 / 3, visitor.get("/no-such-page"));
    let answer = asked.await.expect("the page waits for nobody");
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

async fn halt(site: &Site, why: Option<&str>) {
    sqlx::query("UPDATE projection_generations SET halted = $1 WHERE name = 'sales'")
        .bind(why)
        .execute(&site.pool)
        .await
        .unwrap();
}

/// What `/readyz` says after a read model was halted that ran when it looked, and how old that look is at most.
async fn halted_since_the_look(site: &Site, guest: &Visitor) -> (StatusCode, Duration) {
    let began = Instant::now();
    assert_eq!(guest.get("/readyz").await.status, StatusCode::OK);
    halt(site, Some("a test")).await;
    let told = guest.get("/readyz").await.status;
    (told, began.elapsed())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whether_all_is_well_is_looked_up_once_a_second_at_most() {
    let site = Site::open(1).await;
    let guest = site.visitor();
    let mut tries = 0;
    loop {
        let (told, age) = halted_since_the_look(&site, &guest).await;
        // What was looked up counts no more after this.
        tokio::time::sleep(Duration::from_millis(1_100)).await;
        // Asked later, the shop may have looked again, and says so rightly.
        if age < Duration::from_millis(900) {
            assert_eq!(told, StatusCode::OK, "it looked again after {age:?}");
            break;
        }
        tries += 1;
        assert!(tries < 30, "never asked twice within a second: {age:?}");
        halt(&site, None).await;
    }
    assert_eq!(
        guest.get("/readyz").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_huge_form_is_not_read() {
    let site = Site::open(1).await;
    let huge = "x".repeat(100_000);
    let answer = site
        .visitor()
        .post("/checkout", &[("address", &huge)])
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let guest = site.visitor();
    guest.put("honey", "1").await;
    let answer = guest.post("/checkout", &[("address", &huge)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains("너무 큽니다"));
}
