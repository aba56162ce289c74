//! What the tests share: baskets to price, orders to place, and sentences about aggregates.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses its part; tests may panic"
)]

pub mod baskets;
pub mod exchanges;
pub mod orders;
pub mod payments;
pub mod stocks;
pub mod story;
pub mod world;

use chrono::{DateTime, Duration, TimeZone, Utc};

/// Monday, 2 March 2026, 09:00 in Korea, and `hours` later.
pub fn hour(hours: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 0, 0, 0).unwrap() + Duration::hours(hours)
}
