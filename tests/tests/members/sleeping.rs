//! Accounts that nobody uses: told, asleep, woken.

use chrono::Duration;
use domain::member::Standing;
use projections::members;
use shop::members::{Dormancy, Sleep};
use tests::folded::catch_up;
use tests::shop::shopper;
use tests::working::context;
use workers::jobs::Job;
use workers::schedule::SweepDormant;

use crate::house::{EMAIL, House, ORIGIN, PASSWORD, as_member};

/// The sweep of a day.
async fn sweep(house: &House) {
    catch_up(&house.pool, &house.world.log).await;
    let context = context(&house.shop, &house.database, &house.outbox).await;
    let tick = house.shop.now();
    SweepDormant { tick }.run(&context).await.unwrap();
}

async fn told_and_asleep(house: &House) {
    house.world.clock.advance(Duration::days(336));
    sweep(house).await;
    sweep(house).await;
    house.world.clock.advance(Duration::days(31));
    sweep(house).await;
}

#[tokio::test]
async fn a_member_who_is_told_and_does_not_come_sleeps_and_wakes() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let session = house.log_in(EMAIL, PASSWORD).await.unwrap();
    told_and_asleep(&house).await;
    let events = house.events().await;
    let told = events
        .iter()
        .filter(|it| it.event_type == "DormancyNoticed");
    assert_eq!(told.count(), 1);
    let state = house.shop.member(member).await.unwrap();
    assert_eq!(state.standing(), Standing::Dormant);
    assert_eq!(house.shop.profile_of(&state).await.unwrap(), None, "apart");
    let holds = house.shop.session_holds(member, session.generation).await;
    assert!(!holds.unwrap());

    let asleep = house.log_in(EMAIL, PASSWORD).await.unwrap();
    assert_eq!(asleep.standing, Standing::Dormant);
    house
        .shop
        .ask_reset(&shopper(), EMAIL, ORIGIN)
        .await
        .unwrap();
    house.key_from_letter("reset-password").await;

    house
        .shop
        .reactivate(&as_member(member), member)
        .await
        .unwrap();
    let state = house.shop.member(member).await.unwrap();
    assert_eq!(state.standing(), Standing::Active);
    assert!(house.shop.profile_of(&state).await.unwrap().is_some());
    sweep(&house).await;
    assert_eq!(house.standing(member).await, Standing::Active);
    tests::folded::all_equal(&house.pool, &house.world.log).await;
}

#[tokio::test]
async fn who_comes_after_the_notice_stays_awake() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    house.world.clock.advance(Duration::days(340));
    sweep(&house).await;
    house.log_in(EMAIL, PASSWORD).await.unwrap();
    house.world.clock.advance(Duration::days(60));
    sweep(&house).await;
    assert_eq!(house.standing(member).await, Standing::Active);
}

#[tokio::test]
async fn a_shop_may_destroy_or_leave_them_alone() {
    for (mode, ends) in [
        (Sleep::Destroy, Standing::Withdrawn),
        (Sleep::None, Standing::Active),
    ] {
        let house = House::with(|settings| {
            settings.dormancy = Dormancy {
                mode,
                ..settings.dormancy
            };
        })
        .await;
        let member = house.member(EMAIL).await;
        told_and_asleep(&house).await;
        assert_eq!(house.standing(member).await, ends, "{mode:?}");
    }
}

#[tokio::test]
async fn a_sleep_that_dies_half_way_is_finished() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    house.world.clock.advance(Duration::days(340));
    sweep(&house).await;
    house.world.clock.advance(Duration::days(31));
    let asleep = domain::member::MemberCommand::FallAsleep {
        at: house.shop.now(),
    };
    let meta = domain::Meta::new(
        tests::shop::store_id(),
        domain::Actor::System("test".to_owned()),
        domain::Channel::System,
        house.shop.now(),
    );
    let ledger = house.shop.ledger();
    let id = member.to_string();
    let done = ledger.execute::<domain::member::Member>(&id, asleep, &meta);
    assert_eq!(done.await.unwrap().events.len(), 1);
    let state = house.shop.member(member).await.unwrap();
    assert!(house.shop.profile_of(&state).await.unwrap().is_some());
    assert!(tests::attend::attend(&house.restarted()).await.is_empty());
    assert_eq!(house.shop.profile_of(&state).await.unwrap(), None);
    catch_up(&house.pool, &house.world.log).await;
    let row = members::find(&house.pool, member).await.unwrap().unwrap();
    assert_eq!(row.standing, "dormant");
}
