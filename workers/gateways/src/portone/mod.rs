//! PortOne V2, which stands before other providers (after its OpenAPI 1.16.0 and its SDKs, 2026-01).
//!
//! The shop chooses the payment's id and says its amount beforehand (`pre_register`). The browser opens the
//! window by PortOne's own script; what it brings back is a hint, and so is a webhook: what is true is what
//! `payment` answers. There is nothing to approve, so nothing to approve twice. A cancel says what the shop
//! believes is left, so that it cannot happen twice.

pub mod asks;
pub mod banks;
mod client;
mod codec;
mod lists;
mod opening;
pub mod papers;
mod provider;
mod settings;
pub mod sign;
pub mod simulator;
pub mod webhook;
pub mod wire;

#[cfg(test)]
mod tests;

pub use client::Client;
pub use opening::{OpenAsk, Opening, PayMethod, Return, read_return};
pub use provider::PortOne;
pub use settings::Settings;

/// As this provider is called in the shop's tables.
pub const NAME: &str = "portone";
/// The address of its API.
pub const BASE: &str = "https://api.portone.io";
/// The script that opens the window.
pub const SDK: &str = "https://cdn.portone.io/v2/browser-sdk.js";
/// Where its webhooks come from. The signature is what proves them.
pub const WEBHOOKS_FROM: &str = "52.78.5.241";

/// Letters of a payment's id at most: Inicis, behind PortOne, takes no more.
const LONGEST_ID: usize = 40;

/// Whether a text can be a payment's id: it stands in addresses, and some come from browsers. Dots and
/// slashes are not in it, so that none leads somewhere else.
#[must_use]
pub fn is_payment_id(text: &str) -> bool {
    let fits = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-' || letter == b'_';
    (1..=LONGEST_ID).contains(&text.len()) && text.bytes().all(fits)
}
