//! KakaoPay, one-time payments (after its developer site's pages of 2024 and public integrations).
//!
//! The shop asks for a payment (`ready`), sends the shopper to the window that the answer names, and
//! approves with the `pg_token` that the browser brings back (`approve`). There are no notices, no net
//! cancel and no idempotency keys: whatever stays unclear is asked by the payment's `tid` (`order`), and a
//! cancel says what the shop believes is left, so that it cannot happen twice.
//!
//! The API has two generations with the same fields: the current one speaks JSON, the one before it forms.

pub mod asks;
mod back;
mod client;
mod codec;
mod provider;
mod settings;
pub mod sign;
pub mod simulator;
mod status;
pub mod wire;

#[cfg(test)]
mod tests;

pub use back::{Device, PgToken, read_return};
pub use client::Client;
pub use provider::KakaoPay;
pub use settings::Settings;

/// As this provider is called in the shop's tables.
pub const NAME: &str = "kakaopay";
/// The current API.
pub const BASE: &str = "https://open-api.kakaopay.com";
/// The API before it.
pub const LEGACY_BASE: &str = "https://kapi.kakao.com";
/// The merchant id for trying one-time payments out.
pub const TEST_CID: &str = "TC0ONETIME";

/// Which of its two APIs is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    /// JSON under `/online/v1/payment`.
    Current,
    /// Forms under `/v1/payment`.
    Legacy,
}
