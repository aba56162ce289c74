//! Puts the crates together: the log, the ledger before it, the vault, the shop and its workers.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::Router;
use axum::routing::get;
use chrono::{DateTime, Utc};
use gateways::books::Books;
use gateways::demo_bank::DemoBank;
use shop::ports::Clock;
use shop::{Ports, Shop};
use sqlx::PgPool;
use store::vault::{MasterKey, Vault};
use store::{EventLog, LaneOptions, Ledger, PgLog};
use tokio_util::sync::CancellationToken;
use workers::{Workers, WorkersOptions};

use super::{Doors, Part, stores};
use crate::config::Global;
use crate::database::Database;
use crate::secrets::Secrets;

/// How many connections a process takes for itself.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// For pages, projections and workers.
    pub pool: u32,
    /// For the log.
    pub log: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { pool: 16, log: 8 }
    }
}

impl Sizes {
    /// For a command that does one thing at a time.
    pub fn small() -> Self {
        Self { pool: 4, log: 4 }
    }
}

/// One shop's working parts, over one database.
pub struct Assembly {
    /// For tables: projections, checkpoints, tasks.
    pub pool: PgPool,
    /// The log itself, for its barrier and its head.
    pub log: Arc<PgLog>,
    /// The use cases, over the log.
    pub shop: Shop,
    /// What the simulated provider has written down, for comparison with the ledger.
    pub books: Arc<Books>,
}

/// The machine's clock, the only one in the product.
struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

impl Assembly {
    /// Connects everything. The tables must be there ([`store::migrate`]).
    ///
    /// # Errors
    /// The database does not answer or has no tables yet; a key is wrong.
    pub async fn build(global: &Global, database: &Database, sizes: Sizes) -> Result<Self> {
        let secrets = Secrets::load(&global.data)?;
        let pool = database.pool(sizes.pool).await?;
        let log = PgLog::connect(database.url(), sizes.log)
            .await
            .context("cannot open the log; are its tables there? Make them with: jangbu migrate")?;
        let log = Arc::new(log);
        let vault = Vault::postgres(&log, MasterKey::from_bytes(secrets.vault_key));
        let port: Arc<dyn EventLog> = log.clone();
        let ledger = Ledger::new(port, LaneOptions::default());
        let ports = Ports {
            clock: Arc::new(SystemClock),
            accounts: Arc::new(DemoBank::new(stores::DEMO_MERCHANT, books(&global.data))),
            vault: Arc::new(vault),
        };
        Ok(Self {
            pool,
            log,
            shop: Shop::new(ledger, ports, stores::settings()?),
            books: Arc::new(books(&global.data)),
        })
    }

    /// The storefront and the staff pages.
    ///
    /// # Errors
    /// A template does not compile.
    pub fn pages(&self, doors: Doors, stop: &CancellationToken) -> Result<Vec<Part>> {
        let router = Router::new().route("/healthz", get(|| async { "ok\n" }));
        Ok(vec![
            Part::pages("storefront", doors.shop, router.clone(), stop),
            Part::pages("staff pages", doors.admin, router, stop),
        ])
    }

    /// Projections and processes.
    pub fn workers(&self, stop: &CancellationToken) -> Vec<Part> {
        let options = WorkersOptions::default();
        let processes = Workers::new(self.shop.clone(), self.pool.clone(), options);
        let stop = stop.clone();
        vec![Part::new("processes", async move {
            processes.run(stop).await;
            Ok(())
        })]
    }

    /// Gives the connections back.
    pub async fn close(self) {
        self.pool.close().await;
    }
}

/// The demo provider's own books, a file that every process of the shop appends to.
fn books(data: &Path) -> Books {
    Books::in_file(data.join("demo-bank.jsonl"))
}
