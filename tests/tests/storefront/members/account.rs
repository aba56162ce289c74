//! What is a member's own: profile, addresses, consents, and leaving; and coming back.

use chrono::Duration;
use reqwest::StatusCode;
use uuid::Uuid;

use super::house::{EMAIL, House, NAME, OTHER, PASSWORD, cookie, is_in, log_in, with_cookie};
use crate::site::{Answer, Visitor};

async fn save(visitor: &Visitor, id: &str, address: &str) -> Answer {
    let form = [
        ("id", id),
        ("name", "이수령"),
        ("phone", "010-8765-4321"),
        ("postcode", "06236"),
        ("address", address),
        ("detail", "7층"),
    ];
    visitor.post("/members/addresses", &form).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_profile_is_changed_and_a_wrong_number_is_told_at_its_field() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let page = member.get("/members/profile").await;
    assert_eq!(page.field("name"), NAME);
    assert!(page.body.contains(EMAIL));
    let wrong = [("name", "홍길동"), ("phone", "12")];
    let wrong = member.post("/members/profile", &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"phone-error\"") && wrong.field("name") == "홍길동");
    let good = [
        ("name", "홍길동"),
        ("phone", "010-1111-2222"),
        ("grade", "fruit"),
        ("role", "staff"),
    ];
    assert_eq!(
        member.post("/members/profile", &good).await.to(),
        "/members/profile"
    );
    let page = member.get("/members/profile").await;
    assert_eq!(
        (page.field("name"), page.field("phone")),
        ("홍길동".into(), "010-1111-2222".into())
    );
    let home = member.get("/members").await.body;
    assert!(
        home.contains("홍길동") && home.contains("새싹"),
        "more than asked is ignored"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn addresses_are_kept_corrected_chosen_and_removed_by_whose_they_are() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let id = member.get("/members/addresses").await.field("id");
    let wrong = save(&member, &id, "집").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"address-error\"") && wrong.field("detail") == "7층");
    save(&member, &id, "서울특별시 강남구 테헤란로 1").await;
    save(&member, &id, "서울특별시 강남구 테헤란로 2").await;
    let second = Uuid::new_v4().to_string();
    save(&member, &second, "부산광역시 중구 광복로 3").await;
    let book = member.get("/members/addresses").await.body;
    assert!(
        book.contains("테헤란로 2") && book.contains("광복로 3") && !book.contains("테헤란로 1")
    );

    let stranger = house.member("lee@member.example").await;
    let theirs = stranger.get(&format!("/members/addresses?edit={id}")).await;
    assert!(
        !theirs.body.contains("테헤란로"),
        "somebody else's is not shown"
    );
    let chosen = stranger
        .post(&format!("/members/addresses/{id}/first"), &[])
        .await;
    assert_eq!(chosen.status, StatusCode::NOT_FOUND);
    stranger
        .post(&format!("/members/addresses/{id}/remove"), &[])
        .await;
    save(&stranger, &id, "남의 주소를 덮어쓴다 9").await;
    let book = member.get("/members/addresses").await.body;
    assert!(
        book.contains("테헤란로 2") && !book.contains("덮어쓴다"),
        "{book}"
    );

    member
        .post(&format!("/members/addresses/{second}/first"), &[])
        .await;
    let book = member.get("/members/addresses").await.body;
    assert!(
        book.find("광복로 3") < book.find("테헤란로 2"),
        "it stands first"
    );
    member
        .post(&format!("/members/addresses/{id}/remove"), &[])
        .await;
    assert!(
        !member
            .get("/members/addresses")
            .await
            .body
            .contains("테헤란로")
    );
    let odd = member.post("/members/addresses/none/remove", &[]).await;
    assert_eq!(odd.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn consents_are_given_and_taken_back_and_all_of_it_stays_to_be_read() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let say = async |kind: &str, what: &str| {
        let form = [("kind", kind), ("say", what)];
        member.post("/members/consents", &form).await
    };
    let page = member.get("/members/consents").await.body;
    assert!(page.contains("문자 수신에 먼저 동의해 주세요"));
    assert_eq!(say("night", "yes").await.to(), "/members/consents");
    assert!(
        !member
            .get("/members/consents")
            .await
            .body
            .contains("동의 (문안")
    );
    for (kind, what) in [("sms", "yes"), ("night", "yes"), ("sms", "no")] {
        say(kind, what).await;
    }
    let page = member.get("/members/consents").await.body;
    assert!(
        page.contains("2026. 11. 22.") || page.contains("11월 22일"),
        "the day is told: {page}"
    );
    assert_eq!(page.matches("동의 (문안 2026-01)").count(), 2);
    assert_eq!(
        page.matches("<b>철회함</b>").count(),
        2,
        "with messages those at night end"
    );
    assert_eq!(
        say("phone", "yes").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        say("mail", "perhaps").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_leaves_proves_it_is_erased_and_gets_in_no_more() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let elsewhere = house.site.visitor();
    log_in(&elsewhere, EMAIL, PASSWORD, "/").await;
    let page = member.get("/members/leave").await.body;
    assert!(page.contains("5년"), "what the law keeps is told");
    for (sure, password) in [("", PASSWORD), ("on", OTHER)] {
        let form = [("sure", sure), ("password", password)];
        let refused = member.post("/members/leave", &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(is_in(&member).await);
    }
    let gone = member
        .post("/members/leave", &[("sure", "on"), ("password", PASSWORD)])
        .await;
    assert_eq!(gone.status, StatusCode::OK);
    assert!(gone.body.contains("탈퇴가 끝났습니다"));
    assert!(!is_in(&member).await && !is_in(&elsewhere).await);
    let again = log_in(&member, EMAIL, PASSWORD, "/").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let kept: i64 =
        sqlx::query_scalar("SELECT count(*) FROM vault_keys WHERE subject LIKE 'member%'")
            .fetch_one(&house.site.pool)
            .await
            .unwrap();
    assert_eq!(kept, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_cannot_leave_just_now_stays_a_member_and_logged_in() {
    let house = House::open().await;
    house.member(EMAIL).await;
    let entered = log_in(&house.site.visitor(), EMAIL, PASSWORD, "/").await;
    let session = cookie(&entered).unwrap();
    let pair = session.split(';').next().unwrap().to_owned();
    let broken = house.breaking().await;
    let refused = broken
        .visitor()
        .ask(|client, base| {
            let request = client.post(format!("{base}/members/leave"));
            let request = request.form(&[("sure", "on"), ("password", PASSWORD)]);
            let request = request.header("sec-fetch-site", "same-origin");
            request.header("cookie", pair)
        })
        .await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    let home = with_cookie(&house.site, &session, "/members").await;
    assert_eq!(home, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_back_to_a_sleeping_account_wakes_it() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let caller = tests::shop::process();
    let id: String = sqlx::query_scalar("SELECT member::text FROM accounts")
        .fetch_one(&house.site.pool)
        .await
        .unwrap();
    let id = id.parse().unwrap();
    house.site.advance(Duration::days(336));
    house.shop.notice_dormancy(&caller, id).await.unwrap();
    house.site.advance(Duration::days(31));
    assert!(house.shop.fall_asleep(&caller, id).await.unwrap());
    assert!(!is_in(&member).await, "sessions ended");
    let stranger = house.site.visitor().post("/members/wake", &[]).await;
    assert_eq!(stranger.to(), "/members/login");
    let asleep = log_in(&member, EMAIL, PASSWORD, "/cart").await;
    assert_eq!(asleep.to(), "/members/wake?next=%2Fcart");
    assert!(!is_in(&member).await, "not before they say so");
    let page = member.get(&asleep.to()).await;
    assert!(page.body.contains("쉬고 있던 계정입니다"));
    let next = page.field("next");
    let woken = member.post("/members/wake", &[("next", &next)]).await;
    assert_eq!(woken.to(), "/cart");
    assert!(is_in(&member).await);
    assert!(member.get("/members").await.body.contains(NAME));
}
