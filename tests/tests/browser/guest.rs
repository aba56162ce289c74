//! A guest buys: from the first page to the parcel on its way.

use serde_json::json;

use crate::browser::{Browser, Device};
use crate::shop::Shop;

/// Fills the order form as a guest would, and sends it.
pub async fn order(browser: &Browser) -> String {
    for (name, text) in [
        ("orderer_name", "김하늘"),
        ("orderer_phone", "010-1234-5678"),
        ("orderer_email", "haneul@example.org"),
        ("postcode", "04001"),
        ("address", "서울특별시 마포구 월드컵로 1"),
        ("address_detail", "101동 1001호"),
    ] {
        browser.fill(name, text).await;
    }
    browser.run("document.querySelector(\"[name='bank']\").value = '088'; const one = document.querySelector(\"[name='bank'][value='088']\"); if (one) one.click();", json!([])).await;
    for consent in ["agree_order", "agree_privacy"] {
        browser.tick(consent).await;
    }
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

async fn a_guest_buys(device: Device, language: &'static str) {
    let shop = Shop::open().await;
    let browser = Browser::open("guest", device, language, &shop.store).await;
    browser.go("/").await;
    browser.look("home").await;
    browser.click(".cards a[href^='/products/']").await;
    browser.look("product").await;
    browser.click("button[name='then'][value='cart']").await;
    browser.arrives("/cart").await;
    browser.look("cart").await;
    browser.click("a[href='/checkout']").await;
    browser.look("checkout").await;
    let number = order(&browser).await;
    browser.look("ordered").await;

    shop.says(&["simulate", "deposit", &number]).await;
    shop.caught_up().await;
    browser.run("location.reload()", json!([])).await;
    browser.look("paid").await;
    let words = [
        "order",
        "ship",
        &number,
        "--carrier",
        "cj",
        "--invoice",
        "123456789012",
    ];
    shop.says(&words).await;
    shop.caught_up().await;
    browser.run("location.reload()", json!([])).await;
    let page = browser.text().await;
    assert!(page.contains("123456789012"), "{page}");
    browser.look("shipped").await;
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
