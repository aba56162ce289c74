//! Shoppers change their orders before they are sent, over HTTP.

use domain::order::Order;
use domain::{OrderId, Won};
use reqwest::StatusCode;
use tests::shop::pay;

use crate::care::paid;
use crate::site::{Answer, Site, Visitor};

async fn state(site: &Site, order: &OrderId) -> Order {
    let found = site.shop.ledger().state::<Order>(order.as_str()).await;
    found.unwrap().state
}

/// Sends the form that a page holds, with so many pieces and to this postcode.
async fn send(
    guest: &Visitor,
    (address, page): (&str, &Answer),
    (step, pieces, postcode): (&str, &str, &str),
    (pay, back): (&str, &str),
) -> Answer {
    let (key, name, phone) = (page.field("key"), page.field("name"), page.field("phone"));
    let form = [
        ("key", key.as_str()),
        ("step", step),
        ("q0", pieces),
        ("name", &name),
        ("phone", &phone),
        ("postcode", postcode),
        ("address", "서울특별시 중구 세종대로 110"),
        ("shown_pay", pay),
        ("shown_back", back),
    ];
    guest.post(address, &form).await
}

/// An order that is paid, its page's address, and the form that changes it.
async fn changing(site: &Site, guest: &Visitor) -> (OrderId, String, Answer) {
    let (order, path) = paid(site, guest).await;
    let page = guest.get(&format!("{path}/change")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    (order, path, page)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pieces_and_address_change_after_it_was_shown_what_that_comes_to() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path, page) = changing(&site, &guest).await;
    let change = format!("{path}/change");
    let form = (change.as_str(), &page);
    let preview = send(&guest, form, ("preview", "1", "04524"), ("", "")).await;
    assert_eq!(preview.field("shown_back"), "30000", "{}", preview.body);
    let unseen = send(&guest, form, ("change", "1", "04524"), ("0", "1")).await;
    assert!(unseen.body.contains("금액이 바뀌어 다시 계산했습니다"));
    let wrong = send(&guest, form, ("change", "1", "4524"), ("0", "30000")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(state(&site, &order).await.promised(), Won(0));
    let done = send(&guest, form, ("change", "1", "04524"), ("0", "30000")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let again = send(&guest, form, ("change", "1", "04524"), ("0", "30000")).await;
    assert_eq!(again.to(), done.to(), "sent twice, changed once");
    assert_eq!(state(&site, &order).await.refunded(), Won(30_000));
    site.caught_up().await;
    let page = guest.get(&done.to()).await.body;
    assert!(
        page.contains("(04524)") && page.contains("주문을 바꾸었습니다"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_of_it_is_an_order_of_its_own_that_is_paid_first() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (_, path, page) = changing(&site, &guest).await;
    let change = format!("{path}/change");
    let form = (change.as_str(), &page);
    let preview = send(&guest, form, ("preview", "3", "04524"), ("", "")).await;
    assert_eq!(preview.field("shown_pay"), "30000", "{}", preview.body);
    let done = send(&guest, form, ("change", "3", "04524"), ("30000", "0")).await;
    let added = done.to().split('?').next().unwrap().to_owned();
    assert_ne!(added, path);
    site.caught_up().await;
    let first = guest.get(&path).await.body;
    assert!(
        first.contains("추가 결제가 필요해요") && first.contains(&added),
        "{first}"
    );
    let second = guest.get(&added).await.body;
    assert!(second.contains(&path), "it is linked back: {second}");
    let number = OrderId::new(added.split('/').nth(2).unwrap()).unwrap();
    pay(&site.shop, &number).await.unwrap();
    site.caught_up().await;
    let first = guest.get(&path).await.body;
    assert!(!first.contains("추가 결제가 필요해요"), "{first}");
    let again = guest.get(&change).await;
    assert_eq!(again.status, StatusCode::OK, "it can be changed again");
    let cancel = guest.get(&format!("{path}/cancel")).await;
    let told = format!("추가 주문 {number}도 함께 취소하고 30,000원");
    assert!(cancel.body.contains(&told), "{}", cancel.body);
    // The account that is named is for both.
    let form = [
        ("key", cancel.field("key")),
        ("step", "cancel".to_owned()),
        ("q0", "2".to_owned()),
        ("shown", cancel.field("shown")),
        ("account_bank", "088".to_owned()),
        ("account_number", "110-123-456789".to_owned()),
        ("account_holder", "홍길동".to_owned()),
    ];
    let form: Vec<_> = form
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let done = guest.post(&format!("{path}/cancel"), &form).await;
    assert_eq!(done.to(), format!("{path}?cancelled=1"), "{}", done.body);
    let payment = site.shop.payment_of(&number).await.unwrap();
    assert_eq!(payment.refunded(), domain::Won(30_000));
}

/// It was sent before what was added is paid.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_says_that_a_change_came_too_late_until_the_goods_are_there() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path, page) = changing(&site, &guest).await;
    let change = format!("{path}/change");
    let form = (change.as_str(), &page);
    let done = send(&guest, form, ("change", "3", "04524"), ("30000", "0")).await;
    let added = done.to().split('?').next().unwrap().to_owned();
    let number = OrderId::new(added.split('/').nth(2).unwrap()).unwrap();
    site.ship(&order).await;
    pay(&site.shop, &number).await.unwrap();
    site.caught_up().await;
    let late = "요청하신 변경을 모두 반영하지 못했습니다";
    let page = guest.get(&path).await.body;
    assert!(page.contains(late), "{page}");
    let desk = tests::shop::process();
    site.shop.deliver(&desk, &order, 1).await.unwrap();
    site.caught_up().await;
    let page = guest.get(&path).await.body;
    assert!(!page.contains(late), "{page}");
}

/// Cancelling says what goes with an order; changing it to nothing would not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_not_changed_to_nothing() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (_, path, page) = changing(&site, &guest).await;
    let change = format!("{path}/change");
    let form = (change.as_str(), &page);
    let refused = send(&guest, form, ("change", "0", "04524"), ("0", "60000")).await;
    assert!(refused.status.is_client_error());
    assert!(
        refused.body.contains("남는 상품이 없습니다"),
        "{}",
        refused.body
    );
}
