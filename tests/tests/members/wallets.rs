//! A member's coupons: given to who joins, taken, used, and what the wallet says of each.

use chrono::Duration;
use domain::coupon::{Campaign, ClaimedBy, Issue};
use domain::pricing::{Buyer, Condition, Effect, Names, Unmet};
use domain::{CartId, CouponId, GradeId, MemberId, Won};
use projections::coupons::{Purse, WalletRow, wallet};
use shop::amend::Cancellation;
use tests::folded::{all_equal, catch_up};
use tests::shop::{form_of, pay, process, put, store_id};
use tests::working::context;
use workers::coupons::WelcomeMember;
use workers::jobs::Job;
use workers::processes::{Process, Reading, WelcomeMembers};

use crate::house::{EMAIL, House, as_member};

fn coupon(issue: Issue) -> Campaign {
    Campaign {
        name: Names::new("환영 쿠폰", "Welcome coupon"),
        issue,
        condition: Condition::default(),
        effect: Effect::AmountOff { won: Won(3_000) },
        most_claims: None,
        most_uses: None,
        per_member: 1,
        guests: false,
        valid_days: Some(30),
    }
}

fn id(name: &str) -> CouponId {
    CouponId::new(name).unwrap()
}

async fn offered(house: &House, name: &str, campaign: Campaign) {
    let shop = &house.shop;
    shop.define_coupon(&process(), &id(name), campaign)
        .await
        .unwrap();
    catch_up(&house.pool, &house.world.log).await;
}

/// Runs the jobs of all that new members are given, as workers would.
async fn welcome(house: &House) -> usize {
    let context = context(&house.shop, &house.database, &house.outbox).await;
    let mut ran = 0;
    for event in house.events().await {
        if event.kind != "member" {
            continue;
        }
        let meta = serde_json::from_str(&event.metadata).unwrap();
        let meta = domain::Meta::from_map::<std::hash::RandomState>(&meta).unwrap();
        if let Reading::Enqueue(jobs) = WelcomeMembers.read(&event, &meta).unwrap() {
            for job in jobs {
                let job: WelcomeMember = serde_json::from_value(job.payload).unwrap();
                job.run(&context).await.unwrap();
                ran += 1;
            }
        }
    }
    catch_up(&house.pool, &house.world.log).await;
    ran
}

fn buyer(house: &House) -> Buyer {
    Buyer {
        store: Some(store_id()),
        member: true,
        grade: Some(GradeId::new("sprout").unwrap()),
        first_order: true,
        at: house.shop.now(),
    }
}

async fn rows(house: &House, member: MemberId) -> Vec<WalletRow> {
    catch_up(&house.pool, &house.world.log).await;
    wallet(&house.pool, member).await.unwrap()
}

async fn purse(house: &House, member: MemberId, name: &str) -> Option<Purse> {
    let rows = rows(house, member).await;
    let row = rows.iter().find(|row| row.coupon == id(name))?;
    Some(row.purse(&buyer(house)))
}

#[tokio::test]
async fn who_has_proven_the_mail_address_gets_the_coupons_of_joining_once() {
    let house = House::open().await;
    offered(&house, "welcome", coupon(Issue::Joining)).await;
    let elsewhere = Campaign {
        condition: Condition {
            stores: vec![domain::StoreId::new("livestore").unwrap()],
            ..Condition::default()
        },
        ..coupon(Issue::Joining)
    };
    offered(&house, "elsewhere", elsewhere).await;
    house.joined("lee@member.example").await;
    let member = house.member(EMAIL).await;
    assert_eq!(welcome(&house).await, 1, "only who has proven it");
    assert_eq!(welcome(&house).await, 1);
    let has = house.shop.coupon(&id("welcome")).await.unwrap();
    assert_eq!(has.claimed(), 1);
    assert_eq!(purse(&house, member, "welcome").await, Some(Purse::Usable));
    assert_eq!(purse(&house, member, "elsewhere").await, None);
    all_equal(&house.pool, &house.world.log).await;
}

#[tokio::test]
async fn a_coupon_goes_from_taken_over_used_to_spent_and_comes_back_with_a_cancellation() {
    let house = House::open().await;
    let few = Campaign {
        most_claims: Some(1),
        ..coupon(Issue::Claim)
    };
    offered(&house, "few", few).await;
    let (member, other) = (
        house.member(EMAIL).await,
        house.member("lee@member.example").await,
    );
    assert_eq!(purse(&house, member, "few").await, Some(Purse::ToTake));
    let caller = as_member(member);
    let shop = &house.shop;
    let by = ClaimedBy::Member;
    shop.give_coupon(&caller, &id("few"), member, by)
        .await
        .unwrap();
    assert_eq!(purse(&house, member, "few").await, Some(Purse::Usable));
    assert_eq!(purse(&house, other, "few").await, Some(Purse::Gone));

    for (key, paid) in [("one", false), ("two", true)] {
        let own = CartId::of_member(member, &store_id());
        put(shop, own, "rice", 2).await;
        shop.choose_coupon(&caller, own, Some(id("few")))
            .await
            .unwrap();
        let form = form_of(shop, &caller, own, key).await.unwrap();
        assert_eq!(form.agreed, Won(24_000 - 3_000 + 3_000));
        let order = shop.check_out(&caller, &form).await.unwrap().order;
        let waits = purse(&house, member, "few").await;
        assert_eq!(waits, Some(Purse::InUse(order.clone())));
        if paid {
            pay(shop, &order).await.unwrap();
            assert_eq!(purse(&house, member, "few").await, Some(Purse::Used));
        }
        shop.cancel(&caller, &order, Cancellation::whole("shopper"))
            .await
            .unwrap();
        assert_eq!(purse(&house, member, "few").await, Some(Purse::Usable));
    }
    house.world.clock.advance(Duration::days(31));
    assert!(matches!(
        purse(&house, member, "few").await,
        Some(Purse::Expired(_))
    ));
    all_equal(&house.pool, &house.world.log).await;
}

#[tokio::test]
async fn the_wallet_says_why_a_coupon_cannot_be_used() {
    let house = House::open().await;
    let grade = Campaign {
        condition: Condition {
            grades: vec![GradeId::new("fruit").unwrap()],
            ..Condition::default()
        },
        ..coupon(Issue::Staff)
    };
    offered(&house, "grade", grade).await;
    let member = house.member(EMAIL).await;
    assert_eq!(purse(&house, member, "grade").await, None, "not theirs");
    let shop = &house.shop;
    shop.give_coupon(&process(), &id("grade"), member, ClaimedBy::Staff)
        .await
        .unwrap();
    let why = purse(&house, member, "grade").await;
    assert_eq!(why, Some(Purse::NotNow(Unmet::OtherGrade)));
    shop.stop_coupon(&process(), &id("grade")).await.unwrap();
    assert_eq!(purse(&house, member, "grade").await, Some(Purse::Gone));
}
