//! One mail address, one member.

use domain::member::Standing;
use futures::future::join_all;
use shop::ShopError;
use shop::members::{AccountRefusal, Joined, Membership};
use store::accounts::Password;
use tests::crash::{CrashingLog, Moment};
use tests::shop::shopper;

use crate::house::{EMAIL, House, form};

async fn joined_events(house: &House) -> usize {
    let events = house.events().await;
    let joined = |event: &&store::Recorded| event.event_type == "MemberJoined";
    events.iter().filter(joined).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_sixty_four_who_join_with_one_address_one_is_a_member() {
    let house = House::open().await;
    let caller = shopper();
    let forms: Vec<_> = (0..64).map(|_| form(EMAIL)).collect();
    let all = join_all(forms.iter().map(|form| house.shop.join(&caller, form))).await;
    let won = |joined: &&Result<Joined, ShopError>| matches!(joined, Ok(Joined::Member { .. }));
    assert_eq!(all.iter().filter(won).count(), 1, "{all:?}");
    let lost = |joined: &&Result<Joined, ShopError>| matches!(joined, Ok(Joined::Taken));
    assert_eq!(all.iter().filter(lost).count(), 63, "{all:?}");
    assert_eq!(joined_events(&house).await, 1);
}

#[tokio::test]
async fn the_same_form_sent_again_is_the_same_member_and_keeps_nothing_twice() {
    let house = House::open().await;
    let form = form(" Kim@Member.Example");
    let caller = shopper();
    let both = join_all([
        house.shop.join(&caller, &form),
        house.shop.join(&caller, &form),
        house.shop.join(&caller, &form),
    ])
    .await;
    let id = |joined: &Result<Joined, ShopError>| match joined {
        Ok(Joined::Member { member, .. }) => *member,
        other => panic!("{other:?}"),
    };
    let member = id(&both[0]);
    assert!(both.iter().all(|joined| id(joined) == member));
    assert_eq!(joined_events(&house).await, 1);
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM vault_entries")
        .fetch_one(&house.pool)
        .await
        .unwrap();
    assert_eq!(kept, 2, "mail address and profile, once");
    let state = house.shop.member(member).await.unwrap();
    let email = house.shop.email_of(&state).await.unwrap();
    assert_eq!(email.as_deref(), Some("kim@member.example"));
}

#[tokio::test]
async fn the_same_form_with_another_password_is_somebody_else() {
    let house = House::open().await;
    let mut form = form(EMAIL);
    house.shop.join(&shopper(), &form).await.unwrap();
    form.password = Password::new("여우가 넘은 담장 너머");
    let again = house.shop.join(&shopper(), &form).await.unwrap();
    assert_eq!(again, Joined::Taken);
}

#[tokio::test]
async fn whoever_joins_with_a_members_address_learns_nothing_and_the_member_is_told() {
    let house = House::open().await;
    house.member(EMAIL).await;
    let again = house.shop.join(&shopper(), &form(EMAIL)).await.unwrap();
    assert_eq!(again, Joined::Taken);
    let letters = house.send_letters().await;
    let told: Vec<_> = letters.iter().map(|mail| mail.template).collect();
    assert_eq!(told, ["verify-email", "member-joined", "already-member"]);
}

#[tokio::test]
async fn who_dies_while_joining_leaves_the_address_to_the_next_after_a_while() {
    let house = House::open().await;
    let crashing = CrashingLog::new(house.log.clone(), 0, Moment::Before);
    let dead = house.over(crashing).join(&shopper(), &form(EMAIL)).await;
    assert!(dead.is_err());
    let soon = house.shop.join(&shopper(), &form(EMAIL)).await.unwrap();
    assert_eq!(soon, Joined::Taken, "it may still be joining");
    house.world.clock.advance(chrono::Duration::minutes(3));
    let member = house.joined(EMAIL).await;
    assert_eq!(house.standing(member).await, Standing::Unverified);
}

#[tokio::test]
async fn who_dies_after_having_joined_is_a_member() {
    let house = House::open().await;
    let crashing = CrashingLog::new(house.log.clone(), 0, Moment::After);
    let first = form(EMAIL);
    let dead = house.over(crashing).join(&shopper(), &first).await;
    assert!(dead.is_err());
    house.world.clock.advance(chrono::Duration::minutes(3));
    let other = house.shop.join(&shopper(), &form(EMAIL)).await.unwrap();
    assert_eq!(other, Joined::Taken, "the ledger knows them");
    let again = house.shop.join(&shopper(), &first).await.unwrap();
    let Joined::Member { member, cursor } = again else {
        panic!("{again:?}")
    };
    assert_eq!(cursor, None, "it stood before");
    assert_eq!(house.standing(member).await, Standing::Unverified);
}

#[tokio::test]
async fn stores_share_members_or_have_their_own() {
    for (membership, second) in [(Membership::Shared, true), (Membership::Separate, false)] {
        let house = House::with(|settings| settings.membership = membership).await;
        house.joined(EMAIL).await;
        let mut elsewhere = shopper();
        elsewhere.store = domain::StoreId::new("second").unwrap();
        let joined = house.shop.join(&elsewhere, &form(EMAIL)).await.unwrap();
        assert_eq!(joined == Joined::Taken, second, "{membership:?}");
    }
}

#[tokio::test]
async fn a_bad_address_or_a_guessable_password_is_refused() {
    let house = House::open().await;
    let mut typed = form("kim@member");
    let refused = house.shop.join(&shopper(), &typed).await;
    assert!(matches!(
        refused,
        Err(ShopError::Account(AccountRefusal::BadEmail))
    ));
    typed.email = EMAIL.to_owned();
    typed.password = Password::new("kim@member.example");
    let refused = house.shop.join(&shopper(), &typed).await;
    assert!(matches!(
        refused,
        Err(ShopError::Account(AccountRefusal::Guessable))
    ));
}
