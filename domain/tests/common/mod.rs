//! What the tests share: baskets to price, and sentences about aggregates.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses its part; tests may panic"
)]

pub mod baskets;
