//! KG Inicis: the standard payment window on a PC (INIStdPay), the window on telephones (INIpay mobile), what is
//! asked without a shopper (INIAPI), and the notices that its servers send.
//!
//! After Inicis' own samples and manuals, and what open-source shops make of them. Nothing that comes through a
//! browser proves a payment, and no address that comes through a browser is called.

pub mod banks;
pub mod client;
pub mod deposit;
pub mod deposit_notice;
pub mod notice;
pub mod papers;
mod provider;
pub mod settings;
pub mod sign;
pub mod simulator;
pub mod wire;

#[cfg(test)]
mod tests;

pub use client::{Client, NAME};
pub use provider::Inicis;
pub use settings::{Hosts, SENDERS, Settings};
