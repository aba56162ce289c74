//! Coupons: offering them, giving them to members, and their part in an order.
//!
//! A use is set aside before the order is placed, as pieces of stock are; what follows from the order's
//! fate is done by the same functions that deal with its stock, and by the processes that call them
//! again after a crash.

use domain::cart::CartCommand;
use domain::coupon::{Campaign, ClaimedBy, Coupon, CouponCommand, CouponEvent, CouponRefusal};
use domain::order::{Order, OrderDraft};
use domain::{CartId, CouponId, MemberId, OrderId};
use store::Cursor;
use store::accounts::Often;

use crate::{Caller, Shop, ShopError};

impl Shop {
    /// A coupon, fresh from the log; without a campaign if there is none of this id.
    pub async fn coupon(&self, coupon: &CouponId) -> Result<Coupon, ShopError> {
        Ok(self.ledger.state::<Coupon>(coupon.as_str()).await?.state)
    }

    /// Offers a coupon. Saying the same again changes nothing.
    pub async fn define_coupon(
        &self,
        caller: &Caller,
        coupon: &CouponId,
        campaign: Campaign,
    ) -> Result<Option<Cursor>, ShopError> {
        let define = CouponCommand::Define {
            campaign: Box::new(campaign),
            at: self.now(),
        };
        Ok(self.ask_coupon(caller, coupon, define).await?.0)
    }

    /// Ends a coupon: nobody gets or uses it any more; orders that use it keep it.
    pub async fn stop_coupon(
        &self,
        caller: &Caller,
        coupon: &CouponId,
    ) -> Result<Option<Cursor>, ShopError> {
        let stop = CouponCommand::Stop { at: self.now() };
        Ok(self.ask_coupon(caller, coupon, stop).await?.0)
    }

    /// Puts a coupon into a member's wallet, once. Answers whether it was not there before, and the
    /// place in the log for pages to wait for.
    pub async fn give_coupon(
        &self,
        caller: &Caller,
        coupon: &CouponId,
        member: MemberId,
        by: ClaimedBy,
    ) -> Result<(bool, Option<Cursor>), ShopError> {
        let at = self.now();
        let claim = CouponCommand::Claim { member, by, at };
        let (cursor, events) = self.ask_coupon(caller, coupon, claim).await?;
        Ok((!events.is_empty(), cursor))
    }

    /// Has a cart use a coupon, or none. One that the caller cannot use at all is refused at once;
    /// one whose conditions the cart does not meet yet is remembered.
    pub async fn choose_coupon(
        &self,
        caller: &Caller,
        cart: CartId,
        coupon: Option<CouponId>,
    ) -> Result<Option<Cursor>, ShopError> {
        if let Some(id) = &coupon {
            let known = self.coupon(id).await?;
            let usable = known.usable(caller.member(), self.now());
            usable.map_err(ShopError::Coupon)?;
        }
        let choose = CartCommand::Choose { coupon };
        self.change_cart(caller, cart, choose).await
    }

    /// The same with a code that somebody typed, at a network address. Codes cannot be found by trying.
    ///
    /// # Errors
    /// [`TooManyCodes`](crate::members::AccountRefusal::TooManyCodes) from one network address, whatever the code.
    pub async fn enter_code(
        &self,
        caller: &Caller,
        cart: CartId,
        code: CouponId,
        origin: &str,
    ) -> Result<Option<Cursor>, ShopError> {
        let chosen = self.choose_coupon(caller, cart, Some(code));
        self.tried(origin, chosen).await
    }

    /// A member puts a coupon into the wallet, naming it at a network address; else as [`Shop::give_coupon`].
    ///
    /// # Errors
    /// [`TooManyCodes`](crate::members::AccountRefusal::TooManyCodes) from one network address, whatever the coupon.
    pub async fn take_coupon(
        &self,
        caller: &Caller,
        coupon: &CouponId,
        member: MemberId,
        origin: &str,
    ) -> Result<Option<Cursor>, ShopError> {
        let given = self.give_coupon(caller, coupon, member, ClaimedBy::Member);
        Ok(self.tried(origin, given).await?.1)
    }

    /// Counts a try before anything is looked up, so that many at once are many; a coupon that there is
    /// does not count.
    async fn tried<T>(
        &self,
        origin: &str,
        asked: impl Future<Output = Result<T, ShopError>>,
    ) -> Result<T, ShopError> {
        self.count_at(origin, Often::Code).await?;
        let done = asked.await;
        let origin = self.ports.vault.fingerprint("origin", origin);
        if !matches!(done, Err(ShopError::Coupon(CouponRefusal::NoCoupon)))
            && let Err(error) = self.accounts()?.discount_at(&origin, Often::Code).await
        {
            tracing::warn!(%error, "a right coupon code counts as a wrong one: {error}");
        }
        done
    }

    /// Sets a use aside for an order that is about to be placed.
    pub(crate) async fn reserve_coupon(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
    ) -> Result<(), ShopError> {
        let reserve = |order| CouponCommand::Reserve {
            order,
            member: draft.member,
            at: draft.placed_at,
        };
        self.settle_coupon(caller, draft, reserve).await
    }

    /// The order takes another's place, and its use of the coupon with it. Idempotent.
    pub(crate) async fn hand_coupon_over(
        &self,
        caller: &Caller,
        from: &OrderId,
        draft: &OrderDraft,
    ) -> Result<(), ShopError> {
        let hand_over = |to| CouponCommand::HandOver {
            from: from.clone(),
            to,
            member: draft.member,
            at: draft.placed_at,
        };
        self.settle_coupon(caller, draft, hand_over).await
    }

    /// The order is paid. Idempotent.
    pub(crate) async fn redeem_coupon(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
    ) -> Result<(), ShopError> {
        let at = self.now();
        let redeem = |order| CouponCommand::Redeem { order, at };
        self.settle_coupon(caller, draft, redeem).await
    }

    /// The order was given up, or never came to be. Idempotent.
    pub(crate) async fn release_coupon(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
    ) -> Result<(), ShopError> {
        let at = self.now();
        let release = |order| CouponCommand::Release { order, at };
        self.settle_coupon(caller, draft, release).await
    }

    async fn settle_coupon(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        command: impl FnOnce(OrderId) -> CouponCommand,
    ) -> Result<(), ShopError> {
        if let Some(coupon) = &draft.coupon {
            let command = command(draft.order.clone());
            self.ask_coupon(caller, coupon, command).await?;
        }
        Ok(())
    }

    async fn ask_coupon(
        &self,
        caller: &Caller,
        coupon: &CouponId,
        command: CouponCommand,
    ) -> Result<(Option<Cursor>, Vec<CouponEvent>), ShopError> {
        let meta = caller.meta(self.now());
        let done = self
            .ledger
            .execute::<Coupon>(coupon.as_str(), command, &meta);
        let done = done.await?;
        Ok((done.cursor, done.events))
    }

    /// Whether an order came to nothing, or what took its place: it counts for no first order.
    /// `but`: nor does this one, which is being changed.
    pub(crate) async fn is_no_first(
        &self,
        order: &OrderId,
        but: Option<&OrderId>,
    ) -> Result<bool, ShopError> {
        let mut order = order.clone();
        loop {
            if but == Some(&order) {
                return Ok(true);
            }
            let state = self.ledger.state::<Order>(order.as_str()).await?.state;
            let Some(next) = state.goes_on_as() else {
                return Ok(state.status().is_given_up());
            };
            order = next.clone();
        }
    }
}
