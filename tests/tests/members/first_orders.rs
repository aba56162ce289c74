//! What is for a first order is for one order, however many are placed and given up behind it.

use domain::CartId;
use domain::pricing::{Condition, Names, Promotion};
use domain::{GradeId, Won};
use shop::Caller;
use shop::amend::Cancellation;
use tests::shop::{form_of, pay, put, store_id};

use crate::house::{EMAIL, House, as_member};

/// A house that takes a tenth off a member's first order.
async fn welcoming() -> House {
    let mut house = House::open().await;
    let name = Names::new("첫 구매 10% 할인", "10% off your first order");
    let promotion = Promotion {
        code: "first-order".to_owned(),
        condition: Condition {
            first_order: true,
            ..Condition::default()
        },
        ..Promotion::of_grade(&GradeId::new("first").unwrap(), name, 10)
    };
    for store in house.world.settings.stores.values_mut() {
        store.rules.promotions.push(promotion.clone());
    }
    house.shop = house.restarted();
    house
}

/// Orders one bag of rice; answers the order and what it costs.
async fn orders(house: &House, caller: &Caller, key: &str) -> (domain::OrderId, Won) {
    let own = CartId::of_member(caller.member().unwrap(), &store_id());
    put(&house.shop, own, "rice", 1).await;
    let form = form_of(&house.shop, caller, own, key).await.unwrap();
    let placed = house.shop.check_out(caller, &form).await.unwrap();
    (placed.order, form.agreed)
}

#[tokio::test]
async fn orders_that_are_placed_and_cancelled_again_and_again_make_no_new_first_one() {
    let house = welcoming().await;
    let member = house.member(EMAIL).await;
    let caller = as_member(member);
    let (first, cheaper) = orders(&house, &caller, "first").await;
    pay(&house.shop, &first).await.unwrap();
    let (second, dearer) = orders(&house, &caller, "second").await;
    assert!(cheaper < dearer, "{cheaper:?} {dearer:?}");
    let whole = || Cancellation::whole("shopper");
    house.shop.cancel(&caller, &second, whole()).await.unwrap();
    for number in 0..33 {
        let (order, price) = orders(&house, &caller, &format!("again-{number}")).await;
        assert_eq!(price, dearer, "order {number} is no first one");
        house.shop.cancel(&caller, &order, whole()).await.unwrap();
    }
}
