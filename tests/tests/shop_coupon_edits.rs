//! Orders that are not paid yet and use a coupon are changed: the order that takes the place has the coupon, too.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use domain::coupon::{Campaign, ClaimedBy, Coupon, CouponRefusal, Issue};
use domain::order::{LineQuantity, Status};
use domain::pricing::{Condition, Effect, Names};
use domain::{Actor, CartId, ClaimId, CouponId, MemberId, OrderId, Won};
use shop::amend::Cancellation;
use shop::edit::{Agreed, Edit, EditPreview};
use shop::{Caller, Shop, ShopError};
use store::MemoryLog;
use tests::attend::attend;
use tests::crash::{CrashingLog, Moment};
use tests::seen::{order, pieces_are};
use tests::shop::{World, cart, form_of, notice, offer, pay, process, put, shopper};
use uuid::Uuid;

/// More writes than any such edit makes.
const ENOUGH: i64 = 60;

fn id() -> CouponId {
    CouponId::new("spring").unwrap()
}

/// 3,000 won off, once, from 20,000 won on.
fn code() -> Campaign {
    Campaign {
        name: Names::new("봄맞이 3,000원", "3,000 won for spring"),
        issue: Issue::Code,
        condition: Condition {
            goods_from: Won(20_000),
            ..Condition::default()
        },
        effect: Effect::AmountOff { won: Won(3_000) },
        most_claims: None,
        most_uses: Some(1),
        per_member: 1,
        guests: true,
        valid_days: None,
    }
}

async fn world_with(campaign: Campaign) -> (World, Shop) {
    let world = World::around(Arc::new(MemoryLog::new()));
    let shop = world.open();
    offer(&shop, "rice", Won(12_000), 10).await;
    let defined = shop.define_coupon(&process(), &id(), campaign).await;
    defined.unwrap();
    (world, shop)
}

/// Two bags of rice with the coupon: 24,000 won, 3,000 for carriage, 3,000 off.
async fn ordered(shop: &Shop, caller: &Caller) -> Result<OrderId, ShopError> {
    let cart = caller
        .member()
        .map_or_else(cart, |it| CartId::of_member(it, &caller.store));
    put(shop, cart, "rice", 2).await;
    shop.choose_coupon(caller, cart, Some(id())).await?;
    let form = form_of(shop, caller, cart, &format!("key-{cart}")).await?;
    Ok(shop.check_out(caller, &form).await?.order)
}

fn rice(quantity: u32) -> Edit {
    Edit {
        lines: vec![LineQuantity { line: 0, quantity }],
        ..Edit::default()
    }
}

/// As previewed.
async fn changed(
    shop: &Shop,
    caller: &Caller,
    old: &OrderId,
    what: &Edit,
) -> (EditPreview, OrderId) {
    let preview = shop.preview_edit(old, what).await.unwrap();
    let (name, agreed) = (ClaimId::new("edit-1").unwrap(), preview.agreed());
    let edited = shop.edit_order(caller, old, name, what, agreed).await;
    (preview, edited.unwrap().replacement.unwrap())
}

async fn coupon(shop: &Shop) -> Coupon {
    shop.coupon(&id()).await.unwrap()
}

async fn used_by(shop: &Shop) -> Vec<OrderId> {
    let coupon = coupon(shop).await;
    coupon.uses().map(|(order, _)| order.clone()).collect()
}

#[tokio::test]
async fn a_coupon_of_one_use_goes_over_and_nobody_gets_it_in_between() {
    let (_world, shop) = world_with(code()).await;
    let caller = shopper();
    let old = ordered(&shop, &caller).await.unwrap();
    assert_eq!(
        order(&shop, &old).await.draft().unwrap().quote.total,
        Won(24_000)
    );
    let (preview, new) = changed(&shop, &caller, &old, &rice(3)).await;
    let quote = preview.replacement.unwrap();
    assert_eq!(quote.goods - Won(3_000), quote.total - quote.shipping);
    assert_eq!(order(&shop, &new).await.draft().unwrap().coupon, Some(id()));
    assert!(attend(&shop).await.is_empty());
    assert_eq!(used_by(&shop).await, std::slice::from_ref(&new));
    let other = ordered(&shop, &caller).await;
    let refused = matches!(other, Err(ShopError::Coupon(CouponRefusal::AllUsed)));
    assert!(refused, "{other:?}");
    pay(&shop, &new).await.unwrap();
    assert!(coupon(&shop).await.use_of(&new).unwrap().redeemed);
    pieces_are(&shop, "rice", 0, 3).await;
}

#[tokio::test]
async fn a_change_that_the_coupon_is_not_for_frees_it() {
    let (_world, shop) = world_with(code()).await;
    let caller = shopper();
    let old = ordered(&shop, &caller).await.unwrap();
    let (preview, new) = changed(&shop, &caller, &old, &rice(1)).await;
    assert_eq!(preview.to_pay, Won(15_000), "all of its price");
    assert_eq!(order(&shop, &new).await.draft().unwrap().coupon, None);
    assert!(used_by(&shop).await.is_empty());
    ordered(&shop, &caller).await.unwrap();
}

#[tokio::test]
async fn a_coupon_that_was_stopped_since_counts_for_who_uses_it() {
    let (_world, shop) = world_with(code()).await;
    let caller = shopper();
    let old = ordered(&shop, &caller).await.unwrap();
    shop.stop_coupon(&process(), &id()).await.unwrap();
    let (_, new) = changed(&shop, &caller, &old, &rice(3)).await;
    assert_eq!(used_by(&shop).await, std::slice::from_ref(&new));
    // Who gives the new one up has it no more.
    let whole = Cancellation::whole("shopper");
    shop.cancel(&caller, &new, whole).await.unwrap();
    assert!(attend(&shop).await.is_empty());
    assert!(used_by(&shop).await.is_empty());
    let again = ordered(&shop, &caller).await;
    assert!(matches!(
        again,
        Err(ShopError::Coupon(CouponRefusal::Stopped))
    ));
}

#[tokio::test]
async fn a_members_only_one_for_first_orders_goes_over_too() {
    let campaign = Campaign {
        issue: Issue::Claim,
        guests: false,
        most_uses: None,
        condition: Condition {
            first_order: true,
            ..code().condition
        },
        ..code()
    };
    let (_world, shop) = world_with(campaign).await;
    let member = MemberId(Uuid::from_u128(7));
    let caller = Caller {
        actor: Actor::from(member),
        ..shopper()
    };
    let (coupon, by) = (id(), ClaimedBy::Member);
    let given = shop.give_coupon(&caller, &coupon, member, by).await;
    given.unwrap();
    let old = ordered(&shop, &caller).await.unwrap();
    let (_, new) = changed(&shop, &caller, &old, &rice(3)).await;
    assert_eq!(used_by(&shop).await, [new]);
}

/// What happens to the old order once the change broke off.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Then {
    Nothing,
    Deposit,
    Cancel,
}

#[tokio::test]
async fn a_change_that_crashes_anywhere_leaves_the_coupon_with_the_order_that_stands() {
    for then in [Then::Nothing, Then::Deposit, Then::Cancel] {
        for moment in [Moment::Before, Moment::After] {
            for survive in 0..ENOUGH {
                if crashed(survive, moment, then).await {
                    continue;
                }
                assert!(survive > 5, "the change hardly wrote anything");
                break;
            }
        }
    }
}

/// Whether it crashed.
async fn crashed(survive: i64, moment: Moment, then: Then) -> bool {
    let what = format!("{survive} {moment:?} {then:?}");
    let (world, first) = world_with(code()).await;
    let caller = shopper();
    let old = ordered(&first, &caller).await.unwrap();
    let paid = notice(&first, &old, "DEP-1").await;
    let preview = first.preview_edit(&old, &rice(3)).await.unwrap();
    let agreed: Agreed = preview.agreed();
    let crashing = CrashingLog::new(world.log.clone(), survive, moment);
    let shop = world.open_over(crashing.clone());
    let name = ClaimId::new("edit-1").unwrap();
    let _ = shop.edit_order(&caller, &old, name, &rice(3), agreed).await;

    let shop = world.open();
    match then {
        Then::Nothing => {}
        Then::Deposit => drop(shop.deposit_noticed(&process(), paid).await.unwrap()),
        Then::Cancel => {
            let whole = Cancellation::whole("shopper");
            let _ = shop.cancel(&caller, &old, whole).await;
        }
    }
    attend(&shop).await;
    let state = order(&shop, &old).await;
    let stands = match (state.status(), state.replaced_by()) {
        (Status::Cancelled, Some(new)) => vec![new.clone()],
        (Status::PendingDeposit | Status::Paid, None) => vec![old],
        (Status::Cancelled, None) => vec![],
        other => panic!("{what}: {other:?}"),
    };
    assert_eq!(used_by(&shop).await, stands, "{what}");
    crashing.broke()
}
