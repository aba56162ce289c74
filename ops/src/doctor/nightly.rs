//! The doctor's nightly visit: a job of the schedule.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use gateways::demo_bank::DemoBank;
use metrics::gauge;
use serde::{Deserialize, Serialize};
use store::EventLog;
use workers::jobs::{Job, JobContext, JobError};

use super::{Patient, examine};

/// Findings that one error names at most.
const NAMED: usize = 5;

/// Examines the shop; what does not add up is an error in the log.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Nightly {
    /// When it was due.
    pub tick: DateTime<Utc>,
}

/// What the doctor needs beyond what every job is given.
#[derive(Clone)]
pub struct Bag {
    /// The log.
    pub log: Arc<dyn EventLog>,
    /// The simulated provider.
    pub bank: Arc<DemoBank>,
}

#[async_trait]
impl Job for Nightly {
    const NAME: &'static str = "doctor";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        let Some(bag) = context.extra::<Bag>() else {
            return Err(JobError::never("the doctor came without a bag"));
        };
        let patient = Patient {
            pool: &context.pool,
            log: &bag.log,
            books: Some(bag.bank.books()),
            shop: Some(&context.shop),
        };
        let report = examine(&patient, |_| {}).await.map_err(JobError::again)?;
        let findings = report.broken.len();
        gauge!("jangbu_doctor_findings")
            .set(f64::from(u32::try_from(findings).unwrap_or(u32::MAX)));
        if findings == 0 {
            tracing::info!("the nightly doctor finds that everything adds up");
            return Ok(());
        }
        // Done all the same: trying again mends nothing, and somebody must look.
        let named: Vec<String> = report
            .broken
            .iter()
            .take(NAMED)
            .map(ToString::to_string)
            .collect();
        let named = named.join("; ");
        tracing::error!(
            findings,
            named,
            "the nightly doctor has {findings} finding(s): {named}"
        );
        Ok(())
    }
}
