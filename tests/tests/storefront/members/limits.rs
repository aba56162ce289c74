//! Letters, questions and look-ups are bounded by where they are asked from, whoever they are about.

use reqwest::StatusCode;
use uuid::Uuid;
use web::WebConfig;

use super::house::{EMAIL, House, PASSWORD};
use crate::site::{Answer, Visitor};

/// Letters that one network address may ask for within a quarter of an hour.
const LETTERS: usize = 20;
/// Questions that it may ask within that time.
const QUESTIONS: usize = 20;

/// Served behind a proxy, which says where a request came from.
async fn behind_a_proxy() -> House {
    House::with(|config| WebConfig {
        trusted_proxies: vec!["127.0.0.0/8".parse().unwrap()],
        ..config
    })
    .await
}

/// Sends a form from an address behind the proxy.
async fn from(visitor: &Visitor, address: &str, path: &str, form: &[(&str, &str)]) -> Answer {
    visitor
        .ask(|client, base| {
            let request = client.post(format!("{base}{path}")).form(form);
            let request = request.header("sec-fetch-site", "same-origin");
            request.header("x-forwarded-for", address)
        })
        .await
}

/// Seconds after which the answer says that trying again helps.
fn told_to_wait(answer: &Answer) -> i64 {
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    answer.header("retry-after").parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letters_are_bounded_by_where_they_are_asked_for_and_known_addresses_look_like_unknown() {
    let house = behind_a_proxy().await;
    house.member(EMAIL).await;
    let visitor = house.site.visitor();
    let ask = async |address: &str, path: &str, email: &str| {
        from(&visitor, address, path, &[("email", email)]).await
    };
    for round in 0..LETTERS {
        let path = ["/members/forgot", "/members/again"][round % 2];
        let email = format!("nobody-{round}@member.example");
        let sent = ask("203.0.113.7", path, &email).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{round}");
    }
    let known = ask("203.0.113.7", "/members/forgot", EMAIL).await;
    let unknown = ask("203.0.113.7", "/members/forgot", "no@member.example").await;
    assert_eq!(told_to_wait(&known), 15 * 60);
    assert_eq!(told_to_wait(&unknown), 15 * 60);
    let body = unknown.body.replace("no@member.example", EMAIL);
    assert_eq!(known.body, body);
    assert!(
        known.body.contains("메일을 여러 번 청하셔서") && known.body.contains("12:15"),
        "{}",
        known.body
    );
    assert!(known.body.contains(EMAIL), "what was typed stays");
    let key = visitor.get("/members/join").await.field("key");
    let form = [
        ("key", key.as_str()),
        ("email", "new@member.example"),
        ("password", PASSWORD),
        ("name", "이새봄"),
        ("phone", "010-1234-5678"),
        ("agree", "on"),
        ("agree_privacy", "on"),
    ];
    let joined = from(&visitor, "203.0.113.7", "/members/join", &form).await;
    told_to_wait(&joined);
    assert!(joined.body.contains("메일을 여러 번 청하셔서") && joined.body.contains("이새봄"));
    assert!(!joined.body.contains(PASSWORD));
    let letters = house.letters().await;
    let resets = letters.iter().filter(|it| it.template == "reset-password");
    assert_eq!(resets.count(), 0, "nobody was written to");

    let elsewhere = from(&visitor, "203.0.113.8", "/members/join", &form).await;
    assert_eq!(elsewhere.to(), "/members/letter/verify");
    house.site.advance(chrono::Duration::minutes(16));
    let later = ask("203.0.113.7", "/members/forgot", EMAIL).await;
    assert_eq!(later.to(), "/members/letter/reset");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn questions_are_bounded_by_where_they_are_asked_and_what_was_typed_stays() {
    let house = behind_a_proxy().await;
    let visitor = house.site.visitor();
    let key = Uuid::new_v4().to_string();
    let ask = async |address: &str, title: &str| {
        let form = [
            ("key", key.as_str()),
            ("name", "홍길동"),
            ("topic", "product"),
            ("title", title),
            ("text", "언제 들어오나요?"),
            ("agree", "on"),
        ];
        from(&visitor, address, "/inquiries/new", &form).await
    };
    let first = ask("203.0.113.7", "물음 0").await.to();
    let path = first.split('?').next().unwrap();
    for number in 2..QUESTIONS {
        let asked = ask("203.0.113.7", &format!("물음 {number}")).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{number}");
    }
    let add = async |text: &str| {
        let more = [("text", text)];
        from(&visitor, "203.0.113.7", path, &more).await
    };
    assert_eq!(add("하나 더 여쭙니다").await.to(), path);
    let before = house.site.events().await;
    let one_more = ask("203.0.113.7", "마지막 물음").await;
    let added = add("또 하나 여쭙니다").await;
    for (refused, typed) in [(&one_more, "마지막 물음"), (&added, "또 하나 여쭙니다")] {
        assert_eq!(told_to_wait(refused), 15 * 60);
        let said = refused.body.contains("문의를 여러 번") && refused.body.contains("12:15");
        assert!(said && refused.body.contains(typed), "{}", refused.body);
    }
    assert_eq!(house.site.events().await, before, "nothing is kept of them");
    let again = ask("203.0.113.7", "물음 0").await;
    assert_eq!(again.to(), first, "what was asked before is none more");
    let elsewhere = ask("203.0.113.8", "마지막 물음").await;
    assert_eq!(elsewhere.status, StatusCode::SEE_OTHER);
    house.site.advance(chrono::Duration::minutes(16));
    let later = add("또 하나 여쭙니다").await;
    assert_eq!(later.to(), path);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_does_not_open_what_was_shut() {
    let house = House::open().await;
    let visitor = house.site.visitor();
    let ask = async |visitor: &Visitor| {
        let form = [("email", "nobody@member.example")];
        visitor.post("/members/forgot", &form).await.status
    };
    for _ in 0..LETTERS {
        assert_eq!(ask(&visitor).await, StatusCode::SEE_OTHER);
    }
    let restarted = house.restarted().await.visitor();
    assert_eq!(ask(&restarted).await, StatusCode::TOO_MANY_REQUESTS);
    let english = restarted
        .ask(|client, base| {
            let request = client.post(format!("{base}/members/forgot"));
            let request = request.form(&[("email", "nobody@member.example")]);
            let request = request.header("sec-fetch-site", "same-origin");
            request.header("accept-language", "en")
        })
        .await;
    assert!(english.body.contains("Too many letters were asked for"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_for_orders_of_others_is_bounded_by_network_also_where_one_has_many_addresses() {
    let house = behind_a_proxy().await;
    let visitor = house.site.visitor();
    let find = async |address: &str, number: usize| {
        let number = format!("20261122-{number:010}");
        let form = [("number", number.as_str()), ("phone", "010-0000-0000")];
        from(&visitor, address, "/orders/find", &form).await
    };
    for round in 0..50 {
        let address = format!("2001:db8:1:2::{round:x}");
        let none = find(&address, round).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "{round}");
    }
    let locked = find("2001:db8:1:2:ffff::1", 50).await;
    assert_eq!(told_to_wait(&locked), 15 * 60);
    assert!(locked.body.contains("너무 여러 번 찾으셨습니다"));
    let neighbour = find("2001:db8:1:3::1", 50).await;
    assert_eq!(neighbour.status, StatusCode::UNPROCESSABLE_ENTITY);
}
