//! Changing an order that is not paid yet. Its one amount was told to the shopper, and often to a bank: another
//! order takes its place, and its pieces go over to that one without ever lying on the shelf.

use std::collections::BTreeMap;

use domain::order::{EditOutcome, EditPlan, Order, OrderCommand, OrderDraft, OrderRefusal, Status};
use domain::stock::{ReleaseReason, StockCommand, StockRefusal};
use domain::{ClaimId, HoldId, OrderId, Sku, Won};
use futures::FutureExt;
use futures::future::BoxFuture;
use store::{Cursor, ExecuteError};

use super::EDITED;
use crate::amend::Cancellation;
use crate::checkout::{pieces, reason_of};
use crate::{Caller, Shop, ShopError};

impl Shop {
    /// Drives the replacement of an unpaid order: what it needs besides is held first, then the order's payment is
    /// closed, which is where it is decided, and then its pieces go over.
    pub(super) async fn drive_replacement(
        &self,
        caller: &Caller,
        state: &Order,
        (edit, plan): (&ClaimId, &EditPlan),
        next: &OrderDraft,
    ) -> Result<Option<Cursor>, ShopError> {
        let draft = state.draft().ok_or(OrderRefusal::NotPlaced);
        let draft = draft.map_err(ShopError::Order)?;
        let more = HoldId::of_edit(&draft.order, edit);
        let decided = self.given_up_for(&draft.order).await?;
        if !decided && self.now() >= next.deposit_deadline {
            // Nobody could pay the new one any more.
            return self
                .leave_as_it_was(caller, draft, (edit, plan), next, EditOutcome::Dropped)
                .await;
        }
        if !decided && state.status() == Status::PendingDeposit {
            if let Err(why) = self.hold_more(caller, draft, next, &more).await {
                if !why.is_passing() {
                    self.leave_as_it_was(caller, draft, (edit, plan), next, EditOutcome::Dropped)
                        .await?;
                }
                return Err(why);
            }
            // An approval that is under way keeps it open, and so does a provider that does not answer.
            let edited = Cancellation::whole(EDITED);
            if !self.close_payment(caller, draft, &edited).await? {
                self.settle_paid(caller, &draft.order).boxed().await?;
            }
        }
        if !decided && !self.given_up_for(&draft.order).await? {
            // It was paid, cancelled or overdue before the edit came to it.
            return self
                .leave_as_it_was(caller, draft, (edit, plan), next, EditOutcome::TooLate)
                .await;
        }
        // Before anybody can hear that the old one is cancelled, and free it. What refuses, refuses below again.
        if let Err(why) = self.hand_coupon_over(caller, &draft.order, next).await
            && why.is_passing()
        {
            return Err(why);
        }
        let cancel = OrderCommand::Cancel {
            claim: edit.clone(),
            lines: None,
            keep: Won::ZERO,
            reason: EDITED.to_owned(),
            at: self.now(),
        };
        self.order(caller, &draft.order, cancel).await?;
        let outcome = match self.go_over(caller, draft, next, &more).await {
            Ok(()) => EditOutcome::Done,
            Err(why) if why.is_passing() => return Err(why),
            Err(why) => {
                let (old, new) = (&draft.order, &next.order);
                tracing::warn!(%old, %new, %why, "order {new} could not take the place of {old}: {why}");
                EditOutcome::Dropped
            }
        };
        let (old, new) = (pieces(&draft.quote), pieces(&next.quote));
        self.release_of(caller, draft, old, &draft.order.hold())
            .await?;
        self.release_of(caller, draft, new, &more).await?;
        // Where the new order owes nothing to it, or came to nothing.
        self.release_coupon(caller, draft).await?;
        let ended = self.end_edit(caller, &draft.order, edit, outcome).await?;
        Ok(ended)
    }

    /// The order, once the replacement of it that is under way, if one is, is finished.
    pub(crate) fn beyond_replacement<'a>(
        &'a self,
        caller: &'a Caller,
        order: &'a OrderId,
    ) -> BoxFuture<'a, Result<Order, ShopError>> {
        async move {
            let state = self.ledger.state::<Order>(order.as_str()).await?.state;
            let open = state.open_edit();
            if open.is_none_or(|(_, plan)| plan.replacement.is_none()) {
                return Ok(state);
            }
            self.finish_edit(caller, order).await?;
            Ok(self.ledger.state::<Order>(order.as_str()).await?.state)
        }
        .boxed()
    }

    /// Whether the order's payment was closed for an edit: from then on there is no way back.
    async fn given_up_for(&self, order: &OrderId) -> Result<bool, ShopError> {
        Ok(self.closed_because(order).await?.as_deref() == Some(EDITED))
    }

    /// Sets aside what the new order needs and the old one does not hold.
    async fn hold_more(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        next: &OrderDraft,
        more: &HoldId,
    ) -> Result<(), ShopError> {
        let held: BTreeMap<Sku, u32> = pieces(&draft.quote).into_iter().collect();
        let (now, meta) = (self.now(), caller.meta(self.now()));
        for (sku, needed) in pieces(&next.quote) {
            let own = held.get(&sku).copied().unwrap_or(0);
            if needed <= own {
                continue;
            }
            let hold = StockCommand::Hold {
                hold: more.clone(),
                quantity: needed - own,
                until: next.deposit_deadline + self.settings.hold_grace,
                now,
            };
            let stock = self.stock_of(&draft.store, &sku);
            match self.tell_stock(&stock, hold, &meta).await {
                Err(ExecuteError::Refused(StockRefusal::Short { available, .. })) => {
                    let available = available.saturating_add(own);
                    return Err(ShopError::Short { sku, available });
                }
                Err(error) => return Err(error.into()),
                Ok(_) => {}
            }
        }
        Ok(())
    }

    /// The new order takes the old one's pieces over, is placed, and its payment opened.
    async fn go_over(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        next: &OrderDraft,
        more: &HoldId,
    ) -> Result<(), ShopError> {
        let placed = self.ledger.state::<Order>(next.order.as_str()).await?.state;
        if placed.draft().is_none() {
            let handed = self.hand_coupon_over(caller, &draft.order, next).await;
            if let Err(why) = handed {
                if !why.is_passing() {
                    self.abandon(caller, next, reason_of(&why)).await?;
                }
                return Err(why);
            }
            let meta = caller.meta(self.now());
            for (sku, quantity) in pieces(&next.quote) {
                let take_over = StockCommand::TakeOver {
                    from: vec![draft.order.hold(), more.clone()],
                    hold: next.order.hold(),
                    quantity,
                    until: next.deposit_deadline + self.settings.hold_grace,
                    now: self.now(),
                };
                let stock = self.stock_of(&draft.store, &sku);
                match self.tell_stock(&stock, take_over, &meta).await {
                    Err(ExecuteError::Refused(why)) => {
                        let why = ShopError::Stock(why);
                        self.abandon(caller, next, reason_of(&why)).await?;
                        return Err(why);
                    }
                    told => told?,
                };
            }
            self.place_or_abandon(caller, next).await?;
        }
        self.open_or_cancel(caller, next).await
    }

    /// Nothing takes the order's place: it is as it was, or as it became by itself.
    async fn leave_as_it_was(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        (edit, plan): (&ClaimId, &EditPlan),
        next: &OrderDraft,
        outcome: EditOutcome,
    ) -> Result<Option<Cursor>, ShopError> {
        let more = HoldId::of_edit(&draft.order, edit);
        self.release_of(caller, draft, pieces(&next.quote), &more)
            .await?;
        self.forget_plan(plan).await?;
        self.end_edit(caller, &draft.order, edit, outcome).await
    }

    /// Puts back what a hold still has of these.
    async fn release_of(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        of: Vec<(Sku, u32)>,
        hold: &HoldId,
    ) -> Result<(), ShopError> {
        let (meta, skus) = (caller.meta(self.now()), of.into_iter().map(|(sku, _)| sku));
        let hold = (hold, ReleaseReason::Cancelled);
        self.release_hold(&meta, &draft.store, hold, skus).await
    }
}
