//! Giving up an order, before the deposit or after it.

use domain::order::{
    LineQuantity, Order, OrderCommand, OrderDraft, OrderRefusal, Status, is_reason,
};
use domain::payment::{Payment, PaymentCommand, PaymentEvent, PaymentRefusal};
use domain::stock::ReleaseReason;
use domain::{ClaimId, OrderId};
use store::{Cursor, ExecuteError};

use crate::paying::window_of;
use crate::{Caller, Shop, ShopError};

/// What is to be cancelled, and why.
#[derive(Debug, Clone)]
pub struct Cancellation {
    /// Made by the caller: sending it twice is one cancellation.
    pub claim: ClaimId,
    /// Lines of a paid order; none means all that is not shipped.
    pub lines: Option<Vec<LineQuantity>>,
    /// In a word, as [`is_reason`] says: `shopper`, `staff`, …
    pub reason: String,
}

impl Cancellation {
    /// Of the whole order.
    pub fn whole(reason: &str) -> Self {
        let claim = ClaimId::new("cancel").expect("a literal that is a claim id");
        Self {
            claim,
            lines: None,
            reason: reason.to_owned(),
        }
    }
}

impl Shop {
    /// Cancels an order, or lines of it. Money that arrived is paid back, pieces go back
    /// on the shelf.
    pub async fn cancel(
        &self,
        caller: &Caller,
        order: &OrderId,
        what: Cancellation,
    ) -> Result<Option<Cursor>, ShopError> {
        // The payment writes it down before the order could refuse it.
        if !is_reason(&what.reason) {
            return Err(ShopError::Order(OrderRefusal::BadReason));
        }
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let draft = state.draft().ok_or(OrderRefusal::NotPlaced);
        let draft = draft.map_err(ShopError::Order)?.clone();
        let pending = state.status() == Status::PendingDeposit;
        if !pending || what.lines.is_some() || !self.close_payment(caller, &draft, &what).await? {
            // Paid, perhaps this very moment: its pieces are taken before they can go back.
            self.settle_paid(caller, order).await?;
        }
        let now = self.now();
        let cancel = OrderCommand::Cancel {
            claim: what.claim.clone(),
            lines: what.lines,
            keep: self.keeps(&state).await?,
            reason: what.reason,
            at: now,
        };
        let meta = caller.meta(now);
        let done = self
            .ledger
            .execute::<Order>(order.as_str(), cancel, &meta)
            .await?;
        let settled = self.settle_cancelled(caller, order).await?;
        Ok(settled.or(done.cursor))
    }

    /// What follows from a cancellation: held pieces are released, and what was paid for
    /// goes back. Idempotent; also called by the claims process.
    pub async fn settle_cancelled(
        &self,
        caller: &Caller,
        order: &OrderId,
    ) -> Result<Option<Cursor>, ShopError> {
        // What is changed hands its pieces on before what is left of them goes back.
        let state = self.beyond_replacement(caller, order).await?;
        let Some(draft) = state.draft() else {
            return Ok(None);
        };
        let unpaid = state.payment().is_none() && state.status() == Status::Cancelled;
        let settled = if unpaid {
            let released = self.release(caller, draft, ReleaseReason::Cancelled);
            released.await.map(|()| None)
        } else {
            self.settle_claims(caller, order).await
        };
        // Also where a provider does not pay back just now: what goes with it must not be sent.
        if state.status() == Status::Cancelled {
            self.finish_edit_behind(caller, draft).await?;
            self.cancel_supplements(caller, &state).await?;
            self.give_back_kept(caller, &state).await?;
        }
        settled
    }

    /// Cancels an unpaid order whose payment was closed by a cancellation that went no
    /// further: nobody can pay it any more. Idempotent; called by the cancellations process.
    pub async fn finish_cancellation(
        &self,
        caller: &Caller,
        order: &OrderId,
    ) -> Result<(), ShopError> {
        let state = self.beyond_replacement(caller, order).await?;
        if state.status() == Status::PendingDeposit
            && let Some(reason) = self.closed_because(order).await?
        {
            // Older payments were closed with any text.
            let reason = if is_reason(&reason) { &reason } else { "staff" };
            let what = Cancellation::whole(reason);
            self.cancel(caller, order, what).await?;
        } else if state.status() == Status::Cancelled {
            self.settle_cancelled(caller, order).await?;
        }
        Ok(())
    }

    /// Why the order's payment was given up; none if it was not.
    pub(crate) async fn closed_because(
        &self,
        order: &OrderId,
    ) -> Result<Option<String>, ShopError> {
        let id = order.payment();
        for recorded in self.ledger.history("payment", id.as_str()).await? {
            let event = serde_json::from_str(&recorded.payload).map_err(ShopError::bug)?;
            if let PaymentEvent::PaymentCancelled { reason, .. } = event {
                return Ok(Some(reason));
            }
        }
        Ok(None)
    }

    /// Closes the payment of an unpaid order; false if the money had arrived.
    pub(crate) async fn close_payment(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        what: &Cancellation,
    ) -> Result<bool, ShopError> {
        let now = self.now();
        let close = PaymentCommand::Cancel {
            reason: what.reason.clone(),
            at: now,
        };
        let id = draft.order.payment();
        match self
            .ledger
            .execute::<Payment>(id.as_str(), close, &caller.meta(now))
            .await
        {
            Ok(_) => Ok(true),
            Err(ExecuteError::Refused(PaymentRefusal::AlreadyCaptured)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Gives up waiting for an overdue deposit. Answers whether the order is expired now.
    pub async fn expire(&self, caller: &Caller, order: &OrderId) -> Result<bool, ShopError> {
        let state = self.beyond_replacement(caller, order).await?;
        let Some(draft) = state.draft() else {
            return Ok(false);
        };
        let now = self.now();
        if state.status() == Status::PendingDeposit && now < draft.deposit_deadline {
            return Ok(false);
        }
        let meta = caller.meta(now);
        if state.status() == Status::PendingDeposit {
            if window_of(draft).is_some() {
                self.settle_attempts(caller, order, true).await?;
            }
            let id = order.payment();
            let expire = PaymentCommand::Expire { at: now };
            match self
                .ledger
                .execute::<Payment>(id.as_str(), expire, &meta)
                .await
            {
                Err(ExecuteError::Refused(PaymentRefusal::AlreadyCaptured)) => {
                    self.settle_paid(caller, order).await?;
                    return Ok(false);
                }
                expired => expired?,
            };
            let expire = OrderCommand::Expire { at: now };
            self.ledger
                .execute::<Order>(order.as_str(), expire, &meta)
                .await?;
        } else if state.status() != Status::Expired {
            return Ok(false);
        }
        self.release(caller, draft, ReleaseReason::Cancelled)
            .await?;
        self.finish_edit_behind(caller, draft).await?;
        Ok(true)
    }
}
