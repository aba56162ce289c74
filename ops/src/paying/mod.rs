//! The payment providers of this installation: the contracts in `DATA/payments.toml`, or for the demo shop
//! simulators on this machine.

mod contracts;
mod inicis;
mod simulators;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use domain::StoreId;
use gateways::inicis::Inicis;
use gateways::inicis::papers::Receipts as InicisReceipts;
use gateways::kakaopay::{self, KakaoPay};
use gateways::portone::{self, PortOne};
use gateways::tosspay::{self, TossPay};
use gateways::tosspayments::{self, TossPayments};
use shop::ports::paying::PaymentProvider;
use shop::ports::receipts::CashReceipts;
use shop::{Providers, ReceiptIssuers};

pub use simulators::Simulators;

use crate::stores::Stores;

/// Each store's ways to the providers that it has a contract with.
#[derive(Default)]
struct Ways {
    inicis: BTreeMap<StoreId, gateways::inicis::Client>,
    kakaopay: BTreeMap<StoreId, kakaopay::Client>,
    tosspay: BTreeMap<StoreId, tosspay::Client>,
    tosspayments: BTreeMap<StoreId, tosspayments::Client>,
    portone: BTreeMap<StoreId, portone::Client>,
    /// Contracts by which nobody is to pay any more.
    withheld: BTreeSet<(StoreId, &'static str)>,
}

/// The providers behind the windows that shoppers pay in, and who issues cash receipts; none where there is
/// neither a contract nor a simulator.
///
/// # Errors
/// The file of contracts makes no sense, or a secret that it names is not set.
pub fn providers(data: &Path, shown: &Stores) -> Result<(Providers, ReceiptIssuers)> {
    let stores: Vec<StoreId> = shown.settings().into_keys().collect();
    let ways = match contracts::read(data)? {
        Some(contracts) => contracts.ways(&stores)?,
        None => simulators::ways(data, &stores)?,
    };
    let mut all: Vec<Arc<dyn PaymentProvider>> = Vec::new();
    let mut issuers: Vec<Arc<dyn CashReceipts>> = Vec::new();
    if !ways.inicis.is_empty() {
        all.push(Arc::new(Inicis::new(ways.inicis.clone())));
    }
    if !ways.tosspayments.is_empty() {
        issuers.push(Arc::new(tosspayments::Receipts::new(
            ways.tosspayments.clone(),
        )));
        all.push(Arc::new(TossPayments::new(ways.tosspayments)));
    }
    // After the one that can find a receipt again whose answer was lost.
    if !ways.inicis.is_empty() {
        issuers.push(Arc::new(InicisReceipts::new(ways.inicis)));
    }
    if !ways.portone.is_empty() {
        all.push(Arc::new(PortOne::new(ways.portone)));
    }
    if !ways.kakaopay.is_empty() {
        all.push(Arc::new(KakaoPay::new(ways.kakaopay)));
    }
    if !ways.tosspay.is_empty() {
        all.push(Arc::new(TossPay::new(ways.tosspay)));
    }
    let providers = Providers::new(all).withholding(ways.withheld);
    Ok((providers, ReceiptIssuers::new(issuers)))
}
