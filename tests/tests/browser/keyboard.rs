//! The same without a mouse.

use serde_json::json;
use thirtyfour::Key;

use crate::browser::{Browser, Device};
use crate::shop::Shop;

/// Moves on with Tab until what has the focus fits.
async fn tab_to(browser: &Browser, css: &str) {
    for _ in 0..200 {
        browser.press(Key::Tab).await;
        let there = "return document.activeElement !== null && document.activeElement.matches(arguments[0])";
        if browser.run(there, json!([css])).await == json!(true) {
            let seen = "const box = document.activeElement.getBoundingClientRect(); return box.width > 0 && box.height > 0";
            assert_eq!(
                browser.run(seen, json!([])).await,
                json!(true),
                "{css} has the focus unseen"
            );
            return;
        }
    }
    panic!("Tab never comes to {css}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_up_to_the_order_form_is_reached_by_keyboard() {
    let shop = Shop::open().await;
    let browser = Browser::open("keyboard", Device::Pc, "ko-KR", &shop.store).await;
    browser.go("/").await;
    tab_to(&browser, "a.skip").await;
    browser.press(Key::Enter).await;
    tab_to(&browser, ".cards .card:not(.is-out) a[href^='/products/']").await;
    browser.leaves(browser.press(Key::Enter)).await;
    tab_to(&browser, "button[name='then'][value='cart']").await;
    browser.leaves(browser.press(Key::Enter)).await;
    browser.arrives("/cart").await;
    tab_to(&browser, "a[href='/checkout']").await;
    browser.leaves(browser.press(Key::Enter)).await;
    browser.arrives("/checkout").await;
    tab_to(&browser, "[name='orderer_name']").await;
    tab_to(&browser, "[name='postcode']").await;
    tab_to(&browser, "[name='agree_order']").await;
    browser.close().await;
    shop.close().await;
}
