//! A deposit with a cash receipt: it comes, one of two pieces is cancelled, and its money goes to an account that
//! the shopper names.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::bought::paid;
use crate::browser::{Browser, Device};
use crate::guest::fill_in;
use crate::shop::Shop;

const CHOOSE: &str =
    "document.querySelector(`[name='${arguments[0]}'][value='${arguments[1]}']`).click()";

/// Looks at the order's page again and again, until it says one of these.
async fn says(shop: &Shop, browser: &Browser, words: [&str; 2]) {
    let began = Instant::now();
    loop {
        shop.caught_up().await;
        browser.again().await;
        let page = browser.text().await;
        if words.iter().any(|word| page.contains(word)) {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(45), "{page}");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// Cancels one piece, naming an account.
async fn cancels_a_piece(browser: &Browser) {
    browser.click(".order-actions a[href$='/cancel']").await;
    browser.fill("q0", "1").await;
    let preview = "button.button-line[name='step'][value='preview']";
    browser.click(preview).await;
    let bank = "document.querySelector(`[name='account_bank']`).value = '088'";
    browser.run(bank, json!([])).await;
    browser.fill("account_number", "110-123-456789").await;
    browser.fill("account_holder", "김하늘").await;
    browser.look("naming-an-account").await;
    let send = "const form = document.querySelector(`form[data-pieces]`); const step = document.createElement('input'); step.type = 'hidden'; step.name = 'step'; step.value = 'cancel'; form.append(step); form.submit()";
    browser
        .leaves(async {
            browser.run(send, json!([])).await;
        })
        .await;
}

async fn part_of_a_deposit_goes_back(device: Device, language: &'static str) {
    let shop = Shop::open().await;
    let browser = Browser::open("deposits", device, language, &shop.store).await;
    browser.go("/").await;
    browser
        .click(".cards .card:not(.is-out) a[href^='/products/']")
        .await;
    browser.fill("quantity", "2").await;
    browser.click("button[name='then'][value='cart']").await;
    browser.click("a[href='/checkout']").await;
    fill_in(&browser, "deposit").await;
    browser.run(CHOOSE, json!(["receipt", "deduction"])).await;
    browser.fill("receipt_number", "010-1234-5678").await;
    browser.look("with-a-receipt").await;
    browser
        .click("form[data-checkout] button.button-big[value='order']")
        .await;
    let path = browser.path().await;
    let number = path.split('/').nth(2).unwrap().to_owned();
    paid(&shop, &browser, &number).await;
    says(&shop, &browser, ["승인번호", "approval no."]).await;
    browser.look("with-its-receipt").await;
    cancels_a_piece(&browser).await;
    says(&shop, &browser, ["····6789", "····6789"]).await;
    browser.look("partly-paid-back").await;
    let told = shop.says(&["order", "show", &number]).await;
    assert!(!told.contains("110123456789"), "{told}");
    shop.says(&["doctor"]).await;
    browser.close().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn part_of_a_deposit_goes_back_on_a_pc() {
    part_of_a_deposit_goes_back(Device::Pc, "ko-KR").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn part_of_a_deposit_goes_back_on_a_telephone_in_english() {
    part_of_a_deposit_goes_back(Device::Phone, "en-US").await;
}
