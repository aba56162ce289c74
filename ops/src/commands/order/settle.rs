//! `jangbu order settle-refund`: a refund that its provider refused, or never answers to.

use anyhow::{Result, anyhow, bail};
use clap::Args;
use domain::payment::{PaymentRefusal, RefundState};
use domain::{ClaimId, OrderId, RefundId};
use shop::paying::RefundRemedy;
use shop::{Caller, Shop, ShopError};

use super::claims::name;
use super::examples;
use crate::say::say;

/// A refund was refused by its provider, or never answered: have it asked again, or say how it was paid back
#[derive(Debug, Clone, Args)]
#[command(after_help = examples::SETTLE)]
pub struct SettleRefund {
    /// The order's number, as its page shows it
    #[arg(value_name = "ORDER")]
    pub order: OrderId,
    /// The claim that it is for, as `order show` names it
    #[arg(long, value_name = "NAME", value_parser = name)]
    claim: String,
    #[command(flatten)]
    how: How,
    /// With --transferred: you looked at the provider's own pages, and it did not pay this refund. Needed where it
    /// never answered
    #[arg(long, conflicts_with_all = ["again", "at_provider"])]
    looked: bool,
}

/// How it goes on.
#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = false)]
struct How {
    /// What stood in the way is mended: the provider is asked again
    #[arg(long)]
    again: bool,
    /// You paid it by a bank transfer: its number. The provider still has the money
    #[arg(long, value_name = "REFERENCE")]
    transferred: Option<String>,
    /// It went back on the provider's own pages: their number of it
    #[arg(long, value_name = "REFERENCE")]
    at_provider: Option<String>,
}

impl SettleRefund {
    /// # Errors
    /// There is no such refund, or nobody knows whether it was paid; nobody can be asked just now; its provider
    /// refused it once more.
    pub async fn take(&self, shop: &Shop, caller: &Caller, json: bool) -> Result<()> {
        let paid = |reference: &String, transfer| RefundRemedy::PaidBack {
            reference: reference.clone(),
            transfer,
            // Who found it there has looked.
            looked: self.looked || !transfer,
        };
        let remedy = match (&self.how.transferred, &self.how.at_provider) {
            (Some(reference), _) => paid(reference, true),
            (None, Some(reference)) => paid(reference, false),
            (None, None) => RefundRemedy::AskAgain,
        };
        let claim = ClaimId::new(&self.claim)?;
        let mended = shop.mend_refund(caller, &self.order, &claim, remedy).await;
        let done = mended.map_err(|error| match error {
            ShopError::Payment(PaymentRefusal::NoRefund) => {
                anyhow!(
                    "no refund of claim `{claim}` was asked for: `jangbu order show` names them"
                )
            }
            ShopError::Payment(refusal @ PaymentRefusal::NotRefused) => {
                anyhow!("{refusal}, and then say --looked")
            }
            error if error.is_passing() => anyhow!("{error}; the process settle-claims tries on"),
            error => error.into(),
        })?;
        let line = self.told(shop, &claim, done).await?;
        if !json {
            say!("{line}")?;
        }
        Ok(())
    }

    /// What became of it.
    async fn told(&self, shop: &Shop, claim: &ClaimId, done: bool) -> Result<String> {
        let payment = shop.payment_of(&self.order).await?;
        let state = payment.refunds().get(&RefundId::of(&self.order, claim));
        Ok(match state {
            Some(RefundState::Done(amount)) if done => {
                format!("{amount} went back (claim {claim})")
            }
            Some(RefundState::Done(amount)) => {
                format!("nothing done: {amount} of claim `{claim}` went back before, once")
            }
            Some(RefundState::Refused(amount)) => {
                bail!(
                    "its provider refused to pay back {amount} once more: `jangbu replay order {} --events` has its code",
                    self.order
                )
            }
            Some(RefundState::Requested(amount)) => {
                format!("{amount} is asked for; the process settle-claims sees to it")
            }
            None => "it is asked for soon: the process settle-claims sees to it".to_owned(),
        })
    }
}
