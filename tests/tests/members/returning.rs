//! The form of joining is sent again when nobody expects it: after its member left, or moved to another address.

use domain::MemberId;
use domain::member::Standing;
use shop::members::{JoinForm, Joined};
use tests::shop::shopper;

use crate::house::{EMAIL, House, ORIGIN, PASSWORD, as_member, form, password};

async fn joins(house: &House, form: &JoinForm) -> Joined {
    house.shop.join(&shopper(), form).await.unwrap()
}

async fn leaves(house: &House, member: MemberId) {
    let caller = as_member(member);
    let left = house.shop.withdraw(&caller, member, "member");
    left.await.unwrap();
}

/// Joins with this form and proves the address.
async fn member(house: &House, form: &JoinForm) -> MemberId {
    let Joined::Member { member, .. } = joins(house, form).await else {
        panic!("the address is taken");
    };
    let token = house.key_from_letter("verify-email").await;
    house
        .shop
        .verify_email(&shopper(), &token, &password(), ORIGIN)
        .await
        .unwrap();
    member
}

#[tokio::test]
async fn who_left_and_sends_the_old_form_again_is_somebody_new_and_the_address_stays_usable() {
    let house = House::open().await;
    let form = form(EMAIL);
    let first = member(&house, &form).await;
    leaves(&house, first).await;
    let second = member(&house, &form).await;
    assert_ne!(second, first);
    assert_eq!(house.standing(first).await, Standing::Withdrawn);
    let inside = house.log_in(EMAIL, PASSWORD).await.unwrap();
    assert_eq!(inside.member, second);
    // And so it is for a third time, and for a form of somebody else's after that.
    leaves(&house, second).await;
    let third = house.member(EMAIL).await;
    assert!(third != first && third != second);
}

#[tokio::test]
async fn the_old_form_of_a_member_with_another_address_makes_another_member() {
    let house = House::open().await;
    let form = form(EMAIL);
    let first = member(&house, &form).await;
    let caller = as_member(first);
    house
        .shop
        .ask_email_change(&caller, first, "new@member.example", &password(), ORIGIN)
        .await
        .unwrap();
    let token = house.key_from_letter("change-email").await;
    house.shop.change_email(&caller, &token).await.unwrap();
    let Joined::Member { member: second, .. } = joins(&house, &form).await else {
        panic!("the address is nobody's any more");
    };
    assert_ne!(second, first);
    let inside = house.log_in("new@member.example", PASSWORD).await.unwrap();
    assert_eq!(inside.member, first);
}

#[tokio::test]
async fn an_account_that_a_crash_left_with_who_withdrew_is_free_for_who_comes_next() {
    let house = House::open().await;
    let first = house.member(EMAIL).await;
    let account = house.shop.accounts().unwrap().of(first).await.unwrap();
    leaves(&house, first).await;
    // As it is between the word that they leave and the erasure: the row is there, the member is not.
    sqlx::query("INSERT INTO accounts (member, realm, email, password, reserved_at, joined) VALUES ($1, '', $2, $3, $4, true)")
        .bind(first.0)
        .bind(house.shop.mail_fingerprint(EMAIL))
        .bind(account.unwrap().password.as_str())
        .bind(house.shop.now())
        .execute(&house.pool)
        .await
        .unwrap();
    assert!(house.log_in(EMAIL, PASSWORD).await.is_err());
    let second = house.member(EMAIL).await;
    assert_ne!(second, first);
}

#[tokio::test]
async fn one_form_makes_no_endless_row_of_members() {
    let house = House::open().await;
    let form = form(EMAIL);
    let mut made = 0;
    while let Joined::Member { member, .. } = joins(&house, &form).await {
        leaves(&house, member).await;
        made += 1;
        assert!(made < 20, "it never ends");
    }
    assert_eq!(made, 16);
    house.member(EMAIL).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn leaving_and_sending_the_form_at_once_never_leaves_an_account_with_nobody() {
    for _ in 0..6 {
        let house = House::open().await;
        let form = form(EMAIL);
        let first = member(&house, &form).await;
        let (caller, shopper) = (as_member(first), shopper());
        let (left, _) = tokio::join!(
            house.shop.withdraw(&caller, first, "member"),
            house.shop.join(&shopper, &form),
        );
        left.unwrap();
        let last = house.shop.join(&shopper, &form).await.unwrap();
        assert!(matches!(last, Joined::Member { .. }), "{last:?}");
        let inside = house.log_in(EMAIL, PASSWORD).await.unwrap();
        assert_ne!(inside.member, first);
    }
}
