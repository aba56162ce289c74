//! What is kept of a payment: the domain's own state, and the deposits that did not fit.

use chrono::{DateTime, Utc};
use domain::payment::{Attempt, Payment, PaymentEvent, UnmatchedReason};
use serde::{Deserialize, Serialize};

use crate::docs::apply;

/// What is kept of a payment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PaymentDoc {
    /// The payment as its events left it.
    pub payment: Payment,
    /// Until when the account takes deposits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<DateTime<Utc>>,
    /// When the fitting deposit arrived, by the provider's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposited_at: Option<DateTime<Utc>>,
    /// When the log took the last of its events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_at: Option<DateTime<Utc>>,
    /// Deposits that came to this payment, or to none, and did not fit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unmatched: Vec<Unmatched>,
}

/// A deposit that fits no open payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmatched {
    /// The provider's id of the deposit.
    pub notice: String,
    /// The account it came to.
    pub account: String,
    /// Won.
    pub amount: i64,
    /// Why somebody must look.
    pub reason: Why,
    /// When the money arrived, by the provider's clock.
    pub at: DateTime<Utc>,
    /// When the log took it.
    pub recorded_at: DateTime<Utc>,
    /// When staff paid it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<DateTime<Utc>>,
    /// The transfer by which they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<String>,
}

/// Why somebody must look at a deposit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Why {
    /// It fits no open payment.
    Misfit(UnmatchedReason),
    /// The provider took it back.
    Reversal(Reversal),
}

/// That a deposit was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reversal {
    /// By the provider.
    Reversed,
}

impl PaymentDoc {
    /// Folds one event in.
    pub(super) fn fold(&mut self, event: &PaymentEvent, recorded_at: DateTime<Utc>) {
        match event {
            PaymentEvent::VirtualAccountIssued { deadline, .. } => self.deadline = Some(*deadline),
            PaymentEvent::DepositNoticed { at, .. } => self.deposited_at = Some(*at),
            PaymentEvent::DepositUnmatched {
                notice,
                account,
                amount,
                reason,
                at,
            } => {
                self.unmatched.push(Unmatched {
                    notice: notice.to_string(),
                    account: account.clone(),
                    amount: amount.0,
                    reason: Why::Misfit(*reason),
                    at: *at,
                    recorded_at,
                    settled_at: None,
                    transfer: None,
                });
            }
            PaymentEvent::DepositReversed {
                notice,
                account,
                amount,
                at,
            } => {
                // Nobody waits for money that fitted nothing and is gone again.
                let waiting =
                    |it: &&mut Unmatched| it.notice == notice.as_str() && it.settled_at.is_none();
                let misfit = self.unmatched.iter_mut().find(waiting);
                let settled_at = misfit.map(|misfit| *misfit.settled_at.insert(*at));
                self.unmatched.push(Unmatched {
                    notice: notice.to_string(),
                    account: account.clone(),
                    amount: amount.0,
                    reason: Why::Reversal(Reversal::Reversed),
                    at: *at,
                    recorded_at,
                    settled_at,
                    transfer: None,
                });
            }
            PaymentEvent::DepositPaidBack {
                notice,
                transfer,
                at,
                ..
            } => {
                let mut all = self.unmatched.iter_mut();
                if let Some(deposit) = all.find(|it| it.notice == notice.as_str()) {
                    deposit.settled_at = Some(*at);
                    deposit.transfer = Some(transfer.clone());
                }
            }
            _ => {}
        }
        self.moved_at = Some(recorded_at);
        apply(&mut self.payment, event.clone());
    }

    /// The attempt in a window that brought the money, or the last one.
    pub(super) fn window(&self) -> Option<&Attempt> {
        let approved = self.payment.approved().map(|(_, attempt)| attempt);
        approved.or_else(|| self.payment.attempts().values().next_back())
    }
}
