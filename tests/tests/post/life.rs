//! An order's life in letters.

use domain::order::{ClaimReason, LineQuantity, Wish};
use domain::{ClaimId, OrderId, Won};
use shop::amend::Cancellation;
use shop::claim::ClaimForm;
use shop::exchange::Acceptance;
use shop::ports::post::Mail;
use tests::attend::attend;
use tests::shop::{pay, process, shopper};

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
    for (template, times) in [
        ("order-received", 1),
        ("order-paid", 1),
        ("order-shipped", 2),
        ("order-delivered", 1),
    ] {
        house.messages(template, times).await;
    }
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
    let order = house.arrived("key-1").await;
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
    for said in [
        "접수했습니다",
        "6,000원",
        "보내실 상품\n- 상품 tea",
        "보내 드릴 상품\n- 상품 tea",
    ] {
        assert!(exchange.contains(said), "{said}: {exchange}");
    }
    let no = answers.iter().find(|mail| mail.subject.contains("반품"));
    let no = &no.unwrap().text;
    assert!(no.contains("받아 드릴 수 없습니다"), "{no}");
    // What staff wrote is on the order's page, and nowhere else.
    assert!(letters.iter().all(|mail| !mail.text.contains("포장을 뜯")));
    assert_eq!(told.len(), 2);
}
