//! A guest buys: from the first page to the parcel on its way.

use serde_json::json;

use crate::bought::paid_and_arrived;
use crate::browser::{Browser, Device};
use crate::shop::Shop;

/// Fills the order form as a guest would, to be paid that way, and does not send it.
pub async fn fill_in(browser: &Browser, way: &str) {
    orderer(browser).await;
    address(browser, way).await;
}

/// Fills the order form as a guest would, and sends it: the order's number.
pub async fn order(browser: &Browser) -> String {
    orderer(browser).await;
    order_to_an_address(browser).await
}

async fn orderer(browser: &Browser) {
    let of_the_orderer = [
        ("orderer_name", "김하늘"),
        ("orderer_phone", "010-1234-5678"),
        ("orderer_email", "haneul@example.org"),
    ];
    for (name, text) in of_the_orderer {
        browser.fill(name, text).await;
    }
}

/// Fills in where the goods go and how they are paid, agrees, and sends the form: the order's number.
pub async fn order_to_an_address(browser: &Browser) -> String {
    address(browser, "deposit").await;
    browser
        .click("form[data-checkout] button.button-big[value='order']")
        .await;
    let path = browser.path().await;
    assert!(
        path.starts_with("/orders/"),
        "{path}: {}",
        browser.text().await
    );
    path.split('/').nth(2).unwrap().to_owned()
}

/// Where the goods go and how they are paid, and what is agreed.
async fn address(browser: &Browser, way: &str) {
    for (name, text) in [
        ("postcode", "04001"),
        ("address", "서울특별시 마포구 월드컵로 1"),
        ("address_detail", "101동 1001호"),
    ] {
        browser.fill(name, text).await;
    }
    let choose =
        "document.querySelector(`[name='${arguments[0]}'][value='${arguments[1]}']`).click()";
    browser.run(choose, json!(["pay", way])).await;
    if way == "deposit" {
        browser.run(choose, json!(["bank", "088"])).await;
    }
    for consent in ["agree_order", "agree_privacy"] {
        browser.tick(consent).await;
    }
}

async fn a_guest_buys(device: Device, language: &'static str) {
    let shop = Shop::open().await;
    let browser = Browser::open("guest", device, language, &shop.store).await;
    browser.go("/").await;
    browser.look("home").await;
    browser
        .click(".cards .card:not(.is-out) a[href^='/products/']")
        .await;
    browser.look("product").await;
    browser.click("button[name='then'][value='cart']").await;
    browser.arrives("/cart").await;
    browser.look("cart").await;
    browser.click("a[href='/checkout']").await;
    browser.look("checkout").await;
    let number = order(&browser).await;
    browser.look("ordered").await;
    paid_and_arrived(&shop, &browser, &number).await;
    browser.close().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_buys_on_a_pc() {
    a_guest_buys(Device::Pc, "ko-KR").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_buys_on_a_telephone() {
    a_guest_buys(Device::Phone, "ko-KR").await;
}
