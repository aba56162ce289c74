//! What may happen to a payment. It alone decides whether a deposit came before a
//! cancellation or after it.

use chrono::{DateTime, Utc};

use super::TRANSFER;
use super::state::{Payment, PaymentStatus, RefundState};
use super::{Deposit, PaymentCommand, PaymentEvent, PaymentRefusal, TaxFree, UnmatchedReason};
use crate::ids::{NoticeId, OrderId, RefundId};
use crate::money::Won;

type Decision = Result<Vec<PaymentEvent>, PaymentRefusal>;

impl Payment {
    pub(super) fn rule(&self, command: PaymentCommand) -> Decision {
        match command {
            PaymentCommand::Request { order, amount, at } => self.request(order, amount, at),
            PaymentCommand::Attempt { attempt, command } => self.attempt_rule(attempt, command),
            PaymentCommand::IssueAccount {
                bank,
                account,
                issue,
                deadline,
            } => self.issue_account(bank, account, issue, deadline),
            PaymentCommand::NoteDeposit { deposit } => Ok(self.note_deposit(deposit)),
            PaymentCommand::PayDepositBack {
                notice,
                transfer,
                at,
            } => self.pay_deposit_back(notice, transfer, at),
            PaymentCommand::NoteReversal { deposit } => Ok(self.note_reversal(deposit)),
            PaymentCommand::Compare { compared } => Ok(self.compare(compared)),
            PaymentCommand::RecordCapture { at } => self.record_capture(at),
            PaymentCommand::Cancel { reason, at } => self.cancel(reason, at),
            PaymentCommand::Expire { at } => self.expire(at),
            PaymentCommand::RequestRefund {
                refund,
                amount,
                tax_free,
                at,
            } => self.request_refund(refund, amount, tax_free, at),
            PaymentCommand::RefuseRefund { refund, code, at } => {
                self.refuse_refund(refund, code, at)
            }
            PaymentCommand::RetryRefund { refund, at } => self.retry_refund(refund, at),
            PaymentCommand::PayRefundBack {
                refund,
                reference,
                transfer,
                looked,
                at,
            } => self.pay_refund_back(refund, &reference, (transfer, looked), at),
            PaymentCommand::GiveRefundAccount { account, at } => {
                self.give_refund_account(account, at)
            }
            PaymentCommand::NoteDelivery(note) => self.note_delivery(note),
            PaymentCommand::Receipt { receipt, command } => self.receipt_rule(receipt, command),
            PaymentCommand::RefuseRefundAccount { account, code, at } => {
                Ok(self.refuse_refund_account(account, code, at))
            }
            PaymentCommand::RecordRefund {
                refund,
                reference,
                at,
            } => self.record_refund(refund, reference, at),
        }
    }

    fn request(&self, order: OrderId, amount: Won, at: DateTime<Utc>) -> Decision {
        match &self.order {
            None if self.status == PaymentStatus::New => {
                Ok(vec![PaymentEvent::PaymentRequested { order, amount, at }])
            }
            Some(opened) if *opened == order && self.due == amount => Ok(vec![]),
            _ => Err(PaymentRefusal::Differs),
        }
    }

    /// One account per payment; whoever comes second keeps the first.
    fn issue_account(
        &self,
        bank: String,
        account: String,
        issue: String,
        deadline: DateTime<Utc>,
    ) -> Decision {
        match self.status {
            PaymentStatus::New => Err(PaymentRefusal::NotRequested),
            PaymentStatus::Requested => Ok(vec![PaymentEvent::VirtualAccountIssued {
                bank,
                account,
                issue,
                deadline,
            }]),
            PaymentStatus::AwaitingDeposit | PaymentStatus::Captured => Ok(vec![]),
            PaymentStatus::Cancelled | PaymentStatus::Expired => Err(PaymentRefusal::Closed),
        }
    }

    /// A deposit is taken once. If it fits, the payment is captured; if not, the money is
    /// still there and becomes a fact of its own.
    fn note_deposit(&self, deposit: Deposit) -> Vec<PaymentEvent> {
        if self.notices.contains(&deposit.notice) {
            return vec![];
        }
        // Its bank took it back, and the provider told that first: there is no such money.
        if self.reversals.contains(&deposit.notice) {
            return vec![];
        }
        match self.misfit(&deposit) {
            Some(reason) => vec![PaymentEvent::DepositUnmatched {
                notice: deposit.notice,
                account: deposit.account,
                amount: deposit.amount,
                reason,
                at: deposit.at,
            }],
            None => vec![
                PaymentEvent::DepositNoticed {
                    notice: deposit.notice,
                    amount: deposit.amount,
                    at: deposit.at,
                },
                PaymentEvent::PaymentCaptured {
                    amount: deposit.amount,
                    at: deposit.at,
                },
            ],
        }
    }

    /// Money that fits nothing goes back whole and once, whatever became of the payment.
    fn pay_deposit_back(&self, notice: NoticeId, transfer: String, at: DateTime<Utc>) -> Decision {
        let Some(deposit) = self.unmatched.get(&notice) else {
            return Err(PaymentRefusal::NoDeposit(notice));
        };
        match &deposit.paid_back {
            Some(before) if *before == transfer => Ok(vec![]),
            Some(before) => Err(PaymentRefusal::PaidBack(before.clone())),
            None if deposit.reversed => Err(PaymentRefusal::NoDeposit(notice)),
            None if !names_a_transfer(&transfer) => Err(PaymentRefusal::BadTransfer),
            None => Ok(vec![PaymentEvent::DepositPaidBack {
                notice,
                amount: deposit.amount,
                transfer,
                at,
            }]),
        }
    }

    /// What the provider took back is a fact whatever it fits. Its id may be that of the deposit.
    fn note_reversal(&self, deposit: Deposit) -> Vec<PaymentEvent> {
        if self.reversals.contains(&deposit.notice) {
            return vec![];
        }
        vec![PaymentEvent::DepositReversed {
            notice: deposit.notice,
            account: deposit.account,
            amount: deposit.amount,
            at: deposit.at,
        }]
    }

    fn misfit(&self, deposit: &Deposit) -> Option<UnmatchedReason> {
        let Some(account) = &self.account else {
            return Some(UnmatchedReason::UnknownAccount);
        };
        let other_issue = deposit
            .issue
            .as_ref()
            .is_some_and(|issue| *issue != account.issue);
        if account.number != deposit.account || other_issue {
            return Some(UnmatchedReason::OtherAccount);
        }
        match self.status {
            PaymentStatus::Cancelled => Some(UnmatchedReason::AfterCancel),
            PaymentStatus::Expired => Some(UnmatchedReason::AfterExpiry),
            PaymentStatus::Captured => Some(UnmatchedReason::AlreadyPaid),
            _ if deposit.amount != self.due => Some(UnmatchedReason::WrongAmount),
            _ => None,
        }
    }

    fn record_capture(&self, at: DateTime<Utc>) -> Decision {
        match self.status {
            PaymentStatus::New => Err(PaymentRefusal::NotRequested),
            PaymentStatus::Requested => Ok(vec![PaymentEvent::PaymentCaptured {
                amount: self.due,
                at,
            }]),
            PaymentStatus::Captured => Ok(vec![]),
            // An account waits: only the provider's notice may say that it was filled.
            PaymentStatus::AwaitingDeposit => Err(PaymentRefusal::Differs),
            PaymentStatus::Cancelled | PaymentStatus::Expired => Err(PaymentRefusal::Closed),
        }
    }

    fn cancel(&self, reason: String, at: DateTime<Utc>) -> Decision {
        match self.status {
            PaymentStatus::Captured => Err(PaymentRefusal::AlreadyCaptured),
            PaymentStatus::Cancelled | PaymentStatus::Expired => Ok(vec![]),
            PaymentStatus::Requested if self.approval_open() => Err(PaymentRefusal::ApprovalOpen),
            // Also one that was never opened: an undone checkout must not be opened later.
            _ => Ok(vec![PaymentEvent::PaymentCancelled { reason, at }]),
        }
    }

    /// Only a deposit that is overdue is given up: before, it would turn away money in time.
    fn expire(&self, at: DateTime<Utc>) -> Decision {
        let deadline = self.account.as_ref().map(|account| account.deadline);
        match self.status {
            PaymentStatus::New => Err(PaymentRefusal::NotRequested),
            PaymentStatus::Captured => Err(PaymentRefusal::AlreadyCaptured),
            PaymentStatus::Cancelled | PaymentStatus::Expired => Ok(vec![]),
            PaymentStatus::Requested if self.approval_open() => Err(PaymentRefusal::ApprovalOpen),
            PaymentStatus::Requested | PaymentStatus::AwaitingDeposit => match deadline {
                Some(deadline) if at < deadline => Err(PaymentRefusal::NotDue(deadline)),
                _ => Ok(vec![PaymentEvent::PaymentExpired { at }]),
            },
        }
    }

    /// Never more than was captured goes back, whatever races.
    fn request_refund(
        &self,
        refund: RefundId,
        amount: Won,
        tax_free: TaxFree,
        at: DateTime<Utc>,
    ) -> Decision {
        if self.refunds.contains_key(&refund) {
            return Ok(vec![]);
        }
        if self.status != PaymentStatus::Captured {
            return Err(PaymentRefusal::NotCaptured);
        }
        if amount <= Won(0) {
            return Err(PaymentRefusal::Nothing);
        }
        let left = self.refundable();
        if amount > left {
            return Err(PaymentRefusal::TooMuch { left });
        }
        let asks = self.lacks_refund_account() && self.refunds_open.is_empty();
        let asked = asks.then_some(PaymentEvent::RefundAccountAsked { at });
        let requested = PaymentEvent::RefundRequested {
            refund,
            amount,
            tax_free: Some(self.share_free(amount, tax_free)),
            at,
        };
        Ok([requested].into_iter().chain(asked).collect())
    }

    /// The part of a refund that is free of VAT: that of its goods, as far as both parts of the payment have so much
    /// left. Carriage that is kept, or a grant, takes from whichever part there is.
    fn share_free(&self, amount: Won, share: TaxFree) -> Won {
        let TaxFree {
            wanted,
            of_all,
            untold,
        } = share;
        let told = self.refunds.keys().filter_map(|it| self.tax_free_of(it));
        let free = (of_all - told.sum::<Won>() - untold).max(Won(0));
        let taxed = (self.refundable() - free).max(Won(0));
        let least = (amount - taxed).max(Won(0));
        wanted.max(least).min(free).min(amount)
    }

    /// What a provider refuses stays promised, until staff pay it.
    fn refuse_refund(&self, refund: RefundId, code: String, at: DateTime<Utc>) -> Decision {
        match self.refunds.get(&refund) {
            None => Err(PaymentRefusal::NoRefund),
            Some(RefundState::Done(_) | RefundState::Refused(_)) => Ok(vec![]),
            Some(RefundState::Requested(_)) => {
                Ok(vec![PaymentEvent::RefundRefused { refund, code, at }])
            }
        }
    }

    /// Staff found out why it was refused: it is asked for again.
    fn retry_refund(&self, refund: RefundId, at: DateTime<Utc>) -> Decision {
        match self.refunds.get(&refund) {
            None => Err(PaymentRefusal::NoRefund),
            Some(RefundState::Done(_) | RefundState::Requested(_)) => Ok(vec![]),
            Some(RefundState::Refused(amount)) => Ok(vec![PaymentEvent::RefundRequested {
                tax_free: self.tax_free_of(&refund),
                refund,
                amount: *amount,
                at,
            }]),
        }
    }

    /// What the provider refused; anything else it may be about to pay, unless staff know better.
    fn pay_refund_back(
        &self,
        refund: RefundId,
        reference: &str,
        (transfer, looked): (bool, bool),
        at: DateTime<Utc>,
    ) -> Decision {
        match self.refunds.get(&refund) {
            None => Err(PaymentRefusal::NoRefund),
            Some(RefundState::Done(_)) => Ok(vec![]),
            Some(RefundState::Requested(_)) if !looked => Err(PaymentRefusal::NotRefused),
            Some(_) if !names_a_transfer(reference) => Err(PaymentRefusal::BadTransfer),
            Some(RefundState::Requested(_) | RefundState::Refused(_)) => {
                let whose = if transfer { TRANSFER } else { "" };
                self.record_refund(refund, format!("{whose}{reference}"), at)
            }
        }
    }

    fn record_refund(&self, refund: RefundId, reference: String, at: DateTime<Utc>) -> Decision {
        match self.refunds.get(&refund) {
            None => Err(PaymentRefusal::NoRefund),
            Some(RefundState::Done(_)) => Ok(vec![]),
            Some(RefundState::Requested(amount) | RefundState::Refused(amount)) => {
                Ok(vec![PaymentEvent::PaymentRefunded {
                    refund,
                    amount: *amount,
                    reference,
                    at,
                }])
            }
        }
    }
}

/// Whether this can be a bank's id of a transfer. An event is for ever: it takes nothing in
/// which a payee's name or account could hide among blanks and words.
fn names_a_transfer(text: &str) -> bool {
    let sign = |sign: char| sign.is_ascii_alphanumeric() || "-._:/".contains(sign);
    (4..=40).contains(&text.len())
        && text.chars().all(sign)
        && text.chars().any(|sign| sign.is_ascii_digit())
}
