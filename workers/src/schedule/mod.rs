//! The schedule: what happens by the clock, in Korean time, once per tick however many workers run.
//!
//! The table is [`ENTRIES`]. Any worker may turn a tick into a job ([`look`]); the job's name is the
//! entry's, and the engine runs it like any other.

pub mod books;
mod clerk;
mod confirm;
mod dormancy;
mod entries;
mod expire;
mod grades;
mod holds;
mod tick;

pub use books::CompareBooks;
pub use clerk::{ScheduleError, Tick, look, run};
pub use confirm::ConfirmPurchases;
pub use dormancy::SweepDormant;
pub use entries::{ENTRIES, Entry, MADE_UP, Missed};
pub use expire::ExpireOrders;
pub use grades::EvaluateGrades;
pub use holds::LapseHolds;
pub use tick::{BadCron, last, next, ticks};
