//! Whoever only holds an order's address: what they see, what they may not do, and how they say that it is theirs.

use reqwest::StatusCode;
use tests::shop::pay;

use crate::care::{asks, paid};
use crate::members::house::{EMAIL, House, PASSWORD, log_in};
use crate::site::{GOOD_FORM, Site, Visitor};

const PHONE: &str = "010-1234-5678";
/// What the order form was told of persons, and an order's pages tell nobody else.
const PERSONAL: [&str; 6] = [
    "홍길동",
    PHONE,
    "01012345678",
    "월드컵로 1",
    "101동 1001호",
    "04001",
];

fn says_nothing_of_persons(page: &str) {
    for said in PERSONAL {
        assert!(!page.contains(said), "{said}: {page}");
    }
}

async fn says(visitor: &Visitor, path: &str, phone: &str, next: &str) -> crate::site::Answer {
    let form = [("phone", phone), ("next", next)];
    visitor.post(&format!("{path}/orderer"), &form).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_address_alone_one_sees_no_person() {
    assert!(GOOD_FORM.iter().any(|(_, value)| *value == PHONE));
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path) = paid(&site, &guest).await;
    site.caught_up().await;
    let theirs = guest.get(&path).await.body;
    assert!(theirs.contains(PERSONAL[0]) && theirs.contains(PHONE));
    let stranger = site.visitor();
    let page = stranger.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    says_nothing_of_persons(&page.body);
    assert!(page.body.contains("홍**") && page.body.contains("상품 honey"));
    let token = path.rsplit('/').next().unwrap();
    for below in [
        format!("{path}/receipt"),
        format!("/inquiries/new?order={order}&token={token}"),
    ] {
        assert!(guest.get(&below).await.body.contains(PERSONAL[0]));
        let page = stranger.get(&below).await;
        assert_eq!(page.status, StatusCode::OK, "{below}");
        says_nothing_of_persons(&page.body);
    }
    let forged = format!("jangbu-orders={order}");
    let page = stranger.ask(|client, base| {
        let request = client.get(format!("{base}{path}"));
        request.header("cookie", forged)
    });
    says_nothing_of_persons(&page.await.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_address_alone_one_changes_nothing() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (_, path) = paid(&site, &guest).await;
    let (_, waiting) = guest.bought().await;
    site.caught_up().await;
    let before = site.events().await;
    let stranger = site.visitor();
    let key = ("key", "abcdefgh12");
    let account = [
        ("account_bank", "088"),
        ("account_number", "110-123-456789"),
        ("account_holder", "도둑"),
    ];
    let part = [key, ("step", "cancel"), ("q0", "1"), ("shown", "30000")];
    let back = [
        key,
        ("step", "ask"),
        ("wish", "return"),
        ("reason", "damaged"),
        ("q0", "1"),
    ];
    for (page, form) in [
        ("cancel", [&part[..], &account].concat()),
        (
            "change",
            vec![key, ("step", "change"), ("address", "딴 곳")],
        ),
        ("return", [&back[..], &account].concat()),
        ("refund-account", account.to_vec()),
        ("confirm", vec![]),
        ("claims/r-abcdefgh12/withdraw", vec![]),
        ("pay", vec![]),
        ("reviews/0", vec![("stars", "1"), ("text", "나빠요")]),
        ("reviews/0", vec![("step", "withdraw")]),
    ] {
        for path in [&path, &waiting] {
            let asked = stranger.post(&format!("{path}/{page}"), &form).await;
            assert_eq!(asked.status, StatusCode::SEE_OTHER, "{page}");
            assert!(asked.to().starts_with(&format!("{path}/orderer")), "{page}");
            assert_eq!(stranger.get(&asked.to()).await.status, StatusCode::OK);
        }
    }
    assert_eq!(site.events().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_types_the_orderers_number_goes_on_to_what_was_wanted() {
    let site = Site::open(10).await;
    let (order, path) = paid(&site, &site.visitor()).await;
    site.caught_up().await;
    let telephone = site.visitor();
    let asked = telephone.get(&format!("{path}/cancel")).await.to();
    assert_eq!(asked, format!("{path}/orderer?next=cancel"));
    assert_eq!(telephone.get(&asked).await.field("next"), "cancel");
    let wrong = says(&telephone, &path, "010-9999-9999", "cancel").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("휴대전화 번호와 다릅니다"));
    assert_eq!(wrong.field("phone"), "010-9999-9999", "it stays");
    assert_eq!(wrong.field("next"), "cancel");
    let right = says(&telephone, &path, "01012345678", "cancel").await;
    assert_eq!(right.to(), format!("{path}/cancel"), "{}", right.body);
    let cookie = right.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
    assert!(telephone.get(&path).await.body.contains(PHONE));
    let form = telephone.get(&format!("{path}/cancel")).await;
    assert!(form.body.contains("60,000원"), "{}", form.body);
    assert_eq!(telephone.get(&asked).await.to(), format!("{path}/cancel"));
    // What an order that waits is cancelled by is a button on its page.
    let (_, waiting) = site.visitor().bought().await;
    let button = says(&site.visitor(), &waiting, PHONE, "cancel").await;
    assert_eq!(button.to(), format!("{waiting}?known=1"));
    // Nowhere else.
    for (next, to) in [("pressed", "?known=1"), ("reviews/2", "/reviews/2")] {
        let shown = says(&site.visitor(), &path, PHONE, next).await;
        assert_eq!(shown.to(), format!("{path}{to}"));
    }
    for next in ["//evil.example", "/../..", "reviews/../x", "orderer", ""] {
        assert_eq!(says(&site.visitor(), &path, PHONE, next).await.to(), path);
    }
    // Who finds an order by number and telephone number is asked no more.
    let finder = site.visitor();
    let form = [("number", order.as_str()), ("phone", PHONE)];
    let found = finder.post("/orders/find", &form).await;
    assert!(finder.get(&found.to()).await.body.contains(PHONE));
}

/// A cookie that was copied ends by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_known_is_known_for_two_weeks() {
    let site = Site::open(10).await;
    let (_, path) = paid(&site, &site.visitor()).await;
    site.caught_up().await;
    let known = says(&site.visitor(), &path, PHONE, "").await;
    let cookie = known
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    for (days, shown) in [(13, true), (2, false)] {
        site.advance(chrono::Duration::days(days));
        let browser = site.visitor();
        let page = browser.ask(|client, base| {
            let request = client.get(format!("{base}{path}"));
            request.header("cookie", &cookie)
        });
        assert_eq!(page.await.body.contains(PHONE), shown, "after {days} more");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_members_waiting_order_is_found_from_any_device() {
    let house = House::open().await;
    let (order, _) = house.member(EMAIL).await.bought().await;
    house.site.caught_up().await;
    let telephone = house.site.visitor();
    log_in(&telephone, EMAIL, PASSWORD, "/cart").await;
    let cart = telephone.get("/cart").await.body;
    let says = format!("결제를 기다리는 주문 {order}");
    assert!(cart.contains(&says), "{cart}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_guesses_the_number_is_told_to_wait() {
    let site = Site::open(10).await;
    let (_, path) = paid(&site, &site.visitor()).await;
    let thief = site.visitor();
    let mut tries = 0;
    let stopped = loop {
        let phone = format!("010-1234-{tries:04}");
        let answer = says(&thief, &path, &phone, "refund-account").await;
        if answer.status != StatusCode::UNPROCESSABLE_ENTITY {
            break answer;
        }
        tries += 1;
    };
    assert_eq!(stopped.status, StatusCode::TOO_MANY_REQUESTS);
    assert!((3..=20).contains(&tries), "{tries}");
    assert!(stopped.header("retry-after").parse::<i64>().unwrap() > 0);
    assert!(stopped.body.contains("너무 여러 번"), "{}", stopped.body);
    // Also with the right one, until then.
    let right = says(&thief, &path, PHONE, "refund-account").await;
    assert_eq!(right.status, StatusCode::TOO_MANY_REQUESTS);
    says_nothing_of_persons(&thief.get(&path).await.body);
    site.advance(chrono::Duration::days(1));
    let later = says(&thief, &path, PHONE, "").await;
    assert_eq!(later.to(), path);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_is_known_wherever_they_log_in_and_nobody_elses_order_is_theirs() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let (order, path) = member.bought().await;
    pay(&house.site.shop, &order).await.unwrap();
    house.site.caught_up().await;
    let telephone = house.site.visitor();
    says_nothing_of_persons(&telephone.get(&path).await.body);
    log_in(&telephone, EMAIL, PASSWORD, &path).await;
    assert!(telephone.get(&path).await.body.contains(PHONE));
    let change = telephone.get(&format!("{path}/change")).await;
    assert_eq!(change.status, StatusCode::OK);
    // Whoever uses the browser next is nobody.
    for browser in [&telephone, &member] {
        browser.post("/members/logout", &[]).await;
        says_nothing_of_persons(&browser.get(&path).await.body);
        let asked = browser.get(&format!("{path}/change")).await.to();
        assert_eq!(asked, format!("{path}/orderer?next=change"));
    }
    // So is whoever sits at one that its member has logged out from elsewhere.
    for browser in [&telephone, &member] {
        log_in(browser, EMAIL, PASSWORD, &path).await;
        assert!(browser.get(&path).await.body.contains(PHONE));
    }
    member.post("/members/logout/everywhere", &[]).await;
    says_nothing_of_persons(&telephone.get(&path).await.body);
    let other = house.member("other@example.com").await;
    says_nothing_of_persons(&other.get(&path).await.body);
    let asked = other.get(&format!("{path}/change")).await.to();
    assert_eq!(asked, format!("{path}/orderer?next=change"));
    let (_, own) = other.bought().await;
    house.site.caught_up().await;
    assert!(other.get(&own).await.body.contains(PHONE));
    let leaves = [("sure", "on"), ("password", PASSWORD)];
    let left = other.post("/members/leave", &leaves).await;
    assert_eq!(left.status, StatusCode::OK, "{}", left.body);
    says_nothing_of_persons(&other.get(&own).await.body);
    // A question about nobody's order knows its asker.
    asks(&other).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_waits_for_its_money_is_found_from_an_empty_cart() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    let (order, path) = guest.bought().await;
    site.caught_up().await;
    let says = format!("결제를 기다리는 주문 {order}");
    let cart = guest.get("/cart").await.body;
    assert!(cart.contains(&says) && cart.contains(&path), "{cart}");
    let stranger = site.visitor().get("/cart").await.body;
    assert!(!stranger.contains(order.as_str()));
    guest.put("honey", "1").await;
    site.caught_up().await;
    assert!(
        !guest.get("/cart").await.body.contains(&says),
        "the cart is not empty"
    );
    let other = site.visitor();
    let (order, _) = paid(&site, &other).await;
    site.caught_up().await;
    let cart = other.get("/cart").await.body;
    assert!(!cart.contains(order.as_str()), "it is paid: {cart}");
}
