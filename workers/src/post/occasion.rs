//! What happened to an order that its shopper should hear of.

use chrono::{DateTime, Utc};
use domain::order::RefundPlan;
use domain::{ClaimId, OrderId, StoreId};
use serde::{Deserialize, Serialize};
use store::jobs::NewJob;
use uuid::Uuid;

use super::{WriteLetter, WriteMessage};
use crate::jobs::Job;

/// An event about which a shopper is written to. What it says of people stays in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occasion {
    /// The event: one letter and one message follow from it, whatever restarts.
    pub event: Uuid,
    pub order: OrderId,
    pub store: StoreId,
    pub about: About,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// When the log took it.
    pub recorded_at: DateTime<Utc>,
}

/// What it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum About {
    /// The order stands, and here is the account.
    Received,
    /// The order stands because staff made it, and is to be paid in a window.
    ToPay,
    /// The money came.
    Paid,
    /// A parcel left, or its invoice number was corrected.
    Shipped {
        /// The parcel's number, from 1.
        parcel: u32,
    },
    /// A parcel arrived.
    Delivered {
        /// The parcel's number, from 1.
        parcel: u32,
    },
    /// The order, or lines of it, was cancelled.
    Cancelled {
        /// What goes back; none if nothing had been paid.
        refund: Option<RefundPlan>,
    },
    /// What it was to be changed to came too late.
    ChangeLate { edit: ClaimId },
    /// Staff answered what the shopper wants to send back.
    ClaimAnswered { claim: ClaimId, accepted: bool },
    /// Money went back.
    Refunded { claim: ClaimId, plan: RefundPlan },
    /// Money of a deposit waits for the account that it is to go to.
    AccountAsked {
        /// Nothing could be paid to the account that was named before.
        refused: bool,
    },
    /// The deposit did not come in time.
    Expired,
}

impl Occasion {
    /// What follows from it.
    pub fn jobs(&self) -> Vec<NewJob> {
        // Ids, numbers and times: serialising them cannot fail.
        let payload = serde_json::to_value(self).unwrap_or_default();
        let job = |name, key| NewJob::new(name, payload.clone()).keyed(key);
        vec![
            job(WriteLetter::NAME, self.letter_key()),
            job(WriteMessage::NAME, self.message_key()),
        ]
    }

    /// The key of its letter, for jobs, deliveries and providers.
    pub fn letter_key(&self) -> String {
        format!("letter:{}", self.event)
    }

    /// The key of its message.
    pub fn message_key(&self) -> String {
        format!("message:{}", self.event)
    }
}
