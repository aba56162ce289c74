//! The payment providers of this installation: the contracts in `DATA/payments.toml`, or for the demo shop
//! simulators on this machine.

mod contracts;
mod simulators;

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use domain::StoreId;
use shop::Providers;

pub use simulators::Simulators;

use crate::stores::Stores;

/// The providers behind the windows that shoppers pay in; none where there is neither a contract nor a
/// simulator.
///
/// # Errors
/// The file of contracts makes no sense, or a secret that it names is not set.
pub fn providers(data: &Path, shown: &Stores) -> Result<Providers> {
    let contracts = contracts::read(data)?;
    let stores: Vec<StoreId> = shown.settings().into_keys().collect();
    let kakaopay = match contracts {
        Some(contracts) => contracts.kakaopay(&stores)?,
        None => simulators::kakaopay(data, &stores)?,
    };
    let mut all: Vec<Arc<dyn shop::ports::paying::PaymentProvider>> = Vec::new();
    if !kakaopay.is_empty() {
        all.push(Arc::new(gateways::kakaopay::KakaoPay::new(kakaopay)));
    }
    Ok(Providers::new(all))
}
