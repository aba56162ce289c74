//! Members as the shop counts them, without anything that says who they are: their standing, and
//! what they bought, day by day.

mod bought;
mod fold;
mod query;

pub use fold::Members;
pub use query::{MemberRow, Spent, find, to_notice, to_sleep, won_within, won_within_each};
