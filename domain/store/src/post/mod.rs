//! What became of everything that leaves the shop: letters and messages, addresses that get none,
//! consents to advertising, and bulk sends.
//!
//! An address is known here by the vault's keyed hash only ([`crate::vault::Vault::fingerprint`]).

mod batches;
mod bulk;
mod consents;
mod deliveries;
mod many;
mod notices;
mod reported;
pub mod senders;
mod settle;
mod suppressions;
mod sweep;
mod unsent;

pub use batches::{Batch, BatchState, Group, batch_key};
pub use bulk::{Bulk, BulkSend, BulkState};
pub use consents::{Consents, NewWord, Said, Word};
pub use deliveries::{Attempt, Claim, Deliveries, Delivery, DeliveryState, NewDelivery};
pub use many::{Claimed, IN_DOUBT, Outcome, Recorded};
pub use notices::{Handled, Notice, Notices};
pub use reported::{Open, Report};
pub use suppressions::{Listed, Suppression, Suppressions};
pub use sweep::Forsaken;

/// By what way something goes to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    /// Mail.
    Email,
    /// A short message, 90 bytes at most.
    Sms,
    /// A long message, 2,000 bytes at most.
    Lms,
    /// Kakao's informational message (알림톡).
    Alimtalk,
}

impl Medium {
    /// Reads its name.
    pub fn read(name: &str) -> Option<Self> {
        let all = [Self::Email, Self::Sms, Self::Lms, Self::Alimtalk];
        all.into_iter().find(|medium| medium.as_str() == name)
    }

    /// Its name in tables and at the prompt.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Lms => "lms",
            Self::Alimtalk => "alimtalk",
        }
    }

    /// The way for which a person is suppressed or has agreed: everything to a telephone is one.
    pub const fn channel(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms | Self::Lms | Self::Alimtalk => "sms",
        }
    }
}
