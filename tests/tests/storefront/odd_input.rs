//! Input that no browser sends: it is refused with an answer of the shop's own, and never with a fault.

use reqwest::StatusCode;
use web::routes::{STOREFRONT, Who};

use crate::members::house::{EMAIL, House};
use crate::site::{Site, Visitor};

/// What is put into every part and every question of an address.
const ODD: [&str; 12] = [
    "%00",
    "a%00b",
    "%ff%fe",
    "%e2%80%ae",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e%5c",
    "'%20OR%201=1--",
    "%25%5f%5c",
    "%f0%9f%92%a9",
    "-9223372036854775809",
    "%0d%0aset-cookie:%20a=b",
    "%7B%7Bframe%7D%7D",
];

const QUESTIONS: [&str; 15] = [
    "q", "category", "min", "max", "badge", "sort", "page", "next", "state", "days", "name",
    "edit", "added", "v", "lang",
];

async fn answers_in_its_own_words(visitor: &Visitor, path: &str) {
    let answer = visitor.get(path).await;
    let status = answer.status.as_u16();
    assert!(status < 500, "{path}: {status}");
    assert!(!answer.header("set-cookie").contains("a=b"), "{path}");
    if answer.status.is_redirection() {
        let to = answer.to();
        let on_site = to.starts_with('/') && !to.starts_with("//");
        assert!(on_site, "{path} leads to {to}");
    }
    let html = answer.header("content-type").starts_with("text/html");
    assert!(!html || answer.body.contains("</html>"), "{path}: no page");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_odd_address_is_a_fault() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let before = house.site.events().await;
    for odd in ODD {
        for route in STOREFRONT.iter().filter(|route| route.method == "get") {
            // A part in braces each, and all at once.
            let mut path = String::new();
            for (place, part) in route.path.split('/').enumerate() {
                if place > 0 {
                    path.push('/');
                }
                path.push_str(if part.starts_with('{') { odd } else { part });
            }
            if path != route.path {
                answers_in_its_own_words(&member, &path).await;
            }
        }
        for place in [
            "/",
            "/notices",
            "/members/orders",
            "/members/addresses",
            "/members/login",
        ] {
            let all: Vec<String> = QUESTIONS.map(|name| format!("{name}={odd}")).to_vec();
            answers_in_its_own_words(&member, &format!("{place}?{}", all.join("&"))).await;
        }
    }
    assert_eq!(house.site.events().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_odd_form_is_a_fault() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    member.put("honey", "1").await;
    let many: Vec<String> = (0..10_000).map(|field| format!("f{field}&")).collect();
    let many = many.concat();
    let deep = format!("q0{}=1", "[a]".repeat(5_000));
    let bodies: [&[u8]; 8] = [
        b"",
        b"&&&===",
        b"name=%00&email=%00&key=%00&text=%00&title=%00&number=%00&phone=%00&code=%00",
        b"name=a&name=b",
        b"\xff\xfe\x00",
        b"quantity=4294967296&product=honey&sku=honey",
        many.as_bytes(),
        deep.as_bytes(),
    ];
    let posts = STOREFRONT.iter().filter(|route| {
        route.method == "post" && !matches!(route.who, Who::Provider | Who::SignedProvider)
    });
    for route in posts.filter(|route| !route.path.contains("logout")) {
        let path = route
            .path
            .replace("{sku}", "honey")
            .replace(['{', '}'], "x");
        for body in bodies {
            let answer = member
                .ask(|client, base| {
                    let request = client.post(format!("{base}{path}")).body(body.to_vec());
                    request
                        .header("sec-fetch-site", "same-origin")
                        .header("content-type", "application/x-www-form-urlencoded")
                })
                .await;
            assert!(answer.status.as_u16() < 500, "{path}: {}", answer.status);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_nobody_can_see_is_none_and_marks_that_turn_text_around_are_gone() {
    let site = Site::open(3).await;
    let guest = site.visitor();
    guest.put("honey", "1").await;
    for unseen in ["\u{3164}\u{3164}", "\u{200b}", "\u{2800}", "\u{feff}\u{ad}"] {
        let refused = guest.order(&[("orderer_name", unseen)]).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{unseen:?}"
        );
    }
    let placed = guest
        .order(&[("orderer_name", "\u{202e}홍\u{200b}길동")])
        .await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.body);
    let page = guest.get(&placed.to()).await.body;
    assert!(page.contains("홍길동") && !page.contains('\u{202e}'));
}
