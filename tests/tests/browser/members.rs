//! Somebody becomes a member: from the form and the letter to the cart that a login makes one, a coupon, the
//! order, finding it again, and the review of what came.

use serde_json::json;

use crate::bought::{cheaper_by_a_coupon, paid_and_arrived, reviewed};
use crate::browser::{Browser, Device};
use crate::guest::order_to_an_address;
use crate::shop::{PATIENCE, Shop};

pub const EMAIL: &str = "haneul@example.org";
pub const PASSWORD: &str = "수박씨를 뱉는 다람쥐";

/// The address below `below` in the newest letter of the local mailbox.
pub async fn letter(shop: &Shop, below: &str) -> String {
    let began = std::time::Instant::now();
    loop {
        let box_ = text(&format!("{}/dev/mail", shop.admin)).await;
        for part in box_.split("href=\"/dev/mail/").skip(1) {
            let number = part.split('"').next().unwrap_or_default();
            let page = text(&format!("{}/dev/mail/{number}/html", shop.admin)).await;
            if let Some(at) = page.find(below) {
                let end = page[at..].find(['"', '<', ' ']).unwrap();
                return page[at..at + end].to_owned();
            }
        }
        assert!(began.elapsed() < PATIENCE, "no letter with {below}");
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }
}

pub async fn text(address: &str) -> String {
    let answer = reqwest::get(address).await.unwrap();
    answer.text().await.unwrap()
}

pub async fn joined(shop: &Shop, browser: &Browser) {
    browser.go("/members").await;
    browser.arrives("/members/login").await;
    browser.look("login").await;
    browser.click("a[href='/members/join']").await;
    browser.look("join").await;
    browser.fill("email", EMAIL).await;
    browser.fill("password", "password1").await;
    browser.fill("name", "김하늘").await;
    browser.fill("phone", "010-1234-5678").await;
    browser.tick("agree").await;
    browser.tick("agree_privacy").await;
    browser.tick("mail").await;
    browser.click(".door-form button[type='submit']").await;
    browser.find("#password-error").await;
    browser.look("join-refused").await;
    browser.fill("password", PASSWORD).await;
    browser.click(".door-form button[type='submit']").await;
    browser.arrives("/members/letter/verify").await;
    browser.look("letter-sent").await;
    browser.go(&letter(shop, "/members/verify/").await).await;
    browser.look("verify").await;
    browser.fill("password", PASSWORD).await;
    browser.click(".door-form button[type='submit']").await;
    browser.arrives("/members").await;
    browser.look("account").await;
}

async fn logged_out_and_in_with_a_cart(shop: &Shop, browser: &Browser) {
    browser.click(".account-nav form button").await;
    browser.go("/").await;
    browser
        .click(".cards .card:not(.is-out) a[href^='/products/']")
        .await;
    browser.click("button[name='then'][value='cart']").await;
    browser.look("guest-cart").await;
    browser.click("a[href='/members/login?next=/cart']").await;
    browser.fill("email", EMAIL).await;
    browser.fill("password", "다른 비밀번호입니다").await;
    browser.click(".door-form button[type='submit']").await;
    browser.find(".notice-warning").await;
    browser.look("login-refused").await;
    browser.fill("password", PASSWORD).await;
    browser.click(".door-form button[type='submit']").await;
    browser.arrives("/cart").await;
    shop.caught_up().await;
    browser.look("merged-cart").await;
    assert_eq!(browser.all(".cart-line").await.len(), 1);
    cheaper_by_a_coupon(browser).await;
}

async fn ordered(shop: &Shop, browser: &Browser) -> String {
    browser.click("a[href='/checkout']").await;
    browser.look("checkout").await;
    browser.tick("save_place").await;
    let number = order_to_an_address(browser).await;
    shop.caught_up().await;
    number
}

/// The pages of an account that has something in each of them.
async fn looked_around(browser: &Browser, number: &str) {
    for (what, path) in [
        ("account-bought", "/members"),
        ("orders", "/members/orders"),
        ("inquiries-none", "/members/inquiries"),
        ("reviews-none", "/members/reviews"),
        ("orders-none", "/members/orders?state=refunded&name=zzzz"),
        ("profile", "/members/profile"),
        ("addresses", "/members/addresses"),
        ("consents", "/members/consents"),
        ("leave", "/members/leave"),
        ("forgot", "/members/forgot"),
        ("verify-used", "/members/verify/none"),
    ] {
        browser.go(path).await;
        browser.look(what).await;
    }
    browser.go("/members/orders").await;
    assert!(browser.text().await.contains(number));
    browser.click(".history-row a").await;
    assert!(browser.path().await.contains(number));
}

async fn with_a_saved_address(browser: &Browser) {
    browser.go("/").await;
    browser
        .click(".cards .card:not(.is-out) a[href^='/products/']")
        .await;
    browser.click("button[name='then'][value='checkout']").await;
    browser.arrives("/checkout").await;
    browser.fill("address", "다른 곳").await;
    browser.click("button[value^='place:']").await;
    let filled = browser
        .run(
            "return document.querySelector(\"[name='address']\").value",
            json!([]),
        )
        .await;
    assert_eq!(filled, json!("서울특별시 마포구 월드컵로 1"));
    browser.look("checkout-saved").await;
}

/// Asks the shop something, and finds it on my page beside the review.
async fn asked_and_found(shop: &Shop, browser: &Browser) {
    browser.go("/inquiries/new").await;
    for (name, text) in [
        ("title", "소비 기한이 궁금합니다"),
        ("text", "상자에 날짜가 안 보입니다."),
        ("name", "김하늘"),
    ] {
        browser.fill(name, text).await;
    }
    browser.tick("agree").await;
    browser.click(".care-form button[type='submit']").await;
    shop.caught_up().await;
    for (what, path) in [
        ("account-voices", "/members"),
        ("inquiries", "/members/inquiries"),
        ("reviews", "/members/reviews"),
    ] {
        browser.go(path).await;
        browser.look(what).await;
    }
    browser.click(".voice-change").await;
    assert!(browser.path().await.contains("/reviews/"));
}

async fn a_guest_becomes_a_member(device: Device, language: &'static str) {
    let shop = Shop::open().await;
    let browser = Browser::open("member", device, language, &shop.store).await;
    joined(&shop, &browser).await;
    logged_out_and_in_with_a_cart(&shop, &browser).await;
    let number = ordered(&shop, &browser).await;
    looked_around(&browser, &number).await;
    paid_and_arrived(&shop, &browser, &number).await;
    reviewed(&shop, &browser, "포장이 꼼꼼하고 맛이 좋습니다.").await;
    asked_and_found(&shop, &browser).await;
    with_a_saved_address(&browser).await;
    browser.close().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_becomes_a_member_on_a_pc() {
    a_guest_becomes_a_member(Device::Pc, "ko-KR").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_becomes_a_member_on_a_telephone() {
    a_guest_becomes_a_member(Device::Phone, "en-US").await;
}
