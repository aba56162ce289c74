//! What it costs more to carry an order's goods to a remote area: paid once for all that is there, and by whichever
//! order brought it.

use domain::order::{Claim, Order, OrderCommand, OrderDraft, Status};
use domain::pricing::{Basket, BasketLine, Charge, QuoteLine, price};

use domain::{ClaimId, OrderId, Won};
use futures::FutureExt;

use crate::{Caller, Shop, ShopError};

/// Why a surcharge goes back, in a word.
pub(super) const AREA: &str = "area";

impl Shop {
    /// Won that stay paid when an order is cancelled by itself: what it brought for carrying the goods of the
    /// order that it was added to. It goes back with that one, or once that goes elsewhere.
    ///
    /// # Errors
    /// The books cannot be reached.
    pub async fn keeps(&self, state: &Order) -> Result<Won, ShopError> {
        let added = state.draft().filter(|it| !it.quote.lines.is_empty());
        let Some((draft, supplement)) = added.and_then(|it| Some((it, it.supplement.as_ref()?)))
        else {
            return Ok(Won::ZERO);
        };
        let first = self.ledger.state::<Order>(supplement.to.as_str());
        let first = first.await?.state;
        let edit = first.edits().get(&supplement.edit);
        let done = edit.filter(|_| first.has_come_of(&supplement.edit));
        // Where the edit came too late, or took all of the first one out, it carries nobody else's goods.
        let carries = done.filter(|_| first.status() != Status::Cancelled);
        let brought = draft.quote.charge(Charge::REMOTE);
        Ok(carries.map_or(Won::ZERO, |it| it.plan.surcharge.clamp(Won::ZERO, brought)))
    }

    /// What was charged for remote areas, by the order and what was added to it, and did not go back because the goods go
    /// elsewhere, won.
    pub(super) async fn surcharge_charged(&self, state: &Order) -> Result<Won, ShopError> {
        let added = self.added_to(state).await?;
        let charged = added.iter().map(Order::surcharge_charged);
        Ok(state.surcharge_own() + charged.sum::<Won>())
    }

    /// What is left of the part of it that what was added brought, won.
    pub(super) async fn surcharge_added(&self, state: &Order) -> Result<Won, ShopError> {
        let added = self.added_to(state).await?;
        Ok(added.iter().map(Order::surcharge_brought).sum())
    }

    /// Orders that were added to this one by edits that count.
    async fn added_to(&self, state: &Order) -> Result<Vec<Order>, ShopError> {
        let mut added = vec![];
        let done = state.edits().iter().filter(|(id, _)| state.has_come_of(id));
        for it in done.filter_map(|(_, it)| it.plan.supplement.as_ref()) {
            let known = self.ledger.state::<Order>(it.order.as_str()).await?;
            added.push(known.state);
        }
        Ok(added)
    }

    /// Gives a surcharge back by the orders that brought it, once; what they did not bring is left for the first.
    ///
    /// # Errors
    /// The books cannot be reached.
    pub(super) async fn give_surcharge_back(
        &self,
        caller: &Caller,
        state: &Order,
        edit: &ClaimId,
        amount: Won,
    ) -> Result<Won, ShopError> {
        let claim = ClaimId::of_area(edit);
        let mut left = amount;
        let supplements: Vec<OrderId> = state.supplements().cloned().collect();
        for added in &supplements {
            let known = self.ledger.state::<Order>(added.as_str()).await?.state;
            // Before a crash.
            if let Some(Claim::Owed(plan, _) | Claim::Refunded(plan, ..)) =
                known.claims().get(&claim)
            {
                left -= plan.amount;
            }
        }
        for added in self.added_to(state).await? {
            let part = added.surcharge_brought().min(left);
            let Some(draft) = added.draft().filter(|_| part.is_positive()) else {
                continue;
            };
            let grant = self.area_grant(claim.clone(), part);
            self.order(caller, &draft.order, grant).await?;
            left -= part;
        }
        for added in &supplements {
            // It is promised. A provider that does not pay just now is asked again by the claims' own process.
            if let Err(error) = self.settle_claims(caller, added).boxed().await {
                tracing::warn!(order = %added, %error, "a surcharge goes back later: {error}");
            }
        }
        Ok(left)
    }

    /// Money that goes back because nothing is carried there any more.
    pub(super) fn area_grant(&self, claim: ClaimId, amount: Won) -> OrderCommand {
        self.grant(claim, amount, AREA)
    }

    /// Money that goes back for this reason, a word, beside goods.
    pub(super) fn grant(&self, claim: ClaimId, amount: Won, reason: &str) -> OrderCommand {
        OrderCommand::GrantRefund {
            claim,
            amount,
            reason: reason.to_owned(),
            at: self.now(),
        }
    }

    /// What the store charges on top for carrying the order's goods there.
    pub(super) fn surcharge_to(
        &self,
        draft: &OrderDraft,
        postcode: &str,
    ) -> Result<Won, ShopError> {
        let lines = draft.quote.lines.iter().map(as_agreed).collect();
        let basket = Basket {
            lines,
            postcode: Some(postcode.to_owned()),
            ..Basket::default()
        };
        let quote = price(&self.store(&draft.store)?.rules, &basket)?;
        Ok(quote.charge(Charge::REMOTE))
    }
}

/// A line as it was agreed on, to be carried elsewhere.
fn as_agreed(line: &QuoteLine) -> BasketLine {
    BasketLine {
        product: line.product.clone(),
        sku: line.sku.clone(),
        name: line.name.clone(),
        option: line.option.clone(),
        category: line.category.clone(),
        unit_price: line.unit_price,
        quantity: line.quantity,
        tax: line.tax,
    }
}
