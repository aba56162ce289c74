//! Doors that must stay shut.

use reqwest::StatusCode;
use web::routes::{STOREFRONT, Who};

use super::house::{EMAIL, House, NAME, is_in};

fn filled(path: &str) -> String {
    path.replace("{address}", "0198f2a0-0000-7000-8000-000000000000")
        .replace("{key}", "none")
}

fn of_members() -> impl Iterator<Item = &'static web::routes::Route> {
    STOREFRONT
        .iter()
        .filter(|route| route.path.starts_with("/members"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_is_asked_to_log_in_at_every_page_of_a_members_own() {
    let house = House::open().await;
    let guest = house.site.visitor();
    let before = house.site.events().await;
    for route in of_members().filter(|route| route.who == Who::Member) {
        let path = filled(route.path);
        let answer = match route.method {
            "get" => guest.get(&path).await,
            _ => guest.post(&path, &[("sure", "on")]).await,
        };
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "{} {path}",
            route.method
        );
        // What a form leaves in the address bar leads to its page, which asks.
        let forms = ["/remove", "/first", "/password", "/email"];
        let back = forms.iter().any(|form| path.ends_with(form));
        let known = route.method == "get" && back;
        assert!(
            known || answer.to().starts_with("/members/login"),
            "{path}: {}",
            answer.to()
        );
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    assert_eq!(house.site.events().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_form_of_members_is_taken_from_another_site() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let before = house.site.events().await;
    for route in of_members().filter(|route| route.method == "post") {
        let path = filled(route.path);
        for foreign in [
            Some(("sec-fetch-site", "cross-site")),
            Some(("sec-fetch-site", "same-site")),
            Some(("origin", "https://evil.example")),
            None,
        ] {
            let answer = member
                .ask(|client, base| {
                    let form = [
                        ("name", "x"),
                        ("sure", "on"),
                        ("say", "no"),
                        ("kind", "mail"),
                    ];
                    let request = client.post(format!("{base}{path}")).form(&form);
                    match foreign {
                        Some((name, value)) => request.header(name, value),
                        None => request,
                    }
                })
                .await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {foreign:?}");
        }
    }
    assert_eq!(house.site.events().await, before);
    assert!(is_in(&member).await, "not even logged out");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn personal_pages_are_kept_nowhere_and_show_nothing_after_logging_out() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let pages = [
        "/members",
        "/members/profile",
        "/members/addresses",
        "/members/consents",
        "/members/orders",
        "/members/inquiries",
        "/members/reviews",
    ];
    for path in pages {
        let answer = member.get(path).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    member.post("/members/logout", &[]).await;
    for path in pages.into_iter().chain(["/", "/cart", "/members/login"]) {
        let answer = member.get(path).await;
        assert!(
            !answer.body.contains(NAME) && !answer.body.contains(EMAIL),
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_members_write_is_text_and_nothing_else() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let evil = "<script>alert(1)</script>";
    let form = [("name", evil), ("phone", "")];
    member.post("/members/profile", &form).await;
    let id = member.get("/members/addresses").await.field("id");
    let form = [
        ("id", id.as_str()),
        ("name", evil),
        ("phone", "010-1111-2222"),
        ("postcode", "04001"),
        ("address", evil),
        ("memo", "other"),
        ("memo_text", evil),
    ];
    member.post("/members/addresses", &form).await;
    let search = format!("/members/orders?name={}", "%22%3E%3Cscript%3E");
    for path in [
        "/members",
        "/members/profile",
        "/members/addresses",
        &search,
    ] {
        let page = member.get(path).await.body;
        assert!(!page.contains("<script>"), "{path}");
    }
}
