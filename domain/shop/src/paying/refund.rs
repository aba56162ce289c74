//! Money goes back the way it came: through the provider whose window brought it.

use domain::order::OrderDraft;
use domain::payment::{Payment, PaymentCommand, PaymentRefusal};
use domain::{RefundId, Won};

use super::opened;
use crate::ports::paying::PayBack;
use crate::ports::{GatewayError, within};
use crate::{Caller, Shop, ShopError};

impl Shop {
    /// Has the provider pay a refund back that is written down already; once. One refund of a payment after
    /// the other: the provider is told what it holds before each, and so can tell a repetition from a second one.
    ///
    /// # Errors
    /// [`ShopError::Unfinished`] while an earlier refund is under way; what the provider refuses for good waits
    /// for staff.
    pub(crate) async fn pay_back_in_window(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        refund: &RefundId,
        (amount, tax_free): (Won, Won),
    ) -> Result<String, ShopError> {
        let payment = self.payment_of(&draft.order).await?;
        if payment.next_refund() != Some(refund) {
            return Err(ShopError::Unfinished);
        }
        let Some((attempt, known)) = payment.approved() else {
            return Err(ShopError::Payment(PaymentRefusal::NotCaptured));
        };
        let provider = self.provider(&known.provider)?;
        let ask = PayBack {
            of: opened(draft, &payment, (attempt, known)),
            refund: refund.clone(),
            amount,
            tax_free,
            held: payment.with_provider(),
            account: None,
        };
        let paid = within(self.settings.provider_deadline, provider.pay_back(&ask)).await;
        if let Err(GatewayError::Declined(code)) = &paid {
            tracing::error!(%refund, code, "refund {refund} is refused by its provider: {code}");
            self.refuse_refund(caller, draft, refund, code).await?;
        }
        Ok(paid?)
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
