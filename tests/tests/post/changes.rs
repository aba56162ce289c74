//! Changed orders in letters: what stands in whose place, and what comes back.

use domain::cart::CartItem;
use domain::order::{ClaimReason, LineQuantity, Wish};
use domain::{Actor, ClaimId, OrderId, ProductId, Won};
use shop::Caller;
use shop::amend::Cancellation;
use shop::claim::ClaimForm;
use shop::edit::{Edit, Edited};
use shop::exchange::Acceptance;
use shop::ports::post::TextBody;
use tests::attend::attend;
use tests::shop::{offer, pay, process, shopper, sku, store_id};

use crate::house::{CANARY, House};

async fn edit(house: &House, old: &OrderId, by: &Caller, what: &Edit) -> Edited {
    let preview = house.shop.preview_edit(old, what).await.unwrap();
    let name = ClaimId::new("e1").unwrap();
    let agreed = preview.agreed();
    let edited = house.shop.edit_order(by, old, name, what, agreed).await;
    edited.unwrap()
}

async fn three_instead(house: &House, old: &OrderId, by: &Caller) -> OrderId {
    let more = Edit {
        lines: vec![LineQuantity {
            line: 0,
            quantity: 3,
        }],
        ..Edit::default()
    };
    edit(house, old, by, &more).await.replacement.unwrap()
}

/// So many of the tea stay, and a pack of rice comes.
async fn rice(house: &House, old: &OrderId, by: &Caller, stay: u32) -> OrderId {
    let item = CartItem {
        product: ProductId::new("rice").unwrap(),
        sku: sku("rice"),
        quantity: 1,
        price: Won(12_000),
    };
    let change = Edit {
        lines: vec![LineQuantity {
            line: 0,
            quantity: stay,
        }],
        add: vec![item],
        recipient: None,
    };
    edit(house, old, by, &change).await.supplement.unwrap()
}

fn kim() -> Caller {
    Caller {
        actor: Actor::Staff("kim".to_owned()),
        ..shopper()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_makes_room_for_another_is_not_told_as_cancelled() {
    let house = House::open().await;
    let old = house.order("key-1", CANARY).await;
    let new = three_instead(&house, &old, &shopper()).await;
    let working = house.work().await;
    let states = [("order-received", "sent"), ("order-cancelled", "skipped")];
    let told = house.delivered(&old, &states).await;
    assert_eq!(told[0].reason.as_deref(), Some("replaced"));
    house.delivered(&new, &[("order-received", "sent")]).await;
    // The account that was told first is void: a message of its own says so.
    let changed = house.messages("order-changed", 1).await;
    house.messages("order-received", 1).await;
    working.stop().await;
    let (TextBody::Plain { text, .. } | TextBody::Alimtalk { text, .. }) = &changed[0].body;
    assert!(
        text.contains(new.as_str()) && text.contains("앞서 알려 드린 계좌로는 입금하지 마세요")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_staff_made_and_is_paid_in_a_window_is_told_with_the_way_there() {
    let house = House::with_wallet().await;
    let [theirs, ours, gone] = ["key-1", "key-2", "key-3"].map(|key| house.order(key, CANARY));
    let (theirs, ours, gone) = (theirs.await, ours.await, gone.await);
    // Who changes an order stands before the window.
    let own = three_instead(&house, &theirs, &shopper()).await;
    let staff = kim();
    let new = three_instead(&house, &ours, &staff).await;
    let given_up = three_instead(&house, &gone, &staff).await;
    let whole = Cancellation::whole("shopper");
    house
        .shop
        .cancel(&shopper(), &given_up, whole)
        .await
        .unwrap();
    let working = house.work().await;
    house.delivered(&new, &[("order-to-pay", "sent")]).await;
    let states = [("order-to-pay", "skipped"), ("order-cancelled", "sent")];
    let told = house.delivered(&given_up, &states).await;
    assert_eq!(told[1].reason.as_deref(), Some("nothing_to_pay"));
    house.delivered(&own, &[]).await;
    let messages = house.messages("order-to-pay", 1).await;
    working.stop().await;
    let letters = house.outbox.letters();
    let letter = letters.iter().find(|it| it.template == "order-to-pay");
    let text = &letter.unwrap().text;
    let page = house.shop.settings().links.order(&store_id(), &new);
    // Three times 8,000 won, and carriage.
    for said in [page.as_str(), ours.as_str(), "27,000원"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(messages.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_letter_says_that_an_order_goes_on_as_another_and_what_comes_back() {
    let house = House::open().await;
    offer(&house.shop, "rice", Won(12_000), 10).await;
    let old = house.order("key-1", CANARY).await;
    pay(&house.shop, &old).await.unwrap();
    let new = rice(&house, &old, &shopper(), 0).await;
    pay(&house.shop, &new).await.unwrap();
    let kept = house.order("key-2", CANARY).await;
    pay(&house.shop, &kept).await.unwrap();
    let added = rice(&house, &kept, &shopper(), 1).await;
    pay(&house.shop, &added).await.unwrap();
    assert!(attend(&house.shop).await.is_empty());
    let working = house.work().await;
    let states = [("order-paid", "sent"), ("order-received", "sent")];
    house.delivered(&new, &states).await;
    house.delivered(&added, &states).await;
    working.stop().await;
    let paid = |order: &OrderId| {
        let letters = house.outbox.letters().into_iter();
        let mut letters = letters.filter(|it| it.template == "order-paid");
        letters
            .find(|it| it.text.contains(&format!("주문 번호: {order}")))
            .unwrap()
            .text
    };
    let text = paid(&new);
    // Two packs of tea and carriage.
    for said in [
        "이 주문으로 이어지고",
        old.as_str(),
        "돌려드릴 금액: 19,000원",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let text = paid(&added);
    assert!(
        text.contains("먼저 하신 주문과 함께") && text.contains(kept.as_str()),
        "{text}"
    );
    assert!(!text.contains("돌려드릴 금액"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_asked_to_pay_in_a_window_hears_that_the_time_is_over() {
    let house = House::with_wallet().await;
    offer(&house.shop, "rice", Won(12_000), 10).await;
    let asked = house.order("key-1", CANARY).await;
    let left = house.order("key-2", CANARY).await;
    let new = three_instead(&house, &asked, &kim()).await;
    let working = house.work().await;
    house.delivered(&new, &[("order-to-pay", "sent")]).await;
    house.world.clock.advance(chrono::Duration::days(4));
    for order in [&new, &left] {
        house.shop.expire(&process(), order).await.unwrap();
    }
    let states = [("deposit-expired", "sent"), ("order-to-pay", "sent")];
    house.delivered(&new, &states).await;
    let told = house
        .delivered(&left, &[("deposit-expired", "skipped")])
        .await;
    assert_eq!(told[0].reason.as_deref(), Some("left_window"));
    working.stop().await;
    let mut letters = house.outbox.letters().into_iter();
    let letter = letters.find(|it| it.template == "deposit-expired").unwrap();
    assert!(letter.text.contains("결제되지 않아") && !letter.text.contains("계좌"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_gives_up_what_an_exchange_costs_hears_that_nothing_is_sent() {
    let house = House::open().await;
    let order = house.arrived("key-1").await;
    let (shop, desk) = (&house.shop, process());
    let claim = ClaimId::new("x").unwrap();
    let form = ClaimForm {
        claim: claim.clone(),
        wish: Wish::Exchange,
        lines: vec![LineQuantity {
            line: 0,
            quantity: 1,
        }],
        reason: ClaimReason::ChangedMind,
        text: String::new(),
        photos: vec![],
        wanted: vec![],
    };
    shop.request_claim(&shopper(), &order, form).await.unwrap();
    let how = Acceptance::default();
    let accepted = shop.accept_claim(&desk, &order, claim.clone(), how).await;
    accepted.unwrap();
    let state = tests::seen::order(shop, &order).await;
    let charges = state.deals()[&claim].to_be_paid().unwrap().order.clone();
    let whole = Cancellation::whole("shopper");
    shop.cancel(&shopper(), &charges, whole).await.unwrap();
    let working = house.work().await;
    let states = [("order-cancelled", "sent"), ("order-received", "sent")];
    house.delivered(&charges, &states).await;
    working.stop().await;
    let letters = house.outbox.letters();
    let letter = letters.iter().find(|it| it.template == "order-cancelled");
    let text = &letter.unwrap().text;
    for said in ["새 상품을 보내 드릴 수 없습니다", order.as_str()] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("더 하실 일은 없습니다"), "{text}");
    let asked = letters
        .iter()
        .find(|it| it.template == "order-received" && it.text.contains(charges.as_str()));
    assert!(asked.unwrap().subject.contains("교환 비용"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whose_change_came_too_late_hears_of_it_and_of_what_is_sent_by_itself() {
    let house = House::open().await;
    offer(&house.shop, "rice", Won(12_000), 10).await;
    let old = house.order("key-1", CANARY).await;
    pay(&house.shop, &old).await.unwrap();
    let added = rice(&house, &old, &shopper(), 1).await;
    let (carrier, invoice) = ("cj".to_owned(), "123456789012".to_owned());
    let desk = process();
    let shipped = house.shop.ship(&desk, &old, carrier, invoice, None);
    shipped.await.unwrap();
    pay(&house.shop, &added).await.unwrap();
    assert!(attend(&house.shop).await.is_empty());
    let working = house.work().await;
    let states = [
        "change-late",
        "order-paid",
        "order-received",
        "order-shipped",
    ];
    house.delivered(&old, &states.map(|it| (it, "sent"))).await;
    let told = house.messages("change-late", 1).await;
    working.stop().await;
    let letters = house.outbox.letters();
    let letter = letters.iter().find(|it| it.template == "change-late");
    let text = &letter.unwrap().text;
    for said in ["보내기 시작했거나", "추가 주문", added.as_str()] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let (TextBody::Plain { text, .. } | TextBody::Alimtalk { text, .. }) = &told[0].body;
    assert!(text.contains(old.as_str()), "{text}");
}
