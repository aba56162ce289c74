//! What arrived is exchanged for another option, over HTTP: chosen, told what it costs, paid, sent.

use domain::pricing::Tax;
use domain::product::{Listing, Variant};
use domain::{CategoryId, ClaimId, OrderId, ProductId, Reference, Won};
use reqwest::StatusCode;
use shop::exchange::Acceptance;
use tests::shop::{pay, process, sku, store_id};

use crate::care::{arrives, paid};
use crate::site::{Site, Visitor};

/// Honey comes in three jars, of which there are two left of the large, and none of the odd one.
async fn jars(site: &Site) {
    let jars = [
        ("honey", "작은 병", 30_000),
        ("honey-l", "큰 병", 45_000),
        ("honey-o", "옛날 병", 1_000),
    ];
    let variant = |(name, option, won): (&str, &str, i64)| Variant {
        option: Some(option.to_owned()),
        ..Variant::new(sku(name), Won(won))
    };
    let listing = Listing::new(
        ProductId::new("honey").unwrap(),
        store_id(),
        "상품 honey".to_owned(),
        (CategoryId::new("food").unwrap(), "먹거리"),
        Tax::Taxable,
        jars.map(variant).to_vec(),
    );
    site.shop.list_product(&process(), listing).await.unwrap();
    let (note, large) = (Reference::new("jars").unwrap(), sku("honey-l"));
    let came = site.shop.receive_stock(&process(), &large, 2, note).await;
    came.unwrap();
    site.caught_up().await;
}

/// A small jar that arrived, and the form by which the large one is asked for.
async fn arrived(site: &Site, guest: &Visitor) -> (OrderId, String, String) {
    jars(site).await;
    let (order, path) = paid(site, guest).await;
    arrives(site, &order).await;
    let page = guest.get(&format!("{path}/return")).await;
    assert!(page.body.contains("큰 병 · 45,000원"), "{}", page.body);
    assert!(
        !page.body.contains("옛날 병"),
        "there is none: {}",
        page.body
    );
    let key = page.field("key");
    (order, path, key)
}

fn form<'a>(key: &'a str, step: &'a str, jar: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("key", key),
        ("step", step),
        ("wish", "exchange"),
        ("reason", "misordered"),
        ("q0", "1"),
        ("w0", jar),
    ]
}

async fn what_was_paid_besides_comes_back_besides(guest: &crate::site::Visitor, back: &str) {
    let key = guest.get(back).await.field("key");
    let mut returning = form(&key, "preview", "");
    returning[2].1 = "return";
    let preview = guest.post(back, &returning).await.body;
    assert!(
        preview.contains("내신 옵션 차액 15,000원도 따로"),
        "{preview}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_option_is_chosen_priced_paid_and_sent() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path, key) = arrived(&site, &guest).await;
    let back = format!("{path}/return");
    let preview = guest.post(&back, &form(&key, "preview", "honey-l")).await;
    let told = ["왕복 배송비 6,000원", "옵션 차액 15,000원"];
    assert!(
        told.iter().all(|it| preview.body.contains(it)),
        "{}",
        preview.body
    );
    let asked = guest.post(&back, &form(&key, "ask", "honey-l")).await;
    assert_eq!(asked.to(), format!("{path}?asked=1"), "{}", asked.body);
    let page = guest.get(&path).await.body;
    assert!(
        page.contains("바꿔 받으실 것") && page.contains("상품 honey 큰 병 × 1"),
        "{page}"
    );

    let claim = || ClaimId::new(format!("r-{key}")).unwrap();
    let (shop, staff) = (&site.shop, process());
    let accepted = shop.accept_claim(&staff, &order, claim(), Acceptance::default());
    accepted.await.unwrap();
    site.caught_up().await;
    let page = guest.get(&path).await.body;
    assert!(
        page.contains("결제하셔야 새 상품을 보낼 수 있습니다"),
        "{page}"
    );
    let state = shop
        .ledger()
        .state::<domain::order::Order>(order.as_str())
        .await;
    let due = state.unwrap().state.deals()[&claim()]
        .to_be_paid()
        .unwrap()
        .order
        .clone();
    let link = page
        .split("href=\"")
        .find(|it| it.starts_with(&format!("/orders/{due}/")));
    let link = link.unwrap().split('"').next().unwrap().to_owned();
    let charges = guest.get(&link).await.body;
    let told = ["교환 차액", "15,000원", "6,000원", "21,000원"];
    assert!(told.iter().all(|it| charges.contains(it)), "{charges}");

    pay(shop, &due).await.unwrap();
    let received = shop.receive_return(&staff, &order, claim(), vec![], true);
    received.await.unwrap();
    let (carrier, invoice) = ("cj".to_owned(), "688012349999".to_owned());
    let sent = shop.ship_replacement(&staff, &order, claim(), carrier, invoice);
    sent.await.unwrap();
    site.caught_up().await;
    let page = guest.get(&path).await.body;
    assert!(
        page.contains("결제하셨습니다") && page.contains("교환 상품 보냄"),
        "{page}"
    );
    let large = page.matches("상품 honey 큰 병 × 1").count();
    assert_eq!(large, 2, "of the claim and of the parcel: {page}");
    what_was_paid_besides_comes_back_besides(&guest, &back).await;
    and_back(&site, &guest, (&order, &path)).await;
}

/// The large jar is exchanged back for what was ordered: what was paid besides comes back besides.
async fn and_back(site: &Site, guest: &Visitor, (order, path): (&OrderId, &str)) {
    let back = format!("{path}/return");
    let page = guest.get(&back).await;
    let (small, large) = ("작은 병 · 30,000원", "큰 병 · 45,000원");
    assert!(
        page.body.contains(small) && !page.body.contains(large),
        "the large one comes back first: {}",
        page.body
    );
    let key = page.field("key");
    let mut asking = form(&key, "ask", "honey");
    asking[3].1 = "wrong-item";
    let asked = guest.post(&back, &asking).await;
    assert_eq!(asked.to(), format!("{path}?asked=1"), "{}", asked.body);
    let again = guest.post(&back, &asking).await;
    assert_eq!(again.to(), asked.to(), "sent twice: {}", again.body);
    let claim = || ClaimId::new(format!("r-{key}")).unwrap();
    let (shop, staff) = (&site.shop, process());
    let accepted = shop.accept_claim(&staff, order, claim(), Acceptance::default());
    accepted.await.unwrap();
    let received = shop.receive_return(&staff, order, claim(), vec![], true);
    received.await.unwrap();
    let (carrier, invoice) = ("cj".to_owned(), "688012340000".to_owned());
    let sent = shop.ship_replacement(&staff, order, claim(), carrier, invoice);
    sent.await.unwrap();
    site.caught_up().await;
    let page = guest.get(path).await.body;
    let told = page
        .split("차액은 교환 비용을 내신 주문에서")
        .next()
        .unwrap();
    let link = told.rsplit("href=\"").next().unwrap();
    let charges = guest.get(link.split('"').next().unwrap()).await.body;
    assert!(charges.contains("교환 차액"), "{charges}");
}

/// Who gives the payment for an exchange up is not sent to it again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_paid_any_more_is_not_asked_for() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path, key) = arrived(&site, &guest).await;
    let back = format!("{path}/return");
    guest.post(&back, &form(&key, "ask", "honey-l")).await;
    let claim = ClaimId::new(format!("r-{key}")).unwrap();
    let how = Acceptance::default();
    let accepted = site.shop.accept_claim(&process(), &order, claim, how).await;
    accepted.unwrap();
    site.caught_up().await;
    let page = guest.get(&path).await.body;
    let link = page.split("class=\"claim-pay\"").nth(1).unwrap();
    let link = link.split("href=\"").nth(1).unwrap();
    let link = link.split('"').next().unwrap().to_owned();
    let given_up = guest.post(&format!("{link}/cancel"), &[]).await;
    assert!(given_up.to().ends_with("?cancelled=1"), "{}", given_up.body);
    site.caught_up().await;
    let page = guest.get(&path).await.body;
    assert!(!page.contains("claim-pay"), "{page}");
    assert!(page.contains("아직 원하시면 문의해 주세요"), "{page}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_option_that_nobody_offered_is_refused_and_loses_nothing_typed() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path, key) = arrived(&site, &guest).await;
    let back = format!("{path}/return");
    for step in ["preview", "ask"] {
        let odd = guest.post(&back, &form(&key, step, "rice")).await;
        assert_eq!(odd.status, StatusCode::CONFLICT, "{step}");
        assert_eq!(odd.field("q0"), "1", "{step}");
    }
    // Whoever wants the money has no use for another option.
    let mut returning = form(&key, "ask", "honey-l");
    returning[2].1 = "return";
    let account = [
        ("account_bank", "088"),
        ("account_number", "110123456789"),
        ("account_holder", "김장부"),
    ];
    let all: Vec<(&str, &str)> = returning.into_iter().chain(account).collect();
    let asked = guest.post(&back, &all).await;
    assert_eq!(asked.to(), format!("{path}?asked=1"), "{}", asked.body);
    let state = site
        .shop
        .ledger()
        .state::<domain::order::Order>(order.as_str())
        .await;
    assert!(state.unwrap().state.deals().is_empty());
}
