//! A payment as its events left it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::attempt::Attempt;
use super::books::OpenDifference;
use super::delivery::DeliveryTold;
use super::events::PaymentEvent;
use super::receipt::CashReceipt;
use super::refund_account::RefundTo;
use super::{PaymentCommand, PaymentRefusal};
use crate::ids::{AttemptId, NoticeId, OrderId, ReceiptId, RefundId};
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
    /// What of refunds is free of VAT, in won; nothing of those that are not here.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) refunds_tax_free: BTreeMap<RefundId, Won>,
    /// How often the provider refused each refund.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) refusals: BTreeMap<RefundId, u32>,
    /// What staff paid back by transfers of their own, in won: the provider still has it.
    #[serde(default, skip_serializing_if = "Won::is_zero")]
    pub(super) transferred: Won,
    /// Where money of a deposit goes back to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) refund_to: Option<RefundTo>,
    /// What the provider was told of parcels, by number.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) deliveries: BTreeMap<u32, DeliveryTold>,
    /// Whether the provider has taken one of them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) delivery_known: bool,
    /// Cash receipts by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) receipts: BTreeMap<ReceiptId, CashReceipt>,
    /// Refunds that the receipts know of.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) receipted: BTreeSet<RefundId>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) attempts: BTreeMap<AttemptId, Attempt>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) differences: BTreeMap<AttemptId, OpenDifference>,
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
    pub(super) fn of(amount: Won) -> Self {
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

aggregate!(Payment, "payment", PaymentCommand => PaymentEvent | PaymentRefusal, shape 4);

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
        self.captured - self.refunded() + self.transferred
    }

    /// What of a refund is free of VAT, in won; none if it was asked for when that was not written down.
    pub fn tax_free_of(&self, refund: &RefundId) -> Option<Won> {
        self.refunds_tax_free.get(refund).copied()
    }

    /// How often the provider refused a refund.
    pub fn refusals_of(&self, refund: &RefundId) -> u32 {
        self.refusals.get(refund).copied().unwrap_or(0)
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
}
