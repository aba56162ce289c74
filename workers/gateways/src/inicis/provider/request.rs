//! An approval that is asked for, and the net cancel that takes exactly it back.
//!
//! A PC's net cancel repeats the approval, its time stamp included. That is why both are made of what the shop keeps:
//! what the browser brought, and when it was written down that the money is asked for.

use shop::ports::paying::{Brought, Opened};

use super::super::client::{Client, MobileApproval, NotPaid, StandardApproval};
use super::super::wire::approval::Approval;
use super::reading::{Back, read};
use crate::paying::call::CallError;

/// Of one window or the other.
pub(super) enum Request {
    /// A PC's.
    Standard(StandardApproval),
    /// A telephone's.
    Mobile(MobileApproval),
}

impl Request {
    /// The same of the same attempt, whenever it is made.
    pub(super) fn of(client: &Client, of: &Opened, back: &Brought) -> Result<Self, NotPaid> {
        Ok(match read(client, of, back)? {
            Back::Standard(read) => {
                let at = of.asked_at.unwrap_or(of.opened_at);
                Self::Standard(client.standard_approval(&read, of.amount, at))
            }
            Back::Mobile(read) => {
                Self::Mobile(client.mobile_approval(&read, of.attempt.as_str(), of.amount))
            }
        })
    }

    pub(super) async fn approve(&self, client: &Client) -> Result<Approval, CallError> {
        match self {
            Self::Standard(request) => client.approve(request).await,
            Self::Mobile(request) => client.mobile_approve(request).await,
        }
    }

    pub(super) async fn net_cancel(&self, client: &Client) -> Result<(), CallError> {
        match self {
            Self::Standard(request) => client.net_cancel(request).await,
            Self::Mobile(request) => client.mobile_net_cancel(request).await,
        }
    }
}
