//! One message to many: written down whole before anything leaves, sent in batches that can be
//! resumed, watched and cancelled.
//!
//! Recipients lie in the vault, a batch an entry, and are erased with the end of their batch. What
//! nobody goes on with is ended by a job of the schedule.

mod batch;
mod content;
mod create;
mod recipients;
mod sweep;

pub use batch::{BATCH, BulkBatch, subject};
pub use content::{Content, ContentFault};
pub use create::{Plan, cancel, create};
pub use recipients::{BadRow, Recipient, Recipients, TableFault, read};
pub use sweep::SweepBulk;
