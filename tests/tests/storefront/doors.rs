//! Every address there is: who it is for, what it says about itself, and that reading changes nothing.

use reqwest::StatusCode;
use tests::pg::database;
use web::routes::{ADMIN, Route, STOREFRONT, Who};

use crate::site::Site;

/// In this shop nobody has uploaded or written anything. What stands there otherwise has tests of its own.
const NOTHING_THERE: [&str; 10] = [
    "/pay/{attempt}/{token}",
    "/pay/{attempt}/{token}/closed",
    "/orders/{order}/{token}/photos/{file}",
    "/orders/{order}/photos/{file}",
    "/static/{*file}",
    "/images/{file}",
    "/notices/{slug}",
    "/events/{slug}",
    "/pages/{slug}",
    "/sitemaps/{number}",
];

/// A route's address with this order's parts filled in.
fn filled(route: &Route, order: &str) -> String {
    let mut parts = order.split('/').skip(2);
    route
        .path
        .replace("{product}", "honey")
        .replace("{file}", "honey.svg")
        .replace("{*file}", "none.css")
        .replace("{sku}", "honey")
        .replace("{slug}", "none")
        .replace("{name}", "order-paid")
        .replace("{sample}", "plain")
        .replace("{language}", "ko")
        .replace("{number}", "0")
        .replace("{line}", "0")
        .replace("{claim}", "r-1")
        .replace("{coupon}", "none")
        .replace("{what}", "verify")
        .replace("{key}", "none")
        .replace("{address}", "0198f2a0-0000-7000-8000-000000000000")
        .replace("{order}", parts.next().unwrap())
        .replace("{token}", parts.next().unwrap())
}

/// What a stranger who holds an order's address is answered.
fn expected(route: &Route) -> StatusCode {
    // Only forms are sent there.
    let nothing_to_do = ["/withdraw", "/confirm", "/{line}"];
    match (route.path, route.who) {
        (path, _) if NOTHING_THERE.contains(&path) => StatusCode::NOT_FOUND,
        (_, Who::KeyHolder) => StatusCode::GONE,
        (_, Who::Member | Who::Orderer) | ("/checkout", _) => StatusCode::SEE_OTHER,
        (back, _)
            if back.contains("/lines")
                || back.starts_with("/members/logout")
                || back.starts_with("/cart/coupon") =>
        {
            StatusCode::SEE_OTHER
        }
        (back, Who::TokenHolder) if nothing_to_do.iter().any(|end| back.ends_with(end)) => {
            StatusCode::SEE_OTHER
        }
        _ => StatusCode::OK,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_address_is_undocumented_and_reading_changes_nothing() {
    let letters = crate::mailbox::Letters::one();
    let site = Site::dressed(|web| web.with_mailbox(letters.open())).await;
    tests::shop::offer(&site.shop, "honey", domain::Won(30_000), 9).await;
    site.caught_up().await;
    let (guest, stranger) = (site.visitor(), site.visitor());
    let (_, order) = guest.bought().await;
    let question = crate::care::asks(&guest).await;
    site.caught_up().await;
    let before = site.events().await;
    for route in STOREFRONT.iter().filter(|route| route.method == "get") {
        let path = match route.path {
            "/inquiries/{inquiry}/{token}" => question.clone(),
            _ => filled(route, &order),
        };
        let answer = stranger.get(&path).await;
        let expected = expected(route);
        assert_eq!(answer.status, expected, "{path}");
        let personal = matches!(
            route.who,
            Who::OwnCart | Who::TokenHolder | Who::Orderer | Who::Member | Who::KeyHolder
        );
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
    every_staff_page_answers(&site, &order).await;
    assert_eq!(site.events().await, before);
    for nowhere in [
        "/admin",
        "/audit",
        "/unmatched",
        "/jobs",
        "/letters",
        "/metrics",
        "/dev/mail",
        "/dev/mail/0",
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

async fn every_staff_page_answers(site: &Site, order: &str) {
    let auditor = site.auditor();
    let job = crate::jobs::job(&site.pool, false).await.to_string();
    for route in ADMIN
        .iter()
        .filter(|route| !NOTHING_THERE.contains(&route.path))
    {
        let path = filled(route, order).replace("{id}", &job);
        if route.method == "get" {
            assert_eq!(auditor.get(&path).await.status, StatusCode::OK, "{path}");
        } else {
            // What the admin port changes is jobs, and pictures, which are nobody's order.
            assert!(path.starts_with("/jobs/") || path == "/images", "{path}");
        }
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
