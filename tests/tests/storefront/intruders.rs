//! Somebody comes to what is another's: with its id, by another store's door, with guesses.

use domain::OrderId;
use reqwest::StatusCode;
use reqwest::header::HOST;
use tests::shop::{offer, pay, process};
use uuid::Uuid;

use crate::care::asks;
use crate::members::house::House;
use crate::site::{Answer, Site, Visitor};

fn question<'a>(key: &'a str, title: &'a str) -> [(&'a str, &'a str); 7] {
    [
        ("key", key),
        ("name", "나쁜이"),
        ("email", "thief@evil.example"),
        ("topic", "other"),
        ("title", title),
        ("text", "보여 주세요."),
        ("agree", "on"),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_id_of_a_question_as_a_forms_key_leads_nobody_to_it() {
    let site = Site::open(1).await;
    let theirs = asks(&site.visitor()).await;
    let id = theirs.split('/').nth(2).unwrap();
    let thief = site.visitor();
    let answer = thief.post("/inquiries/new", &question(id, "아무 말")).await;
    assert_eq!(
        answer.status,
        StatusCode::SEE_OTHER,
        "it asks one of its own"
    );
    assert!(!answer.to().contains(id), "{}", answer.to());
    let page = thief.get(&answer.to()).await.body;
    assert!(!page.contains("재입고되나요") && page.contains("아무 말"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_is_changed_and_sent_again_asks_what_it_says_now() {
    let site = Site::open(1).await;
    let guest = site.visitor();
    let key = Uuid::new_v4().to_string();
    let mut asked = Vec::new();
    for title in ["첫 물음", "고친 물음", "첫 물음"] {
        let answer = guest.post("/inquiries/new", &question(&key, title)).await;
        let page = guest.get(&answer.to()).await.body;
        assert!(page.contains(title), "nothing that was typed is lost");
        asked.push(answer.to());
    }
    assert!(asked[0] != asked[1] && asked[0] == asked[2], "{asked:?}");
}

async fn at(visitor: &Visitor, host: &str, path: &str) -> Answer {
    let ask = |client: &reqwest::Client, base: &str| {
        client.get(format!("{base}{path}")).header(HOST, host)
    };
    visitor.ask(ask).await
}

async fn sent(visitor: &Visitor, host: &str, path: &str, form: &[(&str, &str)]) -> Answer {
    let ask = |client: &reqwest::Client, base: &str| {
        let request = client.post(format!("{base}{path}")).header(HOST, host);
        request.header("sec-fetch-site", "same-origin").form(form)
    };
    visitor.ask(ask).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_store_sold_is_not_shown_under_anothers_name() {
    const HOME: &str = "intake.example";
    const OTHER: &str = "livestore.example";
    let site = Site::two_stores().await;
    offer(&site.shop, "honey", domain::Won(30_000), 5).await;
    let placed = tests::shop::place(&site.shop, "honey", 1, "one").await;
    let order: OrderId = placed.unwrap().order;
    pay(&site.shop, &order).await.unwrap();
    site.ship(&order).await;
    site.shop.deliver(&process(), &order, 1).await.unwrap();
    site.caught_up().await;
    let guest = site.visitor();
    let found = shop::token::OrderTokens::new([5; 32]);
    let path = found.path(&order);
    let before = site.events().await;
    for page in ["", "/cancel", "/return", "/receipt", "/reviews/0"] {
        let path = format!("{path}{page}");
        let other = at(&guest, OTHER, &path).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND, "{path}");
        let home = at(&guest, HOME, &path).await;
        assert_ne!(home.status, StatusCode::NOT_FOUND, "{path}");
    }
    for form in [
        "/cancel",
        "/return",
        "/confirm",
        "/reviews/0",
        "/claims/r-1/withdraw",
    ] {
        let path = format!("{path}{form}");
        let key = [("key", "abcdefgh12"), ("stars", "5"), ("text", "좋아요")];
        let other = sent(&guest, OTHER, &path, &key).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(site.events().await, before);

    let key = Uuid::new_v4().to_string();
    let asked = sent(&guest, HOME, "/inquiries/new", &question(&key, "물음")).await;
    let path = asked.to();
    assert_eq!(at(&guest, HOME, &path).await.status, StatusCode::OK);
    assert_eq!(at(&guest, OTHER, &path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_guesses_numbers_from_a_network_of_his_own_is_stopped() {
    let house = House::with(|config| web::WebConfig {
        trusted_proxies: vec!["127.0.0.1".parse().unwrap()],
        ..config
    })
    .await;
    let thief = house.site.visitor();
    let guess = async |number: u32, from: String| {
        let form = [
            ("number", format!("20261122-{number:010}")),
            ("phone", "010-1234-5678".to_owned()),
        ];
        let answer = thief
            .ask(|client, base| {
                let request = client.post(format!("{base}/orders/find"));
                let request = request.header("sec-fetch-site", "same-origin");
                request.header("x-forwarded-for", from).form(&form)
            })
            .await;
        answer.status
    };
    for number in 0..50 {
        let status = guess(number, format!("2001:db8:1:2::{number:x}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
    }
    let status = guess(50, "2001:db8:1:2:ffff::1".to_owned()).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "it is one network");
    let status = guess(51, "2001:db8:1:3::1".to_owned()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "a neighbour");
}
