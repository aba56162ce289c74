//! What happened to a payment.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::attempt::{Means, StrandedReason};
use super::receipt::ReceiptKind;
use crate::ids::{AttemptId, NoticeId, OrderId, ProviderId, ReceiptId, RefundId};
use crate::money::Won;
use crate::personal::PersonalRef;
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
        /// The shopper was sent to a provider's window.
        AttemptOpened @ "1" {
            /// Which attempt it is; the shop's number with the provider.
            attempt: AttemptId,
            /// Whose window.
            provider: ProviderId,
            /// How they pay.
            means: Means,
            /// What the provider calls it, where it told so before the window opened.
            key: Option<String>,
            /// Until when they may come back.
            until: DateTime<Utc>,
            /// When.
            at: DateTime<Utc>,
        },
        /// The provider is about to be asked for the money: from here on it may have been taken.
        ApprovalAsked @ "1" {
            /// The attempt.
            attempt: AttemptId,
            /// What the browser brought back from the window, in the vault.
            ticket: Option<PersonalRef>,
            /// When.
            at: DateTime<Utc>,
        },
        /// The provider took the money.
        ApprovalGiven @ "1" {
            /// The attempt.
            attempt: AttemptId,
            /// The provider's id of the transaction.
            transaction: String,
            /// Won.
            amount: Won,
            /// The card's issuer, as the provider numbers it.
            issuer: Option<String>,
            /// When, by the provider's clock.
            at: DateTime<Utc>,
        },
        /// The provider issued an account in its window, to which the money is to come.
        AccountGiven @ "1" {
            /// The attempt.
            attempt: AttemptId,
            /// The provider's id of the transaction.
            transaction: String,
            /// When, by the provider's clock.
            at: DateTime<Utc>,
        },
        /// The provider took money that is not wanted any more: it must go back.
        ApprovalStranded @ "1" {
            /// The attempt.
            attempt: AttemptId,
            /// The provider's id of the transaction.
            transaction: String,
            /// Won.
            amount: Won,
            /// Why it is not wanted.
            reason: StrandedReason,
            /// When, by the provider's clock.
            at: DateTime<Utc>,
        },
        /// An attempt ended without money.
        AttemptFailed @ "1" {
            /// The attempt.
            attempt: AttemptId,
            /// The provider's code, or a word of ours.
            code: String,
            /// When.
            at: DateTime<Utc>,
        },
        /// Whatever an attempt took went back.
        AttemptUndone @ "1" {
            /// The attempt.
            attempt: AttemptId,
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
        /// What a provider says that it holds is not what our books say. A task for staff.
        BooksDiffered @ "1" {
            /// Whose books.
            provider: ProviderId,
            /// The attempt, by the number that we gave it.
            attempt: AttemptId,
            /// Won, as our books say.
            ours: Won,
            /// Won, as the provider says.
            theirs: Won,
            /// When they were compared.
            at: DateTime<Utc>,
        },
        /// A provider's books and ours say the same again.
        BooksAgreed @ "1" {
            /// The attempt.
            attempt: AttemptId,
            /// When they were compared.
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
        /// The provider is to pay back; once more, where staff have it asked again for what it refused.
        RefundRequested @ "1" {
            /// The refund: with how often it was refused, the idempotency key with the provider.
            refund: RefundId,
            /// Won.
            amount: Won,
            /// Won of it that are free of VAT; older ones do not say.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            tax_free: Option<Won>,
            /// When.
            at: DateTime<Utc>,
        },
        /// The provider refused to pay back: staff have it asked again, or do it by a transfer of their own.
        RefundRefused @ "1" {
            /// The refund.
            refund: RefundId,
            /// The provider's code.
            code: String,
            /// When.
            at: DateTime<Utc>,
        },
        /// A refund of a deposit waits: the shopper is asked for the account that it is to go to.
        RefundAccountAsked @ "1" {
            /// When.
            at: DateTime<Utc>,
        },
        /// The shopper named the account that money of the deposit goes back to.
        RefundAccountGiven @ "1" {
            /// Bank, number and holder, in the vault.
            account: PersonalRef,
            /// When.
            at: DateTime<Utc>,
        },
        /// The provider cannot pay to that account, or nobody can read it any more: refunds wait for another.
        RefundAccountRefused @ "1" {
            /// The account that was named, in the vault.
            account: PersonalRef,
            /// The provider's code, or a word of ours.
            code: String,
            /// When.
            at: DateTime<Utc>,
        },
        /// A cash receipt (현금영수증) is about to be asked for: from here on it may have been issued.
        CashReceiptRequested @ "1" {
            /// Which of the payment's receipts it is.
            receipt: ReceiptId,
            /// Who issues it, by the name of the adapter.
            issuer: ProviderId,
            /// What for.
            kind: ReceiptKind,
            /// The telephone or business number, in the vault; none where nobody asked and the law wants one.
            number: Option<PersonalRef>,
            /// Won.
            amount: Won,
            /// Won of it that are free of VAT.
            tax_free: Won,
            /// When.
            at: DateTime<Utc>,
        },
        /// A cash receipt was issued.
        CashReceiptIssued @ "1" {
            /// Which.
            receipt: ReceiptId,
            /// Won.
            amount: Won,
            /// The issuer's id of it.
            reference: String,
            /// The tax office's number of it (승인번호).
            approval: String,
            /// When, by the issuer's clock.
            at: DateTime<Utc>,
        },
        /// A cash receipt was not issued, or nobody can find out: staff must look.
        CashReceiptRefused @ "1" {
            /// Which.
            receipt: ReceiptId,
            /// The issuer's code, or a word of ours.
            code: String,
            /// When.
            at: DateTime<Utc>,
        },
        /// What a refund gave back was taken off a cash receipt.
        CashReceiptReduced @ "1" {
            /// Which.
            receipt: ReceiptId,
            /// The refund.
            refund: RefundId,
            /// Won that were taken off.
            amount: Won,
            /// When.
            at: DateTime<Utc>,
        },
        /// All that was left of a cash receipt was taken back.
        CashReceiptCancelled @ "1" {
            /// Which.
            receipt: ReceiptId,
            /// Won that were left of it.
            amount: Won,
            /// When.
            at: DateTime<Utc>,
        },
        /// The provider that holds the money in escrow was told that a parcel left, or of its corrected invoice.
        EscrowDeliveryRegistered @ "1" {
            /// The parcel's number, from 1.
            parcel: u32,
            /// The carrier's code.
            carrier: String,
            /// The carrier's invoice number.
            invoice: String,
            /// When.
            at: DateTime<Utc>,
        },
        /// The provider does not take what it was told of a parcel: staff must look.
        EscrowDeliveryRefused @ "1" {
            /// The parcel's number, from 1.
            parcel: u32,
            /// The carrier's code.
            carrier: String,
            /// The carrier's invoice number.
            invoice: String,
            /// The provider's code.
            code: String,
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
