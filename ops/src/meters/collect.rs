//! Collects what must be asked for: every ten seconds, one question after the other, so that it never
//! takes more than one connection, and whoever reads the numbers costs the database nothing.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, anyhow};
use chrono::Utc;
use metrics::{counter, gauge};
use sqlx::PgPool;
use store::PgLog;
use tokio_util::sync::CancellationToken;

use super::questions::Gauges;
use crate::shop::OpenShop;

const EVERY: Duration = Duration::from_secs(10);
/// A question that takes longer is given up.
const PATIENCE: Duration = Duration::from_secs(5);

/// Collects the numbers of a process.
pub struct Collector {
    pool: PgPool,
    log: Arc<PgLog>,
    data: PathBuf,
    /// None: another process asks the database.
    gauges: Option<Gauges>,
    /// What could not be collected last time, so that it is told once.
    failing: HashSet<&'static str>,
}

impl Collector {
    /// A collector of this process's own numbers, and of the whole shop's if it `asks` the database.
    pub fn new(open: &OpenShop, data: PathBuf, asks: bool) -> Self {
        super::pool("shop", &open.pool);
        gauge!("jangbu_build_info", "release" => crate::telemetry::release()).set(1.0);
        Self::over(open.pool.clone(), open.log.clone(), data, asks)
    }

    /// The same over a database alone.
    pub fn over(pool: PgPool, log: Arc<PgLog>, data: PathBuf, asks: bool) -> Self {
        Self {
            pool,
            log,
            data,
            gauges: asks.then(Gauges::new),
            failing: HashSet::new(),
        }
    }

    /// Collects until told to stop.
    pub async fn run(mut self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            // What waits for the database must not hold up the end.
            stop.run_until_cancelled(self.collect()).await;
            super::tidy();
            stop.run_until_cancelled(tokio::time::sleep(EVERY)).await;
        }
    }

    /// Collects once.
    pub async fn collect(&mut self) {
        self.connections();
        let disk = self.disk();
        self.settle("disk", disk);
        let Some(mut gauges) = self.gauges.take() else {
            return;
        };
        let (pool, log) = (self.pool.clone(), self.log.clone());
        let asked = in_time(gauges.projections(&pool)).await;
        self.settle("projections", asked);
        let asked = in_time(gauges.barrier(&log, &pool)).await;
        self.settle("barrier", asked);
        let asked = in_time(gauges.processes(&pool)).await;
        self.settle("processes", asked);
        let asked = in_time(gauges.tasks(&pool, Utc::now())).await;
        self.settle("tasks", asked);
        let asked = in_time(gauges.jobs(&pool)).await;
        self.settle("jobs", asked);
        let asked = in_time(gauges.deliveries(&pool)).await;
        self.settle("deliveries", asked);
        let asked = in_time(gauges.deposits(&pool)).await;
        self.settle("deposits", asked);
        let asked = in_time(gauges.size(&pool)).await;
        self.settle("size", asked);
        self.gauges = Some(gauges);
        #[expect(
            clippy::cast_precision_loss,
            reason = "Prometheus knows no other numbers"
        )]
        gauge!("jangbu_collected_timestamp_seconds").set(Utc::now().timestamp() as f64);
    }

    #[expect(clippy::cast_precision_loss, reason = "some dozens")]
    fn connections(&self) {
        for (name, pool) in super::pools() {
            let idle = pool.num_idle();
            let open = usize::try_from(pool.size()).unwrap_or(idle);
            told(name, open.saturating_sub(idle), idle);
            let most = pool.options().get_max_connections();
            gauge!("jangbu_pool_limit", "pool" => name).set(f64::from(most));
        }
        let log = self.log.connections();
        told("log", log.in_use, log.idle);
        gauge!("jangbu_pool_limit", "pool" => "log").set(log.most as f64);
        gauge!("jangbu_pool_waiting", "pool" => "log").set(log.waiting as f64);
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "Prometheus knows no other numbers"
    )]
    fn disk(&self) -> Result<()> {
        let disk = rustix::fs::statvfs(&self.data)?;
        let bytes = |blocks: u64| (blocks * disk.f_frsize) as f64;
        gauge!("jangbu_disk_free_bytes").set(bytes(disk.f_bavail));
        gauge!("jangbu_disk_size_bytes").set(bytes(disk.f_blocks));
        Ok(())
    }

    /// Counts a failure, and tells of it when it begins.
    fn settle(&mut self, what: &'static str, asked: Result<()>) {
        match asked {
            Ok(()) => drop(self.failing.remove(what)),
            Err(error) => {
                counter!("jangbu_collect_failures_total", "what" => what).increment(1);
                if self.failing.insert(what) {
                    tracing::warn!(what, %error, "numbers about {what} cannot be collected: {error:#}");
                }
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "some dozens")]
fn told(pool: &'static str, in_use: usize, idle: usize) {
    gauge!("jangbu_pool_connections", "pool" => pool, "state" => "in_use").set(in_use as f64);
    gauge!("jangbu_pool_connections", "pool" => pool, "state" => "idle").set(idle as f64);
}

async fn in_time(asking: impl Future<Output = Result<()>>) -> Result<()> {
    let late = |_| Err(anyhow!("no answer within {} seconds", PATIENCE.as_secs()));
    tokio::time::timeout(PATIENCE, asking)
        .await
        .unwrap_or_else(late)
}
