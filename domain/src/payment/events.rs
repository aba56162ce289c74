//! What happened to a payment.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{NoticeId, OrderId, RefundId};
use crate::money::Won;
use crate::rule::events;

events! {
    /// What happened to a payment.
    PaymentEvent {
        /// A payment was opened for an order.
        PaymentRequested @ "1" {
            /// The order.
            order: OrderId,
            /// What is due, in won.
            amount: Won,
            /// When.
            at: DateTime<Utc>,
        },
        /// The provider issued an account for the deposit.
        VirtualAccountIssued @ "1" {
            /// The bank: three-digit KFTC code.
            bank: String,
            /// The account number, digits.
            account: String,
            /// The provider's transaction id of the issue.
            issue: String,
            /// Until when it takes deposits.
            deadline: DateTime<Utc>,
        },
        /// The provider told us of a deposit that fits.
        DepositNoticed @ "1" {
            /// The provider's id of the deposit.
            notice: NoticeId,
            /// Won.
            amount: Won,
            /// When the money arrived, by the provider's clock.
            at: DateTime<Utc>,
        },
        /// The whole amount is ours.
        PaymentCaptured @ "1" {
            /// Won.
            amount: Won,
            /// When.
            at: DateTime<Utc>,
        },
        /// Money arrived that fits no open payment: a task for staff.
        DepositUnmatched @ "1" {
            /// The provider's id of the deposit.
            notice: NoticeId,
            /// The account it came to.
            account: String,
            /// Won.
            amount: Won,
            /// Why it fits nothing.
            reason: UnmatchedReason,
            /// When the money arrived, by the provider's clock.
            at: DateTime<Utc>,
        },
        /// Staff paid a deposit that fits nothing back, by a transfer of their own.
        DepositPaidBack @ "1" {
            /// The provider's id of the deposit.
            notice: NoticeId,
            /// Won: all that had come.
            amount: Won,
            /// The bank's id of the transfer; never says to whom it went.
            transfer: String,
            /// When.
            at: DateTime<Utc>,
        },
        /// The provider took a deposit back: money that had arrived is gone again. A task for
        /// staff.
        DepositReversed @ "1" {
            /// The provider's id of the reversal.
            notice: NoticeId,
            /// The account it had come to.
            account: String,
            /// Won.
            amount: Won,
            /// When, by the provider's clock.
            at: DateTime<Utc>,
        },
        /// The payment was given up before money arrived.
        PaymentCancelled @ "1" {
            /// Why, in a word.
            reason: String,
            /// When.
            at: DateTime<Utc>,
        },
        /// The deposit did not arrive in time.
        PaymentExpired @ "1" {
            /// When.
            at: DateTime<Utc>,
        },
        /// The provider is to pay back.
        RefundRequested @ "1" {
            /// The refund; the idempotency key with the provider.
            refund: RefundId,
            /// Won.
            amount: Won,
            /// When.
            at: DateTime<Utc>,
        },
        /// Money went back.
        PaymentRefunded @ "1" {
            /// The refund.
            refund: RefundId,
            /// Won.
            amount: Won,
            /// The provider's or the bank's id of it.
            reference: String,
            /// When.
            at: DateTime<Utc>,
        },
    }
}

/// Why a deposit fits no open payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnmatchedReason {
    /// We know no such order or account.
    UnknownAccount,
    /// The order is ours, the account or its issue is another.
    OtherAccount,
    /// Too little or too much.
    WrongAmount,
    /// The order was cancelled before.
    AfterCancel,
    /// The deadline had passed before.
    AfterExpiry,
    /// The order had been paid before.
    AlreadyPaid,
}
