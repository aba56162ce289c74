//! The stocks' side of exchanges: what came back, and what replaced it.

use domain::order::{Goods, Order, OrderCommand, OrderDraft, Swap};
use domain::stock::StockCommand;
use domain::{ClaimId, HoldId, Reference};

use crate::claim::swapped;
use crate::{Caller, Shop, ShopError};

impl Shop {
    /// Books the pieces of an order's exchanges. Idempotent.
    ///
    /// # Errors
    /// The first exchange's that fails, after all have been tried.
    pub(crate) async fn settle_swaps(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        state: &Order,
    ) -> Result<(), ShopError> {
        let mut outcome = Ok(());
        for (claim, swap) in state.open_swaps() {
            let mut settled = Ok(());
            if !swap.restocked {
                settled = self.book_back(caller, draft, claim, swap).await;
            }
            if settled.is_ok() && swap.parcel.is_some() && !swap.booked {
                settled = self.book_replacement(caller, draft, claim, swap).await;
            }
            outcome = outcome.and(settled);
        }
        outcome
    }

    async fn book_back(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        claim: &ClaimId,
        swap: &Swap,
    ) -> Result<(), ShopError> {
        let now = self.now();
        let meta = caller.meta(now).caused_by(claim.as_str());
        for part in &swap.lines {
            let Some(line) = draft.quote.lines.get(part.line as usize) else {
                continue;
            };
            let reference = Reference::of_claim(&draft.order, claim, &part.line.to_string());
            let back = StockCommand::Return {
                hold: draft.order.hold(),
                quantity: part.quantity,
                resellable: swap.goods != Goods::WrittenOff,
                reference: reference.map_err(ShopError::bug)?,
            };
            let stock = self.stock_of(&draft.store, &line.sku);
            self.tell_stock(&stock, back, &meta).await?;
        }
        let claim = claim.clone();
        let booked = OrderCommand::RecordRestock { claim, at: now };
        self.order(caller, &draft.order, booked).await?;
        Ok(())
    }

    /// The pieces have left the house: what the shelf does not have is short, for staff to see.
    async fn book_replacement(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        claim: &ClaimId,
        swap: &Swap,
    ) -> Result<(), ShopError> {
        let now = self.now();
        let meta = caller.meta(now).caused_by(claim.as_str());
        for (sku, quantity) in swapped(draft, swap) {
            let hold = HoldId::of_exchange(&draft.order, claim);
            let sell = StockCommand::Sell { hold, quantity };
            let stock = self.stock_of(&draft.store, &sku);
            self.tell_stock(&stock, sell, &meta).await?;
        }
        let claim = claim.clone();
        let booked = OrderCommand::RecordReplacement { claim, at: now };
        self.order(caller, &draft.order, booked).await?;
        Ok(())
    }
}
