//! From the form to the letter to being a member.

use domain::coupon::{Campaign, Issue};
use domain::pricing::{Condition, Effect, Names};
use domain::{CouponId, Won};
use reqwest::StatusCode;
use tests::shop::process;

use super::house::{EMAIL, House, NAME, OTHER, PASSWORD, is_in, join, log_in};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_joins_opens_the_letter_and_is_in() {
    let house = House::open().await;
    let visitor = house.site.visitor();
    let sent = join(&visitor, &[("mail", "on"), ("night", "on")]).await;
    assert_eq!(sent.to(), "/members/letter/verify");
    let told = visitor.get(&sent.to()).await;
    assert!(told.body.contains("메일을 보냈습니다") && !told.body.contains(EMAIL));
    let early = log_in(&visitor, EMAIL, PASSWORD, "/").await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.body.contains("아직 확인하지 않으셨습니다"));
    assert!(!is_in(&visitor).await);

    let link = house.link("verify-email", "/members/verify/").await;
    let page = visitor.get(&link).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        !page.body.contains(EMAIL),
        "a reader of the letter learns nothing"
    );
    let wrong = visitor.post(&link, &[("password", OTHER)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!is_in(&visitor).await);
    let proven = visitor.post(&link, &[("password", PASSWORD)]).await;
    assert_eq!(proven.to(), "/members");
    let home = visitor.get("/members").await.body;
    assert!(home.contains(NAME) && home.contains("가입을 마쳤습니다") && home.contains("새싹"));
    assert!(
        !visitor
            .get("/members")
            .await
            .body
            .contains("가입을 마쳤습니다"),
        "told once"
    );
    let consents = visitor.get("/members/consents").await.body;
    assert_eq!(
        consents.matches("동의 (문안 2026-01)").count(),
        3,
        "{consents}"
    );

    for _ in 0..2 {
        assert_eq!(visitor.get(&link).await.status, StatusCode::GONE);
    }
    let again = visitor.post(&link, &[("password", PASSWORD)]).await;
    assert_eq!(again.status, StatusCode::GONE, "a key is good once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_becomes_a_member_is_told_of_the_coupons_that_wait() {
    let house = House::open().await;
    let campaign = Campaign {
        name: Names::new("첫 쿠폰", "First coupon"),
        issue: Issue::Claim,
        condition: Condition::default(),
        effect: Effect::AmountOff { won: Won(3_000) },
        most_claims: None,
        most_uses: None,
        per_member: 1,
        guests: false,
        valid_days: None,
    };
    let id = CouponId::new("first").unwrap();
    let staff = process();
    let defined = house.shop.define_coupon(&staff, &id, campaign);
    defined.await.unwrap();
    house.site.caught_up().await;
    let visitor = house.member(EMAIL).await;
    let home = visitor.get("/members").await.body;
    assert!(
        home.contains("쿠폰이 1장 있습니다. <a href=\"/members/coupons\">쿠폰함</a>"),
        "{home}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost_but_the_password() {
    let house = House::open().await;
    let visitor = house.site.visitor();
    let change = [
        ("email", "kim@"),
        ("phone", "12"),
        ("agree", ""),
        ("sms", "on"),
        ("password", "password1"),
    ];
    let refused = join(&visitor, &change).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in [
        "id=\"email-error\"",
        "id=\"phone-error\"",
        "id=\"agree-error\"",
        "value=\"kim@\"",
        "value=\"12\"",
        NAME,
        "name=\"sms\" value=\"on\" checked",
    ] {
        assert!(refused.body.contains(part), "{part}\n{}", refused.body);
    }
    assert!(!refused.body.contains("password1"));
    let easy = join(&visitor, &[("password", "password1")]).await;
    assert!(easy.body.contains("id=\"password-error\"") && easy.body.contains("맞히기 쉬운"));
    let english = visitor
        .ask(|client, base| {
            let request = client.post(format!("{base}/members/join"));
            let form = [("key", "0198f2a0-0000-7000-8000-000000000000")];
            let request = request.form(&form).header("sec-fetch-site", "same-origin");
            request.header("accept-language", "en")
        })
        .await;
    assert!(english.body.contains("name@example.com") && english.body.contains("Please agree"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_learns_by_joining_who_is_a_member() {
    let house = House::open().await;
    house.member(EMAIL).await;
    let (known, unknown) = (house.site.visitor(), house.site.visitor());
    let of_known = join(&known, &[("password", OTHER)]).await;
    let of_unknown = join(&unknown, &[("email", "new@member.example")]).await;
    assert_eq!(
        (of_known.status, of_known.to(), of_known.body),
        (of_unknown.status, of_unknown.to(), of_unknown.body)
    );
    assert!(of_known.headers.get("set-cookie").is_none());
    let letters = house.letters().await;
    let told = letters
        .iter()
        .filter(|mail| mail.template == "already-member");
    assert_eq!(told.count(), 1, "the member is told");
    let stolen = log_in(&known, EMAIL, OTHER, "/").await;
    assert_eq!(stolen.status, StatusCode::UNPROCESSABLE_ENTITY);
    for path in ["/members/forgot", "/members/again"] {
        let to = async |email: &str| known.post(path, &[("email", email)]).await.to();
        assert_eq!(to(EMAIL).await, to("nobody@member.example").await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_is_sent_twice_makes_one_member() {
    let house = House::open().await;
    let visitor = house.site.visitor();
    let key = visitor.get("/members/join").await.field("key");
    for _ in 0..2 {
        let sent = join(&visitor, &[("key", &key)]).await;
        assert_eq!(sent.to(), "/members/letter/verify");
    }
    let joined: i64 =
        sqlx::query_scalar("SELECT count(*) FROM events WHERE event_type = 'MemberJoined'")
            .fetch_one(&house.site.pool)
            .await
            .unwrap();
    assert_eq!(joined, 1);
}
