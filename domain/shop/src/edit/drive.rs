//! Driving an edit to its end: what it adds is placed and paid, then the rest of it counts.

use domain::ClaimId;
use domain::OrderId;
use domain::order::{EditOutcome, EditPlan, Order, OrderCommand, OrderDraft, Status};
use futures::FutureExt;
use futures::future::BoxFuture;
use store::Cursor;

use crate::amend::Cancellation;
use crate::checkout::{Driver, reason_of};
use crate::{Caller, Shop, ShopError};

impl Shop {
    /// Finishes the edit of an order that is under way, if what it adds is paid or it adds nothing; drops
    /// it if what it adds was given up. Idempotent; also called by the edits process.
    ///
    /// # Errors
    /// Something does not answer just now.
    pub async fn finish_edit(&self, caller: &Caller, order: &OrderId) -> Result<(), ShopError> {
        match self.drive_edit(caller, order).await {
            Err(error) if !error.is_passing() => {
                let state = self.ledger.state::<Order>(order.as_str()).await?.state;
                // Dropped, as it had to be; an error only if it is still under way.
                state.open_edit().map_or(Ok(()), |_| Err(error))
            }
            driven => driven.map(drop),
        }
    }

    /// The same for the order that another one was added to, and for its exchange that another one pays
    /// for; nothing for orders of their own.
    pub(crate) fn finish_edit_behind<'a>(
        &'a self,
        caller: &'a Caller,
        draft: &'a OrderDraft,
    ) -> BoxFuture<'a, Result<(), ShopError>> {
        async move {
            match &draft.supplement {
                Some(supplement) => {
                    let (first, behind) = (&supplement.to, &supplement.edit);
                    self.finish_edit(caller, first).await?;
                    self.drive_exchange(caller, first, behind).await
                }
                None => Ok(()),
            }
        }
        .boxed()
    }

    /// Drives the edit that is under way as far as it goes. Gives the last place in the log that it wrote.
    pub(super) async fn drive_edit(
        &self,
        caller: &Caller,
        order: &OrderId,
    ) -> Result<Option<Cursor>, ShopError> {
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let Some((edit, plan)) = state.open_edit() else {
            return Ok(None);
        };
        if let Some(next) = &plan.replacement {
            return self
                .drive_replacement(caller, &state, (edit, plan), next)
                .await;
        }
        let Some(added) = &plan.supplement else {
            return self.apply_edit(caller, order, edit, plan).await;
        };
        let placed = self
            .ledger
            .state::<Order>(added.order.as_str())
            .await?
            .state;
        match placed.status() {
            Status::New | Status::PendingDeposit => {
                match self.place_supplement(caller, added).await {
                    Err(why) if !why.is_passing() => {
                        self.drop_edit(caller, order, edit, plan).await?;
                        Err(why)
                    }
                    placed => placed,
                }
            }
            over if over.is_given_up() && placed.payment().is_none() => {
                self.drop_edit(caller, order, edit, plan).await
            }
            // It was paid, whatever became of it since then.
            _ => self.apply_edit(caller, order, edit, plan).await,
        }
    }

    /// Places what an edit adds and opens its payment, with the steps of a checkout.
    pub(crate) async fn place_supplement(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
    ) -> Result<Option<Cursor>, ShopError> {
        self.place_or_abandon(caller, draft).await?;
        self.open_or_cancel(caller, draft).await?;
        Ok(Some(self.ledger.log().end().await?))
    }

    pub(super) async fn place_or_abandon(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
    ) -> Result<(), ShopError> {
        let placed = self.hold_and_place(caller, draft, Driver::Again).await;
        if let Err(why) = &placed
            && !why.is_passing()
        {
            self.abandon(caller, draft, reason_of(why)).await?;
        }
        placed
    }

    pub(super) async fn open_or_cancel(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
    ) -> Result<(), ShopError> {
        let opened = self.open_payment(caller, draft).await;
        if opened.as_ref().is_err_and(|why| !why.is_passing()) {
            let refused = Cancellation::whole("payment");
            self.cancel_boxed(caller, &draft.order, refused).await?;
            self.erase_recipient(caller, &draft.order).await?;
        }
        opened
    }

    /// The order stays as it was.
    async fn drop_edit(
        &self,
        caller: &Caller,
        order: &OrderId,
        edit: &ClaimId,
        plan: &EditPlan,
    ) -> Result<Option<Cursor>, ShopError> {
        if let Some(kept) = &plan.recipient {
            self.ports.vault.forget(kept).await?;
        }
        self.end_edit(caller, order, edit, EditOutcome::Dropped)
            .await
    }

    pub(super) async fn end_edit(
        &self,
        caller: &Caller,
        order: &OrderId,
        edit: &ClaimId,
        outcome: EditOutcome,
    ) -> Result<Option<Cursor>, ShopError> {
        let end = OrderCommand::EndEdit {
            edit: edit.clone(),
            outcome,
            at: self.now(),
        };
        self.order(caller, order, end).await
    }

    /// A cancellation may finish an edit, and an edit may cancel.
    pub(crate) fn cancel_boxed<'a>(
        &'a self,
        caller: &'a Caller,
        order: &'a OrderId,
        what: Cancellation,
    ) -> BoxFuture<'a, Result<Option<Cursor>, ShopError>> {
        self.cancel(caller, order, what).boxed()
    }
}
