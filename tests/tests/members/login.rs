//! Who gets in, who does not, and what either learns.

use std::time::Instant;

use chrono::Duration;
use domain::member::Standing;
use futures::future::join_all;
use shop::ShopError;
use shop::members::AccountRefusal;
use store::accounts::{Guard, Password};
use tests::shop::shopper;

use crate::house::{EMAIL, House, ORIGIN, PASSWORD, as_member, log_in, password};

fn refusal<T: std::fmt::Debug>(answer: Result<T, ShopError>) -> AccountRefusal {
    match answer {
        Err(ShopError::Account(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_right_password_gets_in_and_says_how_it_stands() {
    let house = House::open().await;
    let member = house.joined(EMAIL).await;
    let early = house.log_in("KIM@member.example", PASSWORD).await.unwrap();
    assert_eq!(early.standing, Standing::Unverified);
    let token = house.key_from_letter("verify-email").await;
    let wrong = Password::new("여우가 넘은 담장 너머");
    let strange = house
        .shop
        .verify_email(&shopper(), &token, &wrong, ORIGIN)
        .await;
    assert_eq!(refusal(strange), AccountRefusal::Wrong);
    let proven = house
        .shop
        .verify_email(&shopper(), &token, &password(), ORIGIN)
        .await
        .unwrap();
    assert_eq!((proven.member, proven.standing), (member, Standing::Active));
    let late = house.log_in(EMAIL, PASSWORD).await.unwrap();
    assert_eq!(late, proven);
    let holds = house.shop.session_holds(member, late.generation).await;
    assert!(holds.unwrap());
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer_and_take_as_long() {
    let house = House::open().await;
    house.member(EMAIL).await;
    let hasher = house.shop.accounts().unwrap().hasher();
    hasher.warm_up().await.unwrap();
    let (mut known, mut unknown) = (vec![], vec![]);
    for round in 0..8 {
        let began = Instant::now();
        let wrong = house.log_in(EMAIL, "여우가 넘은 담장").await;
        known.push(began.elapsed());
        let began = Instant::now();
        let nobody = house
            .log_in(&format!("nobody-{round}@member.example"), PASSWORD)
            .await;
        unknown.push(began.elapsed());
        assert_eq!(refusal(wrong), AccountRefusal::Wrong);
        assert_eq!(refusal(nobody), AccountRefusal::Wrong);
    }
    // A busy machine only ever adds: the quickest of each says what the work itself takes.
    let quickest = |times: &[std::time::Duration]| times.iter().min().unwrap().as_secs_f64();
    let ratio = quickest(&known) / quickest(&unknown);
    assert!((0.5..2.0).contains(&ratio), "{known:?} and {unknown:?}");
}

#[tokio::test]
async fn guessing_locks_whatever_restarts_and_so_does_an_unknown_address() {
    let house = House::open().await;
    house.member(EMAIL).await;
    for email in [EMAIL, "nobody@member.example"] {
        for _ in 0..10 {
            let wrong = house.log_in(email, "여우가 넘은 담장").await;
            assert_eq!(refusal(wrong), AccountRefusal::Wrong, "{email}");
        }
        let until = house.shop.now() + Duration::minutes(15);
        let locked = refusal(house.log_in(email, PASSWORD).await);
        assert_eq!(locked, AccountRefusal::Locked { until }, "{email}");
        let restarted = house.restarted();
        let elsewhere = log_in(&restarted, email, PASSWORD, "198.51.100.9").await;
        assert_eq!(refusal(elsewhere), AccountRefusal::Locked { until });
    }
    house.world.clock.advance(Duration::minutes(16));
    house.log_in(EMAIL, PASSWORD).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_guesses_at_once_are_many_guesses() {
    let house = House::open().await;
    house.member(EMAIL).await;
    let guess = || house.log_in(EMAIL, "여우가 넘은 담장");
    let all = join_all((0..40).map(|_| guess())).await;
    let looked_at = all.into_iter().map(refusal);
    let looked_at = looked_at.filter(|refusal| *refusal == AccountRefusal::Wrong);
    assert_eq!(looked_at.count(), 10);
}

#[tokio::test]
async fn one_origin_that_tries_many_addresses_is_locked_and_locks_nobody_else() {
    let guard = Guard {
        per_origin: 5,
        ..Guard::default()
    };
    let house = House::with(|settings| settings.guard = guard).await;
    house.member(EMAIL).await;
    for round in 0..5 {
        let email = format!("nobody-{round}@member.example");
        let wrong = house.log_in(&email, PASSWORD).await;
        assert_eq!(refusal(wrong), AccountRefusal::Wrong);
    }
    for _ in 0..20 {
        let locked = refusal(house.log_in(EMAIL, PASSWORD).await);
        assert!(matches!(locked, AccountRefusal::Locked { .. }));
    }
    let elsewhere = log_in(&house.shop, EMAIL, PASSWORD, "198.51.100.9").await;
    elsewhere.unwrap();
}

#[tokio::test]
async fn another_password_ends_all_sessions_but_the_one_that_set_it() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let old = house.log_in(EMAIL, PASSWORD).await.unwrap();
    let new = Password::new("여우가 넘은 담장 너머");
    let caller = as_member(member);
    let wrong = house
        .shop
        .change_password(&caller, member, &new, new.clone(), ORIGIN)
        .await;
    assert_eq!(refusal(wrong), AccountRefusal::Wrong);
    let generation = house
        .shop
        .change_password(&caller, member, &password(), new, ORIGIN)
        .await
        .unwrap();
    let holds = async |generation| house.shop.session_holds(member, generation).await.unwrap();
    assert!(!holds(old.generation).await);
    assert!(holds(generation).await);
    assert_eq!(
        refusal(house.log_in(EMAIL, PASSWORD).await),
        AccountRefusal::Wrong
    );
    house.log_in(EMAIL, "여우가 넘은 담장 너머").await.unwrap();
}

#[tokio::test]
async fn a_member_is_seen_once_a_day() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    house.world.clock.advance(Duration::days(2));
    for _ in 0..3 {
        house.log_in(EMAIL, PASSWORD).await.unwrap();
    }
    let events = house.events().await;
    let seen = events.iter().filter(|it| it.event_type == "MemberSeen");
    assert_eq!(seen.count(), 1);
    let state = house.shop.member(member).await.unwrap();
    assert_eq!(state.last_seen(), Some(house.shop.now()));
}
