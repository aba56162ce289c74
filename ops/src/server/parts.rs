//! What a shop consists of while it runs: pages behind its doors, and workers behind its log.

use std::sync::Arc;

use anyhow::Result;
use axum::Router;
use axum::routing::get;
use projections::Runner;
use store::Upcasters;
use tokio_util::sync::CancellationToken;
use workers::{Workers, WorkersOptions};

use super::{Doors, Part};
use crate::database::Database;
use crate::shop::OpenShop;

/// Connections of the projections alone, so that a slow fold takes none from pages and
/// processes: one for each that folds, and one for all together.
const FOLDING: u32 = 8;

/// The storefront and the staff pages.
///
/// # Errors
/// A template does not compile.
pub fn pages(_open: &OpenShop, doors: Doors, stop: &CancellationToken) -> Result<Vec<Part>> {
    let router = Router::new().route("/healthz", get(|| async { "ok\n" }));
    Ok(vec![
        Part::pages("storefront", doors.shop, router.clone(), stop),
        Part::pages("staff pages", doors.admin, router, stop),
    ])
}

/// Projections and processes.
///
/// # Errors
/// The database does not answer.
pub async fn workers(
    open: &OpenShop,
    database: &Database,
    stop: &CancellationToken,
) -> Result<Vec<Part>> {
    let pool = database.pool(FOLDING).await?;
    let upcasters = Arc::<Upcasters>::default();
    let runner = Runner::new(
        pool.clone(),
        open.log.clone(),
        upcasters,
        projections::all(),
    );
    // Pages find their tables, if empty ones, from the first request on.
    runner.ensure().await?;
    let stopped = stop.clone();
    let folding = Part::new("projections", async move {
        runner.run(stopped).await;
        pool.close().await;
        Ok(())
    });

    let options = WorkersOptions::default();
    let processes = Workers::new(open.shop.clone(), open.pool.clone(), options);
    let stopped = stop.clone();
    let acting = Part::new("processes", async move {
        processes.run(stopped).await;
        Ok(())
    });
    Ok(vec![folding, acting])
}
