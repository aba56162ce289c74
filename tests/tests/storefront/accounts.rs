//! The account that money of a deposit goes back to, over HTTP.

use domain::order::Order;
use domain::{OrderId, Won};
use reqwest::StatusCode;
use tests::shop::{notice, process};

use crate::site::{Site, Visitor};

const NUMBER: &str = "110-123-456789";

/// Two jars of honey, paid; nobody has named an account.
async fn paid(site: &Site, guest: &Visitor) -> (OrderId, String) {
    guest.put("honey", "2").await;
    let path = guest.order(&[]).await.to();
    let path = path.split('?').next().unwrap().to_owned();
    let order = OrderId::new(path.split('/').nth(2).unwrap()).unwrap();
    let notice = notice(&site.shop, &order, &format!("dep-{order}")).await;
    site.shop.deposit_noticed(&process(), notice).await.unwrap();
    (order, path)
}

async fn refunded(site: &Site, order: &OrderId) -> Won {
    let found = site.shop.ledger().state::<Order>(order.as_str()).await;
    found.unwrap().state.refunded()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_cancels_a_paid_deposit_names_an_account() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path) = paid(&site, &guest).await;
    let cancel = format!("{path}/cancel");
    let page = guest.get(&cancel).await;
    assert!(page.body.contains("환불 계좌"), "{}", page.body);
    let key = page.field("key");
    let mut form = [
        ("key", key.as_str()),
        ("step", "cancel"),
        ("q0", "1"),
        ("shown", "30000"),
        ("account_bank", "088"),
        ("account_number", "12-34"),
        ("account_holder", "홍길동"),
    ];
    let wrong = guest.post(&cancel, &form).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("8자리에서 16자리"), "{}", wrong.body);
    assert!(wrong.body.contains("홍길동"), "what was typed stays");
    form[5].1 = NUMBER;
    let done = guest.post(&cancel, &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(refunded(&site, &order).await, Won(30_000));
    let page = guest.get(&done.to()).await.body;
    assert!(page.contains("신한은행 ····6789"), "{page}");
    assert!(!page.contains("110123456789") && !page.contains(NUMBER));
    let next = guest.get(&cancel).await.body;
    assert!(next.contains("신한은행 ····6789"), "asked once: {next}");
    assert!(!next.contains("account_number"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_sends_something_back_names_an_account_and_who_exchanges_does_not() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path) = paid(&site, &guest).await;
    site.ship(&order).await;
    site.shop.deliver(&process(), &order, 1).await.unwrap();
    let back = format!("{path}/return");
    let key = guest.get(&back).await.field("key");
    let mut form = [
        ("key", key.as_str()),
        ("step", "ask"),
        ("wish", "return"),
        ("reason", "damaged"),
        ("q0", "1"),
        ("text", ""),
        ("account_bank", "004"),
        ("account_number", ""),
        ("account_holder", "홍길동"),
    ];
    let wrong = guest.post(&back, &form).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut exchange = form;
    exchange[2].1 = "exchange";
    let wrong = guest.post(&back, &exchange).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("autofocus"), "{}", wrong.body);
    // It may never be needed.
    (exchange[6].1, exchange[8].1) = ("", "");
    let asked = guest.post(&back, &exchange).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    let key = guest.get(&back).await.field("key");
    form[0].1 = &key;
    form[7].1 = NUMBER;
    let asked = guest.post(&back, &form).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    let payment = site.shop.payment_of(&order).await.unwrap();
    assert!(payment.refund_account().is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_that_waits_is_told_on_the_orders_page_and_goes_on_from_there() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path) = paid(&site, &guest).await;
    let form = format!("{path}/refund-account");
    let whole = shop::amend::Cancellation::whole("staff");
    site.shop.cancel(&process(), &order, whole).await.unwrap();
    site.caught_up().await;
    let page = guest.get(&path).await.body;
    assert!(page.contains("환불 계좌를 알려 주세요"), "{page}");
    assert!(page.contains(&form));
    let nobodys = [
        ("account_bank", "088"),
        ("account_number", "1111-1111-1111"),
        ("account_holder", "홍길동"),
    ];
    let sent = guest.post(&form, &nobodys).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let page = guest.get(&path).await.body;
    assert!(page.contains("계좌로는 보낼 수 없었습니다"), "{page}");
    let mut right = nobodys;
    right[1].1 = NUMBER;
    let sent = guest.post(&form, &right).await;
    assert_eq!(sent.to(), format!("{path}?account=1"));
    assert_eq!(refunded(&site, &order).await, Won(60_000));
    let page = guest.get(&path).await.body;
    assert!(page.contains("돌려드린 돈은 신한은행 ····6789"), "{page}");
    let closed = guest.get(&form).await;
    assert_eq!(closed.to(), path, "there is nothing left to ask");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_names_an_account_for_an_order_that_is_not_theirs_or_not_paid() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (_, path) = paid(&site, &guest).await;
    let other = format!("{}x/refund-account", path.trim_end_matches('/'));
    assert_eq!(guest.get(&other).await.status, StatusCode::NOT_FOUND);
    let form = [
        ("account_bank", "088"),
        ("account_number", NUMBER),
        ("account_holder", "홍길동"),
    ];
    assert_eq!(
        guest.post(&other, &form).await.status,
        StatusCode::NOT_FOUND
    );
    let (_, unpaid) = guest.bought().await;
    let refused = guest.post(&format!("{unpaid}/refund-account"), &form).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
}
