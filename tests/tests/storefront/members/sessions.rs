//! Sessions: what begins one, what ends one, and what does not.

use reqwest::StatusCode;

use super::house::{EMAIL, House, OTHER, PASSWORD, cookie, is_in, log_in, with_cookie};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_planted_before_the_login_is_worth_nothing_after_it() {
    let house = House::open().await;
    let visitor = house.member(EMAIL).await;
    let other = house.site.visitor();
    assert!(
        cookie(&other.get("/").await).is_none(),
        "readers have no session"
    );
    let first = cookie(&log_in(&other, EMAIL, PASSWORD, "/").await).unwrap();
    let second = cookie(&log_in(&other, EMAIL, PASSWORD, "/").await).unwrap();
    assert_ne!(
        first.split(';').next(),
        second.split(';').next(),
        "a new id with every login"
    );
    assert_eq!(
        with_cookie(&house.site, &first, "/members").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        with_cookie(&house.site, &second, "/members").await,
        StatusCode::OK
    );
    let invented = "jangbu=AAAAAAAAAAAAAAAAAAAAAA";
    assert_eq!(
        with_cookie(&house.site, invented, "/members").await,
        StatusCode::SEE_OTHER
    );
    let planted = other
        .ask(|client, base| {
            let form = [("email", EMAIL), ("password", PASSWORD)];
            let request = client.post(format!("{base}/members/login")).form(&form);
            request
                .header("sec-fetch-site", "same-origin")
                .header("cookie", invented)
        })
        .await;
    assert!(!cookie(&planted).unwrap().starts_with(invented));
    assert!(is_in(&visitor).await, "other devices stay");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_cookie_is_careful() {
    let house = House::open().await;
    house.member(EMAIL).await;
    let set = cookie(&log_in(&house.site.visitor(), EMAIL, PASSWORD, "/").await).unwrap();
    for flag in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(set.contains(flag), "{set}");
    }
    assert!(!set.contains("Domain="));
    let kept: Vec<String> = sqlx::query_scalar("SELECT id FROM sessions")
        .fetch_all(&house.site.pool)
        .await
        .unwrap();
    let id = set.split(['=', ';']).nth(1).unwrap();
    assert!(
        !kept.is_empty() && !kept.iter().any(|kept| kept == id),
        "ids lie as hashes"
    );

    let house = House::with(|config| web::WebConfig {
        https: true,
        ..config
    })
    .await;
    let visitor = house.site.visitor();
    super::house::join(&visitor, &[]).await;
    let link = house.link("verify-email", "/members/verify/").await;
    let set = cookie(&visitor.post(&link, &[("password", PASSWORD)]).await).unwrap();
    assert!(
        set.starts_with("__Host-jangbu=") && set.contains("; Secure"),
        "{set}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn logging_out_ends_the_session_itself_and_not_only_the_cookie() {
    let house = House::open().await;
    house.member(EMAIL).await;
    let visitor = house.site.visitor();
    let set = cookie(&log_in(&visitor, EMAIL, PASSWORD, "/").await).unwrap();
    assert_eq!(visitor.get("/members/logout").await.to(), "/members");
    assert!(is_in(&visitor).await, "reading changes nothing");
    assert_eq!(visitor.post("/members/logout", &[]).await.to(), "/");
    assert!(!is_in(&visitor).await);
    assert_eq!(
        with_cookie(&house.site, &set, "/members").await,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn logging_out_everywhere_ends_all_and_a_new_password_all_but_one() {
    let house = House::open().await;
    let (one, two) = (house.member(EMAIL).await, house.site.visitor());
    log_in(&two, EMAIL, PASSWORD, "/").await;
    let wrong = [("old_password", OTHER), ("new_password", OTHER)];
    let wrong = one.post("/members/password", &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"old_password-error\""));
    let easy = [("old_password", PASSWORD), ("new_password", "12345678")];
    let easy = one.post("/members/password", &easy).await;
    assert!(easy.body.contains("id=\"new_password-error\""));
    assert!(is_in(&one).await && is_in(&two).await);
    let good = [("old_password", PASSWORD), ("new_password", OTHER)];
    let changed = one.post("/members/password", &good).await;
    assert_eq!(changed.to(), "/members/profile");
    assert!(is_in(&one).await && !is_in(&two).await);

    log_in(&two, EMAIL, OTHER, "/").await;
    let out = one.post("/members/logout/everywhere", &[]).await;
    assert_eq!(out.to(), "/members/login");
    let told = one.get(&out.to()).await.body;
    assert!(told.contains("모든 기기에서 로그아웃했습니다"), "{told}");
    assert!(!is_in(&one).await && !is_in(&two).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_ends_no_session_and_time_does() {
    let house = House::open().await;
    house.member(EMAIL).await;
    let set = cookie(&log_in(&house.site.visitor(), EMAIL, PASSWORD, "/").await).unwrap();
    let again = house.restarted().await;
    assert_eq!(with_cookie(&again, &set, "/members").await, StatusCode::OK);
    let pool = &house.site.pool;
    let expired = "UPDATE sessions SET expiry_date = now() - interval '2 days'";
    sqlx::query(expired).execute(pool).await.unwrap();
    assert_eq!(
        with_cookie(&again, &set, "/members").await,
        StatusCode::SEE_OTHER
    );
    let accounts = house.shop.accounts().unwrap();
    accounts.sweep(chrono::Utc::now()).await.unwrap();
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM sessions")
        .fetch_one(pool)
        .await
        .unwrap();
    assert_eq!(left, 0);
}
