//! Placed orders are changed: what comes is paid first, what leaves goes back, and the books stay whole
//! whatever repeats, races or crashes.

#![allow(clippy::unwrap_used)]

mod changes;
mod races;
mod random;
mod stage;
mod surcharges;
