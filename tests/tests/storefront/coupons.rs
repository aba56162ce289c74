//! Coupons as a shopper meets them: in the cart, on the order form, on the order; on both devices and in
//! both languages.

use domain::coupon::{Campaign, Issue};
use domain::pricing::{Condition, Effect, Names};
use domain::{CouponId, Won};
use reqwest::StatusCode;
use tests::shop::process;

use crate::site::{Site, Visitor};

fn spring() -> Campaign {
    Campaign {
        name: Names::new("봄맞이 쿠폰", "Coupon for <spring>"),
        issue: Issue::Code,
        condition: Condition {
            goods_from: Won(20_000),
            ..Condition::default()
        },
        effect: Effect::AmountOff { won: Won(5_000) },
        most_claims: None,
        most_uses: Some(1),
        per_member: 1,
        guests: true,
        valid_days: None,
    }
}

/// A shop with the code `spring-5`.
async fn site(campaign: Campaign) -> Site {
    let site = Site::open(9).await;
    let id = CouponId::new("spring-5").unwrap();
    site.shop
        .define_coupon(&process(), &id, campaign)
        .await
        .unwrap();
    site.caught_up().await;
    site
}

async fn typed(guest: &Visitor, code: &str) -> crate::site::Answer {
    guest.post("/cart/coupon", &[("code", code)]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_is_previewed_in_the_cart_frozen_in_the_order_and_then_spent() {
    let site = site(spring()).await;
    let guest = site.visitor();
    guest.put("honey", "1").await;
    let used = typed(&guest, " Spring-5 ").await;
    assert_eq!(
        (used.status, used.to().as_str()),
        (StatusCode::SEE_OTHER, "/cart#coupon")
    );
    let cart = guest.get("/cart").await.body;
    assert!(
        cart.contains("봄맞이 쿠폰") && cart.contains("−5,000원"),
        "{cart}"
    );
    assert!(cart.contains("28,000원"), "30,000 − 5,000 + 3,000: {cart}");
    let form = guest.get("/checkout").await;
    assert_eq!(form.field("shown_total"), "28000");
    let placed = guest.send_form(&form, &[]).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.body);
    let order = guest.get(&placed.to()).await.body;
    assert!(
        order.contains("봄맞이 쿠폰") && order.contains("28,000원"),
        "{order}"
    );
    let receipt = placed.to().split('?').next().unwrap().to_owned() + "/receipt";
    let receipt = guest.get(&receipt).await.body;
    for said in ["할인 −5,000원", "<td>25,000원</td>", "<td>28,000원</td>"] {
        assert!(receipt.contains(said), "{said}: {receipt}");
    }

    // The one use is gone: another is told, with what was typed left there.
    let other = site.visitor();
    other.put("honey", "1").await;
    let refused = typed(&other, "SPRING-5").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("모두 나간 쿠폰입니다"),
        "{}",
        refused.body
    );
    assert!(refused.body.contains("value=\"SPRING-5\""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_missing_is_told_and_the_coupon_waits() {
    let site = site(spring()).await;
    let guest = site.visitor();
    guest.put("rice", "1").await;
    assert_eq!(
        typed(&guest, "spring-5").await.status,
        StatusCode::SEE_OTHER
    );
    let cart = guest.get("/cart").await.body;
    assert!(
        cart.contains("상품을 8,000원 더 담으면 쓸 수 있습니다"),
        "{cart}"
    );
    assert!(!cart.contains("−5,000원"));
    guest.put("rice", "1").await;
    assert!(guest.get("/cart").await.body.contains("−5,000원"));
    let dropped = guest.post("/cart/coupon/remove", &[]).await;
    assert_eq!(dropped.status, StatusCode::SEE_OTHER);
    assert!(!guest.get("/cart").await.body.contains("봄맞이 쿠폰"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_that_is_none_and_an_empty_one_are_told_and_nothing_typed_is_run() {
    let site = site(spring()).await;
    let guest = site.visitor();
    guest.put("honey", "1").await;
    let none = typed(&guest, "<script>alert(1)</script>").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.body.contains("그런 쿠폰이 없습니다") && !none.body.contains("<script>alert"));
    let empty = typed(&guest, "  ").await;
    assert!(empty.body.contains("쿠폰 코드를 적거나"), "{}", empty.body);
    let long = typed(&guest, &"x".repeat(5_000)).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(guest.get("/cart/coupon").await.to(), "/cart");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_the_order_form_a_coupon_is_used_and_dropped_and_nothing_typed_is_lost() {
    let site = site(spring()).await;
    let guest = site.visitor();
    guest.put("honey", "1").await;
    let form = guest.get("/checkout").await;
    let mine = [("orderer_name", "홍길동"), ("bank", "088")];
    let with = |more: &[(&'static str, &'static str)]| [&mine[..], more].concat();
    let used = guest
        .send_form(
            &form,
            &with(&[("step", "coupon"), ("coupon_code", "spring-5")]),
        )
        .await;
    assert_eq!(used.status, StatusCode::OK, "{}", used.body);
    assert_eq!(used.field("shown_total"), "28000");
    assert_eq!(used.field("orderer_name"), "홍길동");
    assert!(!used.body.contains("아래를 고쳐 주세요"));
    // Enter in the code's field is no order: it is what the button beside it is.
    let entered = guest
        .send_form(&used, &with(&[("coupon_code", "nothing")]))
        .await;
    assert_eq!(entered.status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = guest
        .send_form(
            &used,
            &with(&[("step", "coupon"), ("coupon_code", "nothing")]),
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        refused.field("shown_total"),
        "28000",
        "the chosen one stays"
    );
    assert_eq!(refused.field("coupon_code"), "nothing");
    let dropped = guest
        .send_form(&used, &with(&[("step", "coupon-drop")]))
        .await;
    assert_eq!(dropped.field("shown_total"), "33000");
    assert_eq!(dropped.field("orderer_name"), "홍길동");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_changed_in_another_tab_is_told_before_anything_is_ordered() {
    let site = site(spring()).await;
    let guest = site.visitor();
    guest.put("honey", "1").await;
    typed(&guest, "spring-5").await;
    let tab = guest.get("/checkout").await;
    guest.post("/cart/coupon/remove", &[]).await;
    let told = guest.send_form(&tab, &[]).await;
    assert_eq!(told.status, StatusCode::OK);
    assert!(told.body.contains("금액이 바뀌었습니다"), "{}", told.body);
    assert_eq!(told.field("shown_total"), "33000");
    let placed = guest.send_form(&told, &[]).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_shoppers_with_the_last_use_and_the_second_keeps_everything_but_the_coupon() {
    let site = site(spring()).await;
    let (one, two) = (site.visitor(), site.visitor());
    let mut forms = Vec::new();
    for guest in [&one, &two] {
        guest.put("honey", "1").await;
        typed(guest, "spring-5").await;
        forms.push(guest.get("/checkout").await);
    }
    let (first, second) =
        tokio::join!(one.send_form(&forms[0], &[]), two.send_form(&forms[1], &[]));
    let won = [&first, &second]
        .into_iter()
        .filter(|it| it.status == StatusCode::SEE_OTHER);
    assert_eq!(won.count(), 1);
    let (lost, who) = if first.status == StatusCode::SEE_OTHER {
        (second, two)
    } else {
        (first, one)
    };
    assert_eq!(lost.field("shown_total"), "33000", "{}", lost.body);
    assert!(lost.body.contains("모두 나간 쿠폰입니다"), "{}", lost.body);
    assert_eq!(
        who.send_form(&lost, &[]).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn telephones_and_english_readers_have_the_same_box() {
    let site = site(spring()).await;
    let guest = site.visitor();
    guest
        .post("/choice", &[("device", "mobile"), ("back", "/cart")])
        .await;
    guest.put("honey", "1").await;
    typed(&guest, "spring-5").await;
    for page in ["/cart?lang=en", "/checkout?lang=en"] {
        let body = guest.get(page).await.body;
        assert!(body.contains("Coupon for &lt;spring&gt;"), "{page}: {body}");
        assert!(body.contains("Use no coupon"), "{page}");
    }
    let free = Campaign {
        name: Names::new("무료배송 쿠폰", "Free shipping"),
        effect: Effect::FreeShipping,
        most_uses: None,
        ..spring()
    };
    let id = CouponId::new("free").unwrap();
    site.shop
        .define_coupon(&process(), &id, free)
        .await
        .unwrap();
    typed(&guest, "free").await;
    let form = guest.get("/checkout").await;
    assert_eq!(form.field("shown_total"), "30000");
    assert!(form.body.contains("무료배송 쿠폰") && form.body.contains("−3,000원"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_coupons_are_not_for_guests() {
    let members = Campaign {
        guests: false,
        ..spring()
    };
    let site = site(members).await;
    let guest = site.visitor();
    guest.put("honey", "1").await;
    let refused = typed(&guest, "spring-5").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("회원만 쓸 수 있는"),
        "{}",
        refused.body
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn codes_are_not_found_by_trying_and_right_ones_cost_no_try() {
    let site = site(spring()).await;
    let guesser = site.visitor();
    guesser.put("honey", "1").await;
    for _ in 0..40 {
        let right = typed(&guesser, "spring-5").await;
        assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.body);
    }
    let form = guesser.get("/checkout").await;
    let guesses = (0..40).map(|number| {
        let (guesser, form) = (&guesser, &form);
        async move {
            let guess = format!("guess-{number}");
            if number % 2 == 0 {
                return typed(guesser, &guess).await.status;
            }
            let sent = [("step", "coupon"), ("coupon_code", guess.as_str())];
            guesser.send_form(form, &sent).await.status
        }
    });
    let seen = futures::future::join_all(guesses).await;
    let looked_at = |status: &&StatusCode| **status == StatusCode::UNPROCESSABLE_ENTITY;
    assert_eq!(seen.iter().filter(looked_at).count(), 30, "{seen:?}");
    let closed = typed(&guesser, "spring-5").await;
    assert_eq!(closed.status, StatusCode::TOO_MANY_REQUESTS);
    let seconds: u64 = closed.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=900).contains(&seconds), "{seconds}");
    assert!(
        closed.body.contains("없는 쿠폰 코드를 여러 번"),
        "{}",
        closed.body
    );
    assert!(
        closed.body.contains("value=\"spring-5\""),
        "what was typed stays"
    );
    // What was chosen before stays, and the order can be placed.
    let placed = guesser
        .send_form(&guesser.get("/checkout").await, &[])
        .await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.body);
}
