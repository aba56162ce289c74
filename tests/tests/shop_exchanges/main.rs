//! Exchanges for another option: what they cost is paid first and once, what goes out is held, and the
//! books of pieces and money stay whole whatever repeats, races or crashes.

#![allow(clippy::unwrap_used)]

mod agreed;
mod fewer;
mod races;
mod random;
mod stage;
