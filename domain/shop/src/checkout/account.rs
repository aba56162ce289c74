//! The account that the deposit is to come to.

use domain::PaymentId;
use domain::order::{OrderDraft, PaymentMethod};
use domain::payment::{Payment, PaymentCommand, PaymentRefusal, PaymentStatus};

use crate::ports::{AccountAsk, within};
use crate::{Caller, Shop, ShopError};

impl Shop {
    /// Opens the order's payment and has an account issued for its deposit, once.
    pub(crate) async fn open_payment(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
    ) -> Result<(), ShopError> {
        let bank = match &draft.method {
            PaymentMethod::VirtualAccount { bank } => Some(bank),
            PaymentMethod::Window { .. } => None,
            PaymentMethod::Recorded => return Ok(()),
        };
        let (payment, amount) = (draft.order.payment(), draft.quote.total);
        let request = PaymentCommand::Request {
            order: draft.order.clone(),
            amount,
            at: draft.placed_at,
        };
        let opened = self
            .ledger
            .create::<Payment>(payment.as_str(), request, &caller.meta(draft.placed_at))
            .await?;
        // A window is opened when the shopper goes there.
        let Some(bank) = bank else { return Ok(()) };
        if opened.events.is_empty() && self.has_account(&payment).await? {
            return Ok(());
        }
        let ask = AccountAsk {
            store: draft.store.clone(),
            payment: payment.clone(),
            order: draft.order.clone(),
            bank: bank.clone(),
            amount,
            deadline: draft.deposit_deadline,
        };
        let issued = match within(
            self.settings.provider_deadline,
            self.ports.accounts.issue(&ask),
        )
        .await
        {
            Ok(issued) => issued,
            // Another driver was quicker: its account stands, whatever we are told.
            Err(_) if self.has_account(&payment).await? => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        let issue = PaymentCommand::IssueAccount {
            bank: issued.bank,
            account: issued.account,
            issue: issued.issue,
            deadline: draft.deposit_deadline,
        };
        self.ledger
            .execute::<Payment>(payment.as_str(), issue, &caller.meta(self.now()))
            .await?;
        Ok(())
    }

    /// Whether an account was issued for a payment. A provider that has issued one is never
    /// asked again: its second answer could undo an order that waits for money, or has it.
    async fn has_account(&self, payment: &PaymentId) -> Result<bool, ShopError> {
        let payment = self.ledger.state::<Payment>(payment.as_str()).await?.state;
        match payment.status() {
            PaymentStatus::Cancelled | PaymentStatus::Expired if payment.account().is_none() => {
                Err(ShopError::Payment(PaymentRefusal::Closed))
            }
            status => Ok(payment.account().is_some() || status == PaymentStatus::Captured),
        }
    }
}
