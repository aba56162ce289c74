//! A guest's cart goes into the member's, whatever crashes on the way.

use domain::{CartId, MemberId, OrderId, Won};
use futures::future::join_all;
use tests::attend::attend;
use tests::crash::{CrashingLog, Moment};
use tests::shop::{cart, form, offer, place, process, put, shopper, store_id};
use uuid::Uuid;

use crate::house::{House, as_member};

fn somebody() -> MemberId {
    MemberId(Uuid::new_v4())
}

async fn pieces(house: &House, cart: CartId) -> Vec<(String, u32)> {
    let cart = house.shop.cart(cart).await.unwrap();
    let items = cart.items().iter();
    items
        .map(|item| (item.sku.to_string(), item.quantity))
        .collect()
}

fn rice(quantity: u32) -> Vec<(String, u32)> {
    vec![("rice".to_owned(), quantity)]
}

#[tokio::test]
async fn pieces_are_added_up_and_a_repetition_adds_nothing() {
    let house = House::open().await;
    let (guest, member) = (cart(), somebody());
    let own = CartId::of_member(member, &store_id());
    put(&house.shop, own, "rice", 2).await;
    put(&house.shop, guest, "rice", 3).await;
    let merge = async || {
        let caller = as_member(member);
        house
            .shop
            .merge_carts(&caller, guest, member)
            .await
            .unwrap()
    };
    let merged = merge().await;
    assert_eq!(merged.added.len(), 1);
    assert!(merged.cursor.is_some() && merged.left.is_empty());
    assert_eq!(pieces(&house, own).await, rice(5));
    assert_eq!(pieces(&house, guest).await, []);
    assert_eq!(merge().await, shop::members::Merged::default());

    put(&house.shop, guest, "rice", 998).await;
    let merged = merge().await;
    assert_eq!(merged.left[0].quantity, 4, "a cart holds 999");
    assert_eq!(pieces(&house, own).await, rice(999));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_logins_at_once_merge_once() {
    let house = House::open().await;
    let (guest, member) = (cart(), somebody());
    let own = CartId::of_member(member, &store_id());
    put(&house.shop, guest, "rice", 3).await;
    let caller = as_member(member);
    let other = house.restarted();
    let all = join_all([&house.shop, &other, &house.shop, &other].map(|shop| {
        let caller = &caller;
        async move { shop.merge_carts(caller, guest, member).await.unwrap() }
    }))
    .await;
    let added = all.iter().filter(|merged| !merged.added.is_empty());
    assert_eq!(added.count(), 1);
    assert_eq!(pieces(&house, own).await, rice(3));
}

#[tokio::test]
async fn wherever_it_crashes_nothing_is_lost_and_nothing_doubled() {
    for moment in [Moment::Before, Moment::After] {
        for survive in 0..2 {
            let house = House::open().await;
            let (guest, member) = (cart(), somebody());
            let own = CartId::of_member(member, &store_id());
            put(&house.shop, own, "rice", 2).await;
            put(&house.shop, guest, "rice", 3).await;
            let crashing = CrashingLog::new(house.log.clone(), survive, moment);
            let shop = house.over(crashing);
            let died = shop.merge_carts(&as_member(member), guest, member).await;
            assert!(died.is_err());
            let handed = survive > 0 || moment == Moment::After;
            assert_eq!(attend(&house.restarted()).await.len(), 0);
            let expected = if handed { rice(5) } else { rice(2) };
            assert_eq!(pieces(&house, own).await, expected, "{moment:?} {survive}");
            let caller = as_member(member);
            house
                .shop
                .merge_carts(&caller, guest, member)
                .await
                .unwrap();
            assert_eq!(pieces(&house, own).await, rice(5));
            assert_eq!(pieces(&house, guest).await, []);
        }
    }
}

#[tokio::test]
async fn a_cart_that_is_being_ordered_stays_where_it_is() {
    let house = House::open().await;
    let (guest, member) = (cart(), somebody());
    put(&house.shop, guest, "rice", 3).await;
    let sent = form(&house.shop, guest, "key-1").await.unwrap();
    let crashing = CrashingLog::new(house.log.clone(), 1, Moment::Before);
    let died = house.over(crashing).check_out(&shopper(), &sent).await;
    assert!(died.is_err());
    let caller = as_member(member);
    let merged = house.shop.merge_carts(&caller, guest, member).await;
    assert!(merged.unwrap().under_way.is_some());
    assert_eq!(pieces(&house, guest).await, rice(3));
    house.shop.finish_checkout(&process(), guest).await.unwrap();
    let merged = house.shop.merge_carts(&caller, guest, member).await;
    assert_eq!(
        merged.unwrap(),
        shop::members::Merged::default(),
        "it was ordered"
    );
}

#[tokio::test]
async fn a_members_own_cart_takes_nothing_while_it_is_being_ordered_and_later_all() {
    let house = House::open().await;
    let (guest, member) = (cart(), somebody());
    let own = CartId::of_member(member, &store_id());
    put(&house.shop, guest, "rice", 1).await;
    put(&house.shop, own, "rice", 2).await;
    // The hand-over happened, and then the member's other device began to order.
    let crashing = CrashingLog::new(house.log.clone(), 1, Moment::Before);
    let shop = house.over(crashing);
    let caller = as_member(member);
    assert!(shop.merge_carts(&caller, guest, member).await.is_err());
    let sent = form(&house.shop, own, "key-1").await.unwrap();
    let crashing = CrashingLog::new(house.log.clone(), 1, Moment::Before);
    assert!(
        house
            .over(crashing)
            .check_out(&caller, &sent)
            .await
            .is_err()
    );
    let early = house.shop.settle_merges(&process(), guest).await.unwrap();
    assert!(early.under_way.is_some() && early.added.is_empty());
    house.shop.finish_checkout(&process(), own).await.unwrap();
    assert_eq!(pieces(&house, own).await, []);
    house.shop.settle_merges(&process(), guest).await.unwrap();
    assert_eq!(pieces(&house, own).await, rice(1));
}

#[tokio::test]
async fn a_members_order_knows_its_member() {
    let house = House::open().await;
    let member = somebody();
    let own = CartId::of_member(member, &store_id());
    put(&house.shop, own, "rice", 1).await;
    let sent = form(&house.shop, own, "key-1").await.unwrap();
    let placed = house
        .shop
        .check_out(&as_member(member), &sent)
        .await
        .unwrap();
    let order = tests::seen::order(&house.shop, &placed.order).await;
    assert_eq!(order.draft().unwrap().member, Some(member));
}

#[tokio::test]
async fn what_a_checkout_under_way_leaves_follows_to_the_member_by_itself() {
    let house = House::open().await;
    offer(&house.shop, "tea", Won(5_000), 1).await;
    let (guest, member) = (cart(), somebody());
    let own = CartId::of_member(member, &store_id());
    put(&house.shop, guest, "tea", 1).await;
    put(&house.shop, guest, "rice", 3).await;
    let sent = form(&house.shop, guest, "key-1").await.unwrap();
    let crashing = CrashingLog::new(house.log.clone(), 1, Moment::Before);
    let died = house.over(crashing).check_out(&shopper(), &sent).await;
    assert!(died.is_err());
    let caller = as_member(member);
    for _ in 0..2 {
        let merged = house.shop.merge_carts(&caller, guest, member).await;
        let merged = merged.unwrap();
        assert!(merged.under_way.is_some() && merged.added.is_empty());
    }
    // Somebody takes the last tea: the checkout can only be undone.
    place(&house.shop, "tea", 1, "key-2").await.unwrap();
    assert_eq!(attend(&house.restarted()).await.len(), 0);
    assert_eq!(pieces(&house, guest).await, []);
    let follows = [("tea".to_owned(), 1), ("rice".to_owned(), 3)];
    assert_eq!(pieces(&house, own).await, follows);
    assert_eq!(attend(&house.restarted()).await.len(), 0);
    assert_eq!(pieces(&house, own).await, follows, "once");
}

#[tokio::test]
async fn a_checkout_under_way_that_ends_well_leaves_nothing_to_follow() {
    let house = House::open().await;
    let (guest, member) = (cart(), somebody());
    let own = CartId::of_member(member, &store_id());
    put(&house.shop, guest, "rice", 3).await;
    let sent = form(&house.shop, guest, "key-1").await.unwrap();
    let crashing = CrashingLog::new(house.log.clone(), 1, Moment::Before);
    let died = house.over(crashing).check_out(&shopper(), &sent).await;
    assert!(died.is_err());
    let caller = as_member(member);
    let merged = house.shop.merge_carts(&caller, guest, member).await;
    assert!(merged.unwrap().under_way.is_some());
    assert_eq!(attend(&house.restarted()).await.len(), 0);
    let order = sent_again(&house, own, guest, member).await;
    let first = house.shop.cart(guest).await.unwrap();
    assert_eq!(first.orders().collect::<Vec<_>>(), [&order]);
    assert_eq!(pieces(&house, own).await, []);
}

/// The same form comes once more, now that somebody is logged in.
async fn sent_again(house: &House, own: CartId, guest: CartId, member: MemberId) -> OrderId {
    put(&house.shop, own, "rice", 3).await;
    let sent = form(&house.shop, own, "key-1").await.unwrap();
    let sent = shop::checkout::CheckoutForm {
        guest: Some(guest),
        ..sent
    };
    let again = house.shop.check_out(&as_member(member), &sent).await;
    house
        .shop
        .remove_from_cart(&as_member(member), own, &tests::shop::sku("rice"))
        .await
        .unwrap();
    again.unwrap().order
}
