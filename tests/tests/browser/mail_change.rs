//! A member takes another mail address, by the letters that go to both; and whoever guesses at doors is told to
//! wait.

use reqwest::StatusCode;

use crate::browser::{Browser, Device};
use crate::members::{EMAIL, PASSWORD, joined, letter, text};
use crate::shop::{PATIENCE, Shop};

const NEW: &str = "haneul.kim@example.org";
/// More tries than one mail address has, and more letters than one network address may ask for.
const TOO_MANY: usize = 24;

async fn asked_for(browser: &Browser) {
    browser.go("/members/profile").await;
    browser.fill("new_email", NEW).await;
    browser.fill("email_password", "다른 비밀번호입니다").await;
    browser.click("form[action='/members/email'] button").await;
    browser.find("#email_password-error").await;
    browser.look("wrong-password").await;
    browser.fill("email_password", PASSWORD).await;
    browser.click("form[action='/members/email'] button").await;
    browser.arrives("/members/profile").await;
    browser.find(".notice").await;
    let page = browser.text().await;
    assert!(page.contains(NEW) && page.contains(EMAIL), "{page}");
    browser.look("asked").await;
}

/// The address that counts until then has been told.
async fn the_old_one_is_told(shop: &Shop) {
    let began = std::time::Instant::now();
    loop {
        let letters = text(&format!("{}/dev/mail", shop.admin)).await;
        let mut rows = letters.split("<tr>");
        if rows.any(|row| row.contains("email-leaving") && row.contains(EMAIL)) {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "no letter to the old address");
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }
}

async fn confirmed(shop: &Shop, browser: &Browser) {
    browser.go(&letter(shop, "/members/email/").await).await;
    browser.look("confirm").await;
    browser.click(".door-form button[type='submit']").await;
    browser.arrives("/members/profile").await;
    let page = browser.text().await;
    assert!(page.contains(NEW) && !page.contains(EMAIL), "{page}");
    browser.look("changed").await;
    browser.click(".account-nav form button").await;
}

async fn tries(browser: &Browser, email: &str, password: &str) {
    browser.fill("email", email).await;
    browser.fill("password", password).await;
    browser.click(".door-form button[type='submit']").await;
}

async fn only_the_new_one_gets_in(browser: &Browser) {
    browser.go("/members/login").await;
    tries(browser, EMAIL, PASSWORD).await;
    browser.find(".notice-warning").await;
    browser.look("old-refused").await;
    tries(browser, NEW, PASSWORD).await;
    browser.arrives("/members").await;
    browser.look("in-with-the-new-one").await;
    browser.click(".account-nav form button").await;
}

/// Sends a form as often as it takes until it is refused for being sent too often.
async fn until_shut(shop: &Shop, path: &str, form: &[(&str, &str)]) {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let client = client.build().unwrap();
    for _ in 0..TOO_MANY {
        let request = client.post(format!("{}{path}", shop.store)).form(form);
        let request = request.header("sec-fetch-site", "same-origin");
        if request.send().await.unwrap().status() == StatusCode::TOO_MANY_REQUESTS {
            return;
        }
    }
    panic!("{path} is never shut");
}

async fn guessing_is_shut(shop: &Shop, browser: &Browser) {
    let guess = [("email", NEW), ("password", "다른 비밀번호입니다")];
    until_shut(shop, "/members/login", &guess).await;
    browser.go("/members/login").await;
    tries(browser, NEW, PASSWORD).await;
    browser.find(".notice-warning").await;
    assert_eq!(
        browser.path().await,
        "/members/login",
        "not even with the right one"
    );
    browser.look("login-shut").await;
    until_shut(shop, "/members/forgot", &[("email", NEW)]).await;
    browser.go("/members/forgot").await;
    browser.fill("email", NEW).await;
    browser.click(".door-form button[type='submit']").await;
    browser.find("#email-error").await;
    browser.look("letters-shut").await;
}

async fn another_mail_address(device: Device, language: &'static str) {
    let shop = Shop::open().await;
    let browser = Browser::open("mail-change", device, language, &shop.store).await;
    joined(&shop, &browser).await;
    asked_for(&browser).await;
    the_old_one_is_told(&shop).await;
    confirmed(&shop, &browser).await;
    only_the_new_one_gets_in(&browser).await;
    guessing_is_shut(&shop, &browser).await;
    browser.close().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_takes_another_mail_address_on_a_pc() {
    another_mail_address(Device::Pc, "ko-KR").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_takes_another_mail_address_on_a_telephone() {
    another_mail_address(Device::Phone, "en-US").await;
}
