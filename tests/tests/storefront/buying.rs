//! A shopper's way, from the list to the parcel.

use domain::payment::{Payment, PaymentCommand};
use domain::{Actor, Channel, Meta};
use reqwest::StatusCode;
use tests::pg::database;
use tests::shop::{offer, pay, process, store_id};

use crate::site::Site;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_buys_pays_and_follows_the_parcel() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let list = guest.get("/").await;
    assert!(list.body.contains("상품 honey") && list.body.contains("30,000"));
    let product = guest.get("/products/honey").await;
    assert_eq!(product.field("sku"), "honey");

    let put = guest.put("honey", "2").await;
    assert_eq!(
        (put.status, put.to().as_str()),
        (StatusCode::SEE_OTHER, "/cart?added=honey")
    );
    let cart = guest.get("/cart").await;
    assert!(
        cart.body.contains("60,000") && cart.body.contains("무료배송"),
        "{}",
        cart.body
    );
    assert!(guest.get("/").await.body.contains("개 담김"));

    let placed = guest.order(&[]).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.body);
    let path = placed.to();
    let order = guest.get(&path).await;
    assert!(
        order.body.contains("입금 대기") && order.body.contains("60,000원"),
        "{}",
        order.body
    );
    assert!(order.body.contains("신한은행") && order.body.contains("계좌번호 복사"));
    assert!(order.body.contains("홍길동") && order.body.contains("101동 1001호"));
    assert!(
        guest
            .get("/cart")
            .await
            .body
            .contains("장바구니가 비어 있습니다")
    );

    let number = domain::OrderId::new(path.split('/').nth(2).unwrap()).unwrap();
    pay(&site.shop, &number).await.unwrap();
    site.ship(&number).await;
    let order = guest.get(&path).await;
    assert!(
        order.body.contains("배송중") && order.body.contains("CJ대한통운 688012345678"),
        "{}",
        order.body
    );
    assert!(
        order.body.contains("wblNo&#x3D;688012345678") || order.body.contains("wblNo=688012345678")
    );
    assert!(!order.body.contains("입금하실 곳"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_cancels_before_paying_with_one_button_and_only_then() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (_, path) = guest.bought().await;
    let cancelled = guest.post(&format!("{path}/cancel"), &[]).await;
    assert_eq!(cancelled.status, StatusCode::SEE_OTHER);
    assert!(
        guest
            .get(&cancelled.to())
            .await
            .body
            .contains("주문을 취소했습니다")
    );
    assert!(guest.get(&path).await.body.contains("취소된 주문입니다"));

    let (order, path) = guest.bought().await;
    pay(&site.shop, &order).await.unwrap();
    // Paid meanwhile: what cancelling means now is shown first.
    let form = guest.post(&format!("{path}/cancel"), &[]).await;
    assert_eq!(form.to(), format!("{path}/cancel"));
    assert!(guest.get(&form.to()).await.body.contains("돌려받는 금액"));
    site.caught_up().await;
    assert!(guest.get(&path).await.body.contains("결제를 확인했습니다"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_form_sent_twice_is_one_order() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    guest.put("honey", "1").await;
    let page = guest.get("/checkout").await;
    let (key, total) = (page.field("checkout_key"), page.field("shown_total"));
    let mut form = vec![
        ("checkout_key", key.as_str()),
        ("shown_total", total.as_str()),
    ];
    form.extend(crate::site::GOOD_FORM);
    let first = guest.post("/checkout", &form).await;
    let second = guest.post("/checkout", &form).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    assert_eq!(first.to(), second.to());
    let orders: i64 = sqlx::query_scalar(
        "SELECT count(DISTINCT aggregate_id) FROM events WHERE aggregate_type = 'order'",
    )
    .fetch_one(&site.pool)
    .await
    .unwrap();
    assert_eq!(orders, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cart_outlives_the_shop() {
    let database = database().await;
    let site = Site::around(&database, |config| config).await;
    offer(&site.shop, "honey", domain::Won(30_000), 5).await;
    site.caught_up().await;
    let put = site.visitor().put("honey", "3").await;
    let cookie = put
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let again = site.reopened(&database).await;
    again.caught_up().await;
    let cart = again
        .visitor()
        .ask(|client, base| client.get(format!("{base}/cart")).header("cookie", cookie))
        .await;
    assert!(
        cart.body.contains("상품 honey") && cart.body.contains("90,000"),
        "{}",
        cart.body
    );
}

/// The request that cancelled died after it had closed the payment.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_whose_payment_was_closed_asks_for_no_money() {
    let site = Site::open(5).await;
    let guest = site.visitor();
    let (order, path) = guest.bought().await;
    site.caught_up().await;
    let id = order.payment();
    let ledger = site.shop.ledger();
    let payment = ledger.state::<Payment>(id.as_str()).await.unwrap().state;
    let account = payment.account().unwrap().number.clone();
    assert!(guest.get(&path).await.body.contains(&account));

    let now = site.shop.now();
    let meta = Meta::new(store_id(), Actor::Guest, Channel::Pc, now);
    let close = PaymentCommand::Cancel {
        reason: "shopper".to_owned(),
        at: now,
    };
    let closed = ledger.execute::<Payment>(id.as_str(), close, &meta).await;
    closed.unwrap();
    site.caught_up().await;
    let page = guest.get(&path).await.body;
    assert!(!page.contains(&account) && page.contains("취소된 주문입니다"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_are_searched_sorted_and_paged() {
    let site = Site::open(0).await;
    let guest = site.visitor();
    let found = guest.get("/?q=rice").await;
    assert!(found.body.contains("상품 rice") && !found.body.contains("상품 honey"));
    assert!(
        guest
            .get("/?q=%EC%97%86%EB%8A%94%EA%B2%83")
            .await
            .body
            .contains("장부에 없는 이름입니다")
    );
    let cheap = guest.get("/?sort=cheap").await.body;
    assert!(cheap.find("상품 rice") < cheap.find("상품 honey"));
    let dear = guest.get("/?sort=dear").await.body;
    assert!(dear.find("상품 honey") < dear.find("상품 rice"));
    for odd in [
        "/?page=-1",
        "/?page=9999999999",
        "/?sort=x%27",
        "/?category=%00",
        "/?q=%25%5F%00",
    ] {
        assert_eq!(guest.get(odd).await.status, StatusCode::OK, "{odd}");
    }
    for (beyond, last) in [
        ("/?page=99", "/"),
        ("/?sort=cheap&page=2", "/?sort=cheap"),
        ("/?q=rice&page=3", "/?q=rice"),
        ("/?q=none&page=3", "/?q=none"),
    ] {
        let moved = guest.get(beyond).await;
        assert_eq!(
            (moved.status, moved.to().as_str()),
            (StatusCode::SEE_OTHER, last)
        );
    }
    assert!(
        guest
            .get("/products/honey")
            .await
            .body
            .contains("모두 팔렸습니다")
    );
    for none in [
        "/?category=nope",
        "/products/none",
        "/products/%00",
        "/pictures/%00.svg",
    ] {
        assert_eq!(
            guest.get(none).await.status,
            StatusCode::NOT_FOUND,
            "{none}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erased_orders_page_says_so_and_names_nobody() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path) = guest.bought().await;
    assert!(guest.get(&path).await.body.contains("홍길동"));
    pay(&site.shop, &order).await.unwrap();
    site.ship(&order).await;
    site.shop.deliver(&process(), &order, 1).await.unwrap();
    site.shop.erase_recipient(&process(), &order).await.unwrap();
    site.caught_up().await;
    let page = guest.get(&path).await;
    assert!(page.body.contains("삭제됨") && page.body.contains("배송 완료"));
    assert!(!page.body.contains("홍길동"), "{}", page.body);
    let audit = site.auditor().get(&format!("/audit/orders/{order}")).await;
    assert!(audit.body.contains("RecipientErased"), "{}", audit.body);
}
