//! What shoppers write to the shop and of its goods: asked and answered once, judged once, erased.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use domain::inquiry::{InquiryRefusal, InquiryStatus, Topic};
use domain::review::{ReviewRefusal, ReviewStatus};
use domain::{InquiryId, OrderId, ReviewId, Won};
use futures::future::join_all;
use projections::inquiries::{self, InquiryQuery};
use projections::reviews::{self, ReviewQuery, ReviewSort};
use shop::inquiry::{Contact, InquiryForm};
use shop::review::ReviewForm;
use shop::{Shop, ShopError};
use store::EventLog;
use store::accounts::Accounts;
use tests::folded::{all_equal, catch_up};
use tests::seen::events;
use tests::shop::{World, offer, pay, place, process, shopper};
use uuid::Uuid;

async fn world() -> (World, tests::pg::Database) {
    let database = tests::pg::database().await;
    let world = World::around(Arc::new(database.log().await));
    (world, database)
}

/// Where it is asked from.
const ORIGIN: &str = "203.0.113.7";

/// A shop that knows where questions come from.
async fn asking(world: &World, database: &tests::pg::Database) -> Shop {
    let accounts = Accounts::new(database.pool().await, 1);
    world.open().with_accounts(accounts)
}

fn question(id: u128) -> InquiryForm {
    InquiryForm {
        inquiry: InquiryId(Uuid::from_u128(id)),
        contact: Contact {
            name: "홍길동".to_owned(),
            email: "hong@example.com".to_owned(),
            phone: "01012345678".to_owned(),
        },
        topic: Topic::Product,
        order: None,
        title: "소비 기한이 궁금합니다".to_owned(),
        text: "언제까지인가요?".to_owned(),
        photos: vec![],
    }
}

fn review(order: &OrderId, stars: u8, text: &str) -> ReviewForm {
    ReviewForm {
        order: order.clone(),
        line: 0,
        author: "홍길동".to_owned(),
        stars,
        text: text.to_owned(),
        photos: vec![],
    }
}

async fn bought(shop: &Shop, name: &str, key: &str) -> OrderId {
    let id = place(shop, name, 1, key).await.unwrap().order;
    pay(shop, &id).await.unwrap();
    id
}

async fn arrives(shop: &Shop, order: &OrderId) {
    let (carrier, invoice) = ("cj".to_owned(), "123456789012".to_owned());
    shop.ship(&process(), order, carrier, invoice, None)
        .await
        .unwrap();
    shop.deliver(&process(), order, 1).await.unwrap();
}

async fn nothing_personal(log: &dyn EventLog) {
    for event in events(log).await {
        for canary in ["홍길동", "hong@", "소비 기한", "맛있", "월요일"] {
            let (name, payload) = (&event.event_type, &event.payload);
            assert!(!payload.contains(canary), "{name} tells {canary}");
        }
    }
}

#[tokio::test]
async fn a_question_is_asked_and_answered_once_and_says_nothing_of_people() {
    let (world, database) = world().await;
    let shop = asking(&world, &database).await;
    let form = question(1);
    let twice = join_all([&form, &form].map(|form| {
        let (world, database) = (&world, &database);
        async move {
            let shop = asking(world, database).await;
            let asked = shop.ask_inquiry(&shopper(), form, ORIGIN).await;
            asked.unwrap()
        }
    }));
    let asked = twice.await.into_iter().flatten().count();
    assert_eq!(asked, 1, "sent twice, asked once");
    let answer = async |text: &str| shop.answer_inquiry(&process(), form.inquiry, text).await;
    assert!(answer("다음 주 월요일까지입니다.").await.unwrap().is_some());
    assert!(answer("다음 주 월요일까지입니다.").await.unwrap().is_none());
    shop.reopen_inquiry(&shopper(), form.inquiry, "고맙습니다.", ORIGIN)
        .await
        .unwrap();

    let state = shop.inquiry(form.inquiry).await.unwrap();
    let texts = shop.inquiry_texts(&state).await.unwrap();
    assert_eq!(state.status(), InquiryStatus::Open);
    assert_eq!(texts.title.as_deref(), Some("소비 기한이 궁금합니다"));
    let turns: Vec<_> = texts.turns.iter().flatten().collect();
    assert_eq!(turns[1..], ["다음 주 월요일까지입니다.", "고맙습니다."]);
    assert_eq!(texts.contact, Some(form.contact.clone()));
    nothing_personal(world.log.as_ref()).await;

    let pool = database.pool().await;
    catch_up(&pool, &world.log).await;
    let open = InquiryQuery {
        status: Some("open".to_owned()),
        page: 1,
        per_page: 10,
        ..InquiryQuery::default()
    };
    let found = inquiries::list(&pool, &open).await.unwrap();
    assert_eq!((found.total, found.items[0].turns), (1, 3));
    all_equal(&pool, &world.log).await;
}

#[tokio::test]
async fn an_erased_question_stays_counted_and_cannot_be_read() {
    let (world, database) = world().await;
    let shop = asking(&world, &database).await;
    let form = question(2);
    shop.ask_inquiry(&shopper(), &form, ORIGIN).await.unwrap();
    shop.erase_inquiry(&process(), form.inquiry).await.unwrap();
    let state = shop.inquiry(form.inquiry).await.unwrap();
    let texts = shop.inquiry_texts(&state).await.unwrap();
    assert_eq!((texts.contact, texts.title), (None, None));
    assert_eq!(texts.turns, [None]);
    let late = shop.answer_inquiry(&process(), form.inquiry, "네").await;
    assert!(matches!(
        late,
        Err(ShopError::Inquiry(InquiryRefusal::Erased))
    ));
}

#[tokio::test]
async fn only_what_arrived_is_judged_and_by_two_at_once_only_once() {
    let (world, _database) = world().await;
    let shop = world.open();
    offer(&shop, "rice", Won(12_000), 10).await;
    let order = bought(&shop, "rice", "key").await;
    let form = review(&order, 5, "기대돼요");
    let early = shop.write_review(&shopper(), &form).await;
    assert!(
        matches!(early, Err(ShopError::Review(ReviewRefusal::NotKept))),
        "{early:?}"
    );
    arrives(&shop, &order).await;
    let forms = [review(&order, 5, "맛있어요"), review(&order, 1, "맛없어요")];
    let written = join_all(forms.iter().map(|form| {
        let shop = world.open();
        async move { shop.write_review(&shopper(), form).await }
    }));
    let written = written.await;
    let won = written.iter().filter(|written| written.is_ok()).count();
    assert_eq!(won, 1, "{written:?}");
    let lost = written.into_iter().find_map(Result::err).unwrap();
    assert!(
        matches!(lost, ShopError::Review(ReviewRefusal::Written)),
        "{lost:?}"
    );
    nothing_personal(world.log.as_ref()).await;
}

#[tokio::test]
async fn what_came_back_is_not_judged() {
    let (world, _database) = world().await;
    let shop = world.open();
    offer(&shop, "rice", Won(12_000), 10).await;
    let order = bought(&shop, "rice", "key").await;
    arrives(&shop, &order).await;
    let claim = domain::ClaimId::new("r").unwrap();
    let lines = vec![domain::order::LineQuantity {
        line: 0,
        quantity: 1,
    }];
    shop.receive_return(&process(), &order, claim, lines, true)
        .await
        .unwrap();
    let late = shop
        .write_review(&shopper(), &review(&order, 1, "별로예요"))
        .await;
    assert!(matches!(
        late,
        Err(ShopError::Review(ReviewRefusal::NotKept))
    ));
}

#[tokio::test]
async fn stars_are_counted_of_what_everybody_may_read() {
    let (world, database) = world().await;
    let shop = world.open();
    offer(&shop, "rice", Won(12_000), 10).await;
    offer(&shop, "cup", Won(5_000), 10).await;
    let mut orders = vec![];
    for (key, stars) in [("a", 5), ("b", 4), ("c", 1), ("d", 2)] {
        let order = bought(&shop, "rice", key).await;
        arrives(&shop, &order).await;
        let form = review(&order, stars, "맛있게 먹었어요");
        shop.write_review(&shopper(), &form).await.unwrap();
        orders.push(order);
    }
    let id = |place: usize| ReviewId::of(&orders[place], 0);
    shop.hide_review(&process(), &id(2), "abuse".to_owned())
        .await
        .unwrap();
    shop.withdraw_review(&shopper(), &id(3)).await.unwrap();
    shop.answer_review(&process(), &id(0), "고맙습니다.")
        .await
        .unwrap();
    let edited = review(&orders[1], 3, "다시 먹어 보니 그저 그래요");
    shop.edit_review(&shopper(), &edited).await.unwrap();

    let pool = database.pool().await;
    catch_up(&pool, &world.log).await;
    let ratings = reviews::ratings(&pool, &["rice", "cup"]).await.unwrap();
    assert_eq!(ratings.len(), 1, "nobody judged the cup");
    let rating = ratings["rice"];
    assert_eq!((rating.count(), rating.tenths()), (2, Some(40)));
    let query = |sort, hidden| ReviewQuery {
        product: Some("rice".to_owned()),
        sort,
        hidden,
        page: 1,
        per_page: 1,
        ..ReviewQuery::default()
    };
    let best = reviews::list(&pool, &query(ReviewSort::Highest, false)).await;
    let best = best.unwrap();
    assert_eq!((best.total, best.pages), (2, 2));
    let best = &best.items[0].review;
    assert_eq!(best.opinion().unwrap().stars, 5);
    let staff = reviews::list(&pool, &query(ReviewSort::Lowest, true)).await;
    assert_eq!(staff.unwrap().total, 3, "the one taken back is in no list");

    let words = best.opinion().unwrap().words.clone();
    let words = shop.review_words(&[words]).await.unwrap();
    let words = words[0].clone().unwrap();
    assert_eq!(words.author, "홍**");
    let answer = best.answer().unwrap().0.clone();
    let answers = shop.review_answers(&[answer]).await.unwrap();
    assert_eq!(answers, [Some("고맙습니다.".to_owned())]);
    all_equal(&pool, &world.log).await;
}

#[tokio::test]
async fn words_go_with_the_review_and_with_the_order_of_a_guest() {
    let (world, _database) = world().await;
    let shop = world.open();
    offer(&shop, "rice", Won(12_000), 10).await;
    let order = bought(&shop, "rice", "a").await;
    arrives(&shop, &order).await;
    let form = review(&order, 5, "맛있어요");
    shop.write_review(&shopper(), &form).await.unwrap();
    let id = ReviewId::of(&order, 0);
    let read = async || {
        let review = shop.review(&id).await.unwrap();
        let words = review.opinion().unwrap().words.clone();
        let kept = shop.review_words(std::slice::from_ref(&words)).await;
        (words, kept.unwrap().pop().unwrap())
    };
    let (before, kept) = read().await;
    assert!(kept.is_some());
    let edited = review(&order, 4, "식감이 좋아요");
    shop.edit_review(&shopper(), &edited).await.unwrap();
    let old = shop.review_words(&[before]).await.unwrap();
    assert_eq!(old, [None], "what was said before is forgotten");
    shop.erase_recipient(&process(), &order).await.unwrap();
    assert_eq!(read().await.1, None);
    assert_eq!(
        shop.review(&id).await.unwrap().status(),
        ReviewStatus::Shown,
        "the stars stay"
    );
}

#[tokio::test]
async fn too_much_or_nothing_is_not_taken() {
    let (world, _database) = world().await;
    let shop = world.open();
    for (title, text) in [
        ("", "x"),
        ("x", " "),
        ("a\nb", "x"),
        ("x", &"가".repeat(4_001)),
    ] {
        let form = InquiryForm {
            title: title.to_owned(),
            text: text.to_owned(),
            ..question(3)
        };
        let refused = shop.ask_inquiry(&shopper(), &form, ORIGIN).await;
        assert!(
            matches!(refused, Err(ShopError::BadText { .. })),
            "{title:?}"
        );
    }
}
