//! A guest logs in with something in the cart, with a coupon, or while an order is on its way.

use chrono::Duration;
use domain::coupon::{Campaign, Issue};
use domain::pricing::{Condition, Effect, Names};
use domain::{CouponId, OrderId, Won};
use reqwest::StatusCode;
use tests::seen::order;
use tests::shop::process;

use super::house::{EMAIL, House, PASSWORD, log_in};
use crate::site::Visitor;

async fn offer_code(house: &House, code: &str, name: &str, won: i64) {
    let campaign = Campaign {
        name: Names::new(name, name),
        issue: Issue::Code,
        condition: Condition::default(),
        effect: Effect::AmountOff { won: Won(won) },
        most_claims: None,
        most_uses: None,
        per_member: 1,
        guests: true,
        valid_days: None,
    };
    let id = CouponId::new(code).unwrap();
    house
        .shop
        .define_coupon(&process(), &id, campaign)
        .await
        .unwrap();
}

async fn chosen(visitor: &Visitor, code: &str) {
    let used = visitor.post("/cart/coupon", &[("code", code)]).await;
    assert_eq!(used.status, StatusCode::SEE_OTHER, "{}", used.body);
}

/// The cart's page right after logging in.
async fn in_with_cart(house: &House, visitor: &Visitor) -> String {
    assert_eq!(
        log_in(visitor, EMAIL, PASSWORD, "/cart").await.to(),
        "/cart"
    );
    house.site.caught_up().await;
    visitor.get("/cart").await.body
}

/// The number in an order's address.
fn number(path: &str) -> OrderId {
    OrderId::new(path.split(['/', '?']).nth(2).unwrap()).unwrap()
}

async fn orders(house: &House) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM events WHERE event_type = 'OrderPlaced'")
        .fetch_one(&house.site.pool)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guests_coupon_comes_along_and_what_is_left_says_why() {
    let house = House::open().await;
    offer_code(&house, "spring", "봄맞이 쿠폰", 5_000).await;
    offer_code(&house, "summer", "여름맞이 쿠폰", 4_000).await;
    let member = house.member(EMAIL).await;
    let guest = house.site.visitor();
    guest.put("honey", "1").await;
    chosen(&guest, "spring").await;
    let cart = in_with_cart(&house, &guest).await;
    let policy =
        "로그인 전에 담으신 것을 회원님의 장바구니에 더했습니다(같은 상품은 수량을 합칩니다).";
    assert!(cart.contains(policy), "{cart}");
    assert!(cart.contains("고르신 쿠폰(봄맞이 쿠폰)도 옮겼습니다") && cart.contains("−5,000원"));

    let other = house.site.visitor();
    other.put("honey", "1").await;
    chosen(&other, "summer").await;
    let cart = in_with_cart(&house, &other).await;
    assert!(
        cart.contains("고른 쿠폰이 있어 쿠폰(여름맞이 쿠폰)은 옮기지 않았습니다"),
        "{cart}"
    );
    assert!(cart.contains("−5,000원") && !cart.contains("−4,000원"));

    let placed = member.order(&[]).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.body);
    let third = house.site.visitor();
    third.put("honey", "1").await;
    chosen(&third, "spring").await;
    let cart = in_with_cart(&house, &third).await;
    assert!(
        cart.contains("쿠폰(봄맞이 쿠폰)은 옮기지 않았습니다"),
        "{cart}"
    );
    let why = format!("주문 {}에 쓰고 있는 쿠폰입니다", number(&placed.to()));
    assert!(cart.contains(&why) && !cart.contains("−5,000원"), "{cart}");
    let again = third.get("/cart").await.body;
    assert!(!again.contains("옮기지 않았습니다"), "told once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_became_of_the_cart_is_told_on_the_order_form_too() {
    let house = House::open().await;
    house.member(EMAIL).await;
    let guest = house.site.visitor();
    guest.put("rice", "2").await;
    log_in(&guest, EMAIL, PASSWORD, "/checkout").await;
    house.site.caught_up().await;
    let form = guest.get("/checkout").await.body;
    assert!(form.contains("회원님의 장바구니에 더했습니다"), "{form}");
    assert!(!guest.get("/checkout").await.body.contains("더했습니다"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_opened_as_a_guest_and_sent_as_a_member_is_one_order_of_the_member() {
    let house = House::open().await;
    house.member(EMAIL).await;
    let guest = house.site.visitor();
    guest.put("rice", "2").await;
    let form = guest.get("/checkout").await;
    log_in(&guest, EMAIL, PASSWORD, "/").await;
    let placed = guest.send_form(&form, &[]).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.body);
    let again = guest.send_form(&form, &[]).await;
    assert_eq!(again.to(), placed.to(), "sent twice it is one order");
    assert_eq!(orders(&house).await, 1);
    let stands = order(&house.shop, &number(&placed.to())).await;
    assert!(stands.draft().unwrap().member.is_some());
    house.site.caught_up().await;
    assert!(
        guest
            .get("/cart")
            .await
            .body
            .contains("장바구니가 비어 있습니다")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_sent_after_the_carts_became_one_shows_what_it_orders_now() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    // Shipping is free from 50,000: 48,000 + 3,000 and 51,000 cost the same, and are not the same.
    tests::shop::offer(&house.shop, "tea", Won(3_000), 9).await;
    member.put("tea", "1").await;
    let guest = house.site.visitor();
    guest.put("rice", "4").await;
    let form = guest.get("/checkout").await;
    assert_eq!(form.field("shown_total"), "51000");
    log_in(&guest, EMAIL, PASSWORD, "/").await;
    let shown = guest.send_form(&form, &[]).await;
    assert_eq!(shown.status, StatusCode::OK, "it is asked once more");
    assert!(shown.body.contains("담긴 상품이나 금액이 바뀌었습니다"));
    assert_eq!(shown.field("shown_total"), "51000");
    assert_eq!(orders(&house).await, 0);
    let placed = guest.send_form(&shown, &[]).await;
    let stands = order(&house.shop, &number(&placed.to())).await;
    assert_eq!(stands.draft().unwrap().quote.units(), 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guests_order_that_is_sent_again_after_the_login_is_not_ordered_twice() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    member.put("rice", "2").await;
    let guest = house.site.visitor();
    guest.put("rice", "2").await;
    let form = guest.get("/checkout").await;
    let placed = guest.send_form(&form, &[]).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.body);
    log_in(&guest, EMAIL, PASSWORD, "/").await;
    // The member's own cart holds the same, at the same price: the form is still the old attempt.
    let again = guest.send_form(&form, &[]).await;
    assert_eq!(again.to(), placed.to());
    assert_eq!(orders(&house).await, 1);
    house.site.caught_up().await;
    let cart = member.get("/cart").await.body;
    assert!(
        cart.contains("24,000") && !cart.contains("48,000"),
        "{cart}"
    );
    house.site.advance(Duration::minutes(1));
    let own = member.order(&[]).await;
    assert_ne!(
        number(&own.to()),
        number(&placed.to()),
        "a form of its own is an order of its own"
    );
}
