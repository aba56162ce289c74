//! Whoever asked the shop hears of each answer once.

use std::time::Duration;

use domain::InquiryId;
use domain::inquiry::Topic;
use shop::inquiry::{Contact, InquiryForm};
use store::accounts::Accounts;
use tests::shop::{process, shopper};
use uuid::Uuid;

use crate::house::{CANARY, House};

/// Where it is asked from.
const ORIGIN: &str = "203.0.113.7";

fn asks(id: u128, email: &str) -> InquiryForm {
    InquiryForm {
        inquiry: InquiryId(Uuid::from_u128(id)),
        contact: Contact {
            name: "홍길동".to_owned(),
            email: email.to_owned(),
            phone: String::new(),
        },
        topic: Topic::Product,
        order: None,
        title: "재입고되나요".to_owned(),
        text: "차가 품절인데 언제 들어오나요?".to_owned(),
        photos: vec![],
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_answer_is_one_letter_with_what_it_answers() {
    let house = House::open().await;
    let working = house.work().await;
    let accounts = Accounts::new(house.pool.clone(), 1);
    let shop = house.shop.clone().with_accounts(accounts);
    let form = asks(1, CANARY);
    shop.ask_inquiry(&shopper(), &form, ORIGIN).await.unwrap();
    shop.answer_inquiry(&process(), form.inquiry, "월요일에 들어옵니다.")
        .await
        .unwrap();
    shop.answer_inquiry(&process(), form.inquiry, "월요일에 들어옵니다.")
        .await
        .unwrap();
    house.letters(1).await;
    shop.reopen_inquiry(&shopper(), form.inquiry, "몇 시쯤인가요?", ORIGIN)
        .await
        .unwrap();
    shop.answer_inquiry(&process(), form.inquiry, "아침 아홉 시입니다.")
        .await
        .unwrap();
    let letters = house.letters(2).await;
    // Nobody without an address is written to, and nothing waits for one.
    let mute = asks(2, "");
    shop.ask_inquiry(&shopper(), &mute, ORIGIN).await.unwrap();
    shop.answer_inquiry(&process(), mute.inquiry, "네.")
        .await
        .unwrap();
    let book = store::post::Deliveries::new(house.pool.clone());
    let skipped = async || {
        let about = book.about(&mute.inquiry.to_string()).await.unwrap();
        about.first().map(|delivery| delivery.state.clone())
    };
    for _ in 0..600 {
        if skipped().await.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    working.stop().await;
    assert_eq!(skipped().await.unwrap().as_str(), "skipped");

    assert!(
        letters
            .iter()
            .all(|mail| mail.template == "inquiry-answered")
    );
    assert!(house.outbox.keys().values().all(|times| *times == 1));
    assert_eq!(house.outbox.letters().len(), 2);
    let [first, second] = letters.as_slice() else {
        panic!("two letters")
    };
    assert_eq!(first.to.address, CANARY);
    assert!(first.text.contains("월요일에") && first.text.contains("언제 들어오나요"));
    assert!(second.text.contains("아홉 시") && second.text.contains("몇 시쯤"));
    let href = shop
        .settings()
        .links
        .inquiry(&tests::shop::store_id(), form.inquiry);
    assert!(first.text.contains(&href), "{}", first.text);
}
