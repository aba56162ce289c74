//! Where money of a deposit goes back to: it cannot go back the way it came, so its shopper names an account.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::state::{Payment, PaymentStatus, RefundState};
use super::{PaymentEvent, PaymentRefusal};
use crate::money::Won;
use crate::personal::PersonalRef;

/// The account that was named last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RefundTo {
    account: PersonalRef,
    /// Why nothing can be paid to it: a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refused: Option<String>,
}

impl RefundTo {
    pub(super) const fn named(account: PersonalRef) -> Self {
        Self {
            account,
            refused: None,
        }
    }

    pub(super) const fn refused(account: PersonalRef, code: String) -> Self {
        Self {
            account,
            refused: Some(code),
        }
    }
}

impl Payment {
    /// An account can be corrected, but not while a refund may be on its way to it: nobody could tell whether
    /// the same money is paid to both.
    pub(super) fn give_refund_account(
        &self,
        account: PersonalRef,
        at: DateTime<Utc>,
    ) -> Result<Vec<PaymentEvent>, PaymentRefusal> {
        if self.refund_account() == Some(&account) {
            return Ok(vec![]);
        }
        self.takes_refund_account()?;
        Ok(vec![PaymentEvent::RefundAccountGiven { account, at }])
    }

    /// Whether an account, or another one, may be named now.
    ///
    /// # Errors
    /// Why not.
    pub fn takes_refund_account(&self) -> Result<(), PaymentRefusal> {
        if self.status != PaymentStatus::Captured {
            return Err(PaymentRefusal::NotCaptured);
        }
        if !self.is_deposit() {
            return Err(PaymentRefusal::NotADeposit);
        }
        if self.with_provider() <= Won::ZERO {
            return Err(PaymentRefusal::NothingHeld);
        }
        if self.refund_account().is_some() && !self.refunds_open.is_empty() {
            return Err(PaymentRefusal::RefundUnderWay);
        }
        Ok(())
    }

    /// What is said of an account that was replaced meanwhile is of no interest.
    pub(super) fn refuse_refund_account(
        &self,
        account: PersonalRef,
        code: String,
        at: DateTime<Utc>,
    ) -> Vec<PaymentEvent> {
        if self.refund_account() == Some(&account) {
            vec![PaymentEvent::RefundAccountRefused { account, code, at }]
        } else {
            vec![]
        }
    }

    /// Whether its money comes, or came, to an account.
    pub fn is_deposit(&self) -> bool {
        self.account.is_some()
    }

    /// The account that money of a deposit goes back to, in the vault; none while nobody named one that takes it.
    pub fn refund_account(&self) -> Option<&PersonalRef> {
        let named = self.refund_to.as_ref()?;
        named.refused.is_none().then_some(&named.account)
    }

    /// Why nothing can be paid to the account that was named last: a code; none if that is not so.
    pub fn refund_account_refused(&self) -> Option<&str> {
        self.refund_to.as_ref()?.refused.as_deref()
    }

    /// Whether the shopper is to name an account before anything of the deposit can go back.
    pub fn lacks_refund_account(&self) -> bool {
        self.status == PaymentStatus::Captured
            && self.is_deposit()
            && self.with_provider() > Won::ZERO
            && self.refund_account().is_none()
    }

    /// Won of refunds that were asked for and that the provider has not answered yet.
    pub fn refunds_asked(&self) -> Won {
        let asked = self.refunds.values().filter_map(|refund| match refund {
            RefundState::Requested(amount) => Some(*amount),
            RefundState::Refused(_) | RefundState::Done(_) => None,
        });
        asked.sum()
    }

    /// Whether refunds wait for such an account.
    pub fn awaits_refund_account(&self) -> bool {
        self.lacks_refund_account() && !self.refunds_open.is_empty()
    }
}
