//! Lines of carts, orders and receipts: the product's own picture, and its name in the reader's language.

use domain::pricing::Tax;
use domain::product::{Listing, Variant};
use domain::{CategoryId, ProductId, Reference, Won};
use tests::shop::{process, sku, store_id};

use crate::site::Site;

/// The name of an uploaded picture.
const PICTURE: &str = "abcdefghijklmnopqrstuvwxyz234567";

fn rice(name: &str, name_en: &str) -> Listing {
    Listing {
        name_en: name_en.into(),
        images: vec![PICTURE.into()],
        ..Listing::new(
            ProductId::new("rice").unwrap(),
            store_id(),
            name,
            (CategoryId::new("grain").unwrap(), "곡물"),
            Tax::TaxFree,
            vec![Variant {
                option: Some("네 근".into()),
                option_en: Some("2.4 kg bag".into()),
                ..Variant::new(sku("rice"), Won(18_000))
            }],
        )
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_line_shows_the_uploaded_picture_and_english_readers_the_english_name() {
    let site = Site::empty().await;
    let staff = process();
    let listed = site.shop.list_product(&staff, rice("햅쌀", "New rice"));
    listed.await.unwrap();
    let opening = Reference::new("opening").unwrap();
    let bag = sku("rice");
    let arrived = site.shop.receive_stock(&staff, &bag, 9, opening);
    arrived.await.unwrap();
    site.caught_up().await;
    let guest = site.visitor();
    guest.put("rice", "1").await;
    let (korean, english) = (["햅쌀", "네 근"], ["New rice", "2.4 kg bag"]);
    let shows = async |page: &str, words: [&str; 2]| {
        let body = guest.get(page).await.body;
        let all = words.iter().all(|word| body.contains(word));
        assert!(all, "{page} without {words:?}: {body}");
        assert!(body.contains(&format!("/images/{PICTURE}-160.webp")));
        assert!(!body.contains("/pictures/rice.svg"), "{page}");
        body
    };
    for page in ["/cart", "/checkout"] {
        shows(page, korean).await;
        let told = shows(&format!("{page}?lang=en"), english).await;
        assert!(!told.contains("햅쌀") && !told.contains("네 근"), "{page}");
    }
    let placed = guest.order(&[]).await.to();
    let path = placed.split('?').next().unwrap();
    for page in [path.to_owned(), format!("{path}/receipt")] {
        shows(&page, korean).await;
        shows(&format!("{page}?lang=en"), english).await;
    }
    // What was ordered keeps the name by which it was ordered; English names are the catalogue's.
    let renamed = site.shop.list_product(&staff, rice("묵은쌀", "Old rice"));
    renamed.await.unwrap();
    site.caught_up().await;
    shows(path, korean).await;
    shows(&format!("{path}?lang=en"), ["Old rice", "2.4 kg bag"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_telephone_has_its_own_cart_order_form_and_order() {
    let site = Site::open(5).await;
    let guest = site.visitor();
    let choice = [("device", "mobile"), ("back", "/cart")];
    guest.post("/choice", &choice).await;
    guest.put("honey", "1").await;
    let cart = guest.get("/cart").await.body;
    assert!(cart.contains("css/mobile-cart.") && cart.contains("class=\"pay-bar\""));
    assert_eq!(cart.matches("href=\"/checkout\"").count(), 1);
    let form = guest.get("/checkout").await.body;
    assert!(form.contains("css/mobile-checkout.") && form.contains("<details class=\"goods\">"));
    assert!(form.contains("inputmode=\"numeric\"") && form.contains("enterkeyhint=\"next\""));
    let placed = guest.order(&[]).await;
    let order = guest.get(&placed.to()).await.body;
    assert!(order.contains("css/mobile-follow.") && order.contains("data-copy=\"account-number\""));
    assert!(!order.contains("/css/follow.") && !order.contains("/css/order."));
}
