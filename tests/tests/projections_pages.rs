//! What pages read: orders, the catalogue, carts, deposits.

#![allow(clippy::unwrap_used)]

use projections::{cart, catalogue, orders, stock};
use tests::folded::catch_up;
use tests::told::{Shop, a_sale_and_a_refund, at, placed};
use uuid::Uuid;

#[tokio::test]
async fn an_order_is_shown_with_its_way_its_parcels_and_its_claims() {
    let shop = a_sale_and_a_refund().await;
    let ship = serde_json::json!({"ParcelShipped": {
        "parcel": 1, "carrier": "cj", "invoice": "688012345678", "at": "2026-03-13T00:00:00Z",
        "lines": [{"line": 0, "quantity": 2}],
    }});
    shop.tell("2026-03-13T00:00:00Z", "order", "o1", &[ship])
        .await;
    catch_up(&shop.pool, &shop.log).await;
    let view = orders::view(&shop.pool, "o1").await.unwrap().unwrap();
    assert_eq!(
        (view.status(), view.refunded(), view.owed()),
        ("partly_shipped", 5_500, 0)
    );
    assert_eq!(view.doc.times.paid, Some(at("2026-03-01T14:30:00Z")));
    assert_eq!((view.lines()[0].shipped, view.lines()[1].shipped), (2, 0));
    assert_eq!(view.parcels()[0].invoice, "688012345678");
    let claims = view.claims();
    assert_eq!(claims[0].plan.unwrap().amount.0, 5_500);
    assert_eq!(claims[0].note.refunded_at, Some(at("2026-03-09T15:30:00Z")));
    assert!(view.payment.is_none());

    let query = orders::OrderQuery {
        statuses: vec!["partly_shipped".to_owned()],
        page: 1,
        per_page: 10,
        ..orders::OrderQuery::default()
    };
    let listed = orders::list(&shop.pool, &query).await.unwrap();
    assert_eq!(
        (
            listed.total,
            listed.items[0].title.as_str(),
            listed.items[0].pieces
        ),
        (1, "이름 a", 5)
    );
    assert_eq!(
        orders::counts(&shop.pool, Some("demo")).await.unwrap(),
        [("partly_shipped".to_owned(), 1)]
    );
    assert!(orders::view(&shop.pool, "o2").await.unwrap().is_none());
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told from its beginning")]
async fn the_catalogue_finds_sorts_pages_and_tells_what_is_sold_out() {
    let shop = Shop::new().await;
    for (id, name, price) in [
        ("odae", "철원 오대쌀", 28_900),
        ("brown", "유기농 현미 A_B", 31_000),
        ("barley", "찰보리", 9_900),
    ] {
        shop.tell(
            "2026-03-01T00:00:00Z",
            "product",
            id,
            &[listed(id, name, price)],
        )
        .await;
    }
    let received = serde_json::json!({"StockReceived": {"quantity": 5, "reference": "d1"}});
    shop.tell("2026-03-01T00:00:00Z", "stock", "odae-10", &[received])
        .await;
    shop.tell(
        "2026-03-02T00:00:00Z",
        "product",
        "barley",
        &[serde_json::json!({"ProductHidden": {}})],
    )
    .await;
    catch_up(&shop.pool, &shop.log).await;
    let search = async |words: &str| {
        let query = catalogue::ListQuery {
            search: words.to_owned(),
            ..catalogue::ListQuery::new("demo", now())
        };
        let found = catalogue::list(&shop.pool, &query).await.unwrap();
        found
            .items
            .into_iter()
            .map(|card| card.product)
            .collect::<Vec<_>>()
    };
    assert_eq!(search("").await.len(), 2, "the hidden one is not shown");
    assert_eq!(search("오대 철원").await, ["odae"]);
    assert_eq!(search("a_b").await, ["brown"]);
    assert_eq!(search("%").await.len(), 2, "a sign like any other: 100%");
    for many in ["％％", "＿＿＿", "%%", "___", "\\", "＼"] {
        let found = search(many).await;
        assert!(found.is_empty(), "{many} is no wildcard: {found:?}");
    }
    assert_eq!(search("％").await.len(), 2, "full-width, the same sign");
    assert_eq!(search("Ａ＿Ｂ").await, ["brown"]);
    assert_eq!(search("찰보리").await, Vec::<String>::new());
    // Typed on a machine that decomposes Hangul.
    assert_eq!(search("\u{110b}\u{1169}\u{1103}\u{1162}").await, ["odae"]);

    let mut query = catalogue::ListQuery {
        sort: catalogue::Sort::PriceHigh,
        per_page: 1,
        ..catalogue::ListQuery::new("demo", now())
    };
    let first = catalogue::list(&shop.pool, &query).await.unwrap();
    assert_eq!(
        (
            first.total,
            first.pages,
            first.items[0].product.as_str(),
            first.items[0].sold_out
        ),
        (2, 2, "brown", true)
    );
    query.page = 2;
    let second = catalogue::list(&shop.pool, &query).await.unwrap();
    assert_eq!(
        (
            second.items[0].product.as_str(),
            second.items[0].sold_out,
            second.items[0].price_varies
        ),
        ("odae", false, true)
    );
    query.page = 3;
    assert_eq!(catalogue::list(&shop.pool, &query).await.unwrap().total, 2);

    let page = catalogue::product(&shop.pool, "demo", "odae")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(page.available, [0, 5]);
    assert!(
        catalogue::product(&shop.pool, "demo", "barley")
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        catalogue::product(&shop.pool, "other", "odae")
            .await
            .unwrap()
            .is_none()
    );
    let categories = catalogue::categories(&shop.pool, "demo", now())
        .await
        .unwrap();
    assert_eq!((categories.len(), categories[0].products), (1, 2));
}

#[tokio::test]
async fn a_cart_shows_prices_then_and_now_and_what_is_left() {
    let shop = Shop::new().await;
    let cart = Uuid::new_v4();
    shop.tell(
        "2026-03-01T00:00:00Z",
        "product",
        "odae",
        &[listed("odae", "철원 오대쌀", 28_900)],
    )
    .await;
    shop.tell(
        "2026-03-01T00:00:00Z",
        "stock",
        "odae-4",
        &[serde_json::json!({"StockReceived": {"quantity": 3, "reference": "d1"}})],
    )
    .await;
    let add = |sku: &str| serde_json::json!({"ItemAdded": {"product": "odae", "sku": sku, "quantity": 2, "price": 28_900}});
    shop.tell(
        "2026-03-01T00:00:00Z",
        "cart",
        &cart.to_string(),
        &[add("odae-4"), add("gone-1")],
    )
    .await;
    shop.tell(
        "2026-03-02T00:00:00Z",
        "product",
        "odae",
        &[serde_json::json!({"PriceChanged": {"sku": "odae-4", "price": 25_000}})],
    )
    .await;
    catch_up(&shop.pool, &shop.log).await;
    let view = cart::view(&shop.pool, "demo", cart, now())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (view.pieces(), cart::pieces(&shop.pool, cart).await.unwrap()),
        (4, 4)
    );
    let [rice, gone] = &view.items[..] else {
        panic!("two items")
    };
    assert_eq!(
        (rice.changed_price(), rice.available, rice.can_buy()),
        (Some(25_000), 3, true)
    );
    assert_eq!(rice.now.as_ref().unwrap().option.as_deref(), Some("4kg"));
    assert!(gone.now.is_none() && !gone.can_buy());
    assert!(
        cart::view(&shop.pool, "demo", Uuid::new_v4(), now())
            .await
            .unwrap()
            .is_none()
    );
    assert!(stock::all(&shop.pool).await.unwrap()[0].balanced());
}

#[tokio::test]
async fn deposits_due_and_deposits_without_a_match_are_tasks() {
    let shop = Shop::new().await;
    shop.tell("2026-03-01T01:00:00Z", "order", "o1", &[placed("o1")])
        .await;
    let opened = serde_json::json!({"PaymentRequested": {"order": "o1", "amount": 19_000, "at": "2026-03-01T01:00:00Z"}});
    let issued = serde_json::json!({"VirtualAccountIssued": {
        "bank": "088", "account": "56211234567890", "issue": "t1", "deadline": "2026-03-04T00:00:00Z"}});
    let wrong = serde_json::json!({"DepositUnmatched": {
        "notice": "n1", "account": "56211234567890", "amount": 18_000, "reason": "wrong_amount", "at": "2026-03-02T01:00:00Z"}});
    shop.tell(
        "2026-03-02T01:00:00Z",
        "payment",
        "o1.1",
        &[opened, issued, wrong],
    )
    .await;
    catch_up(&shop.pool, &shop.log).await;
    let due = orders::deposits_due(&shop.pool, at("2026-03-05T00:00:00Z"), 10)
        .await
        .unwrap();
    assert_eq!(
        (
            due[0].order.as_str(),
            due[0].amount,
            due[0].account.as_deref()
        ),
        ("o1", 19_000, Some("56211234567890"))
    );
    assert_eq!(
        orders::deposits_due(&shop.pool, at("2026-03-03T00:00:00Z"), 10)
            .await
            .unwrap(),
        []
    );
    let unmatched = orders::unmatched(&shop.pool, 10).await.unwrap();
    let task = &unmatched[0];
    assert_eq!(
        (
            task.order.as_deref(),
            task.amount,
            task.reason.as_str(),
            task.is_open()
        ),
        (Some("o1"), 18_000, "wrong_amount", true)
    );
    let view = orders::view(&shop.pool, "o1").await.unwrap().unwrap();
    assert_eq!(
        view.payment.unwrap().deadline,
        Some(at("2026-03-04T00:00:00Z"))
    );
}

#[tokio::test]
async fn a_deposit_that_was_paid_back_is_no_task_any_more() {
    let shop = Shop::new().await;
    for notice in ["n1", "n2"] {
        let strange = serde_json::json!({"DepositUnmatched": {
            "notice": notice, "account": "56211234567890", "amount": 18_000, "reason": "unknown_account",
            "at": "2026-03-02T01:00:00Z"}});
        let stream = format!("unmatched.{notice}");
        shop.tell("2026-03-02T01:00:00Z", "payment", &stream, &[strange])
            .await;
    }
    let back = serde_json::json!({"DepositPaidBack": {
        "notice": "n2", "amount": 18_000, "transfer": "IBK-77", "at": "2026-03-03T01:00:00Z"}});
    shop.tell("2026-03-03T01:00:00Z", "payment", "unmatched.n2", &[back])
        .await;
    catch_up(&shop.pool, &shop.log).await;
    let tasks = orders::unmatched(&shop.pool, 10).await.unwrap();
    let told: Vec<_> = tasks
        .iter()
        .map(|task| (task.notice.as_str(), task.is_open()))
        .collect();
    assert_eq!(
        told,
        [("n1", true), ("n2", false)],
        "what waits comes first"
    );
    assert_eq!(tasks[1].transfer.as_deref(), Some("IBK-77"));
    let found = orders::unmatched_deposit(&shop.pool, "n2").await.unwrap();
    assert_eq!(found.unwrap().payment, "unmatched.n2");
    let none = orders::unmatched_deposit(&shop.pool, "n3").await.unwrap();
    assert!(none.is_none());
}

fn now() -> chrono::DateTime<chrono::Utc> {
    at("2026-03-03T00:00:00Z")
}

fn listed(id: &str, name: &str, price: i64) -> serde_json::Value {
    serde_json::json!({"ProductListed": {"listing": {
        "product": id, "store": "demo", "name": name, "category": "rice", "category_name": "쌀", "summary": "갓 도정한 100% 햅쌀",
        "tax": "TaxFree", "variants": [
            {"sku": format!("{id}-4"), "option": "4kg", "price": price},
            {"sku": format!("{id}-10"), "option": "10kg", "price": price * 2},
        ],
    }}})
}
