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
use tests::shop::{name_account, notice, offer, place, process, shopper};

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

/// A paid order of two bags of rice.
async fn paid(open: &OpenShop) -> domain::OrderId {
    offer(&open.shop, "rice", Won(12_000), 10).await;
    let id = place(&open.shop, "rice", 2, "key-1").await.unwrap().order;
    let came = DepositNotice {
        merchant: DEMO_MERCHANT.to_owned(),
        ..notice(&open.shop, &id, "DEP-1").await
    };
    let told = open.shop.deposit_noticed(&process(), came).await;
    assert!(matches!(told, Ok(Noticed::Paid(..))), "{told:?}");
    name_account(&open.shop, &id).await.unwrap();
    id
}

#[tokio::test]
async fn a_mistyped_invoice_is_corrected_and_another_parcel_named() {
    let desk = Desk::open().await;
    let open = desk.shop().await;
    let id = paid(&open).await;
    let order = id.as_str();
    let refused = async |words: &[&str]| desk.says(words).await.unwrap_err().to_string();
    let correct = ["order", "correct", order, "--invoice", "87654321"];
    assert!(refused(&correct).await.contains("no parcel"));

    let ship = [
        "order",
        "ship",
        order,
        "--carrier",
        "cj",
        "--invoice",
        "12345678",
    ];
    desk.says(&ship).await.unwrap();
    desk.says(&correct).await.unwrap();
    desk.says(&correct).await.unwrap();
    let by_number = [
        "order",
        "correct",
        order,
        "--old",
        "87654321",
        "--carrier",
        "hanjin",
    ];
    desk.says(&by_number).await.unwrap();
    let state = open.shop.ledger().state::<domain::order::Order>(order);
    let state = state.await.unwrap().state;
    let parcel = &state.parcels()[0];
    assert_eq!(
        (parcel.carrier.as_str(), parcel.invoice.as_str()),
        ("hanjin", "87654321")
    );

    let nowhere = [
        "order",
        "correct",
        order,
        "--parcel",
        "2",
        "--invoice",
        "87654321",
    ];
    assert_eq!(refused(&nowhere).await, "the order has no parcel 2");
    let gone = [
        "order",
        "correct",
        order,
        "--old",
        "12345678",
        "--carrier",
        "cj",
    ];
    assert!(refused(&gone).await.contains("12345678"));
    let unknown_line = ["order", "return", order, "--line", "9=1"];
    assert_eq!(refused(&unknown_line).await, "the order has no line 9");
}

#[tokio::test]
async fn a_refund_given_twice_is_one_and_another_amount_is_asked_for_a_name() {
    let desk = Desk::open().await;
    let open = desk.shop().await;
    let id = paid(&open).await;
    let refund = ["order", "refund", id.as_str(), "--amount"];
    desk.says(&[&refund[..], &["1000"]].concat()).await.unwrap();
    desk.says(&[&refund[..], &["1000"]].concat()).await.unwrap();
    let other = desk.says(&[&refund[..], &["2000"]].concat()).await;
    let other = other.unwrap_err().to_string();
    assert!(
        other.contains("`refund` stands at 1,000원") && other.contains("--claim NAME"),
        "{other}"
    );
    let named = ["2000", "--claim", "second"];
    desk.says(&[&refund[..], &named].concat()).await.unwrap();
    let state = open
        .shop
        .ledger()
        .state::<domain::order::Order>(id.as_str());
    assert_eq!(state.await.unwrap().state.refunded(), Won(3_000));
}

#[tokio::test]
async fn an_order_is_edited_as_previewed_and_its_address_comes_from_a_file() {
    let desk = Desk::open().await;
    let open = desk.shop().await;
    let id = paid(&open).await;
    let edit = ["order", "edit", id.as_str(), "--line", "1=1"];
    let with = |more: &[&'static str]| [&edit[..], more].concat();
    desk.says(&with(&["--preview"])).await.unwrap();
    let wrong = desk.says(&with(&["--pay", "0", "--pay-back", "1"])).await;
    let wrong = wrong.unwrap_err().to_string();
    assert!(wrong.contains("--pay 0 --pay-back 12000"), "{wrong}");
    for _ in 0..2 {
        let right = with(&["--pay", "0", "--pay-back", "12000"]);
        desk.says(&right).await.unwrap();
    }
    let unknown = ["order", "edit", id.as_str(), "--add", "tea=1", "--preview"];
    let unknown = desk.says(&unknown).await.unwrap_err().to_string();
    assert!(unknown.contains("PRODUCT/tea=1"), "{unknown}");

    let file = desk.data.path().join("address.toml");
    std::fs::write(&file, "name = \"박새집\"\npostcode = \"04524\"\n").unwrap();
    let file = file.to_str().unwrap();
    let moved = ["order", "edit", id.as_str(), "--recipient-file", file];
    let agreed = ["--pay", "0", "--pay-back", "0"];
    desk.says(&[&moved[..], &agreed].concat()).await.unwrap();
    let state = open
        .shop
        .ledger()
        .state::<domain::order::Order>(id.as_str());
    let state = state.await.unwrap().state;
    assert_eq!(state.refunded(), Won(12_000));
    let there = open.shop.current_recipient(&state).await.unwrap().unwrap();
    assert_eq!(
        (there.name.as_str(), there.postcode.as_str()),
        ("박새집", "04524")
    );
    assert_eq!(there.address, "서울특별시 강남구 테헤란로 123", "it stays");
}
