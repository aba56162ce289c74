//! Pages that the stories do not come by, in English and in the other store.

use serde_json::json;

use crate::bought::paid;
use crate::browser::{Browser, Device};
use crate::guest::order;
use crate::shop::Shop;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_plain_page_is_in_order_on_both_devices_in_both_languages() {
    let shop = Shop::open().await;
    for device in [Device::Pc, Device::Phone] {
        for language in ["ko-KR", "en-US"] {
            let browser = Browser::open("plain", device, language, &shop.store).await;
            for (what, path) in [
                ("home", "/"),
                ("search", "/?q=%EC%8C%80"),
                ("category", "/?category=grain"),
                ("sifted", "/?stock=1&max=20000&badge=best"),
                ("initials", "/?q=%E3%85%8E%E3%85%81"),
                ("meant", "/?q=dbwjdfks"),
                ("nothing-found", "/?q=zzzz"),
                ("empty-cart", "/cart"),
                ("guide", "/guide"),
                ("privacy", "/privacy"),
                ("not-found", "/no-such-page"),
            ] {
                browser.go(path).await;
                browser.look(what).await;
            }
            browser.close().await;
        }
    }
    shop.close().await;
}

/// The household store: its shelves, a product with two things to choose, and what was looked at.
async fn the_other_store(device: Device, language: &'static str, title: &str) {
    let shop = Shop::open().await;
    let other = shop.store.replace("127.0.0.1", "livestore.localhost");
    let browser = Browser::open("livestore", device, language, &other).await;
    browser.go("/").await;
    let told = browser.run("return document.title", json!([])).await;
    assert!(told.as_str().unwrap().contains(title), "{told}");
    browser.look("home").await;
    browser.go("/?category=kitchen&sort=cheap&stock=1").await;
    assert!(browser.all(".card").await.len() > 3);
    browser.look("category").await;
    browser.go("/products/stone-cup").await;
    browser.look("mug").await;
    browser.go("/products/iron-pot").await;
    browser.look("pot").await;
    // What is not made with the first choice cannot be chosen, and the price follows.
    let choose = "const one = document.getElementById('axis0'); one.selectedIndex = 1; \
        one.dispatchEvent(new Event('input', {bubbles: true})); \
        const lids = [...document.getElementById('axis1').options].map(it => it.disabled); \
        return [lids, document.querySelector('[data-total]').textContent];";
    let told = browser.run(choose, json!([])).await;
    let price = if language == "ko-KR" {
        "98,000원"
    } else {
        "₩98,000"
    };
    assert_eq!(told, json!([[false, true], price]));
    browser.click("button[name='then'][value='cart']").await;
    browser.arrives("/cart").await;
    browser.click("a[href='/checkout']").await;
    let number = order(&browser).await;
    paid(&shop, &browser, &number).await;
    let told = shop.says(&["replay", "order", &number]).await;
    assert!(told.contains("(paid"), "{told}");
    browser.close().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_other_store_is_another_shop_on_a_pc() {
    the_other_store(Device::Pc, "ko-KR", "살림장부").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_other_store_is_another_shop_on_a_telephone_in_english() {
    the_other_store(Device::Phone, "en-US", "Salim Jangbu").await;
}

/// What a first visit loads over the wire, with all headers.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_page_is_below_150_kilobytes_on_both_devices() {
    let shop = Shop::open().await;
    let other = shop.store.replace("127.0.0.1", "livestore.localhost");
    for device in [Device::Pc, Device::Phone] {
        for (base, path) in [
            (&shop.store, "/"),
            (&shop.store, "/?category=grain"),
            (&other, "/"),
        ] {
            let browser = Browser::open("weight", device, "ko-KR", base).await;
            let bytes = browser.weight(path).await;
            println!("{} {base}{path}: {bytes} bytes", device.name());
            assert!(
                bytes < 150 * 1024,
                "{} {base}{path}: {bytes} bytes",
                device.name()
            );
            browser.close().await;
        }
    }
    shop.close().await;
}
