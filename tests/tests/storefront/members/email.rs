//! Another mail address.

use chrono::Duration;
use reqwest::StatusCode;

use super::house::{EMAIL, House, OTHER, PASSWORD, is_in, log_in};
use crate::site::{Answer, Visitor};

const NEW: &str = "new@member.example";

async fn ask(member: &Visitor, email: &str, password: &str) -> Answer {
    let form = [("new_email", email), ("email_password", password)];
    member.post("/members/email", &form).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_address_counts_from_when_its_owner_says_so_and_the_old_one_is_told() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let consent = [("kind", "mail"), ("say", "yes")];
    member.post("/members/consents", &consent).await;
    let wrong = ask(&member, "new@", PASSWORD).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"new_email-error\"") && wrong.field("new_email") == "new@");
    let wrong = ask(&member, NEW, OTHER).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"email_password-error\"") && wrong.field("new_email") == NEW);
    assert_eq!(ask(&member, NEW, PASSWORD).await.to(), "/members/profile");
    let soon = ask(&member, "third@member.example", PASSWORD).await;
    assert_eq!(soon.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(soon.headers["retry-after"], "60");

    let letters = house.letters().await;
    let to = |name: &str| {
        let found = letters.iter().filter(|mail| mail.template == name);
        found
            .map(|mail| mail.to.address.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(to("change-email"), [NEW]);
    assert_eq!(to("email-leaving"), [EMAIL]);
    let link = house.link("change-email", "/members/email/").await;
    let stranger = house.site.visitor();
    assert_eq!(stranger.get(&link).await.status, StatusCode::OK);
    let early = log_in(&stranger, NEW, PASSWORD, "/").await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    let confirmed = member.post(&link, &[]).await;
    assert_eq!(confirmed.to(), "/members/profile");
    let page = member.get("/members/profile").await.body;
    assert!(page.contains(NEW) && !page.contains(EMAIL), "{page}");
    assert_eq!(member.post(&link, &[]).await.status, StatusCode::GONE);
    let old = log_in(&stranger, EMAIL, PASSWORD, "/").await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(log_in(&stranger, NEW, PASSWORD, "/").await.to(), "/");

    let book = store::post::Consents::new(house.site.pool.clone());
    let said = async |email: &str| {
        let address = house.shop.mail_fingerprint(email);
        let medium = store::post::Medium::Email;
        let words = book
            .of(medium, std::slice::from_ref(&address))
            .await
            .unwrap();
        let words = words.get(&address).cloned().unwrap_or_default();
        words.last().map(|word| word.said)
    };
    assert_eq!(said(EMAIL).await, Some(store::post::Said::Withdrawn));
    assert_eq!(
        said(NEW).await,
        Some(store::post::Said::Given),
        "consents move along"
    );
    let again = house.member(EMAIL).await;
    assert!(is_in(&again).await, "the old address is free");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_takes_an_address_that_is_anothers_or_learns_of_it() {
    let house = House::open().await;
    let (member, other) = (house.member(EMAIL).await, house.member(NEW).await);
    let taken = ask(&member, NEW, PASSWORD).await;
    assert_eq!(
        taken.to(),
        "/members/profile",
        "the same answer as for a free one"
    );
    let link = house.link("change-email", "/members/email/").await;
    let refused = other.post(&link, &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("이미 다른 회원이"));
    assert_eq!(
        log_in(&house.site.visitor(), NEW, PASSWORD, "/").await.to(),
        "/"
    );
    assert!(member.get("/members/profile").await.body.contains(EMAIL));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_good_for_what_was_asked_for_last_and_until_the_password_changes() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    ask(&member, "first@member.example", PASSWORD).await;
    let first = house.link("change-email", "/members/email/").await;
    house.site.advance(Duration::minutes(2));
    ask(&member, NEW, PASSWORD).await;
    let second = house.link("change-email", "/members/email/").await;
    assert_ne!(first, second);
    assert_eq!(member.post(&first, &[]).await.status, StatusCode::GONE);
    let change = [("old_password", PASSWORD), ("new_password", OTHER)];
    assert_eq!(
        member.post("/members/password", &change).await.to(),
        "/members/profile"
    );
    let late = member.post(&second, &[]).await;
    assert_eq!(
        late.status,
        StatusCode::GONE,
        "who asked may not have been the member"
    );
    let page = member.get("/members/profile").await.body;
    assert!(page.contains(EMAIL) && !page.contains(NEW));
    let kept: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM vault_entries JOIN vault_keys USING (key_id) WHERE subject LIKE 'member-mail%'",
    )
            .fetch_one(&house.site.pool)
            .await
            .unwrap();
    assert_eq!(kept, 1, "what was never proven is forgotten");
}
