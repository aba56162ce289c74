//! A healthy shop passes the doctor, and every invariant, broken on purpose, is found.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use domain::coupon::{Campaign, Issue};
use domain::order::Order;
use domain::pricing::{Condition, Effect, Names};
use domain::{CouponId, Reference, Won};
use jangbu::doctor::{Finding, Patient, examine};
use shop::amend::Cancellation;
use sqlx::PgPool;
use store::EventLog;
use tests::folded::Running;
use tests::pg::{Database, database};
use tests::shop::{World, cart, form, notice, offer, pay, place, process, put, shopper, sku};

/// A shop in which something of every kind has happened, and its tables.
struct Patient1 {
    database: Database,
    pool: PgPool,
    log: Arc<dyn EventLog>,
    world: World,
    /// A paid and shipped order.
    sold: String,
    /// An order that waits for its deposit.
    waiting: String,
}

async fn healthy() -> Patient1 {
    let database = database().await;
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    let world = World::around(log.clone());
    let shop = world.open();
    offer(&shop, "rice", Won(12_000), 100).await;
    let sold = place(&shop, "rice", 2, "sold").await.unwrap().order;
    deposit(&world, &shop, &sold).await;
    shop.ship(
        &process(),
        &sold,
        "cj".to_owned(),
        "123456789012".to_owned(),
        None,
    )
    .await
    .unwrap();
    let cancelled = place(&shop, "rice", 1, "cancelled").await.unwrap().order;
    deposit(&world, &shop, &cancelled).await;
    shop.cancel(&shopper(), &cancelled, Cancellation::whole("shopper"))
        .await
        .unwrap();
    taken_back(&world, &shop).await;
    let waiting = place(&shop, "rice", 3, "waiting").await.unwrap().order;
    let pool = database.pool().await;
    let patient = Patient1 {
        database,
        pool,
        log,
        world,
        sold: sold.to_string(),
        waiting: waiting.to_string(),
    };
    patient.fold().await;
    patient
}

/// The deposit arrives, and the provider writes it into its books.
async fn deposit(world: &World, shop: &shop::Shop, order: &domain::OrderId) {
    pay(shop, order).await.unwrap();
    let amount = shop
        .ledger()
        .state::<domain::payment::Payment>(order.payment().as_str())
        .await
        .unwrap()
        .state
        .captured();
    let key = format!("DEP-{order}");
    let order = order.to_string();
    world
        .bank
        .books()
        .enter(&gateways::books::Entry::Deposit { key, order, amount })
        .unwrap();
}

/// An order whose deposit its bank takes back, and which is cancelled then: nothing is paid back.
async fn taken_back(world: &World, shop: &shop::Shop) {
    let order = place(shop, "rice", 1, "taken-back").await.unwrap().order;
    deposit(world, shop, &order).await;
    let reversal = notice(shop, &order, "REV-1").await;
    shop.reversal_noticed(&process(), reversal).await.unwrap();
    let whole = Cancellation::whole("shopper");
    shop.cancel(&shopper(), &order, whole).await.unwrap();
    shop.settle_claims(&process(), &order).await.unwrap();
    let order = shop.ledger().state::<Order>(order.as_str()).await.unwrap();
    assert!(order.state.owed().next().is_none(), "{:?}", order.state);
}

impl Patient1 {
    async fn fold(&self) {
        let running = Running::start(&self.pool, &self.log).await;
        running.reaches(self.log.end().await.unwrap()).await;
        running.stop().await;
    }

    async fn examined(&self) -> Vec<Finding> {
        // Whatever was done behind the shop's back is read fresh.
        let log: Arc<dyn EventLog> = Arc::new(self.database.log().await);
        let books = Some(self.world.bank.books());
        let patient = Patient {
            pool: &self.pool,
            log: &log,
            books,
            shop: None,
        };
        examine(&patient, |_| {}).await.unwrap().broken
    }

    async fn sql(&self, sql: &str) {
        let done = sqlx::query(sql).execute(&self.pool).await.unwrap();
        assert!(done.rows_affected() > 0, "nothing was broken by {sql}");
    }

    /// Breaks something and demands that exactly this invariant is found broken.
    async fn breaks(&self, sql: &str, invariant: u8, about: &str) {
        self.sql(sql).await;
        let found = self.examined().await;
        assert!(
            found.iter().any(|it| it.invariant == invariant
                && (it.subject.contains(about) || it.what.contains(about))),
            "{sql} was not found as invariant {invariant} about {about}: {found:?}"
        );
    }
}

#[tokio::test]
async fn a_healthy_shop_has_nothing_broken() {
    assert_eq!(healthy().await.examined().await, []);
}

#[tokio::test]
async fn an_acknowledged_order_that_is_gone_is_found() {
    let shop = healthy().await;
    let sql = format!(
        "DELETE FROM events WHERE aggregate_type = 'order' AND aggregate_id = '{}'",
        shop.waiting
    );
    shop.breaks(&sql, 1, &shop.waiting).await;
}

#[tokio::test]
async fn an_order_placed_twice_is_found() {
    let shop = healthy().await;
    let sql = format!(
        "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
         SELECT aggregate_type, aggregate_id, sequence + 1, event_type, event_version, payload, metadata
         FROM events WHERE event_type = 'OrderPlaced' AND aggregate_id = '{}'",
        shop.waiting
    );
    shop.breaks(&sql, 1, "placed 2 times").await;
}

/// A paid order and one that was given up, each with a coupon.
async fn with_coupons() -> (Patient1, String, String) {
    let patient = healthy().await;
    let shop = patient.world.open();
    let coupon = CouponId::new("spring").unwrap();
    let campaign = Campaign {
        name: Names::new("봄맞이", ""),
        issue: Issue::Code,
        condition: Condition::default(),
        effect: Effect::FreeShipping,
        most_claims: None,
        most_uses: None,
        per_member: 1,
        guests: true,
        valid_days: None,
    };
    shop.define_coupon(&process(), &coupon, campaign)
        .await
        .unwrap();
    let mut orders = Vec::new();
    for key in ["paid", "given-up"] {
        let cart = cart();
        put(&shop, cart, "rice", 1).await;
        shop.choose_coupon(&shopper(), cart, Some(coupon.clone()))
            .await
            .unwrap();
        let form = form(&shop, cart, key).await.unwrap();
        orders.push(shop.check_out(&shopper(), &form).await.unwrap().order);
    }
    deposit(&patient.world, &shop, &orders[0]).await;
    shop.cancel(&shopper(), &orders[1], Cancellation::whole("shopper"))
        .await
        .unwrap();
    patient.fold().await;
    (patient, orders[0].to_string(), orders[1].to_string())
}

#[tokio::test]
async fn a_coupons_use_that_does_not_fit_its_order_is_found() {
    let (shop, paid, given_up) = with_coupons().await;
    assert_eq!(shop.examined().await, []);
    // As if all of it had happened long ago, and the last words had never been said.
    shop.sql("UPDATE events SET recorded_at = recorded_at - interval '1 hour'")
        .await;
    let found = shop.examined().await;
    assert!(found.iter().all(|it| it.invariant != 1), "{found:?}");
    let unsaid = "DELETE FROM events WHERE event_type = ";
    shop.breaks(&format!("{unsaid}'CouponRedeemed'"), 1, &paid)
        .await;
    shop.breaks(&format!("{unsaid}'CouponReleased'"), 1, &given_up)
        .await;
    shop.breaks(&format!("{unsaid}'CouponReserved'"), 1, &paid)
        .await;
}

#[tokio::test]
async fn stock_below_zero_is_found() {
    let shop = healthy().await;
    let sql = "UPDATE events SET payload = '{\"StockReceived\":{\"quantity\":2,\"reference\":\"opening\"}}'
               WHERE event_type = 'StockReceived'";
    shop.breaks(sql, 2, "rice").await;
}

#[tokio::test]
async fn pieces_that_came_back_and_were_not_booked_are_found() {
    let shop = healthy().await;
    let sql = "UPDATE events SET payload = replace(payload::text, '\"quantity\":1', '\"quantity\":2')::json
               WHERE event_type = 'LinesCancelled'";
    let broken = "of 2 piece(s), and the stocks took 1 back";
    shop.breaks(sql, 2, broken).await;
    // Counted and booked as the doctor says.
    let found = shop.examined().await;
    let found = found.iter().find(|it| it.what.contains(broken)).unwrap();
    let words: Vec<&str> = found.what.split(' ').collect();
    let note = words.iter().position(|it| *it == "--note").unwrap() + 1;
    let note = Reference::new(words[note]).unwrap();
    let counted = "counted".to_owned();
    let open = shop.world.open();
    let (staff, rice) = (process(), sku("rice"));
    let adjusted = open.adjust_stock(&staff, &rice, 1, counted, note);
    adjusted.await.unwrap();
    let left = shop.examined().await;
    let mended = |it: &Finding| it.subject == found.subject && it.what.contains(broken);
    assert!(!left.iter().any(mended), "{left:?}");
}

#[tokio::test]
async fn a_hold_without_an_order_is_found() {
    let shop = healthy().await;
    let sql = format!(
        "UPDATE events SET recorded_at = recorded_at - interval '1 hour',
             payload = replace(payload::text, '{}', '20200101-NEVERWASIT')::json
         WHERE event_type = 'StockHeld' AND payload::text LIKE '%{0}%'",
        shop.waiting
    );
    shop.breaks(&sql, 2, "20200101-NEVERWASIT").await;
}

#[tokio::test]
async fn a_hold_left_on_one_of_several_skus_is_found() {
    let shop = healthy().await;
    let open = shop.world.open();
    offer(&open, "tea", Won(8_000), 10).await;
    let cart = cart();
    put(&open, cart, "rice", 1).await;
    put(&open, cart, "tea", 1).await;
    let form = form(&open, cart, "both").await.unwrap();
    let both = open.check_out(&shopper(), &form).await.unwrap().order;
    open.cancel(&shopper(), &both, Cancellation::whole("shopper"))
        .await
        .unwrap();
    shop.sql("UPDATE events SET recorded_at = recorded_at - interval '1 hour'")
        .await;
    let sql = format!(
        "DELETE FROM events WHERE aggregate_type = 'stock' AND aggregate_id = 'rice'
         AND event_type = 'HoldReleased' AND payload::text LIKE '%{both}%'"
    );
    shop.breaks(&sql, 2, both.as_str()).await;
}

#[tokio::test]
async fn a_won_too_many_captured_is_found() {
    let shop = healthy().await;
    let sql = format!(
        "UPDATE events SET payload = replace(payload::text, '27000', '27001')::json
         WHERE event_type = 'PaymentCaptured' AND aggregate_id = '{}.1'",
        shop.sold
    );
    shop.breaks(&sql, 3, &shop.sold).await;
}

#[tokio::test]
async fn a_refund_that_the_provider_does_not_know_is_found() {
    let shop = healthy().await;
    let grant = domain::ClaimId::new("late").unwrap();
    let open = shop.world.open();
    let order = domain::OrderId::new(&shop.sold).unwrap();
    open.grant_refund(&process(), &order, grant, Won(1_000), "late".to_owned())
        .await
        .unwrap();
    shop.fold().await;
    assert_eq!(shop.examined().await, []);
    let sql = format!(
        "UPDATE events SET payload = replace(payload::text, '1000', '900')::json
         WHERE event_type IN ('PaymentRefunded', 'OrderRefunded') AND aggregate_id LIKE '{}%'",
        shop.sold
    );
    shop.breaks(&sql, 3, "the provider").await;
}

#[tokio::test]
async fn a_table_that_says_something_else_than_the_log_is_found() {
    let shop = healthy().await;
    shop.breaks("UPDATE read.stock SET on_hand = on_hand + 1", 4, "stock")
        .await;
}

#[tokio::test]
async fn a_hole_in_a_stream_is_found() {
    let shop = healthy().await;
    let sql = format!(
        "DELETE FROM events WHERE aggregate_type = 'order' AND aggregate_id = '{}' AND event_type = 'OrderPaid'",
        shop.sold
    );
    shop.breaks(&sql, 5, &shop.sold).await;
}

#[tokio::test]
async fn a_checkout_that_never_ended_is_found() {
    let shop = healthy().await;
    let sql = "DELETE FROM events finished USING events begun
               WHERE finished.event_type = 'CheckoutFinished' AND begun.event_type = 'CheckoutBegun'
                 AND begun.aggregate_id = finished.aggregate_id";
    shop.sql(sql).await;
    let old = "UPDATE events SET recorded_at = recorded_at - interval '1 hour' WHERE event_type = 'CheckoutBegun'";
    shop.breaks(old, 5, "has not ended").await;
}

#[tokio::test]
async fn a_task_that_keeps_failing_is_found() {
    let shop = healthy().await;
    let sql = "INSERT INTO process_tasks (process, subject, store, due_at, attempts, last_error)
               VALUES ('settle-claims', 'some-order', 'intake', now(), 7, 'the provider is away')";
    shop.breaks(sql, 5, "some-order").await;
}
