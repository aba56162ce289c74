//! What it keeps of payments, and how it tells of them.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use domain::Won;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::hooks::Hook;
use crate::paying::books::{Move, Moves, Way};
use crate::portone::opening::PayMethod;
use crate::portone::wire::{CancellationStatus, Status};

/// All that outlives it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct State {
    /// Totals that were said beforehand, by payment, and what of them is without tax.
    pub(super) registered: BTreeMap<String, (Won, Won)>,
    pub(super) payments: BTreeMap<String, Record>,
    pub(super) receipts: BTreeMap<String, Receipt>,
    pub(super) moves: Moves,
    /// What was answered to calls that brought a key of their own.
    #[serde(default)]
    pub(super) answers: BTreeMap<String, Value>,
}

/// One payment: the last attempt of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) id: String,
    pub(super) transaction: String,
    /// What stands in the window's form.
    pub(super) window: String,
    pub(super) order_name: String,
    pub(super) total: Won,
    pub(super) tax_free: Won,
    pub(super) vat: Won,
    pub(super) method: PayMethod,
    pub(super) wallet: Option<String>,
    pub(super) redirect_url: String,
    pub(super) notice_urls: Vec<String>,
    pub(super) escrow: bool,
    pub(super) parcel: Option<String>,
    pub(super) status: Status,
    pub(super) account: Option<BankAccount>,
    pub(super) deposit_until: DateTime<Utc>,
    pub(super) asked_at: DateTime<Utc>,
    pub(super) changed_at: DateTime<Utc>,
    pub(super) paid_at: Option<DateTime<Utc>>,
    pub(super) cancels: Vec<Cancel>,
    /// All that was told of it, so that it can be told again.
    pub(super) hooks: Vec<Hook>,
}

/// A virtual account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct BankAccount {
    pub(super) bank: String,
    pub(super) number: String,
    pub(super) issued_at: DateTime<Utc>,
    pub(super) closed: bool,
}

/// A cancel, done or only taken.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Cancel {
    pub(super) id: String,
    pub(super) status: CancellationStatus,
    pub(super) amount: Won,
    pub(super) tax_free: Won,
    pub(super) vat: Won,
    pub(super) reason: String,
    pub(super) asked_at: DateTime<Utc>,
    pub(super) done_at: Option<DateTime<Utc>>,
}

/// A cash receipt.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Receipt {
    pub(super) number: String,
    pub(super) amount: Won,
    pub(super) cancelled: bool,
}

/// An id nobody guesses.
pub(super) fn fresh(kind: &str) -> String {
    format!("{kind}{}", Uuid::new_v4().simple())
}

/// A time as PortOne writes it.
pub(super) fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

impl Record {
    /// What went back or is on its way back: total, without tax, tax.
    pub(super) fn gone(&self) -> (Won, Won, Won) {
        let counted = self.cancels.iter();
        let counted = counted.filter(|cancel| cancel.status != CancellationStatus::Failed);
        counted.fold((Won::ZERO, Won::ZERO, Won::ZERO), |gone, cancel| {
            (
                gone.0 + cancel.amount,
                gone.1 + cancel.tax_free,
                gone.2 + cancel.vat,
            )
        })
    }

    /// What went back.
    fn back(&self) -> (Won, Won) {
        let done = self.cancels.iter();
        let done = done.filter(|cancel| cancel.status == CancellationStatus::Succeeded);
        done.fold((Won::ZERO, Won::ZERO), |back, cancel| {
            (back.0 + cancel.amount, back.1 + cancel.tax_free)
        })
    }

    /// Paid, as far as the cancels that are done leave it.
    pub(super) fn settle(&mut self, at: DateTime<Utc>) {
        let (back, _) = self.back();
        self.status = match back {
            Won::ZERO => Status::Paid,
            all if all == self.total => Status::Cancelled,
            _ => Status::PartialCancelled,
        };
        self.changed_at = at;
    }

    /// Whether nobody chose in its window in time.
    pub(super) fn is_stale(&self, now: DateTime<Utc>, patience: TimeDelta) -> bool {
        self.status == Status::Ready && now - self.asked_at > patience
    }

    /// Money of it that moved.
    pub(super) fn moved(&self, id: &str, way: Way, amount: Won, at: DateTime<Utc>) -> Move {
        Move {
            id: id.to_owned(),
            payment: self.transaction.clone(),
            order: self.id.clone(),
            way,
            amount,
            at,
        }
    }

    fn method(&self) -> Value {
        match (&self.method, &self.account) {
            (PayMethod::VirtualAccount, Some(account)) => json!({
                "type": "PaymentMethodVirtualAccount", "bank": account.bank,
                "accountNumber": account.number, "accountType": "NORMAL", "remitteeName": "모의결제",
                "expiredAt": stamp(self.deposit_until), "issuedAt": stamp(account.issued_at),
            }),
            (PayMethod::Card, _) => json!({
                "type": "PaymentMethodCard", "card": { "issuer": "SHINHAN_CARD" },
                "approvalNumber": "30625351", "installment": { "month": 0, "isInterestFree": false },
            }),
            (PayMethod::EasyPay, _) => {
                json!({ "type": "PaymentMethodEasyPay", "provider": self.wallet })
            }
            (PayMethod::Transfer, _) => {
                json!({ "type": "PaymentMethodTransfer", "bank": "SHINHAN" })
            }
            (PayMethod::Mobile, _) => json!({ "type": "PaymentMethodMobile" }),
            _ => Value::Null,
        }
    }

    /// The answer to who asks for it.
    pub(super) fn told(&self, store: &str, channel: &str) -> Value {
        let (back, back_tax_free) = self.back();
        let paid = if self.paid_at.is_some() {
            self.total
        } else {
            Won::ZERO
        };
        let mut told = json!({
            "status": self.status, "id": self.id, "transactionId": self.transaction,
            "merchantId": "merchant-demo", "storeId": store, "version": "V2",
            "channel": { "type": "TEST", "key": channel, "name": "simulated", "pgProvider": "INICIS_V2",
                "pgMerchantId": "simulated" },
            "requestedAt": stamp(self.asked_at), "updatedAt": stamp(self.changed_at),
            "statusChangedAt": stamp(self.changed_at), "orderName": self.order_name, "currency": "KRW",
            "amount": { "total": self.total, "taxFree": self.tax_free, "vat": self.vat,
                "supply": self.total - self.tax_free - self.vat, "discount": 0, "paid": paid,
                "cancelled": back, "cancelledTaxFree": back_tax_free },
            "customer": {}, "disputes": [],
        });
        if self.status != Status::Ready {
            told["method"] = self.method();
        }
        if let Some(at) = self.paid_at {
            told["paidAt"] = json!(stamp(at));
            told["pgTxId"] = json!(format!("simulated-{}", self.transaction));
            told["receiptUrl"] = json!("https://receipt.example/simulated");
        }
        if self.status == Status::Failed {
            told["failedAt"] = json!(stamp(self.changed_at));
            told["failure"] =
                json!({ "reason": "simulated", "pgCode": "V610", "pgMessage": "simulated" });
        }
        if self.escrow {
            told["escrow"] = match &self.parcel {
                Some(number) => {
                    json!({ "status": "REGISTERED", "company": "CJ", "invoiceNumber": number })
                }
                None => json!({ "status": "BEFORE_REGISTERED" }),
            };
        }
        if !self.cancels.is_empty() {
            told["cancellations"] = self.cancels.iter().map(Cancel::told).collect();
        }
        told
    }
}

impl Cancel {
    /// As it stands in answers.
    pub(super) fn told(&self) -> Value {
        let mut told = json!({
            "status": self.status, "id": self.id, "totalAmount": self.amount,
            "taxFreeAmount": self.tax_free, "vatAmount": self.vat, "reason": self.reason,
            "requestedAt": stamp(self.asked_at), "trigger": "API",
        });
        if let Some(at) = self.done_at {
            told["cancelledAt"] = json!(stamp(at));
        }
        told
    }
}
