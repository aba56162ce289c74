//! Several stores on one installation, and what a visitor chooses: device and language.

use domain::product::{Listing, Variant};
use domain::{OrderId, ProductId, Reference, StoreId, Won};
use reqwest::StatusCode;
use reqwest::header::{ACCEPT_LANGUAGE, HOST, SET_COOKIE, USER_AGENT};
use shop::{Caller, Stocking};
use tests::pg::database;
use tests::shop::{cart, form_of, notice, shopper, sku, store_id};
use web::StoreFace;

use crate::shelves::listing;
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

/// The honey of both stores is one SKU; the first store gets one piece of it, the second `pieces`;
/// where they share, the one note counts once.
async fn honey(site: &Site, pieces: u32) {
    for (store, pieces) in [("intake", 1), ("livestore", pieces)] {
        let (id, caller) = (StoreId::new(store).unwrap(), at(store));
        let product = Listing {
            store: id,
            product: ProductId::new(format!("honey-{store}")).unwrap(),
            variants: vec![Variant::new(sku("honey"), Won(30_000))],
            ..listing(("honey", "꿀", "Honey", "food", 30_000, 0, &[]))
        };
        site.shop.list_product(&caller, product).await.unwrap();
        let note = Reference::new("opening").unwrap();
        site.shop
            .receive_stock(&caller, &sku("honey"), pieces, note)
            .await
            .unwrap();
    }
}

fn at(store: &str) -> Caller {
    let store = StoreId::new(store).unwrap();
    Caller { store, ..shopper() }
}

/// Orders one jar in a store.
async fn order(site: &Site, store: &str) -> OrderId {
    let (cart, caller) = (cart(), at(store));
    let product = ProductId::new(format!("honey-{store}")).unwrap();
    site.shop
        .add_to_cart(&caller, cart, &product, &sku("honey"), 1)
        .await
        .unwrap();
    let form = form_of(&site.shop, &caller, cart, store).await.unwrap();
    site.shop.check_out(&caller, &form).await.unwrap().order
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_store_has_sold_out_the_other_still_sells_and_the_desk_sees_whose_is_missing() {
    let site = Site::two_stores_with(Stocking::Separate).await;
    honey(&site, 3).await;
    let late = order(&site, "intake").await;
    site.caught_up().await;
    let soon = "Sold out for now";
    for (store, gone) in [("intake", true), ("livestore", false)] {
        let host = [
            (HOST, &*format!("{store}.example")),
            (ACCEPT_LANGUAGE, "en"),
        ];
        let product = format!("/products/honey-{store}");
        let (status, page) = get(&site, &product, &host).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(page.contains(soon), gone, "{store}: {page}");
        let (_, list) = get(&site, "/?stock=1", &host).await;
        assert_eq!(list.contains(&product), !gone, "{store}");
    }
    // The hold lapses, another shopper gets the jar, and then the first one pays.
    site.advance(chrono::Duration::days(4));
    let quick = order(&site, "intake").await;
    for paid in [&quick, &late] {
        let notice = notice(&site.shop, paid, &format!("DEP-{paid}")).await;
        site.shop
            .deposit_noticed(&at("intake"), notice)
            .await
            .unwrap();
    }
    site.caught_up().await;
    let desk = site.auditor().get("/").await.body;
    let sign = &site.shop.settings().stores[&store_id()].name;
    let alarm =
        format!("<td class=\"mono\">honey <small>{sign}</small></td><td class=\"num\">1</td>");
    assert!(desk.contains(&alarm), "{desk}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stores_that_share_their_stock_are_sold_out_together() {
    let site = Site::two_stores_with(Stocking::Shared).await;
    honey(&site, 1).await;
    order(&site, "livestore").await;
    site.caught_up().await;
    for store in ["intake", "livestore"] {
        let host = [
            (HOST, &*format!("{store}.example")),
            (ACCEPT_LANGUAGE, "en"),
        ];
        let (_, page) = get(&site, &format!("/products/honey-{store}"), &host).await;
        assert!(page.contains("Sold out for now"), "{store}: {page}");
    }
}
