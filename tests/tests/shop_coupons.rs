//! Coupons through the shop, over both logs: one wins the last one, an order's fate is its coupon's, a
//! crash anywhere leaves nothing half done.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use chrono::Duration;
use domain::cart::CartStatus;
use domain::coupon::{Campaign, ClaimedBy, Coupon, CouponRefusal, Issue};
use domain::order::{LineQuantity, Status};
use domain::pricing::{Condition, Effect, Names, Unmet};
use domain::{Actor, CartId, ClaimId, CouponId, MemberId, Won};
use futures::future::join_all;
use shop::amend::Cancellation;
use shop::pricing::{Asked, WhyNot};
use shop::{Caller, Shop, ShopError};
use store::{EventLog, MemoryLog};
use tests::crash::{CrashingLog, Moment};
use tests::seen::order;
use tests::shop::{World, cart, form, form_of, offer, pay, process, put, shopper};
use uuid::Uuid;

fn id() -> CouponId {
    CouponId::new("spring").unwrap()
}

fn code() -> Campaign {
    Campaign {
        name: Names::new("봄맞이 3,000원", "3,000 won for spring"),
        issue: Issue::Code,
        condition: Condition::default(),
        effect: Effect::AmountOff { won: Won(3_000) },
        most_claims: None,
        most_uses: Some(1),
        per_member: 1,
        guests: true,
        valid_days: None,
    }
}

fn member(number: u128) -> MemberId {
    MemberId(Uuid::from_u128(number))
}

fn caller(number: u128) -> Caller {
    Caller {
        actor: Actor::from(member(number)),
        ..shopper()
    }
}

async fn coupon(shop: &Shop) -> Coupon {
    shop.coupon(&id()).await.unwrap()
}

async fn define(shop: &Shop, campaign: Campaign) {
    shop.define_coupon(&process(), &id(), campaign)
        .await
        .unwrap();
}

/// A world with rice and a coupon.
async fn world_with(campaign: Campaign) -> World {
    let world = World::around(Arc::new(MemoryLog::new()));
    let shop = world.open();
    offer(&shop, "rice", Won(20_000), 100).await;
    define(&shop, campaign).await;
    world
}

/// A cart of anybody's with a bag of rice and the coupon chosen.
async fn filled(shop: &Shop, caller: &Caller) -> CartId {
    let cart = caller
        .member()
        .map_or_else(cart, |it| CartId::of_member(it, &caller.store));
    put(shop, cart, "rice", 1).await;
    shop.choose_coupon(caller, cart, Some(id())).await.unwrap();
    cart
}

async fn sixty_four_claims(log: Arc<dyn EventLog>) {
    let world = World::around(log);
    let shops = [world.open(), world.open()];
    let one = Campaign {
        issue: Issue::Claim,
        most_claims: Some(1),
        most_uses: None,
        guests: false,
        ..code()
    };
    define(&shops[0], one).await;
    let claims = (0..64_u8).map(|who| {
        let shop = shops[usize::from(who % 2)].clone();
        async move {
            let who = u128::from(who) + 1;
            let by = ClaimedBy::Member;
            shop.give_coupon(&caller(who), &id(), member(who), by).await
        }
    });
    let outcomes = join_all(claims).await;
    assert_eq!(outcomes.iter().filter(|it| it.is_ok()).count(), 1);
    let told =
        |it: &Result<_, ShopError>| matches!(it, Err(ShopError::Coupon(CouponRefusal::AllGiven)));
    assert_eq!(outcomes.iter().filter(|it| told(it)).count(), 63);
    assert_eq!(coupon(&shops[1]).await.claimed(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_claims_of_the_last_coupon_and_one_gets_it() {
    sixty_four_claims(Arc::new(MemoryLog::new())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_claims_of_the_last_coupon_on_postgresql_too() {
    let database = tests::pg::database().await;
    sixty_four_claims(Arc::new(database.log().await)).await;
}

async fn sixty_four_orders(log: Arc<dyn EventLog>) {
    let world = World::around(log);
    let shops = [world.open(), world.open()];
    offer(&shops[0], "rice", Won(20_000), 100).await;
    define(&shops[0], code()).await;
    let mut forms = Vec::new();
    for buyer in 0..64 {
        let cart = filled(&shops[0], &shopper()).await;
        forms.push(
            form(&shops[0], cart, &format!("key-{buyer}"))
                .await
                .unwrap(),
        );
    }
    let orders = (0..).zip(&forms).map(|(at, form)| {
        let shop = shops[at % 2].clone();
        async move { shop.check_out(&shopper(), form).await }
    });
    let outcomes = join_all(orders).await;
    let placed: Vec<_> = outcomes.iter().filter_map(|it| it.as_ref().ok()).collect();
    assert_eq!(placed.len(), 1, "{outcomes:?}");
    let used = coupon(&shops[1]).await;
    let uses: Vec<_> = used.uses().map(|(order, _)| order.clone()).collect();
    assert_eq!(uses, [placed[0].order.clone()]);
    // Who lost was told, keeps the cart, and is shown the price without the coupon.
    for (outcome, form) in outcomes.iter().zip(&forms) {
        if outcome.is_ok() {
            continue;
        }
        let told = matches!(
            outcome,
            Err(ShopError::Coupon(CouponRefusal::AllUsed) | ShopError::PriceChanged { .. })
        );
        assert!(told, "{outcome:?}");
        let cart = shops[0].cart(form.cart).await.unwrap();
        assert_eq!((cart.items().len(), cart.status()), (1, CartStatus::Open));
        assert_eq!(
            tests::shop::form(&shops[0], form.cart, "k")
                .await
                .unwrap()
                .agreed,
            Won(23_000)
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_orders_with_a_code_of_one_use_and_one_stands() {
    sixty_four_orders(Arc::new(MemoryLog::new())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_orders_with_a_code_of_one_use_on_postgresql_too() {
    let database = tests::pg::database().await;
    sixty_four_orders(Arc::new(database.log().await)).await;
}

#[tokio::test]
async fn an_order_freezes_what_its_coupon_gave_and_its_payment_spends_it() {
    let shop = world_with(code()).await.open();
    let cart = filled(&shop, &shopper()).await;
    let form = form(&shop, cart, "key").await.unwrap();
    assert_eq!(form.agreed, Won(20_000 - 3_000 + 3_000));
    let placed = shop.check_out(&shopper(), &form).await.unwrap().order;
    let stands = order(&shop, &placed).await;
    let draft = stands.draft().unwrap();
    assert_eq!(draft.coupon, Some(id()));
    assert_eq!(draft.quote.discount, Won(3_000));
    assert!(!coupon(&shop).await.use_of(&placed).unwrap().redeemed);
    assert_eq!(shop.cart(cart).await.unwrap().coupon(), None);

    shop.stop_coupon(&process(), &id()).await.unwrap();
    pay(&shop, &placed).await.unwrap();
    assert!(coupon(&shop).await.use_of(&placed).unwrap().redeemed);
    assert_eq!(order(&shop, &placed).await.paid(), Won(20_000));
}

#[tokio::test]
async fn a_cancelled_and_an_expired_order_give_their_use_back() {
    let world = world_with(code()).await;
    let shop = world.open();
    let mut last = None;
    for (at, way) in ["cancel", "expire", "refund"].into_iter().enumerate() {
        let cart = filled(&shop, &shopper()).await;
        let form = form(&shop, cart, &format!("key-{at}")).await.unwrap();
        assert_eq!(form.agreed, Won(20_000), "after {last:?}");
        let placed = shop.check_out(&shopper(), &form).await.unwrap().order;
        match way {
            "cancel" => drop(
                shop.cancel(&shopper(), &placed, Cancellation::whole("shopper"))
                    .await
                    .unwrap(),
            ),
            "expire" => {
                world.clock.advance(Duration::days(9));
                assert!(shop.expire(&process(), &placed).await.unwrap());
            }
            _ => {
                pay(&shop, &placed).await.unwrap();
                shop.cancel(&shopper(), &placed, Cancellation::whole("shopper"))
                    .await
                    .unwrap();
                assert_eq!(order(&shop, &placed).await.refunded(), Won(20_000));
            }
        }
        assert_eq!(coupon(&shop).await.uses().count(), 0, "{way}");
        last = Some(way);
    }
}

#[tokio::test]
async fn a_partly_cancelled_order_keeps_its_coupon_and_pays_back_the_exact_share() {
    let shop = world_with(code()).await.open();
    let cart = filled(&shop, &shopper()).await;
    put(&shop, cart, "rice", 2).await;
    let form = form(&shop, cart, "key").await.unwrap();
    let placed = shop.check_out(&shopper(), &form).await.unwrap().order;
    pay(&shop, &placed).await.unwrap();
    let worth = order(&shop, &placed).await.draft().unwrap().quote.lines[0].worth(0, 1);
    assert_eq!(worth, Won(19_000));
    let one = Cancellation {
        claim: ClaimId::new("c-1").unwrap(),
        lines: Some(vec![LineQuantity {
            line: 0,
            quantity: 1,
        }]),
        reason: "shopper".to_owned(),
    };
    shop.cancel(&shopper(), &placed, one).await.unwrap();
    assert_eq!(order(&shop, &placed).await.refunded(), worth);
    assert!(coupon(&shop).await.use_of(&placed).unwrap().redeemed);
}

#[tokio::test]
async fn a_coupon_dropped_in_another_tab_is_told_and_not_silently_left_out() {
    let shop = world_with(code()).await.open();
    let cart = filled(&shop, &shopper()).await;
    let seen = form(&shop, cart, "key").await.unwrap();
    shop.choose_coupon(&shopper(), cart, None).await.unwrap();
    let answer = shop.check_out(&shopper(), &seen).await;
    let Err(ShopError::PriceChanged { quote }) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(quote.total, Won(23_000));
    let again = form(&shop, cart, "key").await.unwrap();
    assert!(shop.check_out(&shopper(), &again).await.is_ok());
    assert_eq!(coupon(&shop).await.uses().count(), 0);
}

#[tokio::test]
async fn another_offer_of_the_same_total_is_told_too() {
    let world = world_with(code()).await;
    let shop = world.open();
    let other = CouponId::new("other").unwrap();
    let same = Campaign {
        name: Names::new("다른 쿠폰", "Another"),
        ..code()
    };
    shop.define_coupon(&process(), &other, same).await.unwrap();
    let cart = filled(&shop, &shopper()).await;
    let seen = form(&shop, cart, "key").await.unwrap();
    shop.choose_coupon(&shopper(), cart, Some(other))
        .await
        .unwrap();
    let answer = shop.check_out(&shopper(), &seen).await;
    assert!(
        matches!(answer, Err(ShopError::PriceChanged { .. })),
        "{answer:?}"
    );
}

#[tokio::test]
async fn the_same_coupon_in_two_carts_of_one_member_is_used_once() {
    let mine = Campaign {
        issue: Issue::Staff,
        most_uses: None,
        guests: false,
        ..code()
    };
    let shop = world_with(mine).await.open();
    let who = caller(1);
    shop.give_coupon(&process(), &id(), member(1), ClaimedBy::Staff)
        .await
        .unwrap();
    let mut forms = Vec::new();
    for tab in ["one", "two"] {
        let cart = cart();
        put(&shop, cart, "rice", 1).await;
        shop.choose_coupon(&who, cart, Some(id())).await.unwrap();
        forms.push(form_of(&shop, &who, cart, tab).await.unwrap());
    }
    let outcomes = join_all(forms.iter().map(|form| shop.check_out(&who, form))).await;
    assert_eq!(
        outcomes.iter().filter(|it| it.is_ok()).count(),
        1,
        "{outcomes:?}"
    );
    assert_eq!(coupon(&shop).await.uses().count(), 1);
    // Nobody else has it.
    let other = shop.choose_coupon(&caller(2), cart(), Some(id())).await;
    assert!(matches!(
        other,
        Err(ShopError::Coupon(CouponRefusal::NotClaimed))
    ));
}

#[tokio::test]
async fn the_first_order_is_the_first_that_stands() {
    let first = Campaign {
        issue: Issue::Code,
        condition: Condition {
            first_order: true,
            ..Condition::default()
        },
        most_uses: None,
        per_member: 9,
        guests: false,
        ..code()
    };
    let shop = world_with(first).await.open();
    let who = caller(1);
    let cart = filled(&shop, &who).await;
    let form = form_of(&shop, &who, cart, "one").await.unwrap();
    assert_eq!(form.agreed, Won(20_000));
    let placed = shop.check_out(&who, &form).await.unwrap().order;
    filled(&shop, &who).await;
    let asked = async || {
        let lies = shop.cart(cart).await.unwrap();
        let asked = Asked {
            items: lies.items(),
            cart: Some(cart),
            coupon: lies.coupon(),
            postcode: None,
            instead_of: None,
            charges: None,
        };
        shop.quote(&who, asked).await.unwrap()
    };
    let why = asked().await.coupon.unwrap().why_not;
    assert_eq!(why, Some(WhyNot::Unmet(Unmet::NotFirstOrder)));
    shop.cancel(&who, &placed, Cancellation::whole("shopper"))
        .await
        .unwrap();
    assert_eq!(asked().await.applied_coupon(), Some(&id()));
}

/// More writes than a checkout makes.
const ENOUGH: i64 = 30;

#[tokio::test]
async fn a_checkout_that_crashes_anywhere_leaves_its_coupon_with_the_order_or_free() {
    for moment in [Moment::Before, Moment::After] {
        for survive in 0..ENOUGH {
            let world = world_with(code()).await;
            let fresh = world.open();
            let cart = filled(&fresh, &shopper()).await;
            let form = form(&fresh, cart, "key").await.unwrap();
            let crashing = CrashingLog::new(world.log.clone(), survive, moment);
            let first = world
                .open_over(crashing.clone())
                .check_out(&shopper(), &form)
                .await;
            // The process finds it after the restart.
            let restarted = world.open();
            restarted.finish_checkout(&process(), cart).await.unwrap();
            let uses: Vec<_> = coupon(&restarted)
                .await
                .uses()
                .map(|(id, _)| id.clone())
                .collect();
            assert!(uses.len() <= 1);
            for placed in &uses {
                assert_eq!(
                    order(&restarted, placed).await.status(),
                    Status::PendingDeposit
                );
            }
            // Sent again, the same form leads to the one order with the one use.
            let again = restarted.check_out(&shopper(), &form).await.unwrap();
            assert!(coupon(&restarted).await.use_of(&again.order).is_some());
            if let Ok(first) = first {
                assert_eq!(first.order, again.order);
            }
            if !crashing.broke() {
                assert!(survive > 4);
                break;
            }
        }
    }
}

#[tokio::test]
async fn a_cancellation_that_crashes_anywhere_gives_the_coupon_back_in_the_end() {
    for moment in [Moment::Before, Moment::After] {
        for survive in 0..ENOUGH {
            let world = world_with(code()).await;
            let fresh = world.open();
            let cart = filled(&fresh, &shopper()).await;
            let form = form(&fresh, cart, "key").await.unwrap();
            let placed = fresh.check_out(&shopper(), &form).await.unwrap().order;
            let crashing = CrashingLog::new(world.log.clone(), survive, moment);
            let dying = world.open_over(crashing.clone());
            let whole = || Cancellation::whole("shopper");
            let _ = dying.cancel(&shopper(), &placed, whole()).await;
            let restarted = world.open();
            restarted
                .finish_cancellation(&process(), &placed)
                .await
                .unwrap();
            let status = order(&restarted, &placed).await.status();
            let uses = coupon(&restarted).await.uses().count();
            assert_eq!(
                uses,
                usize::from(status == Status::PendingDeposit),
                "{status:?}"
            );
            if !crashing.broke() {
                assert!(survive > 2);
                break;
            }
        }
    }
}
