//! What goes with money at Inicis: cash receipts by the stores' contracts, and deliveries of what it holds in escrow.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::StoreId;
use domain::payment::ReceiptKind;
use shop::ports::GatewayError;
use shop::ports::deliveries::{DeliveryAsk, Party as End};
use shop::ports::receipts::{CashReceipts, IssuedReceipt, ReceiptAsk, TakeBack};

use super::client::{
    Charge, Client, Delivery, NAME, Party, ReceiptOrder, ReceiptUse, SELF_ISSUED, carrier,
};
use super::wire::api::Refund;
use crate::paying::buyer::Buyer;
use crate::paying::call::CallError;
use crate::paying::contracts::Contracts;

/// Cash receipts by the stores' contracts with Inicis.
pub struct Receipts(Contracts<Client>);

impl Receipts {
    /// These stores' contracts.
    #[must_use]
    pub fn new(stores: BTreeMap<StoreId, Client>) -> Self {
        Self(Contracts::new(stores))
    }
}

#[async_trait]
impl CashReceipts for Receipts {
    fn name(&self) -> &'static str {
        NAME
    }

    fn serves(&self, store: &StoreId) -> bool {
        self.0.has(store)
    }

    /// It has no key, and no question that would find a receipt.
    fn is_repeatable(&self) -> bool {
        false
    }

    fn takes_parts(&self) -> bool {
        false
    }

    async fn issue(&self, ask: &ReceiptAsk) -> Result<IssuedReceipt, GatewayError> {
        let holder = &ask.holder;
        let order = ReceiptOrder {
            goods: ask.goods.clone(),
            total: ask.amount,
            supply: ask.amount - ask.vat,
            vat: ask.vat,
            buyer: Buyer {
                name: holder.name.as_str().into(),
                phone: holder.phone.as_str().into(),
                email: holder.email.as_str().into(),
            },
            number: holder.number.as_deref().unwrap_or(SELF_ISSUED).into(),
            purpose: match ask.kind {
                ReceiptKind::Deduction => ReceiptUse::Deduction,
                ReceiptKind::Expense => ReceiptUse::Expense,
            },
        };
        let issued = self.0.of(&ask.store)?.issue_receipt(&order).await?;
        Ok(IssuedReceipt {
            reference: issued.tid,
            approval: issued.approval,
            at: issued.at.unwrap_or(ask.at),
        })
    }

    async fn take_back(&self, ask: &TakeBack) -> Result<(), GatewayError> {
        let refund = Refund {
            tid: ask.reference.clone(),
            reason: "refund".to_owned(),
            account: None,
        };
        self.0.of(&ask.store)?.refund(&refund).await?;
        Ok(())
    }
}

/// Tells of a delivery of what was paid in escrow.
///
/// # Errors
/// `Declined`: Inicis does not take it.
pub async fn register_delivery(client: &Client, ask: &DeliveryAsk) -> Result<(), GatewayError> {
    let tid = ask.of.transaction.as_deref();
    let tid = tid.ok_or_else(|| GatewayError::Declined("no-tid".to_owned()))?;
    let delivery = Delivery {
        tid: tid.to_owned(),
        order: ask.of.attempt.to_string(),
        amount: ask.of.amount,
        again: ask.again,
        invoice: ask.invoice.clone(),
        carrier: code(&ask.carrier).to_owned(),
        carrier_name: ask.carrier_name.clone(),
        registrar: ask.sender.name.clone(),
        charge: Charge::Seller,
        sent_at: ask.sent_at,
        sender: party(&ask.sender),
        recipient: party(&ask.recipient),
    };
    match client.register_delivery(&delivery).await {
        // An answer may have been lost, and the invoice corrected since: then it is known, and is told otherwise.
        Err(CallError::Refused { .. }) if !ask.again => {
            let again = Delivery {
                again: true,
                ..delivery
            };
            Ok(client.register_delivery(&again).await?)
        }
        told => Ok(told?),
    }
}

/// Inicis' code of a carrier of ours; `9999` is another.
fn code(ours: &str) -> &'static str {
    carrier(match ours {
        "cj" => "CJGLS",
        "lotte" => "HYUNDAI",
        "hanjin" => "HANJIN",
        "epost" => "EPOST",
        "logen" => "KGB",
        "kdexp" => "KDEXP",
        "daesin" => "DAESIN",
        "chunil" => "CHUNIL",
        "cvsnet" => "CVSNET",
        other => other,
    })
}

fn party(of: &End) -> Party {
    Party {
        name: of.name.as_str().into(),
        phone: of.phone.as_str().into(),
        post: of.postcode.as_str().into(),
        address: of.address.as_str().into(),
    }
}
