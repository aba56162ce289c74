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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_forms_address_opened_again_leads_back() {
    let site = Site::open(5).await;
    let guest = site.visitor();
    guest.put("honey", "1").await;
    for pieces in ["-1", "1.5", "9999999999999", "1000"] {
        let form = [("quantity", pieces)];
        let refused = guest.post("/cart/lines/honey", &form).await;
        assert!(refused.status.is_client_error(), "{pieces}");
        assert!(refused.body.contains("1개부터 999개까지"), "{pieces}");
    }
    assert_eq!(guest.get("/cart/lines/honey").await.to(), "/cart");
    assert_eq!(guest.get("/cart/lines").await.to(), "/cart");
    let (_, order) = guest.bought().await;
    assert_eq!(guest.get(&format!("{order}/cancel")).await.to(), order);
    let stranger = guest.get(&format!("{order}x/cancel")).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asking_for_shipping_is_answered_at_the_postcode() {
    let site = Site::open(5).await;
    let guest = site.visitor();
    guest.put("honey", "1").await;
    let page = guest.get("/checkout").await;
    let far = [("step", "reprice"), ("postcode", "63000")];
    let priced = guest.send_form(&page, &far).await;
    assert_eq!(priced.status, StatusCode::OK);
    assert!(
        priced.body.contains("이 우편번호의 배송비는 6,000원입니다"),
        "{}",
        priced.body
    );
    let wrong = [("step", "reprice"), ("postcode", "1")];
    let wrong = guest.send_form(&page, &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"postcode-error\"") && wrong.body.contains(" autofocus"));
    assert!(!wrong.body.contains("아래를 고쳐 주세요"));
    let failed = guest
        .send_form(&page, &[("bank", ""), ("agree_order", "")])
        .await;
    for part in [
        "role=\"alert\" tabindex=\"-1\" autofocus",
        "href=\"#bank\"",
        "id=\"bank\" type=\"radio\"",
        "aria-describedby=\"agree_order-error\"",
    ] {
        assert!(failed.body.contains(part), "{part}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sold_out_does_not_go_into_the_cart_whatever_is_sent_and_stays_if_it_lay_there() {
    let site = Site::open(1).await;
    let (early, late) = (site.visitor(), site.visitor());
    early.put("honey", "1").await;
    // Somebody takes the last one.
    site.visitor().bought().await;
    site.caught_up().await;
    let before = site.events().await;
    let refused = late.put("honey", "1").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("고르신 구성은 품절입니다") && refused.body.contains("상품 honey"),
        "on the product's own page: {}",
        refused.body
    );
    assert!(
        refused.headers.get("set-cookie").is_none(),
        "no cart was made"
    );
    assert_eq!(site.events().await, before, "and nothing put into one");
    let english = late
        .ask(|client, base| {
            let form = [("product", "honey"), ("sku", "honey"), ("quantity", "1")];
            let request = client.post(format!("{base}/cart/lines")).form(&form);
            let request = request.header("sec-fetch-site", "same-origin");
            request.header("accept-language", "en")
        })
        .await;
    assert!(english.body.contains("That option is sold out"));
    let marked = early.get("/cart").await.body;
    assert!(marked.contains("is-off") && marked.contains("품절되었습니다"));
}
