//! What a payment of Toss Payments' says of an attempt.

use domain::Won;
use domain::payment::{Approval, Issued};
use shop::ports::GatewayError;
use shop::ports::paying::{Known, Opened, Taken};

use crate::tosspayments::codes::kftc;
use crate::tosspayments::wire::{Payment, Status};

/// What they did for it: the money, or an account that waits.
pub(super) fn taken(of: &Opened, payment: &Payment) -> Result<Taken, GatewayError> {
    let at = payment.approved_at.unwrap_or(of.opened_at);
    let transaction = payment.payment_key.clone();
    if let Some(account) = &payment.virtual_account {
        let unknown = || GatewayError::Unknown("an account at a bank that is not known".to_owned());
        return Ok(Taken::Account(Issued {
            transaction,
            bank: kftc(&account.bank_code).ok_or_else(unknown)?.to_owned(),
            account: account.account_number.clone(),
            deadline: account.due_date.unwrap_or(of.deposit_until),
            at,
        }));
    }
    Ok(Taken::Money(Approval {
        transaction,
        amount: payment.total_amount,
        issuer: payment
            .card
            .as_ref()
            .and_then(|card| card.issuer_code.clone()),
        at,
    }))
}

/// What became of it.
pub(super) fn known(of: &Opened, payment: &Payment) -> Result<Known, GatewayError> {
    Ok(match &payment.status {
        Status::Ready | Status::InProgress => Known::Nothing,
        Status::Aborted | Status::Expired => Known::Ended(payment.status.word().to_owned()),
        // An account that was closed before anything came.
        Status::Canceled if payment.paid_back() == Won::ZERO => {
            Known::Ended(payment.status.word().to_owned())
        }
        Status::WaitingForDeposit | Status::Done | Status::Canceled | Status::PartialCanceled => {
            Known::Taken {
                taken: taken(of, payment)?,
                returned: payment.paid_back(),
            }
        }
        Status::Unknown(_) => {
            let why = "a status that is not known here".to_owned();
            return Err(GatewayError::Unknown(why));
        }
    })
}
