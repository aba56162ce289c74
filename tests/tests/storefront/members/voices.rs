//! A member's own questions and reviews, listed on my page.

use domain::product::{Listing, Variant};
use domain::{OrderId, ProductId, Won};
use reqwest::StatusCode;
use tests::shop::{pay, process, sku};
use uuid::Uuid;

use super::house::{EMAIL, House};
use crate::shelves::listing;
use crate::site::Visitor;

async fn asks(visitor: &Visitor, title: &str) -> String {
    let key = Uuid::new_v4().to_string();
    let form = [
        ("key", key.as_str()),
        ("name", "김회원"),
        ("topic", "delivery"),
        ("title", title),
        ("text", "언제 오나요?"),
        ("agree", "on"),
    ];
    let asked = visitor.post("/inquiries/new", &form).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    asked.to().split('?').next().unwrap().to_owned()
}

/// Buys honey, which arrives, and judges it; answers where that is changed.
async fn reviews(house: &House, member: &Visitor, words: &str) -> String {
    let (order, path) = member.bought().await;
    let site = &house.site;
    pay(&site.shop, &order).await.unwrap();
    site.ship(&order).await;
    site.shop.deliver(&process(), &order, 1).await.unwrap();
    let at = format!("{path}/reviews/0");
    let form = [("stars", "4"), ("text", words), ("step", "save")];
    let told = member.post(&at, &form).await;
    assert_eq!(told.to(), format!("{path}?reviewed=1"), "{}", told.body);
    at
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_finds_every_question_and_what_became_of_it() {
    let house = House::open().await;
    let (member, other) = (
        house.member(EMAIL).await,
        house.member("lee@member.example").await,
    );
    let none = member.get("/members/inquiries").await;
    assert!(none.body.contains("아직 문의가 없습니다"), "{}", none.body);
    let mut paths = vec![];
    for number in 0..12 {
        paths.push(asks(&member, &format!("질문 <{number}>")).await);
        // Each a moment later than the one before.
        house.site.advance(chrono::Duration::seconds(1));
    }
    let id = paths[11].split('/').nth(2).unwrap().parse().unwrap();
    let staff = process();
    let answer = house.shop.answer_inquiry(&staff, id, "내일 갑니다.");
    answer.await.unwrap();
    asks(&other, "남의 질문").await;
    house.site.caught_up().await;
    let first = member.get("/members/inquiries").await.body;
    assert!(first.contains("질문 &lt;11&gt;") && first.contains(&paths[11]));
    assert!(first.contains("답변 완료") && first.contains("답변 대기") && first.contains("배송"));
    assert!(!first.contains("질문 &lt;1&gt;") && !first.contains("남의 질문"));
    let second = member.get("/members/inquiries?page=2").await.body;
    assert!(second.contains("질문 &lt;0&gt;") && second.contains("질문 &lt;1&gt;"));
    let beyond = member.get("/members/inquiries?page=99").await.body;
    assert!(beyond.contains("질문 &lt;0&gt;"), "the last page instead");
    let home = member.get("/members").await.body;
    assert!(home.contains("질문 &lt;11&gt;") && !home.contains("질문 &lt;5&gt;"));
    let english = member.get("/members/inquiries?lang=en").await.body;
    assert!(
        english.contains("My questions") && english.contains("answered"),
        "{english}"
    );
    // The link leads to the question itself.
    assert!(member.get(&paths[11]).await.body.contains("내일 갑니다."));
    house.shop.erase_inquiry(&process(), id).await.unwrap();
    house.site.caught_up().await;
    let erased = member.get("/members/inquiries").await.body;
    assert!(!erased.contains("질문 &lt;11&gt;") && erased.contains(&paths[11]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_finds_every_review_and_where_it_is_changed() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let none = member.get("/members/reviews").await;
    assert!(
        none.body.contains("아직 쓰신 상품평이 없습니다"),
        "{}",
        none.body
    );
    let at = reviews(&house, &member, "향이 <좋아요>").await;
    house.site.caught_up().await;
    for page in ["/members", "/members/reviews"] {
        let page = member.get(page).await.body;
        assert!(
            page.contains("향이 &lt;좋아요&gt;") && page.contains("★★★★☆"),
            "{page}"
        );
        assert!(page.contains(&format!("href=\"{at}\"")), "{page}");
    }
    let order = OrderId::new(at.split('/').nth(2).unwrap()).unwrap();
    let review = domain::ReviewId::of(&order, 0);
    let staff = process();
    let hidden = house.shop.hide_review(&staff, &review, "abuse".into());
    hidden.await.unwrap();
    house.site.caught_up().await;
    let page = member.get("/members/reviews?lang=en").await.body;
    assert!(page.contains("not shown to others"), "{page}");
    let stranger = house.member("lee@member.example").await;
    let theirs = stranger.get("/members/reviews").await.body;
    assert!(!theirs.contains("좋아요"));
    member.post(&at, &[("step", "withdraw")]).await;
    house.site.caught_up().await;
    let page = member.get("/members/reviews").await.body;
    assert!(page.contains("아직 쓰신 상품평이 없습니다"), "{page}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_review_names_what_was_bought_in_the_readers_language_and_leads_to_its_page_alone() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    reviews(&house, &member, "맛있어요").await;
    let staff = process();
    let named = |id, name, english| listing((id, name, english, "food", 30_000, 0, &[]));
    // Another product sells from the same stock.
    let bundle = Listing {
        variants: vec![Variant::new(sku("honey"), Won(55_000))],
        ..named("bundle", "꿀 두 병", "Two jars")
    };
    for listing in [named("honey", "들꽃 꿀", "Wild honey"), bundle] {
        house.shop.list_product(&staff, listing).await.unwrap();
    }
    house.site.caught_up().await;
    let page = member.get("/members/reviews").await.body;
    assert!(
        page.contains("들꽃 꿀") && !page.contains("꿀 두 병"),
        "{page}"
    );
    assert!(page.contains("href=\"/products/honey\""), "{page}");
    let english = member.get("/members/reviews?lang=en").await.body;
    assert!(english.contains("Wild honey") && !english.contains("들꽃 꿀"));
    let honey = ProductId::new("honey").unwrap();
    let hidden = house.shop.show_product(&staff, &honey, false);
    hidden.await.unwrap();
    house.site.caught_up().await;
    let page = member.get("/members/reviews").await.body;
    assert!(page.contains("들꽃 꿀") || page.contains("Wild honey"));
    assert!(!page.contains("href=\"/products/honey\""), "{page}");
}
