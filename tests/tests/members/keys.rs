//! Keys in letters: random, kept as hashes, good once.

use chrono::Duration;
use futures::future::join_all;
use shop::ShopError;
use shop::members::AccountRefusal;
use store::accounts::{Password, Purpose, Token};
use tests::shop::shopper;

use crate::house::{EMAIL, House, ORIGIN, PASSWORD, key_in, password};

const NEW: &str = "여우가 넘은 담장 너머";

fn is_bad_key<T>(answer: &Result<T, ShopError>) -> bool {
    matches!(answer, Err(ShopError::Account(AccountRefusal::BadKey)))
}

async fn reset(house: &House, token: &Token) -> Result<i32, ShopError> {
    let new = Password::new(NEW);
    let done = house.shop.reset_password(&shopper(), token, new).await?;
    Ok(done.generation)
}

#[tokio::test]
async fn a_forgotten_password_is_set_by_the_key_in_the_letter_once() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let old = house.log_in(EMAIL, PASSWORD).await.unwrap();
    house
        .shop
        .ask_reset(&shopper(), EMAIL, ORIGIN)
        .await
        .unwrap();
    let token = house.key_from_letter("reset-password").await;
    let generation = reset(&house, &token).await.unwrap();
    assert!(house.shop.session_holds(member, generation).await.unwrap());
    let holds = house.shop.session_holds(member, old.generation).await;
    assert!(!holds.unwrap(), "all other sessions end");
    house.log_in(EMAIL, NEW).await.unwrap();
    assert!(is_bad_key(&reset(&house, &token).await));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_come_with_one_key_at_once_one_wins() {
    let house = House::open().await;
    house.member(EMAIL).await;
    house
        .shop
        .ask_reset(&shopper(), EMAIL, ORIGIN)
        .await
        .unwrap();
    let token = house.key_from_letter("reset-password").await;
    let all = join_all((0..16).map(|_| reset(&house, &token))).await;
    assert_eq!(all.iter().filter(|one| one.is_ok()).count(), 1, "{all:?}");
    assert!(all.iter().all(|one| one.is_ok() || is_bad_key(one)));
    let events = house.events().await;
    let changed = events
        .iter()
        .filter(|it| it.event_type == "PasswordChanged");
    assert_eq!(changed.count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_mail_address_is_verified_once_however_often_the_form_is_sent() {
    let house = House::open().await;
    house.joined(EMAIL).await;
    let token = house.key_from_letter("verify-email").await;
    let (caller, password) = (shopper(), password());
    let verify = || house.shop.verify_email(&caller, &token, &password, ORIGIN);
    let all = join_all((0..8).map(|_| verify())).await;
    assert_eq!(all.iter().filter(|one| one.is_ok()).count(), 1, "{all:?}");
    let events = house.events().await;
    let verified = events.iter().filter(|it| it.event_type == "EmailVerified");
    assert_eq!(verified.count(), 1);
}

#[tokio::test]
async fn a_key_ends_with_its_time_and_with_the_first_of_its_kind_that_is_used() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let accounts = house.shop.accounts().unwrap();
    let issue = async |minutes| {
        let until = house.shop.now() + Duration::minutes(minutes);
        let made = accounts.issue(member, Purpose::Reset, until).await;
        made.unwrap().unwrap()
    };
    let (short, one, other) = (issue(1).await, issue(60).await, issue(60).await);
    house.world.clock.advance(Duration::minutes(2));
    assert!(is_bad_key(&reset(&house, &short).await));
    let verifying = house
        .shop
        .verify_email(&shopper(), &one, &password(), ORIGIN)
        .await;
    assert!(is_bad_key(&verifying), "it is for something else");
    reset(&house, &one).await.unwrap();
    assert!(is_bad_key(&reset(&house, &other).await));
}

#[tokio::test]
async fn an_unknown_address_gets_no_letter_and_the_same_answer() {
    let house = House::open().await;
    house.member(EMAIL).await;
    let before = house.send_letters().await.len();
    let nobody = "nobody@member.example";
    house
        .shop
        .ask_reset(&shopper(), nobody, ORIGIN)
        .await
        .unwrap();
    house
        .shop
        .ask_verification(&shopper(), nobody, ORIGIN)
        .await
        .unwrap();
    house
        .shop
        .ask_reset(&shopper(), EMAIL, ORIGIN)
        .await
        .unwrap();
    house
        .shop
        .ask_reset(&shopper(), EMAIL, ORIGIN)
        .await
        .unwrap();
    let letters = house.send_letters().await;
    assert_eq!(letters.len(), before + 1, "one a minute, to who there is");
}

#[tokio::test]
async fn a_letter_names_the_address_of_the_settings_and_no_table_holds_its_key() {
    let house = House::open().await;
    house.joined(EMAIL).await;
    let letters = house.send_letters().await;
    let letter = letters.last().unwrap();
    let token = key_in(letter);
    let address = format!("http://127.0.0.1:8080/members/verify/{}", token.expose());
    assert!(letter.text.contains(&address), "{}", letter.text);
    let tables = crate::canary::dump(&house.pool).await;
    assert!(!tables.contains(token.expose()));
}

#[tokio::test]
async fn who_resets_has_proven_the_mail_address() {
    let house = House::open().await;
    let member = house.joined(EMAIL).await;
    house
        .shop
        .ask_reset(&shopper(), EMAIL, ORIGIN)
        .await
        .unwrap();
    let token = house.key_from_letter("reset-password").await;
    reset(&house, &token).await.unwrap();
    let standing = house.standing(member).await;
    assert_eq!(standing, domain::member::Standing::Active);
}

#[tokio::test]
async fn an_address_that_a_crash_left_unrecorded_is_recorded_at_the_next_login() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let (caller, new) = (crate::house::as_member(member), "new@member.example");
    house
        .shop
        .ask_email_change(&caller, member, new, &password(), ORIGIN)
        .await
        .unwrap();
    let token = house.key_from_letter("change-email").await;
    // All that a request did before it died.
    let address = house.shop.mail_fingerprint(new);
    let accounts = house.shop.accounts().unwrap();
    let changed = accounts.change_address(&token, &address, house.shop.now());
    changed.await.unwrap();
    house.log_in(new, PASSWORD).await.unwrap();
    let state = house.shop.member(member).await.unwrap();
    assert_eq!(state.pending_email(), None);
    let email = house.shop.email_of(&state).await.unwrap();
    assert_eq!(email.as_deref(), Some(new));
    let events = house.events().await;
    let changed = events.iter().filter(|it| it.event_type == "EmailChanged");
    assert_eq!(changed.count(), 1);
    tests::folded::catch_up(&house.pool, &house.world.log).await;
    tests::folded::all_equal(&house.pool, &house.world.log).await;
}
