//! What happens without anybody asking: processes read the log and issue the commands that
//! follow from what they read.
//!
//! A process remembers little: which subjects (orders, carts) need attention, and when.
//! Attention means calling the use case that a request would have called. Use cases are
//! idempotent, so a task may be done twice, by two workers, or after a crash.

mod engine;
mod follow;
pub mod processes;
mod tasks;

pub use engine::{Workers, WorkersOptions};
