//! TossPay (토스페이), the wallet: API v2 of pay.toss.im (after its official documentation of 2024-12).
//!
//! The server creates a payment and sends the browser to the wallet's own page; a frame is not allowed. Either
//! TossPay executes by itself and calls back, or the browser returns and the shop executes. Neither call nor
//! callback is signed: the key travels in the body, and what a callback says is asked for with our own key.

mod answer;
pub mod asks;
pub mod client;
pub mod codes;
pub mod notice;
mod provider;
pub mod receipts;
mod requests;
pub mod simulator;
pub mod wire;

#[cfg(test)]
mod tests;

pub use client::{Client, Settings};
pub use provider::TossPay;

/// Its name in meters and logs.
pub const NAME: &str = "tosspay";
/// The API's address, and the only one whose pages a browser is sent to.
pub const BASE: &str = "https://pay.toss.im";
