//! What a shop consists of while it runs: pages behind its doors, and workers behind its log.

use anyhow::Result;
use axum::Router;
use axum::routing::get;
use tokio_util::sync::CancellationToken;
use workers::{Workers, WorkersOptions};

use super::{Doors, Part};
use crate::shop::OpenShop;

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
pub fn workers(open: &OpenShop, stop: &CancellationToken) -> Vec<Part> {
    let options = WorkersOptions::default();
    let processes = Workers::new(open.shop.clone(), open.pool.clone(), options);
    let stop = stop.clone();
    vec![Part::new("processes", async move {
        processes.run(stop).await;
        Ok(())
    })]
}
