//! Jobs: done once, retried, parked, taken over, and out of each other's way.

#![allow(clippy::unwrap_used)]

mod desk;
mod kinds;
mod lanes;
mod schedule;
mod takeover;
mod tries;
