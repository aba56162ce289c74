//! Where money of a deposit goes back to: named by the shopper or, on the telephone, by staff; kept in the vault.

use domain::order::OrderDraft;
use domain::payment::{Payment, PaymentCommand};
use domain::personal::Retention;
use domain::{OrderId, PersonalRef};
use store::{Cursor, Done};

use crate::ports::RefundAccount;
use crate::recipient::subject;
use crate::{Caller, Shop, ShopError};

/// The word of ours for an account that was erased with the order's data.
const ERASED: &str = "erased";

impl Shop {
    /// Takes the account that money of an order's deposit is to go back to; refunds that waited for one are paid.
    /// No cursor: it was named before.
    ///
    /// # Errors
    /// The order needs none, or a refund may be on its way to another. What keeps a refund from being paid at
    /// once is no error: the claims process pays it.
    pub async fn give_refund_account(
        &self,
        caller: &Caller,
        order: &OrderId,
        account: &RefundAccount,
    ) -> Result<Option<Cursor>, ShopError> {
        let payment = self.payment_of(order).await?;
        if self.refund_account(&payment).await?.as_ref() == Some(account) {
            return Ok(None);
        }
        // Nothing is kept of what would be refused.
        payment.takes_refund_account().map_err(ShopError::Payment)?;
        let given = self.name_account(caller, order, account).await?;
        if !payment.awaits_refund_account() {
            return Ok(given.cursor);
        }
        match self.settle_claims(caller, order).await {
            Ok(paid) => Ok(paid.or(given.cursor)),
            Err(error) => {
                tracing::warn!(%order, %error, "order {order}: what waited for an account is paid later: {error}");
                Ok(given.cursor)
            }
        }
    }

    async fn name_account(
        &self,
        caller: &Caller,
        order: &OrderId,
        account: &RefundAccount,
    ) -> Result<Done<Payment>, ShopError> {
        let kept = self.keep_account(order, account).await?;
        let (id, at) = (order.payment(), self.now());
        let give = PaymentCommand::GiveRefundAccount {
            account: kept.clone(),
            at,
        };
        let meta = caller.meta(at);
        let given = self.ledger.execute::<Payment>(id.as_str(), give, &meta);
        match given.await.map_err(ShopError::from) {
            Ok(given) => Ok(given),
            Err(error) => {
                // What may have been written must stay readable.
                if !error.is_passing() {
                    self.ports.vault.forget(&kept).await?;
                }
                Err(error)
            }
        }
    }

    /// The account that was named for the order that this one was added to, taken over: nobody is asked twice.
    pub(super) async fn take_over_account(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
    ) -> Result<Option<RefundAccount>, ShopError> {
        let known = self.account_of_first(draft).await?;
        if let Some(account) = &known {
            self.name_account(caller, &draft.order, account).await?;
        }
        Ok(known)
    }

    async fn account_of_first(
        &self,
        draft: &OrderDraft,
    ) -> Result<Option<RefundAccount>, ShopError> {
        let Some(supplement) = &draft.supplement else {
            return Ok(None);
        };
        let first = self.payment_of(&supplement.to).await?;
        self.refund_account(&first).await
    }

    /// The account that money of an order would go to: the one that was named for it, or else for the order that it
    /// was added to.
    ///
    /// # Errors
    /// The books or the vault cannot be reached.
    pub async fn refund_account_of(
        &self,
        draft: &OrderDraft,
        payment: &Payment,
    ) -> Result<Option<RefundAccount>, ShopError> {
        let own = self.refund_account(payment).await?;
        let asked = payment.lacks_refund_account() && payment.refund_account_refused().is_none();
        if own.is_none() && asked {
            return self.account_of_first(draft).await;
        }
        Ok(own)
    }

    async fn keep_account(
        &self,
        order: &OrderId,
        account: &RefundAccount,
    ) -> Result<PersonalRef, ShopError> {
        let data = serde_json::to_value(account).map_err(ShopError::bug)?;
        let kept = (&subject(order), Retention::Order5y);
        Ok(self.ports.vault.put(kept.0, kept.1, &data).await?)
    }

    /// The account that a payment's money goes back to, from the vault; none while there is none, or once it is
    /// erased.
    ///
    /// # Errors
    /// The vault does not answer.
    pub async fn refund_account(
        &self,
        payment: &Payment,
    ) -> Result<Option<RefundAccount>, ShopError> {
        let Some(kept) = payment.refund_account() else {
            return Ok(None);
        };
        let data = self.ports.vault.get(kept).await?;
        data.map(|data| serde_json::from_value(data).map_err(ShopError::bug))
            .transpose()
    }

    /// The same for a refund that is to be paid now: one that nobody can read any more is no account.
    pub(super) async fn account_to_pay(
        &self,
        caller: &Caller,
        payment: &Payment,
    ) -> Result<Option<RefundAccount>, ShopError> {
        let account = self.refund_account(payment).await?;
        if account.is_none() && payment.refund_account().is_some() {
            self.refuse_account(caller, payment, ERASED).await?;
        }
        Ok(account)
    }

    /// Writes down that nothing can be paid to the account of a payment: its refunds wait for another.
    pub(super) async fn refuse_account(
        &self,
        caller: &Caller,
        payment: &Payment,
        code: &str,
    ) -> Result<(), ShopError> {
        let (Some(order), Some(account)) = (payment.order(), payment.refund_account()) else {
            return Ok(());
        };
        tracing::warn!(%order, code, "order {order}: nothing can be paid to the account that was named: {code}");
        let at = self.now();
        let refuse = PaymentCommand::RefuseRefundAccount {
            account: account.clone(),
            code: code.to_owned(),
            at,
        };
        let (id, meta) = (order.payment(), caller.meta(at));
        self.ledger
            .execute::<Payment>(id.as_str(), refuse, &meta)
            .await?;
        Ok(())
    }
}
