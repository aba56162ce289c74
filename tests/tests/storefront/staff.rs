//! The staff's pages: an order at any moment, and what is said where there is nothing.

use reqwest::StatusCode;
use tests::shop::pay;

use crate::site::Site;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_have_error_pages_of_their_own() {
    let site = Site::open(1).await;
    let auditor = site.auditor();
    for nowhere in ["/nowhere", "/cart", "/guide"] {
        let answer = auditor.get(nowhere).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nowhere}");
        assert!(answer.body.contains("그런 화면은 없습니다"), "{nowhere}");
        assert!(!answer.body.contains("장바구니"), "the staff's own page");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_auditor_sees_an_order_at_any_moment() {
    let site = Site::open(5).await;
    let (order, _) = site.visitor().bought().await;
    pay(&site.shop, &order).await.unwrap();
    site.ship(&order).await;
    let auditor = site.auditor();
    let page = auditor.get(&format!("/audit/orders/{order}")).await;
    for event in [
        "OrderPlaced",
        "PaymentRequested",
        "VirtualAccountIssued",
        "PaymentCaptured",
        "OrderPaid",
        "ParcelShipped",
    ] {
        assert!(page.body.contains(event), "{event}");
    }
    assert!(
        !page.body.contains("홍길동") && !page.body.contains("010-1234-5678"),
        "no personal data"
    );
    let first = auditor
        .get(&format!("/audit/orders/{order}?version=1"))
        .await;
    assert!(
        first.body.contains("pending_deposit") && first.body.contains("is-later"),
        "{}",
        first.body
    );
    let diff = auditor
        .get(&format!("/audit/orders/{order}?from=1&to=2"))
        .await;
    assert!(diff.body.contains("pending_deposit") && diff.body.contains("paid"));
    let before = auditor
        .get(&format!("/audit/orders/{order}?at=2020-01-01T00%3A00"))
        .await;
    assert!(before.body.contains("아직 주문이 없었습니다"));
    let found = auditor
        .get(&format!(
            "/audit?order={}",
            order.to_string().to_lowercase()
        ))
        .await;
    assert_eq!(found.to(), format!("/audit/orders/{order}"));
    assert_eq!(
        auditor.get("/audit/orders/none").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_elsewhere_cannot_reach_the_staff_pages_by_a_name_of_its_own() {
    let site = Site::open(1).await;
    let rebound = site
        .auditor()
        .ask(|client, base| {
            client
                .get(format!("{base}/unmatched"))
                .header("host", "evil.example:8081")
        })
        .await;
    assert_eq!(rebound.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_shown_as_asked_is_said_and_every_state_has_a_tile() {
    let site = Site::open(5).await;
    let (order, _) = site.visitor().bought().await;
    let auditor = site.auditor();
    for (question, said) in [
        ("version=99", "‘99’판은 없어"),
        ("at=garbage", "읽을 수 없는 시각"),
        ("from=1&to=99", "견줄 판은 둘 다"),
    ] {
        let page = auditor
            .get(&format!("/audit/orders/{order}?{question}"))
            .await;
        assert!(page.body.contains(said), "{question}");
    }
    let home = auditor.get("/").await.body;
    let states = ["입금 대기", "결제 완료", "배송중", "환불 완료"].map(|state| home.find(state));
    assert!(states.is_sorted() && states[0].is_some(), "{home}");
    assert!(home.contains("aria-current=\"page\">한눈에"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_look_at_every_letter_in_frames_in_which_nothing_can_run() {
    let site = Site::open(1).await;
    let auditor = site.auditor();
    let list = auditor.get("/letters").await;
    assert!(auditor.get("/").await.body.contains("href=\"/letters\""));
    for letter in letters::all() {
        let path = format!("/letters/{}", letter.name);
        assert!(list.body.contains(&path), "{path}");
        let page = auditor.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let policy = page.header("content-security-policy");
        assert!(policy.contains("frame-src 'self'") && policy.contains("script-src 'self'"));
        let frames = page.body.matches("<iframe ").count();
        assert_eq!(frames, letter.samples().len() * 4, "{path}");
        assert_eq!(page.body.matches(" sandbox></iframe>").count(), frames);
        let first = page.body.split(" src=\"/letters/").nth(1).unwrap();
        let address = format!("/letters/{}", first.split('"').next().unwrap());
        let shown = auditor.get(&address).await;
        assert!(shown.body.starts_with("<!DOCTYPE html>"), "{address}");
        assert!(shown.body.contains("장부상회") && !shown.body.contains("cid:"));
        let policy = shown.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && policy.contains("; sandbox"));
        assert!(policy.contains("frame-ancestors 'self'") && !policy.contains("script-src"));
        assert_eq!(shown.header("x-frame-options"), "SAMEORIGIN");
    }
    for nothing in [
        "/letters/none",
        "/letters/order-paid/none/ko/html",
        "/letters/order-paid/plain/fr/html",
    ] {
        assert_eq!(
            auditor.get(nothing).await.status,
            StatusCode::NOT_FOUND,
            "{nothing}"
        );
    }
}
