//! Who ordered is forgotten when it is asked for, and when nothing came of the order.

#![allow(clippy::unwrap_used)]

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::order::{OrderRefusal, Status};
use domain::personal::Retention;
use domain::{PersonalRef, Won};
use serde_json::Value;
use shop::amend::Cancellation;
use shop::audit::Moment;
use shop::ports::{
    AccountAsk, GatewayError, IssuedAccount, PersonalData, RefundAsk, VirtualAccounts,
};
use shop::{Ports, Shop, ShopError};
use store::vault::VaultError;
use store::{EventLog, LaneOptions, Ledger, MemoryLog};
use tests::crash::{CrashingLog, Moment as Crash};
use tests::seen::{self, order};
use tests::shop::{World, cart, form, offer, pay, place, process, put, settings, shopper};

/// The world's vault, which also remembers what was put into it.
struct Watched {
    vault: Arc<dyn PersonalData>,
    seen: Mutex<Vec<PersonalRef>>,
}

impl Watched {
    /// How much was put, and how much of it can still be read.
    async fn kept(&self) -> (usize, usize) {
        let seen = self.seen.lock().unwrap().clone();
        let mut readable = 0;
        for reference in &seen {
            readable += usize::from(self.vault.get(reference).await.unwrap().is_some());
        }
        (seen.len(), readable)
    }
}

#[async_trait]
impl PersonalData for Watched {
    async fn put(
        &self,
        subject: &str,
        class: Retention,
        data: &Value,
    ) -> Result<PersonalRef, VaultError> {
        let reference = self.vault.put(subject, class, data).await?;
        self.seen.lock().unwrap().push(reference.clone());
        Ok(reference)
    }

    async fn get(&self, reference: &PersonalRef) -> Result<Option<Value>, VaultError> {
        self.vault.get(reference).await
    }

    async fn forget(&self, reference: &PersonalRef) -> Result<(), VaultError> {
        self.vault.forget(reference).await
    }

    async fn erase(&self, subject: &str, class: Retention) -> Result<(), VaultError> {
        self.vault.erase(subject, class).await
    }

    fn fingerprint(&self, kind: &str, value: &str) -> Vec<u8> {
        self.vault.fingerprint(kind, value)
    }
}

/// A provider that has no accounts left.
struct Declining;

#[async_trait]
impl VirtualAccounts for Declining {
    async fn issue(&self, _: &AccountAsk) -> Result<IssuedAccount, GatewayError> {
        Err(GatewayError::Declined("no more of them".to_owned()))
    }

    async fn refund(&self, _: &RefundAsk) -> Result<String, GatewayError> {
        Err(GatewayError::Declined("nothing came".to_owned()))
    }
}

/// A world with ten bags of rice, a shop in it and its watched vault.
async fn world() -> (World, Shop, Arc<Watched>) {
    let world = World::around(Arc::new(MemoryLog::new()));
    offer(&world.open(), "rice", Won(12_000), 10).await;
    let watched = Arc::new(Watched {
        vault: world.ports().vault,
        seen: Mutex::default(),
    });
    let shop = open(&world, world.log.clone(), &watched);
    (world, shop, watched)
}

fn open(world: &World, log: Arc<dyn EventLog>, vault: &Arc<Watched>) -> Shop {
    let ports = Ports {
        vault: vault.clone(),
        ..world.ports()
    };
    Shop::new(Ledger::new(log, LaneOptions::default()), ports, settings())
}

#[tokio::test]
async fn an_erased_order_keeps_its_story_and_forgets_whose_it_was() {
    let (_, shop, vault) = world().await;
    let id = place(&shop, "rice", 2, "key-1").await.unwrap().order;
    let early = shop.erase_recipient(&process(), &id).await.unwrap_err();
    let needed = OrderRefusal::RecipientNeeded(Status::PendingDeposit);
    assert!(matches!(early, ShopError::Order(refusal) if refusal == needed));
    assert_eq!(vault.kept().await, (1, 1), "nothing is erased by a refusal");

    pay(&shop, &id).await.unwrap();
    shop.cancel(&shopper(), &id, Cancellation::whole("shopper"))
        .await
        .unwrap();
    let erased = shop.erase_recipient(&process(), &id).await.unwrap();
    assert!(erased.is_some());
    // The account for the refund is forgotten with the rest.
    assert_eq!(vault.kept().await, (2, 0));
    let draft = order(&shop, &id).await.draft().unwrap().clone();
    let kept = draft.recipient.unwrap();
    assert_eq!(shop.recipient(&kept).await.unwrap(), None);

    let trail = shop.trail(&id).await.unwrap().unwrap();
    let last = trail.entries.last().unwrap();
    assert_eq!(last.event, "RecipientErased");
    let now = trail.at(Moment::Latest).unwrap().unwrap();
    assert_eq!(now.order.recipient_erased(), Some(shop.now()));
    assert_eq!((now.captured, now.refunded), (Won(27_000), Won(27_000)));
    let again = shop.erase_recipient(&process(), &id).await.unwrap();
    assert!(again.is_none(), "once");
}

#[tokio::test]
async fn a_checkout_that_comes_up_short_forgets_who_wanted_to_order() {
    let (_, shop, vault) = world().await;
    let cart = cart();
    put(&shop, cart, "rice", 11).await;
    let sent = form(&shop, cart, "key-1").await.unwrap();
    let short = shop.check_out(&shopper(), &sent).await;
    assert!(matches!(short, Err(ShopError::Short { .. })));
    assert_eq!(vault.kept().await, (1, 0));
}

#[tokio::test]
async fn an_undone_checkout_forgets_wherever_it_crashes() {
    for survive in 1..8 {
        let (world, shop, vault) = world().await;
        let cart = cart();
        put(&shop, cart, "rice", 11).await;
        let sent = form(&shop, cart, "key-1").await.unwrap();
        let log = CrashingLog::new(world.log.clone(), survive, Crash::Before);
        let crashing = open(&world, log, &vault);
        assert!(crashing.check_out(&shopper(), &sent).await.is_err());
        open(&world, world.log.clone(), &vault)
            .finish_checkout(&process(), cart)
            .await
            .unwrap();
        assert_eq!(vault.kept().await, (1, 0), "crash at write {survive}");
    }
}

#[tokio::test]
async fn a_form_sent_twice_at_once_is_kept_once() {
    let (world, shop, vault) = world().await;
    let cart = cart();
    put(&shop, cart, "rice", 1).await;
    let sent = form(&shop, cart, "key-1").await.unwrap();
    let other = open(&world, world.log.clone(), &vault);
    let (by_one, by_two) = (shopper(), shopper());
    let (one, two) = tokio::join!(
        shop.check_out(&by_one, &sent),
        other.check_out(&by_two, &sent)
    );
    let id = one.or(two).unwrap().order;
    shop.finish_checkout(&process(), cart).await.unwrap();
    assert_eq!(vault.kept().await, (2, 1));
    let draft = order(&shop, &id).await.draft().unwrap().clone();
    let kept = draft.recipient.unwrap();
    assert!(shop.recipient(&kept).await.unwrap().is_some());
}

#[tokio::test]
async fn an_order_without_an_account_is_cancelled_and_forgets_who_placed_it() {
    let (world, _, vault) = world().await;
    let ports = Ports {
        vault: vault.clone(),
        accounts: Arc::new(Declining),
        ..world.ports()
    };
    let ledger = Ledger::new(world.log.clone(), LaneOptions::default());
    let shop = Shop::new(ledger, ports, settings());
    assert!(place(&shop, "rice", 1, "key-1").await.is_err());
    assert_eq!(vault.kept().await, (1, 0));
    let events = seen::events(world.log.as_ref()).await;
    let names: Vec<_> = events.into_iter().map(|it| it.event_type).collect();
    assert!(names.contains(&"OrderCancelled".to_owned()));
    assert!(names.contains(&"RecipientErased".to_owned()), "{names:?}");
}
