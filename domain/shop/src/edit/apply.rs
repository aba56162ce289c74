//! What an edit does to the order itself, once what it adds is paid.

use domain::order::{EditOutcome, EditPlan, Order, OrderCommand, OrderDraft};
use domain::pricing::Charge;
use domain::{ClaimId, OrderId, PersonalRef, Won};
use futures::FutureExt;
use store::Cursor;

use super::EDITED;
use crate::error::is_unsaid;
use crate::{Caller, Recipient, Shop, ShopError};

impl Shop {
    /// Cancels, readdresses and grants as agreed, then says that it is done, and only then pays back: a
    /// provider that refuses to pay back holds no edit up.
    pub(super) async fn apply_edit(
        &self,
        caller: &Caller,
        order: &OrderId,
        edit: &ClaimId,
        plan: &EditPlan,
    ) -> Result<Option<Cursor>, ShopError> {
        // Its pieces are taken before they can go back.
        self.settle_paid(caller, order).boxed().await?;
        let mut outcome = EditOutcome::Done;
        if !plan.cancel.is_empty() {
            let cancel = OrderCommand::Cancel {
                claim: edit.clone(),
                lines: Some(plan.cancel.clone()),
                keep: Won::ZERO,
                reason: EDITED.to_owned(),
                at: self.now(),
            };
            outcome = self.unless_late(caller, order, cancel, outcome).await?;
        }
        // What was to take all of its place pays for its own way only.
        let stays = outcome == EditOutcome::TooLate && plan.ends == Some(true);
        if let Some(recipient) = plan.recipient.as_ref().filter(|_| stays) {
            self.ports.vault.forget(recipient).await?;
        }
        if let Some(recipient) = plan.recipient.as_ref().filter(|_| !stays)
            && !self.readdress(caller, order, edit, recipient).await?
            && !self.moved_along(caller, order, edit).await?
        {
            outcome = EditOutcome::TooLate;
            if let Some(added) = &plan.supplement {
                self.keep_no_surcharge(caller, added).await?;
            }
        }
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        // Its pieces may have left before: it goes elsewhere all the same.
        let goes_there = outcome == EditOutcome::Done || state.has_come_of(edit);
        if plan.give_back.is_positive() && goes_there {
            let own = self
                .give_surcharge_back(caller, &state, edit, plan.give_back)
                .await?;
            // What was added may have had its own paid back meanwhile: the goods' money is none of it.
            let own = own.min(state.surcharge_own()).min(state.retained());
            // Where all of it left, what it had brought went with the goods.
            let name = ClaimId::of_area(edit);
            // Before a crash.
            let granted = state.claims().contains_key(&name);
            if own.is_positive() && !state.is_ended_by(edit) && !granted {
                let grant = self.area_grant(name, own);
                outcome = self.unless_late(caller, order, grant, outcome).await?;
            }
        }
        let ended = self.end_edit(caller, order, edit, outcome).await?;
        let settled = self.settle_cancelled(caller, order).boxed().await?;
        Ok(settled.or(ended))
    }

    /// Tells the order; what it refuses by now came too late.
    async fn unless_late(
        &self,
        caller: &Caller,
        order: &OrderId,
        command: OrderCommand,
        outcome: EditOutcome,
    ) -> Result<EditOutcome, ShopError> {
        match self.order(caller, order, command).await {
            Ok(_) => Ok(outcome),
            Err(ShopError::Order(refusal)) => {
                tracing::info!(%order, %refusal, "an edit of {order} came too late: {refusal}");
                Ok(EditOutcome::TooLate)
            }
            Err(error) => Err(error),
        }
    }

    /// Goods that left before went where they were to go: what was paid to have them go elsewhere goes back, if
    /// nothing else is carried there for it.
    async fn keep_no_surcharge(
        &self,
        caller: &Caller,
        added: &OrderDraft,
    ) -> Result<(), ShopError> {
        let amount = added.quote.charge(Charge::REMOTE);
        if !amount.is_positive() || !added.quote.lines.is_empty() {
            return Ok(());
        }
        let grant = self.area_grant(ClaimId::area(), amount);
        // What staff paid back before leaves less, or nothing.
        match self.order(caller, &added.order, grant).await {
            Ok(_) | Err(ShopError::Order(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Whether the edit took all of the order out: what comes in its place knows the address, and what was added
    /// before goes there, too.
    async fn moved_along(
        &self,
        caller: &Caller,
        order: &OrderId,
        edit: &ClaimId,
    ) -> Result<bool, ShopError> {
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let next = state
            .edits()
            .get(edit)
            .and_then(|it| it.plan.supplement.as_ref());
        let Some(next) = next.filter(|_| state.is_ended_by(edit)) else {
            return Ok(false);
        };
        let kept = next.recipient.as_ref();
        let to = match kept {
            Some(kept) => self.recipient(kept).await?,
            None => None,
        };
        if let Some(to) = to {
            for added in self.sent_with(&state).await? {
                self.readdress_added(caller, &added, edit, &to).await?;
            }
        }
        Ok(true)
    }

    /// Sends the order elsewhere, and what was added to it and is not sent yet. False: it was sent before.
    async fn readdress(
        &self,
        caller: &Caller,
        order: &OrderId,
        edit: &ClaimId,
        recipient: &PersonalRef,
    ) -> Result<bool, ShopError> {
        let to = self.recipient(recipient).await?;
        let change = OrderCommand::ChangeRecipient {
            edit: edit.clone(),
            recipient: recipient.clone(),
            at: self.now(),
        };
        let changed = self
            .unless_late(caller, order, change, EditOutcome::Done)
            .await?;
        if changed == EditOutcome::TooLate {
            self.ports.vault.forget(recipient).await?;
            return Ok(false);
        }
        let state = self.forget_before(order, edit).await?;
        if let Some(to) = to {
            for added in self.sent_with(&state).await? {
                self.readdress_added(caller, &added, edit, &to).await?;
            }
        }
        Ok(true)
    }

    /// What was added before goes along; what this very edit added knows the address already.
    async fn readdress_added(
        &self,
        caller: &Caller,
        added: &OrderId,
        edit: &ClaimId,
        to: &Recipient,
    ) -> Result<(), ShopError> {
        let state = self.ledger.state::<Order>(added.as_str()).await?.state;
        let by_this = state
            .supplement()
            .is_none_or(|supplement| supplement.edit == *edit);
        let known = state.readdressed().iter().any(|it| it.edit == *edit);
        if by_this || known || state.may_edit().is_err() {
            return self.forget_before(added, edit).await.map(drop);
        }
        let kept = self.keep_recipient(added, to).await?;
        let change = OrderCommand::ChangeRecipient {
            edit: edit.clone(),
            recipient: kept.clone(),
            at: self.now(),
        };
        let changed = self.order(caller, added, change).await;
        let unsaid = is_unsaid(&changed);
        if unsaid {
            self.ports.vault.forget(&kept).await?;
        }
        match changed {
            Ok(_) => self.forget_before(added, edit).await.map(drop),
            // It was sent this very moment.
            Err(ShopError::Order(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Forgets where an order went before this edit. Gives the order as it is now.
    async fn forget_before(&self, order: &OrderId, edit: &ClaimId) -> Result<Order, ShopError> {
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let changes = state.readdressed().iter();
        let before = changes
            .filter(|it| it.edit == *edit)
            .find_map(|it| it.before.as_ref());
        if let Some(before) = before {
            self.ports.vault.forget(before).await?;
        }
        Ok(state)
    }
}
