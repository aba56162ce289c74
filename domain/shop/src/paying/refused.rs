//! What staff do about a refund that its provider refused, or never answers to.

use domain::payment::{Payment, PaymentCommand};
use domain::{ClaimId, OrderId, RefundId};

use crate::{Caller, Shop, ShopError};

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// What stood in the way is mended: the provider is asked again.
    AskAgain,
    /// Staff paid it back.
    PaidBack {
        /// The bank's or the provider's id of it.
        reference: String,
        /// By a transfer of their own; else on the provider's pages.
        transfer: bool,
        /// They looked at the provider's pages: nothing is paid there for this refund besides. Needed where it
        /// has not refused.
        looked: bool,
    },
}

impl Shop {
    /// Mends the refund of an order's claim that its provider refused. Saying the same again changes nothing; whether
    /// this changed something.
    ///
    /// # Errors
    /// [`NoRefund`](domain::payment::PaymentRefusal::NoRefund), [`NotRefused`](domain::payment::PaymentRefusal::NotRefused):
    /// there is nothing to mend. [`BadTransfer`](domain::payment::PaymentRefusal::BadTransfer). Nobody can be asked just now.
    pub async fn mend_refund(
        &self,
        caller: &Caller,
        order: &OrderId,
        claim: &ClaimId,
        remedy: Remedy,
    ) -> Result<bool, ShopError> {
        let (refund, at) = (RefundId::of(order, claim), self.now());
        let command = match remedy {
            Remedy::AskAgain => PaymentCommand::RetryRefund { refund, at },
            Remedy::PaidBack {
                reference,
                transfer,
                looked,
            } => PaymentCommand::PayRefundBack {
                refund,
                reference,
                transfer,
                looked,
                at,
            },
        };
        let meta = caller.meta(at).caused_by(claim.as_str());
        let done = self
            .ledger
            .execute::<Payment>(order.payment().as_str(), command, &meta)
            .await?;
        self.settle_claims(caller, order).await?;
        Ok(done.cursor.is_some())
    }
}
