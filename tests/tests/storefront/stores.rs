//! Several stores on one installation, and what a visitor chooses: device and language.

use reqwest::StatusCode;
use reqwest::header::{ACCEPT_LANGUAGE, HOST, SET_COOKIE, USER_AGENT};
use tests::pg::database;
use tests::shop::store_id;
use web::StoreFace;

use crate::site::Site;

const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148";

async fn get(
    site: &Site,
    path: &str,
    headers: &[(reqwest::header::HeaderName, &str)],
) -> (StatusCode, String) {
    let mut request = reqwest::Client::new().get(format!("{}{path}", site.store));
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let answer = request.send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_that_is_no_stores_gets_a_page_of_no_store() {
    let database = database().await;
    let site = Site::around(&database, |mut config| {
        config.stores = vec![StoreFace {
            hosts: vec!["intake.example".into()],
            ..StoreFace::made_up(store_id())
        }];
        config.by_number = None;
        config
    })
    .await;
    for host in [
        "evil.example",
        "127.0.0.1",
        "intake.example.evil.example",
        "",
    ] {
        let (status, page) = get(&site, "/", &[(HOST, host)]).await;
        assert_eq!(status, StatusCode::MISDIRECTED_REQUEST, "{host}");
        assert!(page.contains("이 주소에는 가게가 없습니다"), "{page}");
        assert!(!page.contains("장부상회"), "it shows a store's name");
    }
    for host in ["intake.example", "INTAKE.example:8080", "intake.example."] {
        let (status, page) = get(&site, "/", &[(HOST, host)]).await;
        assert_eq!(status, StatusCode::OK, "{host}");
        assert!(page.contains("장부상회"));
    }
    let (status, _) = get(&site, "/healthz", &[(HOST, "10.0.0.1")]).await;
    assert_eq!(status, StatusCode::OK, "load balancers ask by number");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn device_and_language_follow_the_browser_until_they_are_chosen() {
    let site = Site::open(5).await;
    let (_, page) = get(&site, "/", &[]).await;
    assert!(page.contains("<html lang=\"ko\">") && page.contains("value=\"mobile\""));
    let phone = [(USER_AGENT, PHONE), (ACCEPT_LANGUAGE, "en-US,en;q=0.9")];
    let (_, page) = get(&site, "/", &phone).await;
    assert!(page.contains("<html lang=\"en\">") && page.contains("value=\"pc\""));
    let (_, page) = get(&site, "/", &[]).await;
    assert!(
        page.contains("<html lang=\"ko\">"),
        "kept pages are kept apart"
    );
    let (_, page) = get(&site, "/?lang=en", &[]).await;
    assert!(page.contains("<html lang=\"en\">"));

    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let choose = async |form: &[(&str, &str)]| {
        let request = client.post(format!("{}/choice", site.store)).form(form);
        request
            .header("sec-fetch-site", "same-origin")
            .send()
            .await
            .unwrap()
    };
    let chosen = choose(&[("device", "pc"), ("language", "en"), ("next", "/cart?x=1")]).await;
    assert_eq!(chosen.status(), StatusCode::SEE_OTHER);
    assert_eq!(chosen.headers()["location"], "/cart?x=1");
    let cookies: Vec<_> = chosen.headers().get_all(SET_COOKIE).iter().collect();
    assert_eq!(cookies.len(), 2);
    let cookie = "jangbu-device=pc; jangbu-language=en";
    let (_, page) = get(
        &site,
        "/",
        &[(USER_AGENT, PHONE), (reqwest::header::COOKIE, cookie)],
    )
    .await;
    assert!(page.contains("<html lang=\"en\">") && page.contains("value=\"mobile\""));

    let odd = choose(&[("device", "fridge"), ("next", "//evil.example/")]).await;
    assert_eq!(odd.headers()["location"], "/");
    assert!(odd.headers().get(SET_COOKIE).is_none());
}
