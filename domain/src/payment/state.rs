//! A payment as its events left it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::attempt::{Attempt, Stage};
use super::events::PaymentEvent;
use super::{PaymentCommand, PaymentRefusal};
use crate::ids::{AttemptId, NoticeId, OrderId, RefundId};
use crate::money::Won;
use crate::rule::aggregate;

/// Where a payment stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// No event yet.
    #[default]
    New,
    /// Opened.
    Requested,
    /// An account waits for the deposit.
    AwaitingDeposit,
    /// The whole amount is ours.
    Captured,
    /// Given up before money arrived.
    Cancelled,
    /// The deposit did not arrive in time.
    Expired,
}

/// How far one refund has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RefundState {
    /// The provider is to pay this back, in won.
    Requested(Won),
    /// The provider refused to pay this back, in won: staff must.
    Refused(Won),
    /// It was paid back, in won.
    Done(Won),
}

/// The ledger of one payment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Payment {
    pub(super) status: PaymentStatus,
    pub(super) order: Option<OrderId>,
    pub(super) due: Won,
    pub(super) account: Option<Account>,
    pub(super) captured: Won,
    pub(super) captured_at: Option<DateTime<Utc>>,
    pub(super) notices: BTreeSet<NoticeId>,
    pub(super) refunds: BTreeMap<RefundId, RefundState>,
    /// Refunds that the provider has not answered yet, in the order in which they were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) refunds_open: Vec<RefundId>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) attempts: BTreeMap<AttemptId, Attempt>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) unmatched: BTreeMap<NoticeId, UnmatchedDeposit>,
    /// Notices of deposits that were taken back.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) reversals: BTreeSet<NoticeId>,
    /// Whether the captured deposit was taken back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) reversed: bool,
}

/// Money that came and fits nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmatchedDeposit {
    /// Won.
    pub amount: Won,
    /// The transfer that paid it back; none while it waits for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_back: Option<String>,
    /// The provider took it back: there is nothing left to pay back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reversed: bool,
}

impl UnmatchedDeposit {
    fn of(amount: Won) -> Self {
        Self {
            amount,
            paid_back: None,
            reversed: false,
        }
    }
}

/// The account that was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Three-digit KFTC code.
    pub bank: String,
    /// Digits.
    pub number: String,
    /// The provider's transaction id of the issue.
    pub issue: String,
    /// Until when it takes deposits.
    pub deadline: DateTime<Utc>,
}

aggregate!(Payment, "payment", PaymentCommand => PaymentEvent | PaymentRefusal, shape 3);

impl Payment {
    /// Where it stands.
    pub fn status(&self) -> PaymentStatus {
        self.status
    }

    /// The order it is for; none for a deposit that fits none.
    pub fn order(&self) -> Option<&OrderId> {
        self.order.as_ref()
    }

    /// What is due, in won.
    pub fn due(&self) -> Won {
        self.due
    }

    /// The account that was issued.
    pub fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    /// What arrived for this payment, in won.
    pub fn captured(&self) -> Won {
        self.captured
    }

    /// When it arrived, by the provider's clock.
    pub fn captured_at(&self) -> Option<DateTime<Utc>> {
        self.captured_at
    }

    /// What went back, in won.
    pub fn refunded(&self) -> Won {
        self.refunds
            .values()
            .filter_map(|refund| match refund {
                RefundState::Done(amount) => Some(*amount),
                RefundState::Requested(_) | RefundState::Refused(_) => None,
            })
            .sum()
    }

    /// Refunds by id.
    pub fn refunds(&self) -> &BTreeMap<RefundId, RefundState> {
        &self.refunds
    }

    /// The refund that the provider is to be asked for next: one after the other, so that what is left
    /// with it before each is known.
    pub fn next_refund(&self) -> Option<&RefundId> {
        self.refunds_open.first()
    }

    /// Won that the provider still holds, as far as it has answered: captured, less what it paid back.
    pub fn with_provider(&self) -> Won {
        if self.reversed {
            return Won(0);
        }
        self.captured - self.refunded()
    }

    /// Deposits that fit nothing, by notice.
    pub fn unmatched(&self) -> &BTreeMap<NoticeId, UnmatchedDeposit> {
        &self.unmatched
    }

    /// Whether the provider took the captured deposit back.
    pub fn is_reversed(&self) -> bool {
        self.reversed
    }

    /// What could still go back, in won: captured, less all refunds requested or done; nothing if
    /// the deposit itself was taken back.
    pub fn refundable(&self) -> Won {
        if self.reversed {
            return Won(0);
        }
        let promised: Won = self
            .refunds
            .values()
            .map(|refund| match refund {
                RefundState::Requested(amount)
                | RefundState::Refused(amount)
                | RefundState::Done(amount) => *amount,
            })
            .sum();
        self.captured - promised
    }

    pub(super) fn fold(&mut self, event: PaymentEvent) {
        match event {
            PaymentEvent::PaymentRequested { order, amount, .. } => {
                self.order = Some(order);
                self.due = amount;
                self.status = PaymentStatus::Requested;
            }
            PaymentEvent::VirtualAccountIssued {
                bank,
                account,
                issue,
                deadline,
            } => {
                self.account = Some(Account {
                    bank,
                    number: account,
                    issue,
                    deadline,
                });
                self.status = PaymentStatus::AwaitingDeposit;
            }
            PaymentEvent::PaymentCaptured { amount, at } => {
                self.captured = amount;
                self.captured_at = Some(at);
                self.status = PaymentStatus::Captured;
            }
            PaymentEvent::PaymentCancelled { .. } => self.status = PaymentStatus::Cancelled,
            PaymentEvent::PaymentExpired { .. } => self.status = PaymentStatus::Expired,
            deposit @ (PaymentEvent::DepositNoticed { .. }
            | PaymentEvent::DepositUnmatched { .. }
            | PaymentEvent::DepositPaidBack { .. }
            | PaymentEvent::DepositReversed { .. }) => self.fold_deposit(deposit),
            refund @ (PaymentEvent::RefundRequested { .. }
            | PaymentEvent::RefundRefused { .. }
            | PaymentEvent::PaymentRefunded { .. }) => self.fold_refund(refund),
            attempt => self.fold_window(attempt),
        }
    }

    /// Money that came to the account, or went away again.
    fn fold_deposit(&mut self, event: PaymentEvent) {
        match event {
            PaymentEvent::DepositNoticed { notice, .. } => {
                self.notices.insert(notice);
            }
            PaymentEvent::DepositUnmatched { notice, amount, .. } => {
                self.notices.insert(notice.clone());
                self.unmatched.insert(notice, UnmatchedDeposit::of(amount));
            }
            PaymentEvent::DepositPaidBack {
                notice, transfer, ..
            } => {
                if let Some(deposit) = self.unmatched.get_mut(&notice) {
                    deposit.paid_back = Some(transfer);
                }
            }
            PaymentEvent::DepositReversed {
                notice,
                account,
                amount,
                ..
            } => {
                self.fold_reversal(notice, &account, amount);
            }
            _ => {}
        }
    }

    /// Money that goes back.
    fn fold_refund(&mut self, event: PaymentEvent) {
        match event {
            PaymentEvent::RefundRequested { refund, amount, .. } => {
                self.refunds_open.push(refund.clone());
                self.refunds.insert(refund, RefundState::Requested(amount));
            }
            PaymentEvent::RefundRefused { refund, .. } => {
                self.refunds_open.retain(|open| *open != refund);
                if let Some(state) = self.refunds.get_mut(&refund)
                    && let RefundState::Requested(amount) = *state
                {
                    *state = RefundState::Refused(amount);
                }
            }
            PaymentEvent::PaymentRefunded { refund, amount, .. } => {
                self.refunds_open.retain(|open| *open != refund);
                self.refunds.insert(refund, RefundState::Done(amount));
            }
            _ => {}
        }
    }

    /// A shopper's way through a provider's window.
    fn fold_window(&mut self, event: PaymentEvent) {
        match event {
            PaymentEvent::AttemptOpened {
                attempt,
                provider,
                means,
                key,
                until,
                at,
            } => {
                let opened = Attempt {
                    provider,
                    means,
                    key,
                    opened_at: at,
                    until,
                    ticket: None,
                    stage: Stage::Open,
                };
                self.attempts.insert(attempt, opened);
            }
            PaymentEvent::ApprovalAsked {
                attempt,
                ticket,
                at,
            } => {
                if let Some(known) = self.attempts.get_mut(&attempt) {
                    known.ticket = ticket;
                }
                self.fold_attempt(&attempt, Stage::Asked { at });
            }
            PaymentEvent::ApprovalGiven {
                attempt,
                transaction,
                ..
            }
            | PaymentEvent::AccountGiven {
                attempt,
                transaction,
                ..
            } => self.fold_attempt(&attempt, Stage::Approved { transaction }),
            PaymentEvent::ApprovalStranded {
                attempt,
                transaction,
                amount,
                ..
            } => {
                let stage = Stage::Stranded {
                    transaction,
                    amount,
                };
                self.fold_attempt(&attempt, stage);
            }
            PaymentEvent::AttemptFailed { attempt, .. } => {
                self.fold_attempt(&attempt, Stage::Failed);
            }
            PaymentEvent::AttemptUndone { attempt, .. } => {
                self.fold_attempt(&attempt, Stage::Undone);
            }
            _ => {}
        }
    }

    fn fold_reversal(&mut self, notice: NoticeId, account: &str, amount: Won) {
        if let Some(deposit) = self.unmatched.get_mut(&notice) {
            deposit.reversed = true;
        } else {
            // Only a deposit of the whole amount at this account was ever captured.
            let ours = self.account.as_ref().is_some_and(|it| it.number == account);
            self.reversed |= ours && amount == self.captured;
        }
        self.reversals.insert(notice);
    }
}
