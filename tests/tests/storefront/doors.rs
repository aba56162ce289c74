//! Every address there is: who it is for, what it says about itself, and that reading changes nothing.

use reqwest::StatusCode;
use tests::pg::database;
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
