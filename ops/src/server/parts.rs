//! What a shop consists of while it runs: pages behind its doors, and workers behind its log.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use gateways::inicis::SENDERS;
use projections::{Progress, Runner};
use shop::images::ImageAddresses;
use tokio_util::sync::CancellationToken;
use web::{Net, Web, WebConfig};
use workers::jobs::{JobContext, JobKind};
use workers::post::Post;
use workers::{Workers, WorkersOptions};

use super::{Doors, Part};
use crate::cli::Usage;
use crate::config::{Listen, Texts};
use crate::database::Database;
use crate::doctor::{Bag, Nightly};
use crate::meters;
use crate::post::{self, mail::LettersOnPages};
use crate::secrets::Secrets;
use crate::shop::OpenShop;
use crate::stores::Stores;

/// Connections of the projections alone, so that a slow fold takes none from pages and
/// processes: one for each that folds, and some for all together.
const FOLDING: u32 = 8;

/// Connections of the engine that keeps the jobs.
const JOBS: usize = 8;

/// This machine, where `jangbu simulate` plays the provider.
const THIS_MACHINE: [&str; 2] = ["127.0.0.0/8", "::1"];

/// The storefront and the staff pages. After a command they wait for `progress`; `letters` says what
/// they show of letters and who may tell them of some.
///
/// # Errors
/// A template does not compile, or a key is too short.
pub fn pages(
    open: &OpenShop,
    progress: Progress,
    config: WebConfig,
    letters: LettersOnPages,
    doors: Doors,
    stop: &CancellationToken,
) -> Result<Vec<Part>> {
    let web = Web::new(open.shop.clone(), open.pool.clone(), progress, config)?;
    let web = letters.on(web);
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

/// Projections, processes and jobs, which send through `post`; and how far the projections are.
///
/// # Errors
/// The database does not answer.
pub async fn workers(
    open: &OpenShop,
    post: Post,
    database: &Database,
    stop: &CancellationToken,
) -> Result<(Vec<Part>, Progress)> {
    let pool = database.pool(FOLDING).await?;
    meters::pool("folding", &pool);
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

    let connections = database.connections(JOBS)?;
    let processes = Workers::new(
        job_context(open, post),
        connections,
        WorkersOptions::default(),
    )
    .with(JobKind::of::<Nightly>());
    let stopped = stop.clone();
    let acting = Part::new("processes", async move {
        processes.run(stopped).await;
        Ok(())
    });
    Ok((vec![folding, acting], progress))
}

fn job_context(open: &OpenShop, post: Post) -> JobContext {
    let bag = Bag {
        log: open.log.clone(),
        bank: open.bank.clone(),
    };
    JobContext::new(open.shop.clone(), open.pool.clone(), post).with(bag)
}

/// What the pages must be told.
///
/// # Errors
/// An address of those who report deposits is none.
pub fn web_config(
    listen: &Listen,
    texts: &Texts,
    secrets: &Secrets,
    stores: &Stores,
) -> Result<WebConfig> {
    let key = secrets.cookie_key.clone();
    let mut config = WebConfig::new(stores.first().clone(), key, secrets.order_token_key);
    config.stores = stores.faces(listen.public_url.as_deref());
    if listen.public_url.is_some() {
        // Shoppers come by name; whoever comes by number looks for another server.
        config.by_number = None;
    }
    let public = listen.public_url.as_deref().unwrap_or_default();
    config.https = public.starts_with("https://");
    config.trusted_proxies.clone_from(&listen.trusted_proxies);
    config.patience = Duration::from_millis(listen.patience_ms);
    config.notice_senders = notice_senders(listen)?;
    if let Some(base) = listen.images_base.as_deref() {
        config.images = images_below(base)?;
    }
    config.metrics = Arc::new(meters::render);
    config.solapi = post::texts::webhook(texts);
    Ok(config)
}

/// Addresses of pictures below a base that a browser understands.
fn images_below(base: &str) -> Result<ImageAddresses> {
    let host = |rest: &str| {
        let end = rest.find('/').unwrap_or(rest.len());
        let plain = |sign: char| sign.is_ascii_alphanumeric() || ".-:".contains(sign);
        end > 0 && rest[..end].chars().all(plain) && !rest.contains(['?', '#', '"', ' '])
    };
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| base.strip_prefix(scheme));
    if rest.is_some_and(host) {
        Ok(ImageAddresses::below(base))
    } else {
        let told = format!("--images-base: such as https://cdn.example, not {base:?}");
        Err(Usage(told).into())
    }
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
    let inicis = SENDERS.iter().map(ToString::to_string);
    let known = inicis.chain(simulator.iter().map(ToString::to_string));
    Ok(known.map(|net| net.parse()).collect::<Result<_, _>>()?)
}
