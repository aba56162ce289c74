//! Getting in: who does, who does not, and what either learns.

use std::time::{Duration, Instant};

use reqwest::StatusCode;

use super::house::{EMAIL, House, OTHER, PASSWORD, is_in, log_in};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_and_an_unknown_address_look_alike_and_take_as_long() {
    let house = House::open().await;
    house.member(EMAIL).await;
    let visitor = house.site.visitor();
    house
        .shop
        .accounts()
        .unwrap()
        .hasher()
        .warm_up()
        .await
        .unwrap();
    let (mut known, mut unknown) = (vec![], vec![]);
    for round in 0..6 {
        let began = Instant::now();
        let wrong = log_in(&visitor, EMAIL, OTHER, "/cart").await;
        known.push(began.elapsed());
        let stranger = format!("nob{round}@member.example");
        let began = Instant::now();
        let nobody = log_in(&visitor, &stranger, PASSWORD, "/cart").await;
        unknown.push(began.elapsed());
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(wrong.status, nobody.status);
        assert_eq!(wrong.body, nobody.body.replace(&stranger, EMAIL));
        assert!(wrong.body.contains("메일 주소나 비밀번호가 다릅니다"));
        assert!(wrong.body.contains(EMAIL), "what was typed stays");
        assert!(!wrong.body.contains(OTHER), "but for the password");
    }
    // A busy machine only ever adds: the quickest of each says what the work itself takes.
    let quickest = |times: &[Duration]| times.iter().min().unwrap().as_secs_f64();
    let ratio = quickest(&known) / quickest(&unknown);
    assert!((0.5..2.0).contains(&ratio), "{known:?} and {unknown:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guessing_locks_and_is_told_kindly_whatever_restarts() {
    let house = House::open().await;
    house.member(EMAIL).await;
    let guesser = house.site.visitor();
    for email in [EMAIL, "nobody@member.example"] {
        for _ in 0..10 {
            let wrong = log_in(&guesser, email, OTHER, "/").await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let locked = log_in(&guesser, email, PASSWORD, "/").await;
        assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS, "{email}");
        assert!(locked.body.contains("(일) 12:15 이후에"), "{}", locked.body);
        assert_eq!(locked.header("retry-after"), "900");
        let elsewhere = house.restarted().await.visitor();
        let locked = log_in(&elsewhere, email, PASSWORD, "/").await;
        assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS);
    }
    house.site.advance(chrono::Duration::minutes(16));
    assert_eq!(log_in(&guesser, EMAIL, PASSWORD, "/").await.to(), "/");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_led_off_the_site_by_logging_in() {
    let house = House::open().await;
    house.member(EMAIL).await;
    for (next, to) in [
        ("/cart", "/cart"),
        ("/members/orders?state=paid", "/members/orders?state=paid"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ] {
        let visitor = house.site.visitor();
        let encode = |path: String, byte| format!("{path}%{byte:02x}");
        let path = next.bytes().fold("/members/login?next=".into(), encode);
        let page = visitor.get(&path).await;
        assert_eq!(
            page.field("next"),
            to.replace('&', "&amp;").replace('=', "&#x3D;")
        );
        assert_eq!(log_in(&visitor, EMAIL, PASSWORD, next).await.to(), to);
        let page = visitor.get(&path).await;
        assert_eq!(page.to(), to, "who is in goes on");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forgotten_password_is_set_anew_once_and_ends_all_sessions() {
    let house = House::open().await;
    let elsewhere = house.member(EMAIL).await;
    let visitor = house.site.visitor();
    let wrong = visitor.post("/members/forgot", &[("email", "kim@")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"email-error\"") && wrong.body.contains("value=\"kim@\""));
    let asked = visitor.post("/members/forgot", &[("email", EMAIL)]).await;
    assert_eq!(asked.to(), "/members/letter/reset");
    let link = house.link("reset-password", "/members/reset/").await;
    let short = visitor.post(&link, &[("password", "짧다")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains("id=\"password-error\""));
    let set = visitor.post(&link, &[("password", OTHER)]).await;
    assert_eq!(set.to(), "/members");
    assert!(is_in(&visitor).await && !is_in(&elsewhere).await);
    let again = house
        .site
        .visitor()
        .post(&link, &[("password", PASSWORD)])
        .await;
    assert_eq!(again.status, StatusCode::GONE);
    assert!(again.body.contains("더 쓸 수 없습니다"));
    let old = log_in(&elsewhere, EMAIL, PASSWORD, "/").await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(log_in(&elsewhere, EMAIL, OTHER, "/").await.to(), "/");
}
