//! What happens without anybody asking: processes read the log and issue the commands that
//! follow from what they read.
//!
//! A process remembers little: which subjects (orders, carts) need attention, and when.
//! Attention means calling the use case that a request would have called. Use cases are
//! idempotent, so a task may be done twice, by two workers, or after a crash.
//!
//! What is slow or outside of the ledger is a job ([`jobs`]), what happens by the clock stands in
//! the [`schedule`], and what goes to people is [`post`].

pub mod coupons;
mod engine;
mod follow;
pub mod jobs;
mod meter;
pub mod pictures;
pub mod post;
pub mod processes;
pub mod schedule;
mod tasks;

pub use engine::{Workers, WorkersOptions};
pub use meter::describe_metrics;
