//! Money goes back.
//!
//! Inicis has no key that makes a refund safe to repeat. A part names what is left after it, so that the same part
//! cannot go back twice: it is refused. Whether a refusal means "it went back before" is found out by asking how the
//! payment stands, which tells only whether all of it, a part or nothing went back. Where that does not decide, the
//! refund waits for staff; nobody is paid twice.

use domain::Won;
use domain::payment::Means;
use shop::ports::GatewayError;
use shop::ports::paying::{PayBack, RefundAccount as Shoppers};

use super::super::banks::bank;
use super::super::client::Client;
use super::super::wire::api::{Found, PartRefund, Refund, RefundAccount, Status};
use super::super::wire::checkout::Method;
use crate::paying::call::CallError;

/// Of a refund, and of what is not wanted.
const REFUND: &str = "refund";
const UNWANTED: &str = "not wanted";

fn declined(code: &str) -> GatewayError {
    GatewayError::Declined(code.to_owned())
}

fn account_refused(code: &str) -> GatewayError {
    GatewayError::AccountRefused(code.to_owned())
}

/// Pays back what is asked for; Inicis' number of it.
pub(super) async fn pay_back(client: &Client, ask: &PayBack) -> Result<String, GatewayError> {
    let tid = ask.of.transaction.as_deref();
    let tid = tid.ok_or_else(|| declined("no-tid"))?;
    let refund = Refund {
        tid: tid.to_owned(),
        reason: REFUND.to_owned(),
        account: account(ask)?,
    };
    let paid = if ask.amount == ask.held && ask.held == ask.of.amount {
        // All at once. What went back already is a yes, too.
        client.refund(&refund).await.map(|_| tid.to_owned())
    } else {
        let part = PartRefund {
            of: refund,
            amount: ask.amount,
            remainder: ask.held - ask.amount,
            taxes: client.taxes(ask.amount, ask.tax_free),
        };
        let gone = client.refund_part(&part).await;
        gone.map(|gone| gone.tid.unwrap_or_else(|| tid.to_owned()))
    };
    match paid {
        Err(CallError::Refused { code, .. }) => {
            // A question that is refused, too, says more of the contract than of this refund.
            let unsure = |failed: CallError| GatewayError::Unknown(failed.to_string());
            let found = client.find(tid).await.map_err(unsure)?;
            if went_before(ask, &found) {
                Ok(tid.to_owned())
            } else {
                Err(GatewayError::Declined(code))
            }
        }
        paid => Ok(paid?),
    }
}

/// Whether a refund that was refused had gone back before: the answer to it may have been lost.
fn went_before(ask: &PayBack, found: &Found) -> bool {
    let last = ask.amount == ask.held;
    match found.status {
        Status::Cancelled => last,
        // Nothing else can have gone back: it is the first part.
        Status::PartlyCancelled => !last && ask.held == ask.of.amount,
        Status::Approved | Status::Unknown(_) => false,
    }
}

/// Where a deposit goes; none for what goes back the way it came.
fn account(ask: &PayBack) -> Result<Option<RefundAccount>, GatewayError> {
    if ask.of.means != Means::VirtualAccount {
        return Ok(None);
    }
    let to: &Shoppers = ask
        .account
        .as_ref()
        .ok_or_else(|| account_refused("no-refund-account"))?;
    let bank = bank(&to.bank).ok_or_else(|| account_refused("refund-bank"))?;
    Ok(Some(RefundAccount {
        number: to.number.as_str().into(),
        bank: bank.to_owned(),
        holder: to.holder.as_str().into(),
    }))
}

/// Has nothing left of a payment that is not wanted.
pub(super) async fn take_back(client: &Client, found: &Found) -> Result<(), GatewayError> {
    if found.status == Status::Cancelled {
        return Ok(());
    }
    if found.method != Some(Method::Account) {
        let refund = Refund {
            tid: found.tid.clone(),
            reason: UNWANTED.to_owned(),
            account: None,
        };
        client.refund(&refund).await?;
        return Ok(());
    }
    if found.deposited.is_some_and(Won::is_positive) {
        // Only the shopper knows where it may go.
        return Err(account_refused("no-refund-account"));
    }
    client.cancel_account(&found.tid, UNWANTED).await?;
    Ok(())
}
