//! Shoppers pay in the windows of payment providers: to the window by themselves, and back to an order that is
//! paid, or that can be paid once more.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::browser::{Browser, Device};
use crate::guest::fill_in;
use crate::shop::Shop;

/// Which step an order's page shows as the present one: 1 once it is paid.
const STEP: &str = "return [...document.querySelectorAll('.step')].findIndex(it => it.hasAttribute('aria-current'))";
/// Won that are due on an order's page.
const TOTAL: &str = "return Number(document.querySelector('.account').textContent.match(/([0-9,]+)원/)[1].replaceAll(',', ''))";

/// Puts something into the cart and orders it, to be paid that way; the browser is in the window then.
async fn order_by(browser: &Browser, way: &str, window: &str) {
    browser.go("/").await;
    browser
        .click(".cards .card:not(.is-out) a[href^='/products/']")
        .await;
    order_open_product_by(browser, way, window).await;
}

/// The same with so many pieces of a certain product.
pub async fn order_product_by(
    browser: &Browser,
    product: &str,
    pieces: u32,
    (way, window): (&str, &str),
) {
    browser.go(&format!("/products/{product}")).await;
    browser.fill("quantity", &pieces.to_string()).await;
    order_open_product_by(browser, way, window).await;
}

async fn order_open_product_by(browser: &Browser, way: &str, window: &str) {
    browser.click("button[name='then'][value='cart']").await;
    browser.click("a[href='/checkout']").await;
    fill_in(browser, way).await;
    browser.look("ways-to-pay").await;
    let send = "form[data-checkout] button.button-big[value='order']";
    browser.click(send).await;
    reaches(browser, window).await;
}

/// Waits until the browser has gone on to a page below this path by itself.
pub async fn reaches(browser: &Browser, below: &str) {
    let began = Instant::now();
    while !browser.path().await.starts_with(below) {
        let there = browser.path().await;
        assert!(began.elapsed() < Duration::from_secs(30), "{there}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    browser.settled().await;
}

/// Presses a button of the window, and waits for the order's page.
pub async fn press(browser: &Browser, choice: &str) -> String {
    let button = browser.find(&format!("button[value='{choice}']")).await;
    button.click().await.unwrap();
    reaches(browser, "/orders/").await;
    browser.text().await
}

/// To the window again, from the order's page.
async fn again(browser: &Browser, window: &str) {
    let button = browser.find("form[action$='/pay'] button").await;
    button.click().await.unwrap();
    reaches(browser, window).await;
}

/// First not, then once more and truly.
async fn pays(device: Device, language: &'static str, way: (&str, &str), not: &str) {
    let shop = Shop::open().await;
    let browser = Browser::open("windows", device, language, &shop.store).await;
    pays_in(shop, browser, way, not).await;
}

/// The same in the other store, which offers PortOne.
async fn pays_with_portone(device: Device, language: &'static str) {
    let shop = Shop::open().await;
    let browser = Browser::open("portone", device, language, &elsewhere(&shop)).await;
    pays_in(shop, browser, ("portone:card", "/window"), "close").await;
}

/// The other store of the demo.
fn elsewhere(shop: &Shop) -> String {
    shop.store.replace("127.0.0.1", "livestore.localhost")
}

async fn pays_in(shop: Shop, browser: Browser, (way, window): (&str, &str), not: &str) {
    order_by(&browser, way, window).await;
    let page = press(&browser, not).await;
    let closed = ["결제창을 닫으셨습니다", "You closed the payment window"];
    assert!(closed.iter().any(|it| page.contains(it)), "{page}");
    browser.look("window-closed").await;
    again(&browser, window).await;
    press(&browser, "approve").await;
    assert_eq!(browser.run(STEP, json!([])).await, json!(1), "not paid");
    browser.look("paid-in-a-window").await;
    let asks = "return document.querySelectorAll(\"form[action$='/pay']\").length";
    assert_eq!(browser.run(asks, json!([])).await, json!(0));
    shop.caught_up().await;
    shop.says(&["doctor"]).await;
    browser.close().await;
    shop.close().await;
}

/// The browser's own way out of a window leads nowhere near the order: it is found again, and paid.
async fn goes_back(device: Device, way: (&str, &str)) {
    let shop = Shop::open().await;
    let browser = Browser::open("back", device, "ko-KR", &shop.store).await;
    order_by(&browser, way.0, way.1).await;
    browser.back().await;
    let began = Instant::now();
    while browser.path().await.starts_with(way.1) {
        assert!(began.elapsed() < Duration::from_secs(30), "it never leaves");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    browser.settled().await;
    browser.go("/cart").await;
    browser.look("cart-with-a-waiting-order").await;
    browser.click(".nothing a[href^='/orders/']").await;
    again(&browser, way.1).await;
    press(&browser, "approve").await;
    assert_eq!(browser.run(STEP, json!([])).await, json!(1), "not paid");
    shop.caught_up().await;
    shop.says(&["doctor"]).await;
    browser.close().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_goes_back_out_of_a_wallet_finds_the_order_again() {
    goes_back(Device::Phone, ("kakaopay:wallet", "/mockup/bridge/")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_goes_back_out_of_a_card_window_finds_the_order_again() {
    goes_back(Device::Pc, ("tosspayments:card", "/window")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kakaopay_on_a_telephone() {
    let kakaopay = ("kakaopay:wallet", "/mockup/bridge/");
    pays(Device::Phone, "ko-KR", kakaopay, "close").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kakaopay_on_a_pc() {
    let kakaopay = ("kakaopay:wallet", "/mockup/bridge/");
    pays(Device::Pc, "ko-KR", kakaopay, "close").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tosspay_on_a_telephone() {
    let tosspay = ("tosspay:wallet", "/payfront/");
    pays(Device::Phone, "ko-KR", tosspay, "fail").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_by_toss_payments_on_a_telephone() {
    let card = ("tosspayments:card", "/window");
    pays(Device::Phone, "ko-KR", card, "close").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_by_toss_payments_on_a_pc() {
    let card = ("tosspayments:card", "/window");
    pays(Device::Pc, "ko-KR", card, "close").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_by_portone_on_a_pc() {
    pays_with_portone(Device::Pc, "ko-KR").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_by_portone_on_a_telephone() {
    pays_with_portone(Device::Phone, "ko-KR").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_of_portone_is_filled_later() {
    let shop = Shop::open().await;
    let browser = Browser::open("portone", Device::Phone, "ko-KR", &elsewhere(&shop)).await;
    order_by(&browser, "portone:virtual_account", "/window").await;
    let page = press(&browser, "approve").await;
    assert!(page.contains("신한은행"), "{page}");
    browser.look("account-of-a-window").await;
    let path = browser.path().await;
    let order = path.split('/').nth(2).unwrap();
    let total = browser.run(TOTAL, json!([])).await;
    let deposit = json!({ "payment": format!("{order}-1"), "amount": total });
    let at = format!("{}/_simulator/deposits", shop.simulator("portone"));
    let sent = reqwest::Client::new().post(at).json(&deposit).send().await;
    assert_eq!(sent.unwrap().status(), 200, "{deposit}");
    let began = Instant::now();
    while browser.run(STEP, json!([])).await != json!(1) {
        assert!(began.elapsed() < Duration::from_secs(30), "not paid");
        tokio::time::sleep(Duration::from_millis(500)).await;
        browser.again().await;
        browser.settled().await;
    }
    browser.look("account-filled").await;
    shop.caught_up().await;
    shop.says(&["doctor"]).await;
    browser.close().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tosspay_on_a_pc_in_english() {
    // Who closes the wallet's page does not come back; who gives up in it does.
    let tosspay = ("tosspay:wallet", "/payfront/");
    pays(Device::Pc, "en-US", tosspay, "fail").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_by_inicis_on_a_pc() {
    // Its script opens the window from a page of the shop.
    let card = ("inicis:card", "/stdpay/window");
    pays(Device::Pc, "ko-KR", card, "close").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_by_inicis_on_a_telephone() {
    let card = ("inicis:card", "/smart/payment/");
    pays(Device::Phone, "ko-KR", card, "close").await;
}
