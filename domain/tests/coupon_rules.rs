//! A coupon's life, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::baskets::{off, percent};
use common::hour;
use common::story::{after, given};
use domain::cart::{Cart, CartCommand, CartEvent};
use domain::coupon::{
    Campaign, ClaimedBy, Coupon, CouponCommand, CouponEvent, CouponRefusal, Issue,
};
use domain::ids::{CouponId, MemberId, OrderId};
use domain::pricing::{Condition, Effect, Names};
use proptest::prelude::*;
use uuid::Uuid;

fn campaign(issue: Issue) -> Campaign {
    Campaign {
        name: Names::new("환영 쿠폰", "Welcome coupon"),
        issue,
        condition: Condition {
            until: Some(hour(100)),
            ..Condition::default()
        },
        effect: off(3_000),
        most_claims: None,
        most_uses: None,
        per_member: 1,
        guests: issue == Issue::Code,
        valid_days: None,
    }
}

fn define(campaign: Campaign) -> CouponCommand {
    CouponCommand::Define {
        campaign: Box::new(campaign),
        at: hour(0),
    }
}

fn member(number: u128) -> MemberId {
    MemberId(Uuid::from_u128(number))
}

fn order(name: &str) -> OrderId {
    OrderId::new(name).unwrap()
}

fn claim(who: u128) -> CouponCommand {
    CouponCommand::Claim {
        member: member(who),
        by: ClaimedBy::Member,
        at: hour(1),
    }
}

fn reserve(name: &str, who: Option<u128>) -> CouponCommand {
    CouponCommand::Reserve {
        order: order(name),
        member: who.map(member),
        at: hour(2),
    }
}

fn redeem(name: &str) -> CouponCommand {
    CouponCommand::Redeem {
        order: order(name),
        at: hour(3),
    }
}

fn release(name: &str) -> CouponCommand {
    CouponCommand::Release {
        order: order(name),
        at: hour(4),
    }
}

#[test]
fn a_coupon_is_offered_once_and_not_changed_behind_those_who_have_it() {
    let dearer = Campaign {
        effect: off(5_000),
        ..campaign(Issue::Claim)
    };
    after::<Coupon>([define(campaign(Issue::Claim))])
        .when(define(campaign(Issue::Claim)))
        .nothing_happens()
        .when(define(dearer))
        .refuses(CouponRefusal::Differs);
}

#[test]
fn what_makes_no_sense_is_not_offered() {
    let with = |change: fn(&mut Campaign)| {
        let mut made = campaign(Issue::Code);
        change(&mut made);
        let answer = common::story::decide(&mut Coupon::default(), define(made));
        assert!(
            matches!(answer, Err(CouponRefusal::Unsound(_))),
            "{answer:?}"
        );
    };
    with(|it| it.name.ko = String::new());
    with(|it| it.effect = percent(0));
    with(|it| it.effect = percent(101));
    with(|it| it.effect = off(0));
    with(|it| it.condition.from = it.condition.until);
    with(|it| it.most_uses = Some(0));
    with(|it| it.per_member = 0);
    with(|it| it.most_claims = Some(3));
    with(|it| it.condition.first_order = true);
    with(|it| it.issue = Issue::Claim);
}

#[test]
fn the_last_coupon_goes_to_who_asks_first_and_asking_twice_is_asking_once() {
    let one = Campaign {
        most_claims: Some(1),
        ..campaign(Issue::Claim)
    };
    after::<Coupon>([define(one)])
        .when(claim(1))
        .then([CouponEvent::CouponClaimed {
            member: member(1),
            by: ClaimedBy::Member,
            until: Some(hour(100)),
            at: hour(1),
        }])
        .when(claim(1))
        .nothing_happens()
        .when(claim(2))
        .refuses(CouponRefusal::AllGiven);
}

#[test]
fn a_coupon_is_had_only_in_its_own_way() {
    after::<Coupon>([define(campaign(Issue::Joining))])
        .when(claim(1))
        .refuses(CouponRefusal::OtherWay);
    after::<Coupon>([define(campaign(Issue::Code))])
        .when(claim(1))
        .refuses(CouponRefusal::OtherWay);
    given::<Coupon>([])
        .when(claim(1))
        .refuses(CouponRefusal::NoCoupon);
    after::<Coupon>([define(campaign(Issue::Claim))])
        .when(reserve("a", Some(1)))
        .refuses(CouponRefusal::NotClaimed)
        .when(reserve("a", None))
        .refuses(CouponRefusal::MembersOnly);
}

#[test]
fn a_use_is_reserved_redeemed_and_then_spent() {
    after::<Coupon>([define(campaign(Issue::Claim)), claim(1)])
        .when(reserve("a", Some(1)))
        .then([CouponEvent::CouponReserved {
            order: order("a"),
            member: Some(member(1)),
            at: hour(2),
        }])
        .when(reserve("a", Some(1)))
        .nothing_happens()
        .when(reserve("b", Some(1)))
        .refuses(CouponRefusal::InUse(order("a")))
        .when(redeem("a"))
        .then([CouponEvent::CouponRedeemed {
            order: order("a"),
            at: hour(3),
        }])
        .when(redeem("a"))
        .nothing_happens()
        .when(reserve("b", Some(1)))
        .refuses(CouponRefusal::UsedBefore);
}

#[test]
fn an_order_that_is_given_up_gives_its_use_back_once() {
    after::<Coupon>([
        define(campaign(Issue::Claim)),
        claim(1),
        reserve("a", Some(1)),
    ])
    .when(release("a"))
    .then([CouponEvent::CouponReleased {
        order: order("a"),
        at: hour(4),
    }])
    .when(release("a"))
    .nothing_happens()
    .when(reserve("a", Some(1)))
    .refuses(CouponRefusal::Settled)
    .when(redeem("a"))
    .nothing_happens()
    .when(reserve("b", Some(1)))
    .succeeds();
}

#[test]
fn whoever_undoes_a_checkout_is_not_overtaken_by_who_still_drives_it() {
    after::<Coupon>([define(campaign(Issue::Code)), release("a")])
        .when(reserve("a", None))
        .refuses(CouponRefusal::Settled);
}

#[test]
fn a_paid_order_that_is_cancelled_whole_gives_its_use_back_too() {
    after::<Coupon>([
        define(campaign(Issue::Code)),
        reserve("a", Some(1)),
        redeem("a"),
    ])
    .when(release("a"))
    .succeeds()
    .when(reserve("b", Some(1)))
    .succeeds();
}

#[test]
fn guests_share_the_uses_of_a_code_and_members_have_their_own_each() {
    let two = Campaign {
        most_uses: Some(2),
        ..campaign(Issue::Code)
    };
    after::<Coupon>([define(two), reserve("a", None), reserve("b", Some(1))])
        .when(reserve("c", None))
        .refuses(CouponRefusal::AllUsed)
        .when(reserve("c", Some(2)))
        .refuses(CouponRefusal::AllUsed);
    let members = Campaign {
        guests: false,
        ..campaign(Issue::Code)
    };
    after::<Coupon>([define(members)])
        .when(reserve("a", None))
        .refuses(CouponRefusal::MembersOnly)
        .when(reserve("a", Some(1)))
        .succeeds();
}

#[test]
fn a_stopped_or_expired_coupon_is_not_used_but_orders_that_have_it_keep_it() {
    let stop = CouponCommand::Stop { at: hour(2) };
    after::<Coupon>([define(campaign(Issue::Code)), reserve("a", None), stop])
        .when(reserve("b", None))
        .refuses(CouponRefusal::Stopped)
        .when(redeem("a"))
        .succeeds();
    let late = CouponCommand::Reserve {
        order: order("a"),
        member: None,
        at: hour(100),
    };
    after::<Coupon>([define(campaign(Issue::Code))])
        .when(late)
        .refuses(CouponRefusal::Expired(hour(100)));
}

#[test]
fn days_count_from_when_a_member_got_it_and_no_longer_than_it_lasts() {
    let days = |days| Campaign {
        valid_days: Some(days),
        ..campaign(Issue::Claim)
    };
    assert_eq!(days(2).good_until(hour(1)), Some(hour(49)));
    assert_eq!(days(30).good_until(hour(1)), Some(hour(100)));
    let late = CouponCommand::Reserve {
        order: order("a"),
        member: Some(member(1)),
        at: hour(49),
    };
    after::<Coupon>([define(days(2)), claim(1)])
        .when(late)
        .refuses(CouponRefusal::Expired(hour(49)));
}

#[test]
fn capitals_and_blanks_in_a_typed_code_make_no_difference() {
    let id = CouponId::new("spring-5").unwrap();
    assert_eq!(CouponId::of_code(" SPRING -5\n"), Ok(id));
    assert!(CouponId::of_code("  ").is_err());
}

#[test]
fn a_cart_remembers_the_coupon_until_it_led_to_an_order() {
    let coupon = CouponId::new("spring-5").unwrap();
    let choose = |coupon| CartCommand::Choose { coupon };
    given::<Cart>([])
        .when(choose(Some(coupon.clone())))
        .then([CartEvent::CouponChosen {
            coupon: coupon.clone(),
        }])
        .when(choose(Some(coupon)))
        .nothing_happens()
        .when(choose(None))
        .then([CartEvent::CouponDropped {}])
        .when(choose(None))
        .nothing_happens();
}

fn any_command() -> impl Strategy<Value = CouponCommand> {
    let name = || prop::sample::select(vec!["a", "b", "c", "d", "e"]);
    let who = || prop::option::of(0..3_u128);
    prop_oneof![
        (0..4_u128).prop_map(claim),
        (name(), who()).prop_map(|(name, who)| reserve(name, who)),
        name().prop_map(redeem),
        name().prop_map(release),
    ]
}

proptest! {
    /// Whatever is asked in whatever order.
    #[test]
    fn no_limit_is_ever_passed(
        commands in prop::collection::vec(any_command(), 0..60),
        is_code in any::<bool>(),
        (claims, uses, each) in (1..4_u32, 1..4_u32, 1..3_u32),
    ) {
        let issue = if is_code { Issue::Code } else { Issue::Claim };
        let limited = Campaign {
            most_claims: (!is_code).then_some(claims),
            most_uses: Some(uses),
            per_member: each,
            effect: Effect::FreeShipping,
            ..campaign(issue)
        };
        let mut coupon = after::<Coupon>([define(limited)]).state();
        for command in commands {
            let _ = common::story::decide(&mut coupon, command.clone());
            if let Ok(again) = common::story::decide(&mut coupon.clone(), command) {
                prop_assert_eq!(again, vec![], "asked twice");
            }
            prop_assert!(coupon.claimed() <= claims as usize);
            prop_assert!(coupon.uses().count() <= uses as usize);
            for who in 0..3 {
                let theirs = coupon.uses().filter(|(_, it)| it.member == Some(member(who)));
                prop_assert!(theirs.count() <= each as usize);
            }
        }
    }
}

fn hand_over(from: &str, to: &str) -> CouponCommand {
    CouponCommand::HandOver {
        from: order(from),
        to: order(to),
        member: None,
        at: hour(5),
    }
}

#[test]
fn the_only_use_goes_over_to_the_order_that_takes_the_place_even_of_a_stopped_coupon() {
    let one = Campaign {
        most_uses: Some(1),
        ..campaign(Issue::Code)
    };
    let stop = CouponCommand::Stop { at: hour(3) };
    after::<Coupon>([define(one), reserve("a", None), stop])
        .when(hand_over("a", "b"))
        .then([
            CouponEvent::CouponReleased {
                order: order("a"),
                at: hour(5),
            },
            CouponEvent::CouponReserved {
                order: order("b"),
                member: None,
                at: hour(5),
            },
        ])
        .when(hand_over("a", "b"))
        .nothing_happens()
        .when(release("a"))
        .nothing_happens()
        .when(reserve("c", None))
        .refuses(CouponRefusal::Stopped);
}

#[test]
fn a_spent_use_stays_where_it_is_and_a_given_up_order_gets_none() {
    let one = Campaign {
        most_uses: Some(1),
        ..campaign(Issue::Code)
    };
    let used = [define(one), reserve("a", None)];
    after::<Coupon>(used.clone().into_iter().chain([redeem("a")]))
        .when(hand_over("a", "b"))
        .refuses(CouponRefusal::AllUsed);
    after::<Coupon>(used.into_iter().chain([release("b")]))
        .when(hand_over("a", "b"))
        .refuses(CouponRefusal::Settled);
}
