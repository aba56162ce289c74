//! Changing a placed order before it is sent: what it would come to, and doing it.
//!
//! An edit cancels pieces of the order, adds others by an order of its own (a supplement), and sends
//! it elsewhere. `EditBegun` holds everything that the rest needs, as a cart's `CheckoutBegun` does, so
//! whoever finds it unfinished can drive it to its end. What an edit adds is paid first: who never pays
//! keeps what was ordered.

mod along;
mod apply;
mod draft;
mod drive;
mod preview;
mod replace;
mod surcharge;
mod unpaid;

use domain::cart::CartItem;
use domain::order::{
    EditOutcome, EditPlan, LineQuantity, Order, OrderCommand, OrderDraft, OrderRefusal,
    PaymentMethod, Status, Supplement,
};
use domain::{ClaimId, OrderId, Won};
use store::Cursor;

pub(crate) use draft::buyer;
pub use preview::EditPreview;

use crate::error::is_unsaid;
use crate::{Caller, Recipient, Shop, ShopError};

/// Why pieces leave an order by an edit, or an order makes room for another, in a word.
pub const EDITED: &str = "edited";

/// What is to become of a placed order.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    /// Pieces that a line is to have from now on; lines that are not named stay. More than there are
    /// means so many more of the same, at today's price.
    pub lines: Vec<LineQuantity>,
    /// What is added besides, at today's price.
    pub add: Vec<CartItem>,
    /// Who receives it and where; the orderer's own words in it are kept as they were.
    pub recipient: Option<Recipient>,
}

/// What was seen and agreed to, in won.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreed {
    /// What is to be paid.
    pub to_pay: Won,
    /// What goes back.
    pub to_pay_back: Won,
}

/// An edit that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The order that is to be paid before the edit counts; none if there is nothing to be paid.
    pub supplement: Option<OrderId>,
    /// The order that took the place of one that is not paid yet.
    pub replacement: Option<OrderId>,
    /// How it ended; none while it waits to be paid.
    pub outcome: Option<EditOutcome>,
    /// The place in the log for pages to wait for; none if it was known before.
    pub cursor: Option<Cursor>,
}

impl Shop {
    /// Changes an order as agreed. The same name once more is the same edit, whatever else it says.
    ///
    /// # Errors
    /// [`ShopError::EditChanged`]: it comes to something else by now. The order or the stock refuses.
    pub async fn edit_order(
        &self,
        caller: &Caller,
        order: &OrderId,
        edit: ClaimId,
        what: &Edit,
        agreed: Agreed,
    ) -> Result<Edited, ShopError> {
        let state = self.order_to_edit(order).await?;
        let mut cursor = None;
        if !state.edits().contains_key(&edit) {
            let preview = self.preview_of(&state, what).await?;
            if preview.agreed() != agreed {
                return Err(ShopError::EditChanged(Box::new(preview)));
            }
            cursor = self.begin(caller, &state, &edit, what, preview).await?;
        }
        let driven = self.drive_edit(caller, order).await?;
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let known = state.edits().get(&edit);
        let known = known.ok_or(ShopError::Order(OrderRefusal::NoEdit))?;
        let number = |draft: &Option<Box<OrderDraft>>| Some(draft.as_ref()?.order.clone());
        Ok(Edited {
            supplement: number(&known.plan.supplement),
            replacement: number(&known.plan.replacement),
            outcome: known.outcome,
            cursor: driven.or(cursor),
        })
    }

    /// What an edit would come to now.
    ///
    /// # Errors
    /// What the edit would be refused with.
    pub async fn preview_edit(
        &self,
        order: &OrderId,
        what: &Edit,
    ) -> Result<EditPreview, ShopError> {
        let state = self.order_to_edit(order).await?;
        self.preview_of(&state, what).await
    }

    /// An order that may have edits of its own: what was added to another one is packed with it, and
    /// changed with it, as long as that one stands.
    async fn order_to_edit(&self, order: &OrderId) -> Result<Order, ShopError> {
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let draft = state.draft().ok_or(OrderRefusal::NotPlaced);
        let draft = draft.map_err(ShopError::Order)?;
        if let Some(Supplement { to, .. }) = &draft.supplement {
            let mut first = to.clone();
            let mut known = self.ledger.state::<Order>(first.as_str()).await?.state;
            // It travels with whatever stands there now.
            while let Some(next) = known.goes_on_as().cloned() {
                known = self.ledger.state::<Order>(next.as_str()).await?.state;
                first = next;
            }
            if first != draft.order && known.status() != Status::Cancelled {
                return Err(ShopError::Order(OrderRefusal::IsSupplement(first)));
            }
        }
        Ok(state)
    }

    /// Writes down what was agreed, with all that is needed to do it.
    async fn begin(
        &self,
        caller: &Caller,
        state: &Order,
        edit: &ClaimId,
        what: &Edit,
        preview: EditPreview,
    ) -> Result<Option<Cursor>, ShopError> {
        let draft = state.draft().ok_or(OrderRefusal::NotPlaced);
        let draft = draft.map_err(ShopError::Order)?;
        let recipient = match &what.recipient {
            // Where another order takes its place, that one goes there.
            Some(recipient) if preview.replacement.is_none() => {
                Some(self.keep_recipient(&draft.order, recipient).await?)
            }
            _ => None,
        };
        let mut plan = EditPlan {
            cancel: preview.leaving.clone(),
            recipient,
            supplement: None,
            replacement: None,
            surcharge: preview.surcharge,
            give_back: preview.give_back,
            ends: preview.removed.as_ref().map(|it| it.ends),
        };
        let begun = async {
            if let Some(quote) = preview.replacement.clone() {
                let replacement = self.replacement(caller, state, edit, what, quote).await?;
                plan.replacement = Some(Box::new(replacement));
            } else if preview.added.is_some() {
                let supplement = self.supplement(caller, state, edit, what, preview).await?;
                plan.supplement = Some(Box::new(supplement));
            }
            let begin = OrderCommand::BeginEdit {
                edit: edit.clone(),
                plan: Box::new(plan.clone()),
                at: self.now(),
            };
            self.order(caller, &draft.order, begin).await
        };
        let begun = begun.await;
        let unsaid = is_unsaid(&begun);
        if unsaid {
            self.forget_plan(&plan).await?;
        }
        begun
    }

    /// Who receives an order and where, as it is now; none once erased.
    pub async fn current_recipient(&self, state: &Order) -> Result<Option<Recipient>, ShopError> {
        match state.recipient() {
            Some(kept) => self.recipient(kept).await,
            None => Ok(None),
        }
    }

    /// Forgets what was kept for an edit that will not be.
    pub(crate) async fn forget_plan(&self, plan: &EditPlan) -> Result<(), ShopError> {
        for draft in plan.supplement.iter().chain(&plan.replacement) {
            self.forget_draft(draft).await?;
        }
        if let Some(kept) = &plan.recipient {
            self.ports.vault.forget(kept).await?;
        }
        Ok(())
    }
}

impl Shop {
    /// Whether what is added can be paid as the order was.
    pub(crate) fn can_be_paid(&self, draft: &OrderDraft) -> Result<(), ShopError> {
        match &draft.method {
            PaymentMethod::Window { provider, .. } if self.is_withheld(&draft.store, provider) => {
                Err(ShopError::NoProvider(provider.clone()))
            }
            PaymentMethod::Recorded => Err(ShopError::Order(OrderRefusal::PaidElsewhere)),
            PaymentMethod::VirtualAccount { .. } | PaymentMethod::Window { .. } => Ok(()),
        }
    }
}
