//! What it costs more to carry an order's goods to a remote area: paid once for all that is there, and by whichever
//! order brought it.

use domain::Won;
use domain::order::{EditOutcome, Order, OrderDraft, Status};
use domain::pricing::{Basket, BasketLine, Charge, QuoteLine, price};

use crate::{Shop, ShopError};

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
        // Nothing is added to what was not placed and paid.
        let over = first.await?.state.status() == Status::Cancelled;
        let brought = draft.quote.charge(Charge::REMOTE);
        Ok(if over { Won::ZERO } else { brought })
    }

    /// What is paid for remote areas and did not go back, by the order and what was added to it, won.
    pub(super) async fn surcharge_paid(&self, state: &Order) -> Result<Won, ShopError> {
        let mut paid = state.surcharge_agreed();
        let done = state.edits().values();
        let done = done.filter(|it| it.outcome == Some(EditOutcome::Done));
        for added in done.filter_map(|it| Some(&it.plan.supplement.as_ref()?.order)) {
            let known = self.ledger.state::<Order>(added.as_str()).await?.state;
            paid -= known.surcharge_back();
        }
        Ok(paid)
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
