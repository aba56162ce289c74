//! What a shop consists of while it runs: pages behind its doors, and workers behind its log.

use anyhow::Result;
use domain::StoreId;
use projections::{Progress, Runner};
use tokio_util::sync::CancellationToken;
use web::{INICIS_SENDERS, Net, Web, WebConfig};
use workers::{Workers, WorkersOptions};

use super::{Doors, Part};
use crate::config::Listen;
use crate::database::Database;
use crate::secrets::Secrets;
use crate::shop::{DEMO_STORE, OpenShop};

/// Connections of the projections alone, so that a slow fold takes none from pages and
/// processes: one for each that folds, and some for all together.
const FOLDING: u32 = 8;

/// This machine, where `jangbu simulate` plays the provider.
const THIS_MACHINE: [&str; 2] = ["127.0.0.0/8", "::1"];

/// The storefront and the staff pages. After a command they wait for `progress`.
///
/// # Errors
/// A template does not compile, or a key is too short.
pub fn pages(
    open: &OpenShop,
    progress: Progress,
    config: WebConfig,
    doors: Doors,
    stop: &CancellationToken,
) -> Result<Vec<Part>> {
    let web = Web::new(open.shop.clone(), open.pool.clone(), progress, config)?;
    Ok(vec![
        Part::pages("storefront", doors.shop, web::storefront(&web), stop),
        Part::pages("staff pages", doors.admin, web::admin(&web), stop),
    ])
}

/// How far the projections of other processes are, for pages without workers beside them.
pub fn progress_elsewhere(open: &OpenShop) -> Progress {
    let all = projections::all();
    Progress::new(
        open.pool.clone(),
        all.iter().map(|projection| projection.name()),
    )
}

/// Projections and processes, and how far the projections are.
///
/// # Errors
/// The database does not answer.
pub async fn workers(
    open: &OpenShop,
    database: &Database,
    stop: &CancellationToken,
) -> Result<(Vec<Part>, Progress)> {
    let pool = database.pool(FOLDING).await?;
    let upcasters = open.shop.ledger().upcasters().clone();
    let all = projections::all();
    let runner = Runner::new(pool.clone(), open.log.clone(), upcasters, all);
    let progress = runner.progress();
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
    Ok((vec![folding, acting], progress))
}

/// What the pages must be told.
///
/// # Errors
/// The store's name is not an id.
pub fn web_config(listen: &Listen, secrets: &Secrets) -> Result<WebConfig> {
    let store = StoreId::new(DEMO_STORE)?;
    let key = secrets.cookie_key.clone();
    let mut config = WebConfig::new(store, key, secrets.order_token_key);
    let public = listen.public_url.as_deref().unwrap_or_default();
    config.https = public.starts_with("https://");
    config.trusted_proxies.clone_from(&listen.trusted_proxies);
    config.notice_senders = notice_senders(listen)?;
    Ok(config)
}

/// Behind a proxy on this machine every stranger would come from it: then the loopback addresses
/// are only trusted when they are named.
fn notice_senders(listen: &Listen) -> Result<Vec<Net>> {
    if !listen.notice_senders.is_empty() {
        return Ok(listen.notice_senders.clone());
    }
    let simulator: &[&str] = match listen.public_url {
        None => &THIS_MACHINE,
        Some(_) => &[],
    };
    let known = INICIS_SENDERS.iter().chain(simulator);
    Ok(known.map(|net| net.parse()).collect::<Result<_, _>>()?)
}
