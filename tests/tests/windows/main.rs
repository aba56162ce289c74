//! Paying in a provider's window: the shop's use cases against a simulated provider that speaks the real
//! protocol over HTTP and keeps books of its own. Whatever is late, lost or repeated, both books agree.

#![allow(clippy::unwrap_used)]

mod accounts;
mod bank;
mod by_itself;
mod changed;
mod day;
mod door;
mod escrow;
mod lost;
mod permuted;
mod permuted_deposits;
mod random;
mod refunds;
mod shopper;
mod street;
mod times;
