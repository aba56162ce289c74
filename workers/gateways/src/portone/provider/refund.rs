//! Giving back: once for each refund, whatever became of the answer.

use data_encoding::HEXLOWER;
use domain::Won;
use domain::money::vat_included;
use sha2::{Digest as _, Sha256};
use shop::ports::GatewayError;
use shop::ports::paying::{Opened, PayBack, RefundAccount};

use super::known::account;
use super::{NOT_FOUND, found, meant};
use crate::portone::asks::{self, CancelAsk, Requester};
use crate::portone::wire::{Cancellation, CancellationStatus, Payment, Status};
use crate::portone::{Client, banks};

/// What the reasons of this shop's cancels begin with; a word and a number follow.
const OURS: &str = "jangbu ";

/// Pays part of a payment back, or all of it. Gives PortOne's id of the cancel.
pub(super) async fn pay_back(client: &Client, ask: &PayBack) -> Result<String, GatewayError> {
    let declined = |why: &str| GatewayError::Declined(why.to_owned());
    let reason = format!("{OURS}refund {}", ask.refund);
    let payment = found(client, ask.of.attempt.as_str()).await?;
    let payment = payment.ok_or_else(|| declined(NOT_FOUND))?;
    if let Some(done) = given_back(&payment, &reason)? {
        return Ok(done);
    }
    let to = ask.account.as_ref().and_then(receiving);
    if account(&payment).is_some() && to.is_none() {
        return Err(GatewayError::AccountRefused("no-refund-account".to_owned()));
    }
    if payment.cancellable() != ask.held {
        return Err(declined("remainder"));
    }
    let amounts = (ask.amount, ask.tax_free);
    let how = (to, ask.refusals);
    match cancel(client, &payment, &reason, amounts, how).await {
        // Perhaps because somebody else gave it back this very moment.
        Err(GatewayError::Declined(code)) => {
            let payment = found(client, ask.of.attempt.as_str()).await?;
            let payment = payment.ok_or_else(|| declined(NOT_FOUND))?;
            given_back(&payment, &reason)?.ok_or(GatewayError::Declined(code))
        }
        done => done,
    }
}

/// Has nothing left of a payment: money goes back, an account closes. What is not paid yet cannot be stopped;
/// it is looked at again.
pub(super) async fn undo(
    client: &Client,
    of: &Opened,
    payment: &Payment,
) -> Result<(), GatewayError> {
    match payment.status {
        Status::Ready | Status::Failed | Status::Cancelled => Ok(()),
        Status::VirtualAccountIssued => {
            let closed = client.close_virtual_account(&payment.id).await;
            closed.map(drop).map_err(meant)
        }
        Status::Paid | Status::PartialCancelled => {
            let reason = format!("{OURS}undo {}", of.attempt);
            if given_back(payment, &reason)?.is_some() {
                return Ok(());
            }
            if account(payment).is_some() {
                return Err(GatewayError::Declined("no-refund-account".to_owned()));
            }
            let tax_free = payment.amount.tax_free - payment.amount.cancelled_tax_free;
            let amounts = (payment.cancellable(), tax_free);
            cancel(client, payment, &reason, amounts, (None, 0)).await?;
            Ok(())
        }
        Status::PayPending | Status::Unknown(_) => {
            Err(GatewayError::Unknown("it is being paid".to_owned()))
        }
    }
}

/// Whether all of a payment went back without this shop's asking, and by which cancel.
pub(super) fn taken_away(payment: &Payment) -> Option<&Cancellation> {
    let last = payment.cancellations.last()?;
    let theirs = !last.reason.text().starts_with(OURS);
    let all = last.total_amount == payment.amount.total;
    (theirs && all && last.status == CancellationStatus::Succeeded).then_some(last)
}

async fn cancel(
    client: &Client,
    payment: &Payment,
    reason: &str,
    (amount, tax_free): (Won, Won),
    (to, refusals): (Option<asks::RefundAccount>, u32),
) -> Result<String, GatewayError> {
    let key = Some(key(payment, reason, (to.as_ref(), refusals)));
    let ask = CancelAsk {
        amount,
        tax_free_amount: tax_free,
        vat_amount: vat(payment, amount, tax_free),
        reason: reason.to_owned(),
        requester: Requester::Admin,
        current_cancellable_amount: payment.cancellable(),
        refund_account: to,
        key,
    };
    let done = client.cancel(&payment.id, &ask).await.map_err(meant)?;
    finished(&done)
}

/// The id of the cancel with this reason, if there is one that was not in vain.
fn given_back(payment: &Payment, reason: &str) -> Result<Option<String>, GatewayError> {
    let mut all = payment.cancellations.iter();
    let found = all.find(|it| it.reason.text() == reason && !has_failed(it));
    found.map(finished).transpose()
}

fn has_failed(cancel: &Cancellation) -> bool {
    cancel.status == CancellationStatus::Failed
}

fn finished(cancel: &Cancellation) -> Result<String, GatewayError> {
    match cancel.status {
        CancellationStatus::Succeeded => Ok(cancel.id.clone()),
        CancellationStatus::Failed => {
            let code = "cancel-failed".to_owned();
            Err(GatewayError::Declined(code))
        }
        CancellationStatus::Requested | CancellationStatus::Unknown(_) => {
            let why = "a cancel that is under way".to_owned();
            Err(GatewayError::Unknown(why))
        }
    }
}

/// The same for a repetition; another one after a cancel that was in vain or refused, and for another account,
/// because a repeated key is answered as it was the first time.
fn key(
    payment: &Payment,
    reason: &str,
    (to, refusals): (Option<&asks::RefundAccount>, u32),
) -> String {
    let vain = payment.cancellations.iter().filter(|it| has_failed(it));
    let mut text = format!("{} {reason} {}", payment.id, vain.count());
    if refusals > 0 {
        text = format!("{text} refused {refusals}");
    }
    if let Some(to) = to {
        let (number, holder) = (to.number.text(), to.holder_name.text());
        text = format!("{text} {} {number} {holder}", to.bank);
    }
    HEXLOWER.encode(&Sha256::digest(text))
}

/// The VAT in what goes back; the last cancel takes what rounding left.
fn vat(payment: &Payment, amount: Won, tax_free: Won) -> Won {
    let whole = payment.amount.vat;
    let whole =
        whole.unwrap_or_else(|| vat_included(payment.amount.total - payment.amount.tax_free));
    let before = payment.cancellations.iter().filter(|it| !has_failed(it));
    let before: Won = before.map(|it| it.vat_amount).sum();
    let left = whole - before;
    if amount == payment.cancellable() {
        // No tax of what bears none, whatever rounding left.
        left.min((amount - tax_free).max(Won::ZERO))
    } else {
        vat_included(amount - tax_free).min(left)
    }
}

/// Where a deposit goes back to, in their words.
fn receiving(of: &RefundAccount) -> Option<asks::RefundAccount> {
    Some(asks::RefundAccount {
        bank: banks::word_of(&of.bank)?.to_owned(),
        number: of.number.as_str().into(),
        holder_name: of.holder.as_str().into(),
    })
}
