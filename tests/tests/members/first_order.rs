//! What a first order saves is given once, whatever is tried at once.

use std::time::Duration;

use domain::cart::CartItem;
use domain::coupon::{Campaign, CouponRefusal, Issue};
use domain::order::{LineQuantity, Status};
use domain::pricing::{Condition, Effect, Names, Unmet};
use domain::{CartId, ClaimId, CouponId, MemberId, OrderId, Won};
use futures::future::join_all;
use shop::amend::Cancellation;
use shop::edit::Edit;
use shop::pricing::{Asked, WhyNot};
use shop::{Shop, ShopError};
use tests::seen::order;
use tests::shop::{cart, form_of, offer, pay, process, put, shopper, store_id};
use uuid::Uuid;

use crate::house::{House, as_member};

fn id() -> CouponId {
    CouponId::new("hello").unwrap()
}

/// A house with a code that gives 5,000 won off a member's first order, as often as it is one.
async fn house() -> (House, MemberId) {
    let house = House::open().await;
    let campaign = Campaign {
        name: Names::new("첫 주문 5,000원", "5,000 won off a first order"),
        issue: Issue::Code,
        condition: Condition {
            first_order: true,
            ..Condition::default()
        },
        effect: Effect::AmountOff { won: Won(5_000) },
        most_claims: None,
        most_uses: None,
        per_member: 1_000,
        guests: false,
        valid_days: None,
    };
    house
        .shop
        .define_coupon(&process(), &id(), campaign)
        .await
        .unwrap();
    (house, MemberId(Uuid::new_v4()))
}

/// A device of the member fills the cart and orders; whatever gets in its way is the others.
async fn tries_to_buy(shop: &Shop, member: MemberId, key: &str) -> Option<OrderId> {
    let (caller, own) = (as_member(member), CartId::of_member(member, &store_id()));
    let rice = tests::shop::sku("rice");
    let product = domain::ProductId::new("rice").unwrap();
    if shop.cart(own).await.ok()?.items().is_empty() {
        let _ = shop.add_to_cart(&caller, own, &product, &rice, 1).await;
    }
    let _ = shop.choose_coupon(&caller, own, Some(id())).await;
    let form = form_of(shop, &caller, own, key).await.ok()?;
    Some(shop.check_out(&caller, &form).await.ok()?.order)
}

async fn saved(shop: &Shop, number: &OrderId) -> Won {
    let stands = order(shop, number).await;
    stands.draft().unwrap().quote.discount
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_devices_at_once_get_one_first_order() {
    let (house, member) = house().await;
    let shops = [house.shop.clone(), house.restarted()];
    let device = |device: usize| {
        let shop = &shops[device % 2];
        async move {
            // All fill and empty one cart: what one of them saw is often not true any more. Each looks again
            // after a while of its own; in step they would go on changing what the others are about to order.
            for round in 0..200 {
                let key = format!("key-{device}-{round}");
                if let Some(placed) = tries_to_buy(shop, member, &key).await {
                    return placed;
                }
                let while_of_its_own = (device as u64 + 1) * (round % 7) * 5;
                tokio::time::sleep(Duration::from_millis(while_of_its_own)).await;
            }
            panic!("device {device} never gets anything");
        }
    };
    let placed = join_all((0..4).map(device)).await;
    let mut given = 0;
    for number in &placed {
        given += usize::from(saved(&house.shop, number).await == Won(5_000));
    }
    assert_eq!(given, 1, "of {} orders", placed.len());
}

#[tokio::test]
async fn an_order_that_was_given_up_is_none_and_one_that_stands_is_the_first() {
    let (house, member) = house().await;
    let (shop, caller) = (&house.shop, as_member(member));
    let first = tries_to_buy(shop, member, "key-1").await.unwrap();
    assert_eq!(saved(shop, &first).await, Won(5_000));
    let second = tries_to_buy(shop, member, "key-2").await.unwrap();
    assert_eq!(saved(shop, &second).await, Won(0));
    for number in [&first, &second] {
        let whole = Cancellation::whole("shopper");
        shop.cancel(&caller, number, whole).await.unwrap();
    }
    let third = tries_to_buy(shop, member, "key-3").await.unwrap();
    assert_eq!(saved(shop, &third).await, Won(5_000));
}

/// What was changed altogether goes on as what took its place: that one is the first order then.
#[tokio::test]
async fn an_order_that_was_replaced_altogether_leaves_no_second_first_one() {
    let (house, member) = house().await;
    let (shop, caller) = (&house.shop, as_member(member));
    offer(shop, "tea", Won(8_000), 10).await;
    let first = tries_to_buy(shop, member, "key-1").await.unwrap();
    assert_eq!(saved(shop, &first).await, Won(5_000));
    pay(shop, &first).await.unwrap();
    let tea = CartItem {
        product: domain::ProductId::new("tea").unwrap(),
        sku: tests::shop::sku("tea"),
        quantity: 1,
        price: Won(8_000),
    };
    let all = Edit {
        lines: vec![LineQuantity {
            line: 0,
            quantity: 0,
        }],
        add: vec![tea],
        recipient: None,
    };
    let agreed = shop.preview_edit(&first, &all).await.unwrap().agreed();
    let name = ClaimId::new("all").unwrap();
    let edited = shop.edit_order(&caller, &first, name, &all, agreed).await;
    pay(shop, &edited.unwrap().supplement.unwrap())
        .await
        .unwrap();
    assert_eq!(order(shop, &first).await.status(), Status::Cancelled);
    let second = tries_to_buy(shop, member, "key-2").await.unwrap();
    assert_eq!(saved(shop, &second).await, Won(0));
}

#[tokio::test]
async fn who_ordered_more_often_than_is_remembered_is_no_newcomer() {
    let (house, member) = house().await;
    let (shop, caller) = (&house.shop, as_member(member));
    tries_to_buy(shop, member, "stands").await.unwrap();
    for round in 0..32 {
        let number = tries_to_buy(shop, member, &format!("key-{round}")).await;
        let whole = Cancellation::whole("shopper");
        shop.cancel(&caller, &number.unwrap(), whole).await.unwrap();
    }
    let last = tries_to_buy(shop, member, "last").await.unwrap();
    assert_eq!(saved(shop, &last).await, Won(0));
}

#[tokio::test]
async fn guests_and_a_cart_that_is_not_the_members_own_get_nothing_of_it() {
    let (house, member) = house().await;
    let guest = cart();
    put(&house.shop, guest, "rice", 1).await;
    let refused = house
        .shop
        .choose_coupon(&shopper(), guest, Some(id()))
        .await;
    let members_only = CouponRefusal::MembersOnly;
    assert!(matches!(refused, Err(ShopError::Coupon(why)) if why == members_only));
    let lies = house.shop.cart(guest).await.unwrap();
    let asked = Asked {
        items: lies.items(),
        cart: Some(guest),
        coupon: Some(&id()),
        postcode: None,
        instead_of: None,
        charges: None,
    };
    let priced = house.shop.quote(&as_member(member), asked).await.unwrap();
    let why_not = priced.coupon.unwrap().why_not;
    assert_eq!(why_not, Some(WhyNot::Unmet(Unmet::NotFirstOrder)));
}
