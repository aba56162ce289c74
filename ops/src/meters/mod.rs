//! Numbers for Prometheus: one recorder for the whole process, and what it knows as text.
//!
//! Everybody counts by the facade `metrics`; what costs a question to the database is collected by a
//! task, not when somebody reads.

mod collect;
mod described;
mod family;
mod questions;

use std::sync::{Mutex, OnceLock, PoisonError};

use anyhow::{Context, Result};
use metrics::{counter, describe_counter, describe_gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use metrics_process::Collector as OfProcess;
use sqlx::PgPool;

pub use collect::Collector;

/// Seconds, from a page out of memory to the longest that anybody waits.
const SECONDS: [f64; 15] = [
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
];
/// Commits or events of one statement or batch.
const PIECES: [f64; 12] = [
    1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1_024.0, 4_096.0,
];

static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
/// Pools of connections whose size is told, by name.
static POOLS: Mutex<Vec<(&'static str, PgPool)>> = Mutex::new(Vec::new());

/// Starts counting; what was counted before is not known. Once a process.
///
/// # Errors
/// Somebody else counts already.
pub fn install() -> Result<()> {
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
        .set_buckets_for_metric(Matcher::Suffix("_commits".to_owned()), &PIECES)?
        .set_buckets_for_metric(Matcher::Suffix("_events".to_owned()), &PIECES)?
        .build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).context("numbers are counted already")?;
    // The first one counts.
    let _ = HANDLE.set(handle);
    describe();
    Ok(())
}

/// Everything counted so far, in Prometheus' text form.
pub fn render() -> String {
    OfProcess::default().collect();
    HANDLE
        .get()
        .map(PrometheusHandle::render)
        .unwrap_or_default()
}

/// Puts away what has gathered, so that it takes no more memory; to be called now and then.
fn tidy() {
    if let Some(handle) = HANDLE.get() {
        handle.run_upkeep();
    }
}

/// From now on it is told how many of the pool's connections are in use.
pub fn pool(name: &'static str, pool: &PgPool) {
    let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    pools.retain(|(known, pool)| *known != name && !pool.is_closed());
    pools.push((name, pool.clone()));
}

fn pools() -> Vec<(&'static str, PgPool)> {
    POOLS.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// What became of an error report: `sent`, `repeated` (too often the same), `queue_full`, `refused` by Sentry, or
/// `lost` on the way.
pub fn report(outcome: &'static str) {
    counter!("jangbu_error_reports_total", "outcome" => outcome).increment(1);
}

/// Tells the recorder what everybody's meters mean.
pub fn describe() {
    store::describe_metrics();
    projections::describe_metrics();
    web::describe_metrics();
    workers::describe_metrics();
    gateways::calls::describe_metrics();
    OfProcess::default().describe();
    describe_counter!(
        "jangbu_error_reports_total",
        "Error reports by outcome: sent, repeated, queue_full, refused, lost"
    );
    describe_gauge!("jangbu_build_info", "Always 1; the release is a label");
    for (name, unit, help) in described::DESCRIBED {
        match unit {
            Some(unit) => describe_gauge!(*name, *unit, *help),
            None => describe_gauge!(*name, *help),
        }
    }
    describe_counter!(
        "jangbu_collect_failures_total",
        "Questions to the database for these numbers that it did not answer"
    );
}
