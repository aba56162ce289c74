//! Words for stories about a payment of 28,000 won, due at hour 48.

use domain::ids::NoticeId;
use domain::money::Won;
use domain::payment::{Deposit, PaymentCommand, PaymentEvent, TaxFree, UnmatchedReason};

use super::hour;
use super::orders::{order_id, refund};

pub const DUE: Won = Won(28_000);

pub fn request() -> PaymentCommand {
    PaymentCommand::Request {
        order: order_id(),
        amount: DUE,
        at: hour(0),
    }
}

pub fn issue() -> PaymentCommand {
    PaymentCommand::IssueAccount {
        bank: "004".to_owned(),
        account: "56211234567890".to_owned(),
        issue: "tid-1".to_owned(),
        deadline: hour(48),
    }
}

pub fn deposit(notice: &str) -> Deposit {
    Deposit {
        notice: NoticeId::new(notice).unwrap(),
        issue: Some("tid-1".to_owned()),
        account: "56211234567890".to_owned(),
        amount: DUE,
        at: hour(1),
    }
}

pub fn note(notice: &str) -> PaymentCommand {
    PaymentCommand::NoteDeposit {
        deposit: deposit(notice),
    }
}

pub fn reverse(notice: &str) -> PaymentCommand {
    PaymentCommand::NoteReversal {
        deposit: deposit(notice),
    }
}

pub fn cancel() -> PaymentCommand {
    PaymentCommand::Cancel {
        reason: "shopper".to_owned(),
        at: hour(2),
    }
}

pub fn expire(at: i64) -> PaymentCommand {
    PaymentCommand::Expire { at: hour(at) }
}

pub fn give_back(id: &str, amount: i64) -> PaymentCommand {
    PaymentCommand::RequestRefund {
        tax_free: TaxFree::default(),
        refund: refund(id),
        amount: Won(amount),
        at: hour(5),
    }
}

pub fn given_back(id: &str) -> PaymentCommand {
    PaymentCommand::RecordRefund {
        refund: refund(id),
        reference: "bank-9".to_owned(),
        at: hour(6),
    }
}

pub fn pay_deposit_back(notice: &str, transfer: &str) -> PaymentCommand {
    PaymentCommand::PayDepositBack {
        notice: NoticeId::new(notice).unwrap(),
        transfer: transfer.to_owned(),
        at: hour(7),
    }
}

pub fn unmatched(deposit: Deposit, reason: UnmatchedReason) -> PaymentEvent {
    let Deposit {
        notice,
        account,
        amount,
        at,
        ..
    } = deposit;
    PaymentEvent::DepositUnmatched {
        notice,
        account,
        amount,
        reason,
        at,
    }
}
