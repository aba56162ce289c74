//! What its events make of a payment.

use super::TRANSFER;
use super::attempt::{Attempt, Stage};
use super::events::PaymentEvent;
use super::refund_account::RefundTo;
use super::state::{Account, Payment, PaymentStatus, RefundState, UnmatchedDeposit};
use crate::ids::NoticeId;
use crate::money::Won;

impl Payment {
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
            // Whether an account is lacking follows from the rest.
            PaymentEvent::RefundAccountAsked { .. } => {}
            PaymentEvent::PaymentCancelled { .. } => self.status = PaymentStatus::Cancelled,
            PaymentEvent::PaymentExpired { .. } => self.status = PaymentStatus::Expired,
            deposit @ (PaymentEvent::DepositNoticed { .. }
            | PaymentEvent::DepositUnmatched { .. }
            | PaymentEvent::DepositPaidBack { .. }
            | PaymentEvent::DepositReversed { .. }) => self.fold_deposit(deposit),
            refund @ (PaymentEvent::RefundRequested { .. }
            | PaymentEvent::RefundRefused { .. }
            | PaymentEvent::RefundAccountGiven { .. }
            | PaymentEvent::RefundAccountRefused { .. }
            | PaymentEvent::PaymentRefunded { .. }) => self.fold_refund(refund),
            books @ (PaymentEvent::BooksDiffered { .. } | PaymentEvent::BooksAgreed { .. }) => {
                self.fold_books(books);
            }
            receipt @ (PaymentEvent::CashReceiptRequested { .. }
            | PaymentEvent::CashReceiptIssued { .. }
            | PaymentEvent::CashReceiptRefused { .. }
            | PaymentEvent::CashReceiptReduced { .. }
            | PaymentEvent::CashReceiptCancelled { .. }) => self.fold_receipt(receipt),
            delivery @ (PaymentEvent::EscrowDeliveryRegistered { .. }
            | PaymentEvent::EscrowDeliveryRefused { .. }) => self.fold_delivery(delivery),
            window @ (PaymentEvent::AttemptOpened { .. }
            | PaymentEvent::ApprovalAsked { .. }
            | PaymentEvent::ApprovalGiven { .. }
            | PaymentEvent::AccountGiven { .. }
            | PaymentEvent::ApprovalStranded { .. }
            | PaymentEvent::AttemptFailed { .. }
            | PaymentEvent::AttemptUndone { .. }) => self.fold_window(window),
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
            PaymentEvent::RefundRequested {
                refund,
                amount,
                tax_free,
                ..
            } => {
                self.refunds_open.push(refund.clone());
                if let Some(free) = tax_free {
                    self.refunds_tax_free.insert(refund.clone(), free);
                }
                self.refunds.insert(refund, RefundState::Requested(amount));
            }
            PaymentEvent::RefundRefused { refund, .. } => {
                self.refunds_open.retain(|open| *open != refund);
                *self.refusals.entry(refund.clone()).or_default() += 1;
                if let Some(state) = self.refunds.get_mut(&refund)
                    && let RefundState::Requested(amount) = *state
                {
                    *state = RefundState::Refused(amount);
                }
            }
            PaymentEvent::RefundAccountGiven { account, .. } => {
                self.refund_to = Some(RefundTo::named(account));
            }
            PaymentEvent::RefundAccountRefused { account, code, .. } => {
                self.refund_to = Some(RefundTo::refused(account, code));
            }
            PaymentEvent::PaymentRefunded {
                refund,
                amount,
                reference,
                ..
            } => {
                if reference.starts_with(TRANSFER) {
                    self.transferred += amount;
                }
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
