//! Parcels of escrow payments, cash receipts, and webhooks told again.

use chrono::{DateTime, Utc};
use domain::Won;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Office;
use super::refusal::{
    INVALID, NO_CHANNEL, NO_RECEIPT, NO_WEBHOOK, NOT_FOUND, NOT_PAID, No, RECEIPT_ISSUED,
};
use super::state::{Receipt, fresh, stamp};
use crate::portone::asks::{Carrier, CashReceiptKind};
use crate::portone::is_payment_id;

#[derive(Deserialize)]
pub(super) struct AskedParcel {
    logistics: Parcel,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parcel {
    company: Carrier,
    invoice_number: String,
    sent_at: DateTime<Utc>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AskedReceipt {
    payment_id: String,
    channel_key: String,
    #[serde(rename = "type")]
    kind: CashReceiptKind,
    order_name: String,
    currency: String,
    amount: ReceiptAmount,
    customer: Customer,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReceiptAmount {
    total: Won,
    #[serde(default)]
    tax_free: Won,
    #[serde(default)]
    vat: Won,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Customer {
    identity_number: String,
}

impl Office {
    pub(super) fn logistics(&self, id: &str, asked: &AskedParcel) -> Result<Value, No> {
        let parcel = &asked.logistics;
        let known = !matches!(parcel.company, Carrier::Unknown(_));
        let now = self.clock.now();
        self.state.change(|state| {
            let record = state.payments.get_mut(id).ok_or(NOT_FOUND)?;
            if record.paid_at.is_none() {
                return Err(NOT_PAID);
            }
            if !record.escrow || !known || parcel.invoice_number.is_empty() {
                return Err(INVALID);
            }
            record.parcel = Some(parcel.invoice_number.clone());
            Ok(
                json!({ "invoiceNumber": parcel.invoice_number, "sentAt": stamp(parcel.sent_at),
                "appliedAt": stamp(now) }),
            )
        })
    }

    pub(super) fn receipt(&self, asked: &AskedReceipt) -> Result<Value, No> {
        if asked.channel_key != self.account.channel {
            return Err(NO_CHANNEL);
        }
        let ReceiptAmount {
            total,
            tax_free,
            vat,
        } = asked.amount;
        let identity = &asked.customer.identity_number;
        let digits = identity.bytes().all(|letter| letter.is_ascii_digit());
        let known = !matches!(asked.kind, CashReceiptKind::Unknown(_));
        let fits = total.is_positive() && !tax_free.is_negative() && !vat.is_negative();
        let fits = fits && tax_free + vat <= total && asked.currency == "KRW";
        let named = is_payment_id(&asked.payment_id) && !asked.order_name.is_empty();
        if !fits || !named || !known || !digits || identity.len() < 10 {
            return Err(INVALID);
        }
        self.state.change(|state| {
            let before = state.receipts.get(&asked.payment_id);
            if before.is_some_and(|receipt| !receipt.cancelled) {
                return Err(RECEIPT_ISSUED);
            }
            let receipt = Receipt {
                number: format!("{:09}", 100_000_001 + state.receipts.len()),
                amount: total,
                cancelled: false,
            };
            let number = receipt.number.clone();
            state.receipts.insert(asked.payment_id.clone(), receipt);
            Ok(
                json!({ "cashReceipt": { "issueNumber": number, "pgReceiptId": fresh("receipt-"),
                "url": "https://receipt.example/simulated" } }),
            )
        })
    }

    pub(super) fn receipt_cancel(&self, id: &str) -> Result<Value, No> {
        let now = self.clock.now();
        self.state.change(|state| {
            let receipt = state.receipts.get_mut(id).ok_or(NO_RECEIPT)?;
            if receipt.cancelled {
                return Err(NO_RECEIPT);
            }
            receipt.cancelled = true;
            Ok(json!({ "cancelledAmount": receipt.amount, "cancelledAt": stamp(now) }))
        })
    }

    pub(super) fn resend(&self, id: &str) -> Result<Value, No> {
        let hook = self.state.read(|state| {
            let record = state.payments.get(id).ok_or(NOT_FOUND)?;
            record.hooks.last().cloned().ok_or(NO_WEBHOOK)
        })?;
        let told = json!({ "webhook": { "id": hook.id, "url": hook.urls.first() } });
        self.send(hook);
        Ok(told)
    }
}
