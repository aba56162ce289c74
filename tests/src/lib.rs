//! What the tests share.

pub mod crash;
pub mod pg;
pub mod shop;
pub mod till;
