//! Somebody else wants the account: with a letter that went to an old mailbox, or with an old password.

use chrono::Duration;
use domain::MemberId;
use shop::ShopError;
use shop::members::AccountRefusal;
use store::accounts::{Password, Purpose, Token};
use tests::shop::shopper;

use crate::house::{EMAIL, House, ORIGIN, as_member, password};

const NEW: &str = "여우가 넘은 담장 너머";
const ELSEWHERE: &str = "new@member.example";

fn is_bad_key<T>(answer: &Result<T, ShopError>) -> bool {
    matches!(answer, Err(ShopError::Account(AccountRefusal::BadKey)))
}

/// Another mail address is wanted by who knows the password.
async fn asks_for(house: &House, member: MemberId, address: &str) -> Token {
    let (caller, own) = (as_member(member), password());
    let asked = house
        .shop
        .ask_email_change(&caller, member, address, &own, ORIGIN);
    asked.await.unwrap();
    house.key_from_letter("change-email").await
}

async fn reset_key(house: &House) -> Token {
    house
        .shop
        .ask_reset(&shopper(), EMAIL, ORIGIN)
        .await
        .unwrap();
    house.key_from_letter("reset-password").await
}

#[tokio::test]
async fn a_key_in_the_old_mailbox_opens_nothing_once_the_address_is_another() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let old = reset_key(&house).await;
    let token = asks_for(&house, member, ELSEWHERE).await;
    house.shop.change_email(&shopper(), &token).await.unwrap();
    let taken = house
        .shop
        .reset_password(&shopper(), &old, Password::new(NEW))
        .await;
    assert!(is_bad_key(&taken), "{taken:?}");
    let stranger = house.log_in(ELSEWHERE, NEW).await;
    assert!(stranger.is_err());
}

#[tokio::test]
async fn a_key_that_was_asked_for_before_the_password_was_changed_opens_nothing() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let old = reset_key(&house).await;
    let (caller, own) = (as_member(member), password());
    let changed = house
        .shop
        .change_password(&caller, member, &own, Password::new(NEW), ORIGIN);
    changed.await.unwrap();
    let again = Password::new("달밤에 우는 부엉이 한 마리");
    let taken = house.shop.reset_password(&shopper(), &old, again).await;
    assert!(is_bad_key(&taken), "{taken:?}");
    house.log_in(EMAIL, NEW).await.unwrap();
}

#[tokio::test]
async fn who_knew_the_old_password_gets_no_address_also_where_a_crash_left_the_reset_unrecorded() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let thief = asks_for(&house, member, "thief@evil.example").await;
    let token = reset_key(&house).await;
    // All that the reset did before its process died.
    let accounts = house.shop.accounts().unwrap();
    let hashed = accounts.hasher().hash(&Password::new(NEW)).await.unwrap();
    let set = accounts.reset_password(&token, &hashed, house.shop.now());
    assert_eq!(set.await.unwrap(), Some(member));
    let taken = house.shop.change_email(&shopper(), &thief).await;
    assert!(is_bad_key(&taken), "{taken:?}");
    house.log_in(EMAIL, NEW).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reset_and_a_change_of_address_at_once_leave_one_of_both_in_the_books() {
    for _ in 0..4 {
        let house = House::open().await;
        let member = house.member(EMAIL).await;
        let change = asks_for(&house, member, ELSEWHERE).await;
        let reset = reset_key(&house).await;
        let shopper = shopper();
        let (changed, set) = tokio::join!(
            house.shop.change_email(&shopper, &change),
            house
                .shop
                .reset_password(&shopper, &reset, Password::new(NEW)),
        );
        assert!(changed.is_ok() != set.is_ok(), "{changed:?} {set:?}");
        let (address, word) = if changed.is_ok() {
            (ELSEWHERE, crate::house::PASSWORD)
        } else {
            (EMAIL, NEW)
        };
        house.log_in(address, word).await.unwrap();
        let state = house.shop.member(member).await.unwrap();
        let known = house.shop.email_of(&state).await.unwrap();
        assert_eq!(known.as_deref(), Some(address), "both books say the same");
    }
}

#[tokio::test]
async fn a_wrong_old_password_ends_no_key() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let accounts = house.shop.accounts().unwrap();
    let until = house.shop.now() + Duration::hours(1);
    let key = accounts.issue(member, Purpose::Reset, until).await.unwrap();
    let other = accounts.hasher().hash(&Password::new(NEW)).await.unwrap();
    let set = accounts.set_password(member, &other, &other).await.unwrap();
    assert_eq!(set, None);
    assert!(
        house
            .shop
            .key_is_good(&key.unwrap(), Purpose::Reset)
            .await
            .unwrap()
    );
}
