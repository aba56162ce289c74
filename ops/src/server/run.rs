//! Runs the parts of a shop side by side until it is told to stop, then lets them finish.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::pages;
use crate::database::Database;

/// What accepted requests and running jobs may take to finish. With the database's own end the
/// process is gone within 30 s.
const DRAIN: Duration = Duration::from_secs(22);

/// How often the private server is looked after.
const WATCH: Duration = Duration::from_secs(1);

/// Something that runs until the token it was given is cancelled.
pub struct Part {
    name: &'static str,
    work: Pin<Box<dyn Future<Output = Result<()>> + Send>>,
}

impl Part {
    /// A part named for the log.
    pub fn new(
        name: &'static str,
        work: impl Future<Output = Result<()>> + Send + 'static,
    ) -> Self {
        Self {
            name,
            work: Box::pin(work),
        }
    }

    /// Pages behind a door. After `stop` it takes no new connection and answers those it has.
    pub fn pages(
        name: &'static str,
        door: TcpListener,
        router: Router,
        stop: &CancellationToken,
    ) -> Self {
        let stop = stop.clone();
        Self::new(name, async move {
            pages::serve(door, router, pages::HEAD_WITHIN, stop).await;
            Ok(())
        })
    }
}

/// Runs the parts until `stop` is cancelled or one of them fails, and waits for the others.
///
/// # Errors
/// A part failed, or did not finish in time and was dropped.
pub async fn run(parts: Vec<Part>, database: &Database, stop: &CancellationToken) -> Result<()> {
    let mut running = JoinSet::new();
    for Part { name, work } in parts {
        running.spawn(async move { (name, work.await) });
    }
    let failed = tokio::select! {
        () = stop.cancelled() => None,
        () = look_after(database) => None,
        ended = running.join_next() => ended,
    };
    stop.cancel();
    tracing::info!("stopping: finishing what was begun");
    let drained = tokio::time::timeout(DRAIN, async {
        let mut outcome = failed.map_or(Ok(()), judge);
        while let Some(ended) = running.join_next().await {
            outcome = outcome.and(judge(ended));
        }
        outcome
    });
    if let Ok(outcome) = drained.await {
        return outcome;
    }
    let late = running.len();
    running.shutdown().await;
    bail!("{late} part(s) did not finish within {} s", DRAIN.as_secs())
}

type Ended = Result<(&'static str, Result<()>), tokio::task::JoinError>;

fn judge(ended: Ended) -> Result<()> {
    let (name, outcome) = ended.context("a part of the shop broke down")?;
    outcome.with_context(|| format!("the {name} failed"))
}

/// Never ends: brings a killed private server back.
async fn look_after(database: &Database) {
    loop {
        tokio::time::sleep(WATCH).await;
        match tokio::task::block_in_place(|| database.revive()) {
            Ok(false) => {}
            Ok(true) => tracing::warn!("the private PostgreSQL had died and was started again"),
            Err(error) => tracing::error!("the private PostgreSQL is down: {error:#}"),
        }
    }
}
