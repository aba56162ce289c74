//! The stocks' side of exchanges: what came back, and what replaced it.

use domain::order::{ExchangeTerms, Goods, Order, OrderCommand, OrderDraft, Swap};
use domain::stock::{ReleaseReason, StockCommand};
use domain::{ClaimId, HoldId, Reference, Sku};

use crate::refund::came;
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
                settled = self.book_back(caller, state, claim, swap).await;
            }
            if settled.is_ok() && swap.parcel.is_some() && !swap.booked {
                settled = self.book_replacement(caller, draft, state, claim).await;
            }
            outcome = outcome.and(settled);
        }
        outcome
    }

    async fn book_back(
        &self,
        caller: &Caller,
        state: &Order,
        claim: &ClaimId,
        swap: &Swap,
    ) -> Result<(), ShopError> {
        let Some(draft) = state.draft() else {
            return Ok(());
        };
        let now = self.now();
        let meta = caller.meta(now).caused_by(claim.as_str());
        let pieces = swap.lines.iter();
        let pieces = pieces.flat_map(|part| came(state, draft, claim, *part));
        for (sku, quantity, part) in pieces {
            let reference = Reference::of_claim(&draft.order, claim, &part);
            let back = StockCommand::Return {
                hold: draft.order.hold(),
                quantity,
                resellable: swap.goods != Goods::WrittenOff,
                reference: reference.map_err(ShopError::bug)?,
            };
            let stock = self.stock_of(&draft.store, &sku);
            self.tell_stock(&stock, back, &meta).await?;
        }
        let claim = claim.clone();
        let booked = OrderCommand::RecordRestock { claim, at: now };
        self.order(caller, &draft.order, booked).await?;
        Ok(())
    }

    /// What was held for lines of which nothing came back is free again.
    async fn let_go(
        &self,
        caller: &Caller,
        state: &Order,
        claim: &ClaimId,
        sent: &[(Sku, u32)],
    ) -> Result<(), ShopError> {
        let terms = state.deals().get(claim).and_then(|it| it.terms.as_ref());
        let held = terms.map(ExchangeTerms::pieces).unwrap_or_default();
        let of_no_use = held.into_iter().map(|(sku, _)| sku);
        let of_no_use = of_no_use.filter(|sku| sent.iter().all(|(it, _)| it != sku));
        self.release_exchange(caller, state, claim, of_no_use).await
    }

    /// Nothing of these is held for an exchange any more. A release without a hold does nothing.
    pub(crate) async fn release_exchange(
        &self,
        caller: &Caller,
        state: &Order,
        claim: &ClaimId,
        skus: impl IntoIterator<Item = Sku>,
    ) -> Result<(), ShopError> {
        let Some(draft) = state.draft() else {
            return Ok(());
        };
        let meta = caller.meta(self.now()).caused_by(claim.as_str());
        let hold = HoldId::of_exchange(&draft.order, claim);
        let hold = (&hold, ReleaseReason::Cancelled);
        self.release_hold(&meta, &draft.store, hold, skus).await
    }

    /// The pieces have left the house: what was neither held nor is on the shelf is short, for staff
    /// to see.
    async fn book_replacement(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        state: &Order,
        claim: &ClaimId,
    ) -> Result<(), ShopError> {
        let pieces = state.replacement_pieces(claim);
        self.let_go(caller, state, claim, &pieces).await?;
        let now = self.now();
        let meta = caller.meta(now).caused_by(claim.as_str());
        let hold = HoldId::of_exchange(&draft.order, claim);
        let smaller = HoldId::of_smaller_exchange(&draft.order, claim);
        for (sku, quantity) in pieces {
            let stock = self.stock_of(&draft.store, &sku);
            let held = self.stock(&stock).await?.held_by(&hold);
            let (take, sell) = (
                |hold| StockCommand::Take { hold, quantity },
                |hold| StockCommand::Sell { hold, quantity },
            );
            let steps = if held > 0 && held != quantity {
                // Fewer came back than were announced. Sold before the rest is let go, so that a crash
                // in between loses no sale; what was short for that moment is taken then.
                let release = StockCommand::Release {
                    hold: hold.clone(),
                    reason: ReleaseReason::Undone,
                };
                [sell(smaller.clone()), release, take(smaller.clone())]
            } else {
                // What was never held is sold; what was taken is not taken twice.
                [
                    take(hold.clone()),
                    sell(hold.clone()),
                    take(smaller.clone()),
                ]
            };
            for step in steps {
                self.tell_stock(&stock, step, &meta).await?;
            }
        }
        let claim = claim.clone();
        let booked = OrderCommand::RecordReplacement { claim, at: now };
        self.order(caller, &draft.order, booked).await?;
        Ok(())
    }
}
