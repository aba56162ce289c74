//! A guest shows what broke and what came: photos with a return and with a review.

use std::time::{Duration, Instant};

use image::ImageFormat;
use serde_json::json;
use tempfile::TempDir;
use tests::pictures::{file, telephone_photo};

use crate::bought::paid_and_arrived;
use crate::browser::{Browser, Device};
use crate::guest::order;
use crate::shop::{PATIENCE, Shop};

/// Files as they lie on a shopper's machine.
fn files() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    let files = [
        ("broken.jpg", telephone_photo(1_600, 2_000)),
        ("box.png", file(900, 600, ImageFormat::Png)),
        (
            "drawing.png",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(),
        ),
    ];
    for (name, content) in files {
        std::fs::write(place.path().join(name), content).unwrap();
    }
    place
}

async fn choose(browser: &Browser, files: &TempDir, names: &[&str]) {
    let paths = names.iter().map(|name| files.path().join(name));
    let paths: Vec<String> = paths.map(|path| path.display().to_string()).collect();
    let field = browser.find("#photos").await;
    field.send_keys(paths.join("\n")).await.unwrap();
}

async fn every_photo_is_drawn(browser: &Browser, photos: usize) {
    let script = "for (const it of document.querySelectorAll('.photos img')) it.loading = 'eager'; \
        const all = [...document.querySelectorAll('.photos img')]; \
        return [all.length, all.filter(it => it.complete && it.naturalWidth > 100).length]";
    let began = Instant::now();
    loop {
        let drawn = browser.run(script, json!([])).await;
        if drawn == json!([photos, photos]) {
            return;
        }
        let late = began.elapsed() >= PATIENCE;
        assert!(!late, "{drawn} of {photos} photos are drawn");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn a_return(browser: &Browser, files: &TempDir) {
    browser.click(".order-actions a[href$='/return']").await;
    browser.look("return").await;
    let chosen = "document.querySelector(\"[name='reason'][value='damaged']\").click(); \
        document.querySelector(\"[name='wish'][value='return']\").click()";
    browser.run(chosen, json!([])).await;
    browser.fill("q0", "1").await;
    browser.fill("text", "봉지가 터져서 왔어요").await;
    // The order was paid by a deposit: its money goes to an account.
    let bank = "document.querySelector(\"[name='account_bank']\").value = '088'";
    browser.run(bank, json!([])).await;
    browser.fill("account_number", "110-123-456789").await;
    browser.fill("account_holder", "김하늘").await;
    choose(browser, files, &["broken.jpg", "drawing.png"]).await;
    browser.click("button.button-big[value='ask']").await;
    browser.find("#photo-troubles").await;
    every_photo_is_drawn(browser, 1).await;
    browser.look("return-refused").await;
    let typed = "return document.getElementById('claim-text').value";
    let typed = browser.run(typed, json!([])).await;
    assert_eq!(typed, json!("봉지가 터져서 왔어요"));
    choose(browser, files, &["box.png"]).await;
    browser.click("button.button-big[value='ask']").await;
    browser.find(".claims .photos").await;
    every_photo_is_drawn(browser, 2).await;
    browser.look("return-asked").await;
}

async fn a_review(shop: &Shop, browser: &Browser, files: &TempDir) {
    browser.click(".order-actions a[href*='/reviews/']").await;
    let stars = "document.querySelector(\"[name='stars'][value='4']\").click()";
    browser.run(stars, json!([])).await;
    browser.fill("text", "맛은 좋은데 봉지가 약해요.").await;
    choose(browser, files, &["broken.jpg", "box.png"]).await;
    browser.click("button[name='step'][value='save']").await;
    shop.caught_up().await;
    browser.click(".order-actions a[href*='/reviews/']").await;
    every_photo_is_drawn(browser, 2).await;
    browser.look("review-written").await;
    browser.go("/").await;
    browser
        .click(".cards .card:not(.is-out) a[href^='/products/']")
        .await;
    every_photo_is_drawn(browser, 2).await;
    browser.look("product-with-photos").await;
    browser.click("#reviews .photos a").await;
    assert!(browser.path().await.starts_with("/images/"));
    // However large it is, the browser fits it to the screen.
    let fits = "return document.images[0].getBoundingClientRect().width <= innerWidth";
    assert_eq!(browser.run(fits, json!([])).await, json!(true));
}

async fn a_guest_shows_photos(device: Device, language: &'static str) {
    let (shop, files) = (Shop::open().await, files());
    let browser = Browser::open("photos", device, language, &shop.store).await;
    browser.go("/").await;
    browser
        .click(".cards .card:not(.is-out) a[href^='/products/']")
        .await;
    browser.click("button[name='then'][value='cart']").await;
    browser.click("a[href='/checkout']").await;
    let number = order(&browser).await;
    paid_and_arrived(&shop, &browser, &number).await;
    let page = browser.path().await;
    a_review(&shop, &browser, &files).await;
    browser.go(&page).await;
    a_return(&browser, &files).await;
    browser.close().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_shows_photos_on_a_pc() {
    a_guest_shows_photos(Device::Pc, "ko-KR").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_shows_photos_on_a_telephone() {
    a_guest_shows_photos(Device::Phone, "en-US").await;
}
