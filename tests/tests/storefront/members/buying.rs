//! Members buy: carts become one, the order form knows them, and their orders are found again.

use reqwest::StatusCode;
use uuid::Uuid;

use super::house::{EMAIL, House, NAME, PASSWORD, log_in};
use crate::site::Visitor;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guests_cart_goes_into_the_members_and_logging_out_loses_nothing() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    member.put("honey", "1").await;
    let phone = house.site.visitor();
    phone.put("honey", "2").await;
    phone.put("rice", "3").await;
    house.site.caught_up().await;
    let cart = phone.get("/cart").await.body;
    assert!(
        cart.contains("회원 장바구니에 더해집니다"),
        "the policy is told"
    );
    assert_eq!(log_in(&phone, EMAIL, PASSWORD, "/cart").await.to(), "/cart");
    house.site.caught_up().await;
    let cart = phone.get("/cart").await.body;
    assert!(cart.contains("장바구니에 더했습니다"), "{cart}");
    assert!(
        cart.contains("value=\"3\" required") && cart.contains("126,000"),
        "{cart}"
    );
    assert!(!cart.contains("/members/login?next=/cart"), "{cart}");
    assert!(
        !phone.get("/cart").await.body.contains("더했습니다"),
        "told once"
    );
    assert!(
        member.get("/cart").await.body.contains("126,000"),
        "two devices, one cart"
    );

    phone.post("/members/logout", &[]).await;
    let after = phone.get("/cart").await.body;
    assert!(
        !after.contains("126,000"),
        "a guest sees nothing of the member's"
    );
    phone.put("rice", "1").await;
    log_in(&phone, EMAIL, PASSWORD, "/cart").await;
    house.site.caught_up().await;
    assert!(phone.get("/cart").await.body.contains("138,000"));
    log_in(&phone, EMAIL, PASSWORD, "/cart").await;
    house.site.caught_up().await;
    assert!(
        phone.get("/cart").await.body.contains("138,000"),
        "nothing is added twice"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_order_form_knows_the_member_and_keeps_a_new_address() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    member.put("honey", "1").await;
    house.site.caught_up().await;
    let form = member.get("/checkout").await;
    assert_eq!(form.field("orderer_name"), NAME);
    assert_eq!(form.field("orderer_phone"), "010-1234-5678");
    assert_eq!(form.field("orderer_email"), EMAIL);
    let placed = member.send_form(&form, &[("save_place", "on")]).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.body);
    let book = member.get("/members/addresses").await.body;
    assert_eq!(
        book.matches("월드컵로 1, 101동 1001호").count(),
        1,
        "{book}"
    );
}

/// An address in the member's book; answers its id.
async fn with_an_office(member: &Visitor) -> String {
    let office = Uuid::new_v4().to_string();
    let place = [
        ("id", office.as_str()),
        ("label", "회사"),
        ("name", "이수령"),
        ("phone", "010-8765-4321"),
        ("postcode", "63000"),
        ("address", "제주특별자치도 제주시 첨단로 1"),
        ("memo", "other"),
        ("memo_text", "안내 데스크에"),
    ];
    member.post("/members/addresses", &place).await;
    office
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_saved_address_is_filled_in_for_whose_it_is_and_loses_nothing_that_was_typed() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let office = with_an_office(&member).await;
    member.put("rice", "1").await;
    house.site.caught_up().await;
    let form = member.get("/checkout").await;
    assert_eq!(
        form.field("address"),
        "제주특별자치도 제주시 첨단로 1",
        "the default one"
    );
    assert!(form.body.contains("회사"));
    let step = format!("place:{office}");
    let chosen = [
        ("step", step.as_str()),
        ("orderer_name", "다른 이름"),
        ("bank", "004"),
    ];
    let chosen = member.send_form(&form, &chosen).await;
    assert_eq!(chosen.status, StatusCode::OK);
    assert_eq!(
        chosen.field("orderer_name"),
        "다른 이름",
        "what was typed stays"
    );
    assert_eq!(chosen.field("recipient_name"), "이수령");
    assert_eq!(chosen.field("address"), "제주특별자치도 제주시 첨단로 1");
    assert_eq!(chosen.field("memo_text"), "안내 데스크에");
    assert!(chosen.body.contains("이 우편번호의 배송비는 6,000원입니다"));

    let stranger = house.member("lee@member.example").await;
    stranger.put("rice", "1").await;
    house.site.caught_up().await;
    let form = stranger.get("/checkout").await;
    let theirs = stranger.send_form(&form, &[("step", &step)]).await;
    assert!(!theirs.body.contains("첨단로") && !theirs.body.contains("이수령"));
    let guest = house.site.visitor();
    guest.put("rice", "1").await;
    house.site.caught_up().await;
    let form = guest.get("/checkout").await;
    assert!(
        form.body.contains("/members/login?next=/checkout") && !form.body.contains("save_place")
    );
    let placed = guest.send_form(&form, &[("save_place", "on")]).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "guests buy as before");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_are_found_again_by_state_time_and_name_and_by_nobody_else() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let mut paths = vec![];
    for product in ["honey", "rice"] {
        member.put(product, "1").await;
        house.site.caught_up().await;
        let placed = member.order(&[]).await;
        paths.push(placed.to().split('?').next().unwrap().to_owned());
    }
    house.site.caught_up().await;
    let number = |path: &str| path.split('/').nth(2).unwrap().to_owned();
    let (honey, rice) = (number(&paths[0]), number(&paths[1]));
    let order = domain::OrderId::new(&rice).unwrap();
    tests::shop::pay(&house.shop, &order).await.unwrap();
    house.site.caught_up().await;
    let found = async |query: &str| {
        let page = member.get(&format!("/members/orders?{query}")).await.body;
        (page.contains(&honey), page.contains(&rice))
    };
    assert_eq!(found("").await, (true, true));
    assert_eq!(found("state=paid").await, (false, true));
    assert_eq!(found("state=pending_deposit").await, (true, false));
    assert_eq!(found("name=honey").await, (true, false));
    assert_eq!(found("name=zzzz&days=30").await, (false, false));
    assert_eq!(
        found("page=9999999&days=x&state=none").await,
        (true, true),
        "oddities are not asked"
    );
    house.site.advance(chrono::Duration::days(40));
    assert_eq!(found("days=30").await, (false, false));
    assert_eq!(found("days=90").await, (true, true));
    let home = member.get("/members").await.body;
    assert!(home.contains(&honey) && home.contains(&paths[0]));
    let stranger = house.member("lee@member.example").await;
    for path in ["/members", "/members/orders", "/members/orders?name=honey"] {
        let page = stranger.get(path).await.body;
        assert!(!page.contains(&honey) && !page.contains(&rice), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_of_which_something_is_sent_back_says_so_in_the_list() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let (order, path) = member.bought().await;
    tests::shop::pay(&house.shop, &order).await.unwrap();
    house.site.ship(&order).await;
    let process = tests::shop::process();
    house.shop.deliver(&process, &order, 1).await.unwrap();
    house.site.caught_up().await;
    let list = async || member.get("/members/orders").await.body;
    let shows = |list: &str, state: &str| list.contains(&format!("\">{state}</span>"));
    assert!(shows(&list().await, "배송 완료"));
    let form = member.get(&format!("{path}/return")).await;
    let key = form.field("key");
    let asking = [
        ("key", key.as_str()),
        ("step", "ask"),
        ("wish", "exchange"),
        ("reason", "damaged"),
        ("q0", "1"),
    ];
    let asked = member.post(&format!("{path}/return"), &asking).await;
    assert_eq!(asked.to(), format!("{path}?asked=1"));
    house.site.caught_up().await;
    let asked = list().await;
    assert!(
        shows(&asked, "교환 진행 중") && !shows(&asked, "배송 완료"),
        "{asked}"
    );
    let withdraw = format!("{path}/claims/r-{key}/withdraw");
    member.post(&withdraw, &[]).await;
    house.site.caught_up().await;
    assert!(shows(&list().await, "배송 완료"));
}
