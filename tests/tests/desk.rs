//! What staff do at the prompt with what no page does yet.

#![allow(clippy::unwrap_used)]

use anyhow::Result;
use clap::Parser;
use domain::payment::Deposit;
use domain::{NoticeId, Won};
use jangbu::cli::{Cli, Command, Outcome, Usage};
use jangbu::database::{Database, Sizes};
use jangbu::secrets::Secrets;
use jangbu::shop::{DEMO_MERCHANT, OpenShop};
use shop::amend::Cancellation;
use shop::deposit::{DepositNotice, Noticed};
use tempfile::TempDir;
use tests::pg;
use tests::shop::{offer, place, process, shopper};

/// A desk in a shop of its own.
struct Desk {
    database: pg::Database,
    data: TempDir,
}

impl Desk {
    async fn open() -> Self {
        Self {
            database: pg::database().await,
            data: TempDir::new().unwrap(),
        }
    }

    fn read(&self, words: &[&str]) -> Cli {
        let data = self.data.path().to_str().unwrap();
        let shop = ["--data", data, "--database-url", &self.database.url];
        Cli::parse_from([&["jangbu"], words, &shop].concat())
    }

    async fn says(&self, words: &[&str]) -> Result<Outcome> {
        let cli = self.read(words);
        match cli.command {
            Command::Deposit(command) => command.run(&cli.global).await,
            Command::Order(command) => command.run(&cli.global).await,
            other => panic!("{other:?} is no word of the desk"),
        }
    }

    /// The same shop, as its other parts see it.
    async fn shop(&self) -> OpenShop {
        let global = self.read(&["migrate"]).global;
        let secrets = Secrets::load(&global.data).unwrap();
        let database = Database::open(&global).await.unwrap();
        let open = OpenShop::open(&database, &secrets, &global.data, Sizes::small());
        open.await.unwrap()
    }
}

#[tokio::test]
async fn a_deposit_that_fits_no_order_is_settled_once() {
    let desk = Desk::open().await;
    let open = desk.shop().await;
    let strange = DepositNotice {
        merchant: DEMO_MERCHANT.to_owned(),
        order: "20200101-NEVERWASIT".to_owned(),
        deposit: Deposit {
            notice: NoticeId::new("DEP-1").unwrap(),
            issue: None,
            account: "56211234567890".to_owned(),
            amount: Won(7_000),
            at: open.shop.now(),
        },
    };
    let told = open.shop.deposit_noticed(&process(), strange).await;
    assert_eq!(told.unwrap(), Noticed::Unmatched);

    desk.says(&["deposit", "list"]).await.unwrap();
    let settle = ["deposit", "settle", "DEP-1", "--paid-back", "IBK-77"];
    desk.says(&settle).await.unwrap();
    desk.says(&settle).await.unwrap();
    let found = projections::orders::unmatched_deposit(&open.pool, "DEP-1").await;
    let found = found.unwrap().unwrap();
    assert_eq!(found.transfer.as_deref(), Some("IBK-77"));
    let history = open.shop.ledger().history("payment", "unmatched.DEP-1");
    let events = history.await.unwrap();
    assert_eq!(events.len(), 2, "settled once");
    assert!(events[1].metadata.contains("staff:desk"));

    let unknown = ["deposit", "settle", "DEP-2", "--paid-back", "IBK-77"];
    let refused = desk.says(&unknown).await.unwrap_err().to_string();
    assert!(refused.contains("DEP-2"), "{refused}");
    let named = ["deposit", "settle", "DEP-1", "--paid-back", "김장부 님께"];
    assert!(desk.says(&named).await.is_err());
}

#[tokio::test]
async fn erasing_asks_to_be_meant_and_then_forgets() {
    let desk = Desk::open().await;
    let open = desk.shop().await;
    offer(&open.shop, "rice", Won(12_000), 10).await;
    let id = place(&open.shop, "rice", 1, "key-1").await.unwrap().order;
    let whole = Cancellation::whole("shopper");
    open.shop.cancel(&shopper(), &id, whole).await.unwrap();
    let state = async || {
        let order = open
            .shop
            .ledger()
            .state::<domain::order::Order>(id.as_str());
        order.await.unwrap().state
    };
    let kept = state().await.draft().unwrap().recipient.clone().unwrap();

    let not_meant = desk.says(&["order", "erase", id.as_str()]).await;
    assert!(not_meant.unwrap_err().is::<Usage>());
    assert!(open.shop.recipient(&kept).await.unwrap().is_some());

    let meant = ["order", "erase", id.as_str(), "--yes"];
    desk.says(&meant).await.unwrap();
    desk.says(&meant).await.unwrap();
    assert!(open.shop.recipient(&kept).await.unwrap().is_none());
    assert!(state().await.recipient_erased().is_some());
}
