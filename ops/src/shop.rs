//! Opens the shop over a database: log, ledger, vault, provider and settings.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration as StdDuration;

use anyhow::{Context, Result};
use chrono::{DateTime, Duration, Utc};
use domain::{Actor, Channel, StoreId};
use gateways::books::Books;
use gateways::demo_bank::DemoBank;
use gateways::files::StoredFiles;
use shop::ports::Clock;
use shop::ports::files::Files;
use shop::{Caller, Ports, Shop, ShopSettings};
use sqlx::PgPool;
use store::accounts::Accounts;
use store::vault::{MasterKey, Vault};
use store::{LaneOptions, Ledger, PgLog};

use crate::cli::Usage;
use crate::database::{Database, Sizes};
use crate::post::stores::PostStores;
use crate::secrets::Secrets;
use crate::server::address_in;
use crate::stores::Stores;

/// The merchant id of the demo shop with its demo bank.
pub const DEMO_MERCHANT: &str = "jangbudemo";
/// The store of the demo shop.
pub const DEMO_STORE: &str = "intake";

/// Passwords that are hashed at once: each takes a core and 19 MiB.
const HASHED_AT_ONCE: usize = 2;

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
    /// What each store needs to write to people.
    pub stores: PostStores,
    /// How they stand before their visitors.
    pub shown: Stores,
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

impl OpenShop {
    /// Connects everything. The tables must be there (`jangbu migrate`).
    ///
    /// # Errors
    /// The database does not answer, or the settings hide stock that it holds.
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
        let shown = Stores::load(data)?;
        crate::stocked::check(&pool, shown.stocking()).await?;
        let ledger = Ledger::new(log.clone(), LaneOptions::default());
        let bank = Arc::new(demo_bank(data));
        let vault = Vault::postgres(&log, MasterKey::from_bytes(secrets.vault_key));
        let ports = Ports {
            clock: Arc::new(SystemClock),
            accounts: bank.clone(),
            vault: Arc::new(vault),
            files: files(data)?,
        };
        let stores = PostStores::load(data)?;
        let mut settings = settings(data, &stores)?;
        settings.links = shown.links(settings.links.base(), secrets.order_token_key);
        let accounts = Accounts::new(pool.clone(), HASHED_AT_ONCE);
        let (providers, receipts) = crate::paying::providers(data, &shown)?;
        let shop = Shop::new(ledger, ports, settings)
            .with_accounts(accounts)
            .with_providers(providers)
            .with_receipts(receipts);
        Ok(Self {
            pool,
            log,
            shop,
            bank,
            stores,
            shown,
        })
    }

    /// The same, as letters are to tell of it: where its pages are, and who its staff are.
    #[must_use]
    pub fn addressed(mut self, home: &str, secrets: &Secrets, staff: &[String]) -> Self {
        let links = self.shown.links(home, secrets.order_token_key);
        self.shop = self.shop.with_settings(|settings| {
            settings.links = links;
            settings.staff = staff.to_vec();
        });
        self
    }

    /// Gives the connections back.
    pub async fn close(self) {
        self.pool.close().await;
    }
}

/// Where pictures are kept: in a bucket, or below `DATA/images`.
fn files(data: &Path) -> Result<Arc<dyn Files>> {
    let bucket = crate::config::files::bucket().map_err(Usage)?;
    Ok(Arc::new(match bucket {
        Some(settings) => StoredFiles::in_bucket(&settings)?,
        None => StoredFiles::on_disk(data)?,
    }))
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

/// The settings of the shop in a data directory, with what its stores say of themselves. Its links lead
/// home, but know no secret: they name no order's page.
///
/// # Errors
/// A name in them is malformed, or there is no such store.
pub fn settings(data: &Path, stores: &PostStores) -> Result<ShopSettings> {
    let shown = Stores::load(data)?;
    let home = address_in(data).unwrap_or_else(|| "http://127.0.0.1:8080".to_owned());
    let mut settings = ShopSettings {
        stores: shown.settings(),
        hold_grace: Duration::hours(1),
        // The pages answer within 15 s (`web::layers`). What takes longer is looked up afterwards.
        provider_deadline: StdDuration::from_secs(13),
        links: shown.links(&home, [0; 32]),
        staff: Vec::new(),
        members: shown.members(),
        stocking: shown.stocking(),
    };
    stores.apply(&mut settings)?;
    Ok(settings)
}
