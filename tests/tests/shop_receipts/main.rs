//! Cash receipts: issued once, reduced as money goes back, whatever is lost or repeated.

#![allow(clippy::unwrap_used)]

mod issued;
mod staff;
mod town;
