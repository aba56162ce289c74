//! What the cart says of what can and cannot be bought, and of what was typed.

use reqwest::StatusCode;

use crate::site::Site;

const DONE: &str = "장바구니에 담았습니다";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_what_was_put_in_and_can_be_bought_is_called_put_in() {
    let site = Site::open(2).await;
    let guest = site.visitor();
    assert!(!guest.get("/cart?added=honey").await.body.contains(DONE));
    let put = guest.put("honey", "2").await;
    assert!(guest.get(&put.to()).await.body.contains(DONE));
    let put = guest.put("honey", "1").await;
    let cart = guest.get(&put.to()).await.body;
    assert!(
        !cart.contains(DONE) && cart.contains("남아 있지 않습니다"),
        "{cart}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_struck_out_is_not_added_up_and_what_is_added_up_is_not_struck_out() {
    let site = Site::open(2).await;
    let guest = site.visitor();
    guest.put("rice", "1").await;
    guest.put("honey", "3").await;
    let short = guest.get("/cart").await.body;
    assert!(short.contains("102,000") && !short.contains("is-off"));
    assert!(short.contains("안내가 붙은 상품을 고치시면"), "{short}");

    let other = site.visitor();
    other.put("honey", "2").await;
    assert_eq!(other.order(&[]).await.status, StatusCode::SEE_OTHER);
    site.caught_up().await;
    let out = guest.get("/cart").await.body;
    assert!(out.contains("is-off") && out.contains("품절되었습니다"));
    assert!(
        out.contains("15,000") && !out.contains("102,000"),
        "rice and its shipping alone: {out}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cart_emptied_elsewhere_is_said_to_be_empty() {
    let site = Site::open(5).await;
    let guest = site.visitor();
    guest.put("honey", "1").await;
    let form = guest.get("/checkout").await;
    guest.post("/cart/lines/honey/remove", &[]).await;
    let refused = guest.send_form(&form, &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.body.contains("그 사이 장바구니가 비었습니다"),
        "{}",
        refused.body
    );
    let priced = guest.send_form(&form, &[("step", "reprice")]).await;
    assert!(priced.body.contains("그 사이 장바구니가 바뀌었습니다"));
}
