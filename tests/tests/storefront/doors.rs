//! Every address there is: who it is for, what it says about itself, and that reading changes nothing.

use reqwest::StatusCode;
use tests::pg::database;
use tests::shop::pay;
use web::routes::{ADMIN, Route, STOREFRONT, Who};

use crate::site::Site;

/// A route's address with this order's parts filled in.
fn filled(route: &Route, order: &str) -> String {
    let mut parts = order.split('/').skip(2);
    route
        .path
        .replace("{product}", "honey")
        .replace("{file}", "honey.svg")
        .replace("{*file}", "none.css")
        .replace("{sku}", "honey")
        .replace("{order}", parts.next().unwrap())
        .replace("{token}", parts.next().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_address_is_undocumented_and_reading_changes_nothing() {
    let site = Site::open(9).await;
    let (guest, stranger, auditor) = (site.visitor(), site.visitor(), site.auditor());
    let (_, order) = guest.bought().await;
    site.caught_up().await;
    let before = site.events().await;
    for route in STOREFRONT.iter().filter(|route| route.method == "get") {
        let path = filled(route, &order);
        let answer = stranger.get(&path).await;
        let expected = match (route.path, route.who) {
            ("/static/{*file}", _) => StatusCode::NOT_FOUND,
            ("/checkout", _) => StatusCode::SEE_OTHER,
            (back, _) if back.contains("/lines") || back.ends_with("/cancel") => {
                StatusCode::SEE_OTHER
            }
            _ => StatusCode::OK,
        };
        assert_eq!(answer.status, expected, "{path}");
        let personal = matches!(route.who, Who::OwnCart | Who::TokenHolder);
        assert!(
            !personal || answer.header("cache-control") == "no-store",
            "{path} may be kept"
        );
        let wrong = stranger
            .ask(|client, base| {
                let delete = client.delete(format!("{base}{path}"));
                delete.header("sec-fetch-site", "same-origin")
            })
            .await;
        assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
    for route in ADMIN.iter().filter(|route| !route.path.contains("static")) {
        assert_eq!(
            auditor.get(&filled(route, &order)).await.status,
            StatusCode::OK,
            "{}",
            route.path
        );
        assert_eq!(route.method, "get", "the admin port only reads");
    }
    assert_eq!(site.events().await, before);
    for nowhere in ["/nowhere", "/cart", "/guide"] {
        let answer = auditor.get(nowhere).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nowhere}");
        assert!(answer.body.contains("그런 화면은 없습니다"), "{nowhere}");
        assert!(!answer.body.contains("장바구니"), "the staff's own page");
    }
    for nowhere in [
        "/admin",
        "/audit",
        "/unmatched",
        "/orders",
        "/.env",
        "/static/../Cargo.toml",
        "/%2e%2e/etc",
    ] {
        assert_eq!(
            stranger.get(nowhere).await.status,
            StatusCode::NOT_FOUND,
            "{nowhere}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_makes_browsers_careful() {
    let site = Site::open(5).await;
    let guest = site.visitor();
    for path in ["/", "/products/honey", "/cart", "/nowhere", "/guide"] {
        let answer = guest.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(!policy.contains("unsafe"), "{path}");
        assert!(policy.contains("connect-src 'self'"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert_eq!(
            answer.header("strict-transport-security"),
            "",
            "not over http"
        );
    }
    let cookie = guest
        .put("honey", "1")
        .await
        .header("set-cookie")
        .to_owned();
    assert!(
        cookie.starts_with("jangbu-cart=")
            && cookie.contains("HttpOnly")
            && cookie.contains("SameSite=Lax")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_https_the_cookie_is_bound_to_the_host() {
    let database = database().await;
    let site = Site::around(&database, |config| web::WebConfig {
        https: true,
        ..config
    })
    .await;
    tests::shop::offer(&site.shop, "honey", domain::Won(30_000), 5).await;
    site.caught_up().await;
    let answer = site.visitor().put("honey", "1").await;
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-jangbu-cart=")
            && cookie.contains("Secure")
            && cookie.contains("Path=/"),
        "{cookie}"
    );
    assert!(
        answer
            .header("strict-transport-security")
            .contains("max-age")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_may_be_kept_for_ever_and_pages_may_not() {
    let site = Site::open(5).await;
    let guest = site.visitor();
    let page = guest.get("/").await.body;
    let between = |start: &str| {
        page.split(start)
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    };
    let sheet = format!("/static/css/{}", between("href=\"/static/css/"));
    let picture = format!(
        "/pictures/honey{}",
        between("src=\"/pictures/honey").replace("&#x3D;", "=")
    );
    for path in [&sheet, &picture] {
        let file = guest.get(path).await;
        assert_eq!(file.status, StatusCode::OK, "{path}");
        assert!(file.header("cache-control").contains("immutable"), "{path}");
    }
    let old = guest.get("/pictures/honey.svg?v=0000").await;
    assert!(!old.header("cache-control").contains("immutable"));
    assert_eq!(
        guest.get("/pictures/none.svg").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        guest.get("/").await.header("cache-control"),
        "private, no-cache"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_auditor_sees_an_order_at_any_moment() {
    let site = Site::open(5).await;
    let (order, _) = site.visitor().bought().await;
    pay(&site.shop, &order).await.unwrap();
    site.ship(&order).await;
    let auditor = site.auditor();
    let page = auditor.get(&format!("/audit/orders/{order}")).await;
    for event in [
        "OrderPlaced",
        "PaymentRequested",
        "VirtualAccountIssued",
        "PaymentCaptured",
        "OrderPaid",
        "ParcelShipped",
    ] {
        assert!(page.body.contains(event), "{event}");
    }
    assert!(
        !page.body.contains("홍길동") && !page.body.contains("010-1234-5678"),
        "no personal data"
    );
    let first = auditor
        .get(&format!("/audit/orders/{order}?version=1"))
        .await;
    assert!(
        first.body.contains("pending_deposit") && first.body.contains("is-later"),
        "{}",
        first.body
    );
    let diff = auditor
        .get(&format!("/audit/orders/{order}?from=1&to=2"))
        .await;
    assert!(diff.body.contains("pending_deposit") && diff.body.contains("paid"));
    let before = auditor
        .get(&format!("/audit/orders/{order}?at=2020-01-01T00%3A00"))
        .await;
    assert!(before.body.contains("아직 주문이 없었습니다"));
    let found = auditor
        .get(&format!(
            "/audit?order={}",
            order.to_string().to_lowercase()
        ))
        .await;
    assert_eq!(found.to(), format!("/audit/orders/{order}"));
    assert_eq!(
        auditor.get("/audit/orders/none").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_elsewhere_cannot_reach_the_staff_pages_by_a_name_of_its_own() {
    let site = Site::open(1).await;
    let rebound = site
        .auditor()
        .ask(|client, base| {
            client
                .get(format!("{base}/unmatched"))
                .header("host", "evil.example:8081")
        })
        .await;
    assert_eq!(rebound.status, StatusCode::FORBIDDEN);
}
