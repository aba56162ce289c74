//! The orders that edits make: one that brings what is added, one that takes the place of another.

use domain::order::{Order, OrderDraft, OrderRefusal, Replaces, Supplement};
use domain::pricing::Quote;
use domain::{Actor, ClaimId, CouponId, OrderId};

use super::{Edit, EditPreview};
use crate::{Caller, Recipient, Shop, ShopError};

impl Shop {
    /// The order that brings what an edit adds.
    pub(super) async fn supplement(
        &self,
        caller: &Caller,
        state: &Order,
        edit: &ClaimId,
        what: &Edit,
        preview: EditPreview,
    ) -> Result<OrderDraft, ShopError> {
        let quote = preview.added.ok_or(OrderRefusal::NothingToEdit);
        let quote = quote.map_err(ShopError::Order)?;
        let added = self.order_of_edit(caller, state, edit, what, quote).await?;
        let draft = state.draft().ok_or(OrderRefusal::NotPlaced);
        let supplement = Some(Supplement {
            to: draft.map_err(ShopError::Order)?.order.clone(),
            edit: edit.clone(),
            then_cancel: preview.leaving,
        });
        Ok(OrderDraft {
            supplement,
            coupon: None,
            ..added
        })
    }

    /// An order that an edit makes: paid as the edited one is, by the same shopper, sent where the edit says.
    async fn order_of_edit(
        &self,
        caller: &Caller,
        state: &Order,
        edit: &ClaimId,
        what: &Edit,
        quote: Quote,
    ) -> Result<OrderDraft, ShopError> {
        let draft = state.draft().ok_or(OrderRefusal::NotPlaced);
        let draft = draft.map_err(ShopError::Order)?;
        let (now, store) = (self.now(), self.store(&draft.store)?);
        let order = OrderId::of_edit(&draft.order, edit, now);
        let to = self.sent_to(state, what).await?;
        // Staff edit while the shopper is elsewhere, and has to hear of it first.
        let deposit_deadline = match caller.actor {
            Actor::Staff(_) => store.deposit_deadline(now),
            _ => store.time_to_pay(&draft.method, now),
        };
        let made = self.made_of(caller, draft, (order, to, quote)).await?;
        Ok(OrderDraft {
            deposit_deadline,
            placed_at: now,
            ..made
        })
    }

    /// An order that is made of another: by the same shopper, paid in the same way, with personal data of its own.
    pub(crate) async fn made_of(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        (order, to, quote): (OrderId, Option<Recipient>, Quote),
    ) -> Result<OrderDraft, ShopError> {
        let recipient = match to {
            Some(to) => Some(self.keep_recipient(&order, &to).await?),
            None => None,
        };
        let total = quote.total;
        let cash_receipt = match self.receipt_wish_after(draft, &order, total).await {
            Ok(wish) => wish,
            Err(why) => {
                if let Some(kept) = &recipient {
                    self.ports.vault.forget(kept).await?;
                }
                return Err(why);
            }
        };
        Ok(OrderDraft {
            order,
            channel: caller.channel.clone(),
            cart: None,
            recipient,
            quote,
            cash_receipt,
            // What the other one took the place of is its own affair.
            replaces: None,
            ..draft.clone()
        })
    }

    /// Who receives an order and where after this edit; none once erased.
    pub(super) async fn sent_to(
        &self,
        state: &Order,
        what: &Edit,
    ) -> Result<Option<Recipient>, ShopError> {
        match &what.recipient {
            Some(to) => Ok(Some(to.clone())),
            None => self.current_recipient(state).await,
        }
    }

    /// The order that takes the place of one that is not paid.
    pub(super) async fn replacement(
        &self,
        caller: &Caller,
        state: &Order,
        edit: &ClaimId,
        what: &Edit,
        quote: Quote,
    ) -> Result<OrderDraft, ShopError> {
        let next = self.order_of_edit(caller, state, edit, what, quote).await?;
        let draft = state.draft().ok_or(OrderRefusal::NotPlaced);
        let order = draft.map_err(ShopError::Order)?.order.clone();
        let replaces = Some(Replaces {
            order,
            edit: edit.clone(),
        });
        let owed_to = |coupon: &CouponId| {
            let mut given = next.quote.promotions.iter();
            given.any(|it| it.code == coupon.as_str())
        };
        Ok(OrderDraft {
            replaces,
            coupon: next.coupon.clone().filter(owed_to),
            ..next
        })
    }
}

/// Whoever placed an order, as somebody who buys now.
pub(crate) fn buyer(draft: &OrderDraft) -> Caller {
    Caller {
        store: draft.store.clone(),
        actor: draft.member.map_or(Actor::Guest, Actor::from),
        channel: draft.channel.clone(),
        correlation: None,
    }
}
