//! A grade from the member's page through the cart to the order.

use domain::member::GradeReason;
use domain::{GradeId, MemberId, OrderId, Won};
use shop::members::Purchases;
use tests::seen::order;
use tests::shop::process;

use super::house::{EMAIL, House};

async fn id(house: &House) -> MemberId {
    let fingerprint = house.shop.mail_fingerprint(EMAIL);
    let found = house.shop.accounts().unwrap().find("", &fingerprint).await;
    found.unwrap().unwrap().member
}

async fn graded(house: &House, grade: &str) {
    let day = house.shop.now().date_naive();
    let bought = Purchases {
        won: Won(0),
        from: day,
        until: day,
    };
    let grade = GradeId::new(grade).unwrap();
    let member = id(house).await;
    let why = GradeReason::Staff;
    let set = house
        .shop
        .set_grade(&process(), member, grade, why, bought)
        .await;
    assert!(set.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_grade_is_told_saves_in_the_cart_and_is_frozen_in_the_order() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let home = member.get("/members").await.body;
    for told in [
        "새싹",
        "할인 없음",
        "잎새 등급까지 300,000원 남았습니다",
        "상품 금액 1% 할인",
    ] {
        assert!(home.contains(told), "{told}: {home}");
    }
    graded(&house, "leaf").await;
    let home = member.get("/members").await.body;
    for told in [
        "잎새",
        "상품 금액 1% 할인",
        "열매 등급까지 1,000,000원 남았습니다",
    ] {
        assert!(home.contains(told), "{told}: {home}");
    }
    graded(&house, "fruit").await;
    let home = member.get("/members").await.body;
    for told in ["열매", "상품 금액 3% 할인", "가장 높은 등급입니다"] {
        assert!(home.contains(told), "{told}: {home}");
    }

    member.put("honey", "2").await;
    house.site.caught_up().await;
    let cart = member.get("/cart").await.body;
    assert!(
        cart.contains("열매 등급 3% 할인") && cart.contains("−1,800원"),
        "{cart}"
    );
    let guest = house.site.visitor();
    guest.put("honey", "2").await;
    house.site.caught_up().await;
    assert!(!guest.get("/cart").await.body.contains("등급 3%"));

    let placed = member.order(&[]).await.to();
    let path = placed.split('?').next().unwrap().to_owned();
    graded(&house, "sprout").await;
    let number = OrderId::new(path.split('/').nth(2).unwrap()).unwrap();
    let stands = order(&house.shop, &number).await;
    let quote = &stands.draft().unwrap().quote;
    assert_eq!((quote.discount, quote.total), (Won(1_800), Won(58_200)));
    assert!(quote.has_applied("GRADE.fruit"));
    house.site.caught_up().await;
    let page = member.get(&path).await.body;
    assert!(
        page.contains("열매 등급 3% 할인") && page.contains("58,200"),
        "{page}"
    );
}
