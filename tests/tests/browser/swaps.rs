//! A guest exchanges what came for another option: asks for it, pays what it costs.

use serde_json::json;

use crate::bought::paid_and_arrived;
use crate::browser::{Browser, Device};
use crate::guest::order;
use crate::shop::Shop;

/// Chooses so, as a finger would.
async fn choose(browser: &Browser, name: &str, value: &str) {
    let choose =
        "document.querySelector(`[name='${arguments[0]}'][value='${arguments[1]}']`).click()";
    browser.run(choose, json!([name, value])).await;
}

async fn a_guest_wants_another_option(device: Device, language: &'static str) {
    let shop = Shop::open().await;
    let browser = Browser::open("swaps", device, language, &shop.store).await;
    browser.go("/products/oat-shake").await;
    browser.click("button[name='then'][value='cart']").await;
    browser.click("a[href='/checkout']").await;
    let number = order(&browser).await;
    paid_and_arrived(&shop, &browser, &number).await;

    browser.click(".order-actions a[href$='/return']").await;
    browser.fill("q0", "1").await;
    choose(&browser, "wish", "return").await;
    let hidden = "return getComputedStyle(document.querySelector('.piece-swap')).display";
    assert_eq!(browser.run(hidden, json!([])).await, json!("none"));
    choose(&browser, "wish", "exchange").await;
    choose(&browser, "reason", "misordered").await;
    let other = "const it = document.getElementById('w0'); it.selectedIndex = it.options.length - 1; \
        return it.options.length";
    let options = browser.run(other, json!([])).await.as_i64().unwrap();
    assert!(options > 1, "{options}");
    browser.click("button.button-big[value='preview']").await;
    browser.look("priced").await;
    browser.click("button.button-big[value='ask']").await;
    browser.find(".claims").await;
    browser.look("asked").await;

    let claim = shop.says(&["claim", "list", "--json"]).await;
    let claims: serde_json::Value = serde_json::from_str(&claim).unwrap();
    assert_eq!(claims[0]["wanted"][0]["pieces"], json!(1), "{claims}");
    let name = claims[0]["claim"].as_str().unwrap();
    shop.says(&["claim", "accept", &number, name]).await;
    shop.caught_up().await;
    browser.again().await;
    browser.look("accepted").await;
    browser.click(".claim a[href^='/orders/']").await;
    browser.look("to-be-paid").await;
    let page = browser.text().await;
    assert!(
        page.contains("교환 차액") && page.contains("6,000원"),
        "{page}"
    );
    browser.close().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_wants_another_option_on_a_telephone() {
    a_guest_wants_another_option(Device::Phone, "ko-KR").await;
}
