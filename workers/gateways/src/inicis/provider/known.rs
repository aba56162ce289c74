//! What Inicis says of a payment, in the shop's words.

use domain::payment::{Approval, Issued, Means};
use shop::ports::GatewayError;
use shop::ports::paying::{Known, Opened, Taken};

use super::super::banks::kftc;
use super::super::wire::api::{Found, Status};
use super::super::wire::approval::{self, Means as Paid};
use super::super::wire::checkout::Method;

/// What was approved; nothing where it was not approved for the way to pay that was asked for.
pub(super) fn taken(of: &Opened, approved: approval::Approval) -> Option<Taken> {
    let issuer = match (approved.means, of.means) {
        (Paid::Account(account), Means::VirtualAccount) => {
            return Some(Taken::Account(Issued {
                transaction: approved.tid,
                bank: kftc(&account.bank).to_owned(),
                account: account.number.text().to_owned(),
                deadline: account.due,
                at: approved.at,
            }));
        }
        (Paid::Card(card), Means::Card) => Some(card.issuer).filter(|issuer| !issuer.is_empty()),
        (Paid::Transfer { .. }, Means::Transfer) => None,
        _ => return None,
    };
    Some(Taken::Money(Approval {
        transaction: approved.tid,
        amount: approved.amount,
        issuer,
        at: approved.at,
    }))
}

/// What an inquiry found.
pub(super) fn known(of: &Opened, found: &Found) -> Result<Known, GatewayError> {
    let unknown = |why: &str| GatewayError::Unknown(why.to_owned());
    if found.order != of.attempt.as_str() {
        return Err(unknown("another order was found"));
    }
    let Some(method) = found.method.filter(|method| *method != Method::Phone) else {
        // None of the shop's ways to pay: it is not wanted, and what nobody knows of is undone.
        return Ok(Known::Nothing);
    };
    let returned = match &found.status {
        Status::Approved => domain::Won::ZERO,
        Status::PartlyCancelled => return Ok(Known::PartlyReturned),
        Status::Cancelled if method == Method::Account && found.deposited.is_none() => {
            return Ok(Known::Ended("CANCEL".to_owned()));
        }
        Status::Cancelled => found.amount,
        Status::Unknown(_) => return Err(unknown("a status that is not known here")),
    };
    let (transaction, at) = (found.tid.clone(), found.at.unwrap_or(of.opened_at));
    let taken = if method == Method::Account {
        let account = found.account.as_ref();
        let account = account.ok_or_else(|| unknown("an account without a number"))?;
        Taken::Account(Issued {
            transaction,
            bank: kftc(&account.bank).to_owned(),
            account: account.number.text().to_owned(),
            deadline: account.due.unwrap_or(of.deposit_until),
            at,
        })
    } else {
        Taken::Money(Approval {
            transaction,
            amount: found.amount,
            issuer: None,
            at,
        })
    };
    Ok(Known::Taken { taken, returned })
}
