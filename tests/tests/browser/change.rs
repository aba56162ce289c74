//! An order is changed before it is paid, and once more after it: another takes its place first, another is added
//! to it then.

use serde_json::json;

use crate::bought::paid;
use crate::browser::{Browser, Device};
use crate::guest::fill_in;
use crate::shop::Shop;

const PREVIEW: &str = "button.button-line[name='step'][value='preview']";
const CHANGE: &str = ".total button[name='step'][value='change']";

/// An order by deposit; the browser is on its page.
async fn ordered(browser: &Browser) -> String {
    browser.go("/").await;
    browser
        .click(".cards .card:not(.is-out) a[href^='/products/']")
        .await;
    browser.click("button[name='then'][value='cart']").await;
    browser.click("a[href='/checkout']").await;
    fill_in(browser, "deposit").await;
    let send = "form[data-checkout] button.button-big[value='order']";
    browser.click(send).await;
    browser.path().await
}

fn number(path: &str) -> String {
    path.split('/').nth(2).unwrap().to_owned()
}

/// So many of the first line; looked at, and then done.
async fn change_to(browser: &Browser, pieces: &str, look: &str) {
    browser.click(".order-actions a[href$='/change']").await;
    browser.fill("q0", pieces).await;
    browser.click(PREVIEW).await;
    browser.look(look).await;
    browser.click(CHANGE).await;
}

/// One of these sentences is on the page: Korean, or English.
async fn says(browser: &Browser, words: [&str; 2]) {
    let page = browser.text().await;
    assert!(words.iter().any(|it| page.contains(it)), "{page}");
}

async fn an_order_is_changed_twice(device: Device, language: &'static str) {
    let shop = Shop::open().await;
    let browser = Browser::open("change", device, language, &shop.store).await;
    let first = ordered(&browser).await;
    change_to(&browser, "2", "changing-what-is-not-paid").await;
    let second = browser.path().await;
    assert_ne!(number(&first), number(&second));
    says(&browser, ["바꾸기 전 주문", "order before the change"]).await;
    browser.look("in-its-place").await;
    browser.go(&first).await;
    says(&browser, ["바꾼 주문", "Changed into"]).await;
    browser.look("made-room").await;

    browser.go(&second).await;
    paid(&shop, &browser, &number(&second)).await;
    browser.again().await;
    change_to(&browser, "3", "changing-what-is-paid").await;
    let added = browser.path().await;
    assert_ne!(number(&second), number(&added));
    says(&browser, ["처음 주문", "First order"]).await;
    browser.look("to-pay-for-more").await;
    browser.go(&second).await;
    says(&browser, ["추가 결제가 필요해요", "further payment"]).await;
    let link = "return document.querySelectorAll(\".order-actions a[href$='/change']\").length";
    assert_eq!(browser.run(link, json!([])).await, json!(0));
    browser.go(&added).await;
    paid(&shop, &browser, &number(&added)).await;
    shop.caught_up().await;
    browser.go(&second).await;
    says(&browser, ["추가 주문", "Added order"]).await;
    browser.look("with-what-was-added").await;
    shop.says(&["doctor"]).await;
    browser.close().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_changed_twice_on_a_pc_in_english() {
    an_order_is_changed_twice(Device::Pc, "en-US").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_changed_twice_on_a_telephone() {
    an_order_is_changed_twice(Device::Phone, "ko-KR").await;
}
