//! Toss Payments (토스페이먼츠), the payment gateway: cards, transfers and virtual accounts behind one window
//! (after its reference, error list, webhook and cancel guides, and its official samples of 2026-03).
//!
//! The shop's page opens the window with the browser SDK; the browser comes back with a payment key, which
//! proves nothing; the server confirms. Each POST carries an `Idempotency-Key`, which the provider remembers
//! for 15 days: asking again with the same key gives the first answer. A payment's state can be asked by its
//! key or by the order.

mod answer;
pub mod asks;
pub mod client;
pub mod codes;
mod lists;
pub mod means;
pub mod notice;
mod provider;
mod receipts;
pub mod sign;
pub mod simulator;
pub mod window;
pub mod wire;

#[cfg(test)]
mod tests;

pub use client::{Client, Settings};
pub use provider::TossPayments;
pub use receipts::Receipts;

/// Its name in meters and logs.
pub const NAME: &str = "tosspayments";
/// Its address.
pub const BASE: &str = "https://api.tosspayments.com";
/// The browser SDK that opens its window.
pub const SDK: &str = "https://js.tosspayments.com/v2/standard";
