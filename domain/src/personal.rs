//! What an event may say of a person: nothing but where the vault keeps it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Points at personal data in the vault and commits to what was stored there.
///
/// The commitment is a keyed hash whose key lies inside the vault's ciphertext, so it
/// proves what was stored as long as the data exists and tells nothing once it is erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonalRef {
    /// The vault's entry.
    pub id: Uuid,
    /// The salted commitment to its content.
    pub commitment: Commitment,
}

/// HMAC-SHA-256 of the stored text, in lower-case hexadecimal (64 characters).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Commitment(pub String);

/// How long personal data must and may be kept; each class has its own key
/// (전자상거래법 §6 and its decree).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retention {
    /// Contract, payment and delivery records: five years.
    Order5y,
    /// Complaints and disputes: three years.
    Complaint3y,
    /// Until the member withdraws.
    UntilWithdrawal,
    /// Recipients of a bulk send: until it is done.
    UntilSent,
}

impl Retention {
    /// The name under which the vault keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Order5y => "order_5y",
            Self::Complaint3y => "complaint_3y",
            Self::UntilWithdrawal => "until_withdrawal",
            Self::UntilSent => "until_sent",
        }
    }
}
