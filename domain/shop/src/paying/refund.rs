//! Money goes back the way it came: through the provider whose window brought it. What came to an account goes
//! to one that its shopper names.

use domain::order::{OrderDraft, PaymentMethod};
use domain::payment::{Payment, PaymentCommand, PaymentRefusal};
use domain::{RefundId, Won};

use super::opened;
use crate::ports::paying::PayBack;
use crate::ports::{GatewayError, RefundAccount, RefundAsk, within};
use crate::{Caller, Shop, ShopError};

impl Shop {
    /// Has whoever took the money pay a refund back that is written down already; once. None: it waits for an
    /// account of the shopper's, or for staff, as its provider refused it.
    ///
    /// # Errors
    /// [`ShopError::Unfinished`] while an earlier refund is under way; nobody can be asked just now.
    pub(crate) async fn ask_back(
        &self,
        caller: &Caller,
        (draft, payment): (&OrderDraft, &Payment),
        refund: &RefundId,
        amounts: (Won, Won),
    ) -> Result<Option<String>, ShopError> {
        let taken_over;
        let mut named_in = payment;
        let account = match self.account_to_pay(caller, payment).await? {
            None if payment.awaits_refund_account()
                && payment.refund_account_refused().is_none() =>
            {
                let account = self.take_over_account(caller, draft).await?;
                taken_over = self.payment_of(&draft.order).await?;
                named_in = &taken_over;
                account
            }
            named => named,
        };
        if account.is_none() && payment.is_deposit() {
            return Ok(None);
        }
        let paid = match (&draft.method, account) {
            (PaymentMethod::VirtualAccount { .. }, Some(account)) => {
                let ask = RefundAsk {
                    store: draft.store.clone(),
                    payment: draft.order.payment(),
                    refund: refund.clone(),
                    amount: amounts.0,
                    account,
                };
                let paid = self.ports.accounts.refund(&ask);
                within(self.settings.provider_deadline, paid).await
            }
            (_, account) => {
                let of = (draft, payment);
                self.ask_window_back(of, refund, amounts, account).await?
            }
        };
        match paid {
            Ok(reference) => Ok(Some(reference)),
            Err(GatewayError::AccountRefused(code)) => {
                self.refuse_account(caller, named_in, &code).await?;
                Ok(None)
            }
            Err(GatewayError::Declined(code)) if windowed(draft) => {
                tracing::error!(%refund, code, "refund {refund} is refused by its provider: {code}");
                self.refuse_refund(caller, draft, refund, &code).await?;
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// One refund of a payment after the other: the provider is told what it holds before each, and so can tell
    /// a repetition from a second one.
    async fn ask_window_back(
        &self,
        (draft, payment): (&OrderDraft, &Payment),
        refund: &RefundId,
        (amount, tax_free): (Won, Won),
        account: Option<RefundAccount>,
    ) -> Result<Result<String, GatewayError>, ShopError> {
        if payment.next_refund() != Some(refund) {
            return Err(ShopError::Unfinished);
        }
        let Some((attempt, known)) = payment.approved() else {
            return Err(ShopError::Payment(PaymentRefusal::NotCaptured));
        };
        let provider = self.provider(&known.provider)?;
        let ask = PayBack {
            of: opened(draft, payment, (attempt, known)),
            refund: refund.clone(),
            amount,
            tax_free,
            held: payment.with_provider(),
            refusals: payment.refusals_of(refund),
            account,
        };
        Ok(within(self.settings.provider_deadline, provider.pay_back(&ask)).await)
    }

    async fn refuse_refund(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        refund: &RefundId,
        code: &str,
    ) -> Result<(), ShopError> {
        let now = self.now();
        let refuse = PaymentCommand::RefuseRefund {
            refund: refund.clone(),
            code: code.to_owned(),
            at: now,
        };
        let meta = caller.meta(now).caused_by(refund.as_str());
        let payment = draft.order.payment();
        self.ledger
            .execute::<Payment>(payment.as_str(), refuse, &meta)
            .await?;
        Ok(())
    }
}

fn windowed(draft: &OrderDraft) -> bool {
    matches!(draft.method, PaymentMethod::Window { .. })
}
