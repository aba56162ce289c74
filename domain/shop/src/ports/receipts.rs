//! Cash receipts (현금영수증): whoever reports them to the tax office for a store.
//!
//! Each call may be made again: the receipt's and the refund's own ids make it one, where
//! [`CashReceipts::is_repeatable`] says so.

use std::fmt;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::payment::ReceiptKind;
use domain::{ReceiptId, RefundId, StoreId, Won};

use super::GatewayError;

/// An issuer of cash receipts.
#[async_trait]
pub trait CashReceipts: Send + Sync {
    /// Its name in events: that of the payment provider whose contract it is.
    fn name(&self) -> &'static str;

    /// Whether it issues receipts of a store.
    fn serves(&self, store: &StoreId) -> bool;

    /// Whether asking for the same receipt again is safe. If not, an answer that was lost is for staff to find out.
    fn is_repeatable(&self) -> bool;

    /// Whether part of a receipt can be taken back. If not, or where it is not plain how much of the part is free of
    /// VAT, the receipt is taken back whole, and another stands for what is left.
    fn takes_parts(&self) -> bool;

    /// Issues a receipt. `Declined`: it is not issued.
    async fn issue(&self, ask: &ReceiptAsk) -> Result<IssuedReceipt, GatewayError>;

    /// Takes part of a receipt back, or all of it.
    async fn take_back(&self, ask: &TakeBack) -> Result<(), GatewayError>;
}

/// What a receipt is to be issued for.
#[derive(Debug, Clone)]
pub struct ReceiptAsk {
    /// Which store's contract.
    pub store: StoreId,
    /// The idempotency key, and the shop's number of it.
    pub receipt: ReceiptId,
    /// What was bought, in a few words.
    pub goods: String,
    /// Won.
    pub amount: Won,
    /// Won of it that are free of VAT.
    pub tax_free: Won,
    /// Won of VAT in the rest.
    pub vat: Won,
    /// What for.
    pub kind: ReceiptKind,
    /// For whom.
    pub holder: Holder,
    /// When it was first asked for.
    pub at: DateTime<Utc>,
}

/// For whom a receipt is. Personal data: not for logs.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Holder {
    /// A telephone or business number, digits; none: nobody asked for the receipt (자진발급).
    pub number: Option<String>,
    /// Who ordered; empty once that is erased.
    pub name: String,
    /// Empty for none.
    pub email: String,
    /// Digits.
    pub phone: String,
}

impl fmt::Debug for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Holder(…)")
    }
}

/// A receipt that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedReceipt {
    /// The issuer's id of it.
    pub reference: String,
    /// The tax office's number of it (승인번호); empty while it is on its way there.
    pub approval: String,
    /// When, by the issuer's clock.
    pub at: DateTime<Utc>,
}

/// What of a receipt is to be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeBack {
    /// Which store's contract.
    pub store: StoreId,
    /// The receipt.
    pub receipt: ReceiptId,
    /// The issuer's id of it.
    pub reference: String,
    /// The refund and its won; none: all that is left.
    pub part: Option<(RefundId, Won)>,
}
