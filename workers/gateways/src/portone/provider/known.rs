//! What a payment of PortOne's says of an attempt.

use domain::Won;
use domain::payment::{Approval, Issued, Means};
use shop::ports::GatewayError;
use shop::ports::paying::{Known, Opened, Taken};

use crate::paying::private::Private;
use crate::portone::wire::{Method, MethodKind, Payment, Status};
use crate::portone::{Client, banks};

/// As a channel that takes real money says of itself.
const LIVE: &str = "LIVE";

/// What became of an attempt, as PortOne tells it.
///
/// # Errors
/// `Unknown` while PortOne does not know either, and for what cannot be understood.
pub(super) fn known(
    client: &Client,
    of: &Opened,
    payment: &Payment,
) -> Result<Known, GatewayError> {
    let unclear = |why: &str| Err(GatewayError::Unknown(why.to_owned()));
    let ended = || Known::Ended(payment.status.word().to_owned());
    Ok(match payment.status {
        Status::Ready => Known::Nothing,
        Status::PayPending => return unclear("it is being paid"),
        Status::Failed => ended(),
        // An account that was closed before anything came.
        Status::Cancelled if payment.paid_at.is_none() => ended(),
        Status::VirtualAccountIssued
        | Status::Paid
        | Status::PartialCancelled
        | Status::Cancelled => taken(client, of, payment)?,
        Status::Unknown(_) => return unclear("a status that is not known here"),
    })
}

fn taken(client: &Client, of: &Opened, payment: &Payment) -> Result<Known, GatewayError> {
    let ours = is_ours(client, of, payment);
    if let Some(account) = account(payment) {
        if !ours || payment.amount.total != of.amount {
            return Ok(Known::Ended("not-what-was-asked".to_owned()));
        }
        return Ok(Known::Taken {
            taken: Taken::Account(issued(of, payment, account)?),
            returned: payment.amount.cancelled,
        });
    }
    let held = payment.amount.total - payment.amount.cancelled;
    // Another currency's, or another channel's, which may be one for tests: it counts for nothing, so that it is
    // never the amount that is due, and goes back.
    let (amount, returned) = if ours {
        (payment.amount.total, payment.amount.cancelled)
    } else if held.is_zero() {
        return Ok(Known::Ended("another-channel".to_owned()));
    } else {
        (Won::ZERO, Won::ZERO)
    };
    let approval = Approval {
        transaction: payment.transaction_id.clone(),
        amount,
        issuer: None,
        at: payment.paid_at.unwrap_or(of.opened_at),
    };
    Ok(Known::Taken {
        taken: Taken::Money(approval),
        returned,
    })
}

/// The account that a payment was, or is to be, paid by.
pub(super) fn account(payment: &Payment) -> Option<&Method> {
    let method = payment.method.as_ref();
    method.filter(|method| method.kind == MethodKind::VirtualAccount)
}

fn issued(of: &Opened, payment: &Payment, account: &Method) -> Result<Issued, GatewayError> {
    let unclear = || GatewayError::Unknown("an account that cannot be read".to_owned());
    let bank = account.bank.as_deref().and_then(banks::code_of);
    let number = account.account_number.as_ref().map(Private::text);
    Ok(Issued {
        transaction: payment.transaction_id.clone(),
        bank: bank.ok_or_else(unclear)?.to_owned(),
        account: number.ok_or_else(unclear)?.to_owned(),
        deadline: account.expired_at.unwrap_or(of.deposit_until),
        at: account.issued_at.unwrap_or(of.opened_at),
    })
}

/// Whether it is won, through the channel that the window was opened for: a browser could name another one of
/// the store's, and with one for tests pay nothing.
fn is_ours(client: &Client, of: &Opened, payment: &Payment) -> bool {
    let channel = payment.channel.as_ref();
    let through = channel.is_some_and(|channel| match &channel.key {
        Some(key) => client.channel(of.means) == Some(key),
        None => channel.kind.as_deref() == Some(LIVE),
    });
    let account = account(payment).is_some() == (of.means == Means::VirtualAccount);
    through && account && payment.currency == "KRW"
}
