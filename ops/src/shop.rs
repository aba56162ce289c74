//! Opens the shop over a database: log, ledger, vault, provider and settings.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use chrono::{DateTime, Duration, Utc};
use domain::pricing::{GiftCondition, GiftRule, PricingRules};
use domain::{Actor, Channel, Sku, StoreId, Won};
use gateways::books::Books;
use gateways::demo_bank::DemoBank;
use shop::ports::Clock;
use shop::{Caller, Ports, Shop, ShopSettings, StoreSettings};
use sqlx::PgPool;
use store::vault::{MasterKey, Vault};
use store::{LaneOptions, Ledger, PgLog};

use crate::database::{Database, Sizes};
use crate::secrets::Secrets;

/// The merchant id of the demo shop with its demo bank.
pub const DEMO_MERCHANT: &str = "jangbudemo";
/// The store of the demo shop.
pub const DEMO_STORE: &str = "intake";

/// A shop, open for commands.
pub struct OpenShop {
    /// For pages, projections and workers.
    pub pool: PgPool,
    /// The log itself.
    pub log: Arc<PgLog>,
    /// The use cases.
    pub shop: Shop,
    /// The provider that issues accounts and pays back.
    pub bank: Arc<DemoBank>,
}

/// The machine's clock.
struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

impl OpenShop {
    /// Connects everything. The tables must be there (`jangbu migrate`).
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn open(
        database: &Database,
        secrets: &Secrets,
        data: &Path,
        sizes: Sizes,
    ) -> Result<Self> {
        let pool = database.pool(sizes.pool).await?;
        let log = PgLog::connect(database.url(), sizes.log).await;
        let log =
            Arc::new(log.context("cannot open the log; make its tables with: jangbu migrate")?);
        let ledger = Ledger::new(log.clone(), LaneOptions::default());
        let bank = Arc::new(demo_bank(data));
        let vault = Vault::postgres(&log, MasterKey::from_bytes(secrets.vault_key));
        let ports = Ports {
            clock: Arc::new(SystemClock),
            accounts: bank.clone(),
            vault: Arc::new(vault),
        };
        let shop = Shop::new(ledger, ports, demo_settings()?);
        Ok(Self {
            pool,
            log,
            shop,
            bank,
        })
    }

    /// Gives the connections back.
    pub async fn close(self) {
        self.pool.close().await;
    }
}

/// The demo bank, with its books beside the shop's data.
pub fn demo_bank(data: &Path) -> DemoBank {
    let books = data.join("demo-bank").join("books.jsonl");
    DemoBank::new(DEMO_MERCHANT, Books::in_file(books))
}

/// Staff at a prompt, for what they do with a store's orders.
pub fn desk(store: StoreId) -> Caller {
    let actor = Actor::Staff("desk".to_owned());
    Caller {
        store,
        actor,
        channel: Channel::Desk,
        correlation: None,
    }
}

fn demo_settings() -> Result<ShopSettings> {
    let gift = GiftRule {
        sku: Sku::new("GIFT-SPOON")?,
        name: "나무 숟가락".to_owned(),
        quantity: 1,
        condition: GiftCondition::GoodsOver(Won(70_000)),
    };
    let store = StoreSettings {
        name: "장부상회".to_owned(),
        rules: PricingRules {
            gifts: vec![gift],
            ..PricingRules::standard()
        },
        deposit_days: 3,
        merchants: vec![DEMO_MERCHANT.to_owned()],
    };
    let mut settings = ShopSettings::single(StoreId::new(DEMO_STORE)?, store);
    settings.hold_grace = Duration::hours(1);
    Ok(settings)
}
