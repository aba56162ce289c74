//! What was bought, from the deposit to the review, and the coupons that made it cheaper.

use serde_json::json;

use crate::browser::Browser;
use crate::shop::Shop;

/// Pays the order that is open, as the bank would.
pub async fn paid(shop: &Shop, browser: &Browser, number: &str) {
    shop.says(&["simulate", "deposit", number]).await;
    shows(shop, browser, "paid").await;
}

/// Pays the order, ships it and says that it arrived, as the bank, the shop and the carrier would.
pub async fn paid_and_arrived(shop: &Shop, browser: &Browser, number: &str) {
    paid(shop, browser, number).await;
    let invoice = "123456789012";
    let sent = ["--carrier", "cj", "--invoice", invoice];
    shop.says(&[&["order", "ship", number], &sent[..]].concat())
        .await;
    shows(shop, browser, "shipped").await;
    let page = browser.text().await;
    assert!(page.contains(invoice), "{page}");
    shop.says(&["order", "deliver", number]).await;
    shows(shop, browser, "arrived").await;
}

/// Looks at the open page again, once its tables know what was said.
async fn shows(shop: &Shop, browser: &Browser, what: &str) {
    shop.caught_up().await;
    browser.again().await;
    browser.look(what).await;
}

/// Judges the first piece of the order that is open, and finds the words on the product's own page.
pub async fn reviewed(shop: &Shop, browser: &Browser, words: &str) {
    browser.click(".order-actions a[href*='/reviews/']").await;
    browser.look("review").await;
    browser
        .run(
            "document.querySelector(\"[name='stars'][value='5']\").click()",
            json!([]),
        )
        .await;
    browser.fill("text", words).await;
    browser.click("button[name='step'][value='save']").await;
    shop.caught_up().await;
    browser.look("reviewed").await;
    browser.go("/").await;
    browser
        .click(".cards .card:not(.is-out) a[href^='/products/']")
        .await;
    let told = browser.find("#reviews").await.text().await.unwrap();
    assert!(told.contains(words), "{told}");
    browser.look("product-reviewed").await;
}

/// Types a coupon's code into the open cart: a wrong one is told, the right one makes it cheaper.
pub async fn cheaper_by_a_coupon(browser: &Browser) {
    let total = "return Number(document.querySelector('.sum-total strong').textContent.replace(/[^0-9]/g, ''))";
    let before = browser.run(total, json!([])).await.as_i64().unwrap();
    browser.fill("code", "NO-SUCH-CODE").await;
    browser
        .click(".coupon-form:has([name='code']) button")
        .await;
    browser.find("#coupon-error").await;
    browser.look("coupon-refused").await;
    browser.fill("code", "jangbu5").await;
    browser
        .click(".coupon-form:has([name='code']) button")
        .await;
    browser.look("coupon-used").await;
    let after = browser.run(total, json!([])).await.as_i64().unwrap();
    assert!(after < before, "{after} instead of {before}");
}
