//! An order that was paid in a window is changed before it is sent: less of one, another option, another address
//! with a surcharge; what comes is paid in the window again.

use serde_json::json;

use crate::browser::{Browser, Device};
use crate::shop::Shop;
use crate::windows::{order_product_by, press, reaches};

const WAY: (&str, &str) = ("kakaopay:wallet", "/mockup/bridge/");
/// How an option's pieces are named in the form.
const OTHER: &str = "a:EGG-40";
/// On a remote island.
const ISLAND: &str = "63000";
const SUM: &str = "return [...document.querySelectorAll('.sum-total strong')].map(it => Number(it.textContent.replace(/[^0-9]/g, '')))";

/// Asks what the change comes to: won that go back, and won to pay.
async fn preview(browser: &Browser) -> (i64, i64) {
    browser
        .click("button.button-line[name='step'][value='preview']")
        .await;
    let sums = browser.run(SUM, json!([])).await;
    let won = |place: usize| sums[place].as_i64().unwrap_or_default();
    (won(0), won(1))
}

async fn an_order_is_changed(device: Device, language: &'static str) {
    let shop = Shop::open().await;
    let browser = Browser::open("change-paid", device, language, &shop.store).await;
    order_product_by(&browser, "egg", 2, WAY).await;
    press(&browser, "approve").await;
    let first = browser.path().await;
    browser.click(".order-actions a[href$='/change']").await;
    browser.look("as-ordered").await;
    browser.fill("postcode", "123").await;
    // A browser that checks forms itself would not send this one; others do.
    let unchecked = "document.querySelector('form.split').noValidate = true";
    browser.run(unchecked, json!([])).await;
    preview(&browser).await;
    browser.find("#postcode-error").await;
    browser.look("a-wrong-postcode").await;
    browser.fill("q0", "1").await;
    browser.fill(OTHER, "1").await;
    browser.fill("postcode", ISLAND).await;
    browser
        .fill("address", "제주특별자치도 제주시 문연로 6")
        .await;
    let (back, pay) = preview(&browser).await;
    assert!(back == 11_900 && pay > 22_800, "{back} back, {pay} to pay");
    browser.look("what-it-comes-to").await;
    browser.click("button[name='step'][value='change']").await;
    let added = browser.path().await;
    assert_ne!(added, first, "what comes is an order of its own");
    browser.look("to-pay-besides").await;
    let open = browser.find("form[action$='/pay'] button").await;
    open.click().await.unwrap();
    reaches(&browser, WAY.1).await;
    press(&browser, "approve").await;
    shop.caught_up().await;
    browser.go(&first).await;
    let page = browser.text().await;
    assert!(page.contains(ISLAND), "it goes elsewhere: {page}");
    let some = ["2개 중 1개 취소됨", "1 of 2 cancelled"];
    assert!(some.iter().any(|it| page.contains(it)), "{page}");
    let ours = ["가게 사정", "On the shop's side"];
    assert!(!ours.iter().any(|it| page.contains(it)), "{page}");
    browser.look("changed").await;
    browser.click(".order-actions a[href$='/cancel']").await;
    let page = browser.text().await;
    let number = added.split('/').nth(2).unwrap();
    assert!(page.contains(number), "what was added goes too: {page}");
    browser.look("cancelling-both").await;
    shop.says(&["doctor"]).await;
    browser.close().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_changed_on_a_pc() {
    an_order_is_changed(Device::Pc, "ko-KR").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_changed_on_a_telephone() {
    an_order_is_changed(Device::Phone, "ko-KR").await;
}
