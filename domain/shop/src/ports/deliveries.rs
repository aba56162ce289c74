//! What a provider that holds money in escrow is told when the goods leave (에스크로 배송등록).

use std::fmt;

use chrono::{DateTime, Utc};

use super::paying::Opened;

/// A parcel that left.
#[derive(Debug, Clone)]
pub struct DeliveryAsk {
    /// What brought the money.
    pub of: Opened,
    /// Whether a delivery of it was taken before: this one corrects it.
    pub again: bool,
    /// The carrier's code, as `carriers.toml` has it.
    pub carrier: String,
    /// The carrier's name.
    pub carrier_name: String,
    /// The carrier's invoice number.
    pub invoice: String,
    /// When it was handed over.
    pub sent_at: DateTime<Utc>,
    /// Whom from.
    pub sender: Party,
    /// Whom to.
    pub recipient: Party,
}

/// An end of a parcel's way. Personal data: not for logs.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Party {
    /// Name.
    pub name: String,
    /// Telephone number.
    pub phone: String,
    /// Postal code; may be empty.
    pub postcode: String,
    /// Address.
    pub address: String,
}

impl fmt::Debug for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Party(…)")
    }
}
