//! Jobs: what is slow or outside, done by workers, retried, fenced and parked.
//!
//! graphile_worker keeps and hands them out; here is what a job is ([`Job`]), all kinds of them
//! ([`all`]), and what happens around each (its payload, its end, what is told of it).

mod driver;
mod fence;
mod handler;
mod job;
mod registry;
mod runner;
mod told;

pub use job::{Job, JobContext, JobError};
pub use registry::{JobKind, all};
pub use runner::{JobsUnavailable, RunnerOptions, migrate, run};
