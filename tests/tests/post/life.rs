//! An order's life in letters.

use domain::order::{ClaimReason, LineQuantity, Wish};
use domain::{Actor, ClaimId, OrderId, Won};
use shop::Caller;
use shop::amend::Cancellation;
use shop::claim::ClaimForm;
use shop::edit::{Agreed, Edit};
use shop::exchange::Acceptance;
use shop::ports::post::Mail;
use tests::attend::attend;
use tests::shop::{pay, process, shopper, store_id};

use crate::house::{CANARY, House};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_ordered_hears_of_every_step_once() {
    let house = House::open().await;
    let working = house.work().await;
    let order = house.order("key-1", CANARY).await;
    house.letters(1).await;
    pay(&house.shop, &order).await.unwrap();
    house.letters(2).await;
    let shop = &house.shop;
    let (carrier, invoice) = ("cj".to_owned(), "688012345678".to_owned());
    shop.ship(&process(), &order, carrier, invoice, None)
        .await
        .unwrap();
    house.letters(3).await;
    shop.correct_invoice(
        &process(),
        &order,
        1,
        "epost".to_owned(),
        "6068123456789".to_owned(),
    )
    .await
    .unwrap();
    house.letters(4).await;
    shop.deliver(&process(), &order, 1).await.unwrap();
    let letters = house.letters(5).await;
    working.stop().await;
    let names: Vec<_> = letters.iter().map(|mail| mail.template).collect();
    assert_eq!(
        names,
        [
            "order-received",
            "order-paid",
            "order-shipped",
            "order-shipped",
            "order-delivered"
        ]
    );
    assert!(house.outbox.keys().values().all(|times| *times == 1));
    for mail in &letters {
        assert_eq!(mail.to.address, CANARY);
        assert!(mail.text.contains(order.as_str()) && mail.html.contains(order.as_str()));
    }
    each_once_by_message(&house);
    account_and_invoice_are_told(&house, &order, &letters).await;
}

fn each_once_by_message(house: &House) {
    let mut told: Vec<_> = house
        .outbox
        .messages()
        .into_iter()
        .map(|it| it.template)
        .collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "order-delivered",
            "order-paid",
            "order-received",
            "order-shipped",
            "order-shipped"
        ]
    );
}

async fn account_and_invoice_are_told(house: &House, order: &OrderId, letters: &[Mail]) {
    let account = house
        .shop
        .ledger()
        .state::<domain::payment::Payment>(order.payment().as_str())
        .await
        .unwrap();
    let account = account.state.account().unwrap().number.clone();
    assert!(letters[0].text.contains(&account), "{}", letters[0].text);
    assert!(letters[2].text.contains("688012345678") && letters[3].text.contains("6068123456789"));
    assert!(letters[3].html.contains("service.epost.go.kr"));
    // The rest of the telephone number is the shopper's own business.
    assert!(
        letters
            .iter()
            .all(|mail| !mail.html.contains("01087654321"))
    );
}

async fn cancel(house: &House, order: &OrderId, lines: Option<Vec<LineQuantity>>) {
    let cancellation = Cancellation {
        claim: ClaimId::new("c1").unwrap(),
        lines,
        reason: "shopper".to_owned(),
    };
    let done = house.shop.cancel(&shopper(), order, cancellation).await;
    done.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancelling_and_paying_back_is_told_with_its_amounts() {
    let house = House::open().await;
    let working = house.work().await;
    let unpaid = house.order("key-1", CANARY).await;
    house.letters(1).await;
    cancel(&house, &unpaid, None).await;
    let letters = house.letters(2).await;
    assert_eq!(letters[1].template, "order-cancelled");
    let paid = house.order("key-2", CANARY).await;
    house.letters(3).await;
    pay(&house.shop, &paid).await.unwrap();
    house.letters(4).await;
    let one = vec![LineQuantity {
        line: 0,
        quantity: 1,
    }];
    cancel(&house, &paid, Some(one)).await;
    attend(&house.shop).await;
    let letters = house.letters(6).await;
    working.stop().await;
    let mut names: Vec<_> = letters[4..].iter().map(|mail| mail.template).collect();
    names.sort_unstable();
    assert_eq!(names, ["order-cancelled", "order-refunded"]);
    let refund = letters
        .iter()
        .find(|mail| mail.template == "order-refunded")
        .unwrap();
    assert!(
        refund.text.contains(&format!("{}", Won(8_000))),
        "{}",
        refund.text
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_expires_says_so() {
    let house = House::open().await;
    let order = house.order("key-1", CANARY).await;
    house.world.clock.advance(chrono::Duration::days(4));
    house.shop.expire(&process(), &order).await.unwrap();
    let working = house.work().await;
    let letters = house.letters(2).await;
    working.stop().await;
    let mut names: Vec<_> = letters.iter().map(|mail| mail.template).collect();
    names.sort_unstable();
    assert_eq!(names, ["deposit-expired", "order-received"]);
}

/// Makes three pieces of an unpaid order's two, which another order does that takes its place.
async fn three_instead(house: &House, old: &OrderId, by: &Caller) -> OrderId {
    let more = Edit {
        lines: vec![LineQuantity {
            line: 0,
            quantity: 3,
        }],
        ..Edit::default()
    };
    let preview = house.shop.preview_edit(old, &more).await.unwrap();
    let agreed = Agreed {
        to_pay: preview.to_pay,
        to_pay_back: preview.to_pay_back,
    };
    let name = ClaimId::new("e1").unwrap();
    let edited = house.shop.edit_order(by, old, name, &more, agreed).await;
    edited.unwrap().replacement.unwrap()
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
    working.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_staff_made_and_is_paid_in_a_window_is_told_with_the_way_there() {
    let house = House::with_wallet().await;
    let [theirs, ours, gone] = ["key-1", "key-2", "key-3"].map(|key| house.order(key, CANARY));
    let (theirs, ours, gone) = (theirs.await, ours.await, gone.await);
    // Who changes an order stands before the window.
    let own = three_instead(&house, &theirs, &shopper()).await;
    let staff = Caller {
        actor: Actor::Staff("kim".to_owned()),
        ..shopper()
    };
    let new = three_instead(&house, &ours, &staff).await;
    let given_up = three_instead(&house, &gone, &staff).await;
    cancel(&house, &given_up, None).await;
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
async fn who_left_no_address_or_was_erased_gets_none_and_the_book_says_why() {
    let house = House::open().await;
    let silent = house.order("key-1", "").await;
    let erased = house.order("key-2", CANARY).await;
    cancel(&house, &erased, None).await;
    house
        .shop
        .erase_recipient(&process(), &erased)
        .await
        .unwrap();
    let working = house.work().await;
    let why = house
        .delivered(&silent, &[("order-received", "skipped")])
        .await;
    assert_eq!(why[0].reason.as_deref(), Some("no_address"));
    let states = [
        ("order-received", "skipped"),
        ("order-cancelled", "skipped"),
    ];
    let why = house.delivered(&erased, &states).await;
    assert!(
        why.iter()
            .all(|it| it.reason.as_deref() == Some("nobody_known"))
    );
    working.stop().await;
    assert_eq!(house.outbox.letters(), []);
}

/// Payloads, deliveries and whatever else the database holds in the clear.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_named_outside_the_vault() {
    let house = House::open().await;
    let order = house.order("key-1", CANARY).await;
    house.outbox.is(tests::outbox::Mood::Away);
    let working = house.work().await;
    house
        .delivered(&order, &[("order-received", "waiting")])
        .await;
    working.stop().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
          WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
    )
    .fetch_all(&house.pool)
    .await
    .unwrap();
    assert!(
        tables
            .iter()
            .any(|table| table == "graphile_worker._private_jobs")
    );
    for table in tables {
        let sql = format!("SELECT count(*) FROM {table} AS it WHERE it::text ILIKE ANY ($1)");
        let canaries = [
            "%canary-kim%",
            "%김장부%",
            "%01012345678%",
            "%01087654321%",
            "%테헤란로%",
        ];
        let found: i64 = sqlx::query_scalar(&sql)
            .bind(canaries.as_slice())
            .fetch_one(&house.pool)
            .await
            .unwrap();
        assert_eq!(found, 0, "{table} names somebody");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_wants_to_send_something_back_is_answered() {
    let house = House::open().await;
    let shop = &house.shop;
    let order = house.order("key-1", CANARY).await;
    pay(shop, &order).await.unwrap();
    let (carrier, invoice) = ("cj".to_owned(), "688012345678".to_owned());
    let sent = shop.ship(&process(), &order, carrier, invoice, None).await;
    sent.unwrap();
    shop.deliver(&process(), &order, 1).await.unwrap();
    for (name, wish) in [("r-1", Wish::Exchange), ("r-2", Wish::Return)] {
        let form = ClaimForm {
            claim: ClaimId::new(name).unwrap(),
            wish,
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
    }
    let accepted = ClaimId::new("r-1").unwrap();
    let how = Acceptance::default();
    let done = shop.accept_claim(&process(), &order, accepted, how).await;
    done.unwrap();
    let rejected = ClaimId::new("r-2").unwrap();
    let why = "other".to_owned();
    let text = "포장을 뜯으셨습니다.";
    let done = shop
        .reject_claim(&process(), &order, rejected, why, text)
        .await;
    done.unwrap();
    let working = house.work().await;
    // Received, paid, shipped, delivered, the two answers, and where to pay for the exchange.
    let letters = house.letters(7).await;
    let told = house.messages("claim-answered", 2).await;
    working.stop().await;
    let answers: Vec<_> = letters
        .iter()
        .filter(|mail| mail.template == "claim-answered")
        .collect();
    assert_eq!(answers.len(), 2);
    let exchange = answers.iter().find(|mail| mail.subject.contains("교환"));
    let exchange = &exchange.unwrap().text;
    // Both ways, by the shopper's fault.
    for said in ["접수했습니다", "6,000원", "상품 tea"] {
        assert!(exchange.contains(said), "{said}: {exchange}");
    }
    let no = answers.iter().find(|mail| mail.subject.contains("반품"));
    let no = &no.unwrap().text;
    assert!(no.contains("받아 드릴 수 없습니다"), "{no}");
    // What staff wrote is on the order's page, and nowhere else.
    assert!(letters.iter().all(|mail| !mail.text.contains("포장을 뜯")));
    assert_eq!(told.len(), 2);
}
