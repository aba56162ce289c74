//! Driving a begun checkout to its end: an order, or none.

use domain::cart::{Cart, CartCommand};
use domain::order::{Order, OrderCommand, OrderDraft, OrderRefusal};
use domain::stock::{ReleaseReason, StockCommand, StockRefusal};
use domain::{CartId, CheckoutKey, HoldId, Meta, Sku, StoreId};
use futures::future::{join_all, try_join_all};
use store::ExecuteError;

use super::{Placed, pieces};
use crate::{Caller, Shop, ShopError};

/// Who drives a checkout: the request that began it, or somebody after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Driver {
    /// The request that began it: nothing of it can stand yet.
    First,
    /// Somebody after it: any step may be done.
    Again,
}

/// Why an order could not be placed, in a word.
pub(crate) fn reason_of(why: &ShopError) -> &'static str {
    match why {
        ShopError::Short { .. } => "short",
        ShopError::Stock(StockRefusal::DeadlinePassed | StockRefusal::Settled) => "expired",
        ShopError::Coupon(_) => "coupon",
        ShopError::Order(_) => "order",
        _ => "refused",
    }
}

impl Shop {
    /// Drives a begun checkout to its end, from whatever step it reached.
    pub(super) async fn drive(
        &self,
        caller: &Caller,
        cart: CartId,
        key: &CheckoutKey,
        draft: &OrderDraft,
        driver: Driver,
    ) -> Result<Placed, ShopError> {
        let stands = driver == Driver::Again
            && self
                .ledger
                .state::<Order>(draft.order.as_str())
                .await?
                .state
                .draft()
                .is_some();
        if !stands && let Err(why) = self.hold_and_place(caller, draft, driver).await {
            return self.undo_or_report(caller, cart, key, draft, why).await;
        }
        if let Err(why) = self.open_payment(caller, draft).await {
            return self.refuse_payment(caller, cart, key, draft, why).await;
        }
        let meta = caller.meta(self.now());
        let finish = CartCommand::FinishCheckout { key: key.clone() };
        let done = self
            .ledger
            .execute::<Cart>(&cart.to_string(), finish, &meta)
            .await?;
        Ok(Placed {
            order: draft.order.clone(),
            cursor: done.cursor,
        })
    }

    /// Sets coupon and pieces aside and places the order. Idempotent.
    pub(crate) async fn hold_and_place(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        driver: Driver,
    ) -> Result<(), ShopError> {
        self.reserve_coupon(caller, draft).await?;
        // The shopper ordered when the form was sent; pieces are held when they are held.
        let (ordered, held) = (caller.meta(draft.placed_at), caller.meta(self.now()));
        let until = draft.deposit_deadline + self.settings.hold_grace;
        try_join_all(
            pieces(&draft.quote)
                .into_iter()
                .map(async |(sku, quantity)| {
                    let hold = StockCommand::Hold {
                        hold: draft.order.hold(),
                        quantity,
                        until,
                        now: self.now(),
                    };
                    let stock = self.stock_of(&draft.store, &sku);
                    match self.tell_stock(&stock, hold, &held).await {
                        Err(ExecuteError::Refused(StockRefusal::Short { available, .. })) => {
                            Err(ShopError::Short { sku, available })
                        }
                        Err(error) => Err(error.into()),
                        Ok(_) => Ok(()),
                    }
                }),
        )
        .await?;
        let place = OrderCommand::Place {
            draft: Box::new(draft.clone()),
        };
        let id = draft.order.as_str();
        match driver {
            Driver::First => self.ledger.create::<Order>(id, place, &ordered).await?,
            Driver::Again => self.ledger.execute::<Order>(id, place, &ordered).await?,
        };
        Ok(())
    }

    /// A passing failure leaves the checkout to be finished later; a refusal undoes it,
    /// unless another driver has placed the order meanwhile.
    async fn undo_or_report(
        &self,
        caller: &Caller,
        cart: CartId,
        key: &CheckoutKey,
        draft: &OrderDraft,
        why: ShopError,
    ) -> Result<Placed, ShopError> {
        if why.is_passing() {
            return Err(why);
        }
        let reason = reason_of(&why);
        self.abandon(caller, draft, reason).await?;
        self.reopen(caller, cart, key, reason).await?;
        Err(why)
    }

    /// Makes sure that an order is never placed, and gives back what was set aside for it.
    ///
    /// # Errors
    /// [`ShopError::Unfinished`]: another driver has placed it meanwhile.
    pub(crate) async fn abandon(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        reason: &str,
    ) -> Result<(), ShopError> {
        let abandon = OrderCommand::Abandon {
            reason: reason.to_owned(),
            at: self.now(),
        };
        let meta = caller.meta(self.now());
        match self
            .ledger
            .execute::<Order>(draft.order.as_str(), abandon, &meta)
            .await
        {
            Err(ExecuteError::Refused(OrderRefusal::Placed)) => return Err(ShopError::Unfinished),
            abandoned => abandoned?,
        };
        self.release(caller, draft, ReleaseReason::Undone).await?;
        self.erase_kept(&draft.order).await
    }

    /// The provider issued no account: the order is cancelled, the cart is as before.
    async fn refuse_payment(
        &self,
        caller: &Caller,
        cart: CartId,
        key: &CheckoutKey,
        draft: &OrderDraft,
        why: ShopError,
    ) -> Result<Placed, ShopError> {
        if why.is_passing() {
            return Err(why);
        }
        self.cancel(
            caller,
            &draft.order,
            crate::amend::Cancellation::whole("payment"),
        )
        .await?;
        self.erase_recipient(caller, &draft.order).await?;
        self.reopen(caller, cart, key, "payment").await?;
        Err(why)
    }

    /// The cart is as it was before the checkout.
    async fn reopen(
        &self,
        caller: &Caller,
        cart: CartId,
        key: &CheckoutKey,
        reason: &str,
    ) -> Result<(), ShopError> {
        let undo = CartCommand::UndoCheckout {
            key: key.clone(),
            reason: reason.to_owned(),
        };
        let (cart, meta) = (cart.to_string(), caller.meta(self.now()));
        self.ledger.execute::<Cart>(&cart, undo, &meta).await?;
        Ok(())
    }

    /// Puts an order's held pieces back, and its coupon; all of them, also where one fails.
    pub(crate) async fn release(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        reason: ReleaseReason,
    ) -> Result<(), ShopError> {
        let meta = caller.meta(self.now());
        let skus = pieces(&draft.quote).into_iter().map(|(sku, _)| sku);
        let (hold, of) = (draft.order.hold(), &draft.store);
        let released = self.release_hold(&meta, of, (&hold, reason), skus).await;
        let coupon = self.release_coupon(caller, draft).await;
        released.and(coupon)
    }

    /// Puts back what a hold still has of these SKUs; all of them, also where one fails.
    pub(crate) async fn release_hold(
        &self,
        meta: &Meta,
        store: &StoreId,
        (hold, reason): (&HoldId, ReleaseReason),
        skus: impl IntoIterator<Item = Sku>,
    ) -> Result<(), ShopError> {
        let releases = skus.into_iter().map(async |sku| {
            let hold = hold.clone();
            let release = StockCommand::Release { hold, reason };
            let stock = self.stock_of(store, &sku);
            self.tell_stock(&stock, release, meta).await
        });
        for released in join_all(releases).await {
            released?;
        }
        Ok(())
    }
}
