//! A payment provider that answers late, differently, or not at all, and notices that name
//! another store's merchant.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use async_trait::async_trait;
use chrono::Duration;
use domain::order::Status;
use domain::{OrderId, StoreId, Won};
use shop::audit::{Entry, Moment, Trail};
use shop::deposit::Noticed;
use shop::ports::{AccountAsk, GatewayError, IssuedAccount, RefundAsk, VirtualAccounts};
use shop::{Ports, Shop, ShopSettings};
use store::{EventLog, LaneOptions, Ledger, MemoryLog};
use tests::crash::{CrashingLog, Moment as Crash};
use tests::seen::{self, order};
use tests::shop::{World, cart, form, notice, offer, pay, place, process, put, settings, shopper};

/// A provider whose mood changes.
struct Moody {
    world: World,
    asked: AtomicUsize,
    away: AtomicBool,
    declines: AtomicBool,
    hangs: AtomicBool,
}

impl Moody {
    fn around(world: &World) -> Arc<Self> {
        Arc::new(Self {
            world: world.clone(),
            asked: AtomicUsize::new(0),
            away: AtomicBool::new(false),
            declines: AtomicBool::new(false),
            hangs: AtomicBool::new(false),
        })
    }

    /// Says nothing for ever, if that is its mood.
    async fn hang(&self) {
        if self.hangs.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
    }
}

#[async_trait]
impl VirtualAccounts for Moody {
    async fn issue(&self, ask: &AccountAsk) -> Result<IssuedAccount, GatewayError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.hang().await;
        if self.away.load(Ordering::SeqCst) {
            return Err(GatewayError::Unknown("away".to_owned()));
        }
        if self.declines.load(Ordering::SeqCst) {
            return Err(GatewayError::Declined("no more of them".to_owned()));
        }
        self.world.bank.issue(ask).await
    }

    async fn refund(&self, ask: &RefundAsk) -> Result<String, GatewayError> {
        self.hang().await;
        self.world.bank.refund(ask).await
    }
}

async fn world() -> World {
    let world = World::around(Arc::new(MemoryLog::new()));
    offer(&world.open(), "rice", Won(12_000), 10).await;
    world
}

/// The shop over a log, with that provider.
fn open(world: &World, log: Arc<dyn EventLog>, bank: &Arc<Moody>) -> Shop {
    let ports = Ports {
        accounts: bank.clone(),
        ..world.ports()
    };
    let settings = ShopSettings {
        provider_deadline: std::time::Duration::from_millis(50),
        ..settings()
    };
    Shop::new(Ledger::new(log, LaneOptions::default()), ports, settings)
}

async fn trail(world: &World) -> Trail {
    let placed = seen::events(world.log.as_ref()).await.into_iter();
    let mut placed = placed.filter(|event| event.event_type == "OrderPlaced");
    let id = OrderId::new(placed.next().unwrap().id).unwrap();
    world.open().trail(&id).await.unwrap().unwrap()
}

fn entry<'a>(trail: &'a Trail, event: &str) -> &'a Entry {
    let mut entries = trail.entries.iter();
    entries.find(|entry| entry.event == event).unwrap()
}

#[tokio::test]
async fn an_account_that_comes_late_is_not_dated_back() {
    let world = world().await;
    let bank = Moody::around(&world);
    let shop = open(&world, world.log.clone(), &bank);
    let cart = cart();
    put(&shop, cart, "rice", 1).await;
    bank.away.store(true, Ordering::SeqCst);
    let sent = form(&shop, cart, "key-1").await.unwrap();
    assert!(
        shop.check_out(&shopper(), &sent)
            .await
            .unwrap_err()
            .is_passing()
    );

    world.clock.advance(Duration::hours(3));
    bank.away.store(false, Ordering::SeqCst);
    shop.finish_checkout(&process(), cart).await.unwrap();

    let trail = trail(&world).await;
    assert_eq!(
        entry(&trail, "VirtualAccountIssued").occurred_at,
        shop.now()
    );
    let placed = entry(&trail, "OrderPlaced").occurred_at;
    assert_eq!(
        placed,
        shop.now() - Duration::hours(3),
        "ordered is ordered"
    );
    let soon = trail.at(Moment::Occurred(placed + Duration::seconds(1)));
    let soon = soon.unwrap().unwrap();
    assert!(soon.payment.account().is_none(), "there was none yet");
}

#[tokio::test]
async fn pieces_that_are_held_late_are_not_dated_back() {
    let world = world().await;
    let fresh = world.open();
    let cart = cart();
    put(&fresh, cart, "rice", 1).await;
    let sent = form(&fresh, cart, "key-1").await.unwrap();
    // The cart's word is the last that is written.
    let crashing = world.open_over(CrashingLog::new(world.log.clone(), 1, Crash::Before));
    assert!(crashing.check_out(&shopper(), &sent).await.is_err());

    world.clock.advance(Duration::hours(3));
    let restarted = world.open();
    restarted.finish_checkout(&process(), cart).await.unwrap();
    let mut events = seen::events(world.log.as_ref()).await.into_iter();
    let held = events
        .find(|event| event.event_type == "StockHeld")
        .unwrap();
    let meta: std::collections::HashMap<String, String> =
        serde_json::from_str(&held.metadata).unwrap();
    let meta = domain::Meta::from_map(&meta).unwrap();
    assert_eq!(meta.occurred_at, restarted.now());
}

#[tokio::test]
async fn a_provider_that_issued_an_account_is_not_asked_again_after_a_crash() {
    for paid in [false, true] {
        let world = world().await;
        let bank = Moody::around(&world);
        let fresh = world.open();
        let cart = cart();
        put(&fresh, cart, "rice", 1).await;
        let sent = form(&fresh, cart, "key-1").await.unwrap();
        // Begun, held, placed, requested, issued: only the cart's end is missing.
        let crashing = CrashingLog::new(world.log.clone(), 5, Crash::Before);
        let crashing = open(&world, crashing, &bank);
        assert!(crashing.check_out(&shopper(), &sent).await.is_err());
        let id = trail(&world).await.order;
        if paid {
            pay(&fresh, &id).await.unwrap();
        }

        bank.declines.store(true, Ordering::SeqCst);
        let restarted = open(&world, world.log.clone(), &bank);
        let finished = restarted.finish_checkout(&process(), cart).await.unwrap();
        assert_eq!(finished.unwrap().order, id);
        assert_eq!(bank.asked.load(Ordering::SeqCst), 1, "asked once");
        let (state, expected) = (
            order(&restarted, &id).await,
            [Status::PendingDeposit, Status::Paid],
        );
        assert_eq!(state.status(), expected[usize::from(paid)]);
        assert_eq!(state.refunded(), Won::ZERO);
    }
}

/// The tests' store and one more, with a merchant id of its own.
fn two_stores() -> ShopSettings {
    let mut settings = settings();
    let mut second = settings.stores.values().next().unwrap().clone();
    second.merchants = vec!["second01".to_owned()];
    let id = StoreId::new("second").unwrap();
    settings.stores.insert(id, second);
    settings
}

#[tokio::test]
async fn a_notice_of_another_stores_merchant_pays_no_order_of_this_one() {
    let world = world().await;
    let ledger = Ledger::new(world.log.clone(), LaneOptions::default());
    let shop = Shop::new(ledger, world.ports(), two_stores());
    let id = place(&shop, "rice", 1, "key-1").await.unwrap().order;
    let mut strange = notice(&shop, &id, "DEP-1").await;
    strange.merchant = "second01".to_owned();
    let told = shop.deposit_noticed(&process(), strange).await.unwrap();
    assert_eq!(told, Noticed::Unmatched);
    assert_eq!(order(&shop, &id).await.status(), Status::PendingDeposit);
    let noted = shop.ledger().history("payment", "unmatched.DEP-1").await;
    let noted = noted.unwrap();
    assert!(
        noted[0].metadata.contains("\"second\""),
        "it is the other store's money: {}",
        noted[0].metadata
    );
}

#[tokio::test]
async fn a_notice_is_booked_in_the_store_of_its_merchant_whoever_passes_it_on() {
    let world = world().await;
    let ledger = Ledger::new(world.log.clone(), LaneOptions::default());
    let shop = Shop::new(ledger, world.ports(), two_stores());
    let id = place(&shop, "rice", 1, "key-1").await.unwrap().order;
    let other_door = shop::Caller::system(StoreId::new("second").unwrap(), "web");
    let good = notice(&shop, &id, "DEP-1").await;
    let told = shop.deposit_noticed(&other_door, good).await.unwrap();
    assert!(matches!(told, Noticed::Paid(..)), "{told:?}");
    let history = shop.ledger().history("order", id.as_str()).await.unwrap();
    let paid = history.iter().find(|event| event.event_type == "OrderPaid");
    assert!(paid.unwrap().metadata.contains("\"intake\""));
}

#[tokio::test]
async fn of_stores_that_share_a_merchant_each_is_paid_for_its_own_orders() {
    let world = world().await;
    let mut shared = settings();
    let same = shared.stores.values().next().unwrap().clone();
    // It comes first in every list of stores.
    let another = StoreId::new("another").unwrap();
    shared.stores.insert(another, same);
    let ledger = Ledger::new(world.log.clone(), LaneOptions::default());
    let shop = Shop::new(ledger, world.ports(), shared);
    let id = place(&shop, "rice", 1, "key-1").await.unwrap().order;
    let good = notice(&shop, &id, "DEP-1").await;
    let told = shop.deposit_noticed(&process(), good).await.unwrap();
    assert!(matches!(told, Noticed::Paid(..)), "{told:?}");
    let history = shop.ledger().history("order", id.as_str()).await.unwrap();
    let paid = history.iter().find(|event| event.event_type == "OrderPaid");
    assert!(paid.unwrap().metadata.contains("\"intake\""));
}

#[tokio::test]
async fn a_deposit_that_fits_nothing_is_paid_back_by_staff_once() {
    let world = world().await;
    let shop = world.open();
    let id = place(&shop, "rice", 1, "key-1").await.unwrap().order;
    let mut wrong = notice(&shop, &id, "DEP-1").await;
    wrong.deposit.amount = Won(10);
    let told = shop.deposit_noticed(&process(), wrong).await.unwrap();
    assert_eq!(told, Noticed::Unmatched);

    let (payment, notice) = (id.payment(), domain::NoticeId::new("DEP-1").unwrap());
    let back = async |transfer| {
        let other_store = shop::Caller::system(StoreId::new("second").unwrap(), "desk");
        let payment = payment.as_str();
        shop.deposit_paid_back(&other_store, payment, &notice, transfer)
            .await
    };
    assert!(back("IBK-1").await.unwrap().is_some());
    assert!(back("IBK-1").await.unwrap().is_none(), "once");
    assert!(back("IBK-2").await.is_err(), "by one transfer");
    let trail = trail(&world).await;
    assert_eq!(
        entry(&trail, "DepositPaidBack").data["DepositPaidBack"]["amount"],
        10
    );
    let history = shop.ledger().history("payment", payment.as_str()).await;
    let last = history.unwrap().pop().unwrap();
    assert!(last.metadata.contains("\"intake\""), "{}", last.metadata);
    // The order still waits for its own money.
    assert!(matches!(pay(&shop, &id).await.unwrap(), Noticed::Paid(..)));
}

#[tokio::test]
async fn a_provider_that_never_answers_is_asked_again_later() {
    let world = world().await;
    let bank = Moody::around(&world);
    let shop = open(&world, world.log.clone(), &bank);
    let cart = cart();
    put(&shop, cart, "rice", 1).await;
    let sent = form(&shop, cart, "key-1").await.unwrap();
    bank.hangs.store(true, Ordering::SeqCst);
    let patience = std::time::Duration::from_secs(10);
    let by = shopper();
    let asked = tokio::time::timeout(patience, shop.check_out(&by, &sent)).await;
    assert!(asked.expect("it ends").unwrap_err().is_passing());

    bank.hangs.store(false, Ordering::SeqCst);
    let placed = shop.finish_checkout(&process(), cart).await.unwrap();
    let id = placed.unwrap().order;
    pay(&shop, &id).await.unwrap();
    bank.hangs.store(true, Ordering::SeqCst);
    let whole = shop::amend::Cancellation::whole("shopper");
    let asked = tokio::time::timeout(patience, shop.cancel(&by, &id, whole)).await;
    assert!(asked.expect("it ends").unwrap_err().is_passing());

    bank.hangs.store(false, Ordering::SeqCst);
    shop.settle_claims(&process(), &id).await.unwrap();
    assert_eq!(order(&shop, &id).await.refunded(), Won(15_000));
    assert_eq!(world.bank.books().entries().unwrap().len(), 1, "paid once");
}
