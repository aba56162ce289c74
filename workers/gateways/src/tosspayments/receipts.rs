//! Toss Payments as the issuer of a store's cash receipts, for money that came by any way.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono_tz::Asia::Seoul;
use domain::StoreId;
use domain::payment::ReceiptKind as Kind;
use shop::ports::GatewayError;
use shop::ports::receipts::{CashReceipts, IssuedReceipt, ReceiptAsk as Ask, TakeBack};

use super::asks::{ReceiptAsk, ReceiptKind, SELF_ISSUE};
use super::wire::CashReceipt;
use super::{Client, NAME};
use crate::paying::call::CallError;
use crate::paying::contracts::Contracts;

/// Cash receipts by the stores' contracts with Toss Payments.
pub struct Receipts(Contracts<Client>);

impl Receipts {
    /// These stores' contracts.
    #[must_use]
    pub fn new(stores: BTreeMap<StoreId, Client>) -> Self {
        Self(Contracts::new(stores))
    }

    /// A receipt of this number that they know of; they take a key as new after fifteen days, and must not issue
    /// a second one then.
    async fn found(client: &Client, ask: &Ask) -> Result<Option<CashReceipt>, CallError> {
        let day = ask.at.with_timezone(&Seoul).date_naive();
        let days = [Some(day), day.succ_opt()];
        for day in days.into_iter().flatten() {
            let known = client.receipts_of(day).await?.into_iter();
            let mut ours = known.filter(|it| it.order_id.as_deref() == Some(ask.receipt.as_str()));
            if let Some(found) = ours.find(|it| it.transaction_type.as_deref() != Some("CANCEL")) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}

fn issued(ask: &Ask, receipt: CashReceipt) -> Result<IssuedReceipt, GatewayError> {
    if receipt.issue_status.as_deref() == Some("FAILED") {
        return Err(GatewayError::Declined("issue-failed".to_owned()));
    }
    Ok(IssuedReceipt {
        reference: receipt.receipt_key,
        approval: receipt.issue_number.unwrap_or_default(),
        at: receipt.requested_at.unwrap_or(ask.at),
    })
}

#[async_trait]
impl CashReceipts for Receipts {
    fn name(&self) -> &'static str {
        NAME
    }

    fn serves(&self, store: &StoreId) -> bool {
        self.0.has(store)
    }

    fn is_repeatable(&self) -> bool {
        true
    }

    fn takes_parts(&self) -> bool {
        true
    }

    async fn issue(&self, ask: &Ask) -> Result<IssuedReceipt, GatewayError> {
        let client = self.0.of(&ask.store)?;
        let body = ReceiptAsk {
            amount: ask.amount,
            order_id: ask.receipt.to_string(),
            order_name: ask.goods.clone(),
            customer_identity_number: match &ask.holder.number {
                Some(number) => number.clone(),
                None => SELF_ISSUE.to_owned(),
            },
            kind: match ask.kind {
                Kind::Deduction => ReceiptKind::Deduction,
                Kind::Expense => ReceiptKind::Expense,
            },
            tax_free_amount: Some(ask.tax_free),
        };
        let key = ask.receipt.as_str();
        match client.issue_receipt(&body, key).await {
            Ok(receipt) => issued(ask, receipt),
            // It may be there: they also say so of one that was asked for before.
            Err(CallError::Unknown(why)) => match Self::found(client, ask).await? {
                Some(receipt) => issued(ask, receipt),
                None => Err(GatewayError::Unknown(why)),
            },
            Err(error) => Err(error.into()),
        }
    }

    async fn take_back(&self, ask: &TakeBack) -> Result<(), GatewayError> {
        let client = self.0.of(&ask.store)?;
        let (key, amount) = match &ask.part {
            Some((refund, amount)) => (format!("receipt-{refund}"), Some(*amount)),
            None => (format!("receipt-{}", ask.receipt), None),
        };
        let taken = client.cancel_receipt(&ask.reference, amount, &key).await;
        match taken {
            Ok(_) => Ok(()),
            // All of it was to go, and is gone.
            Err(CallError::Unknown(why))
                if amount.is_none() && why.ends_with("ALREADY_CANCELED_PAYMENT") =>
            {
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }
}
