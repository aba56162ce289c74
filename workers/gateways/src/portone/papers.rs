//! What PortOne answers about parcels and cash receipts.

use chrono::{DateTime, Utc};
use domain::Won;
use serde::Deserialize;

use super::wire::time;
use crate::paying::lenient::or_default;

/// The answer to a parcel that was told.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogisticsTold {
    /// Its number.
    pub invoice_number: String,
    /// When PortOne took it.
    #[serde(default, deserialize_with = "time")]
    pub applied_at: Option<DateTime<Utc>>,
}

/// A cash receipt that was issued.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CashReceipt {
    /// The tax office's approval number.
    pub issue_number: String,
    /// Where it can be seen.
    #[serde(default, deserialize_with = "or_default")]
    pub url: String,
    /// The provider's id of it.
    #[serde(default, deserialize_with = "or_default")]
    pub pg_receipt_id: String,
}

/// A cash receipt that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CashReceiptCancelled {
    /// Won.
    pub cancelled_amount: Won,
    /// When.
    #[serde(default, deserialize_with = "time")]
    pub cancelled_at: Option<DateTime<Utc>>,
}
