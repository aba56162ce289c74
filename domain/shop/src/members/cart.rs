//! A guest logs in: the guest's cart goes into the member's.
//!
//! The policy: pieces of one SKU are added up; what a cart cannot hold is left out and told; the coupon
//! that the guest chose goes along, unless the member's cart uses one or the member may not use it. What
//! is being ordered stays where it is: if no order comes of it, it follows by itself.

use domain::cart::{Cart, CartCommand, CartEvent, CartItem, CartRefusal, CartStatus, HandOver};
use domain::coupon::CouponRefusal;
use domain::pricing::Names;
use domain::{CartId, CouponId, MemberId, OrderId};
use store::Cursor;

use crate::{Caller, Shop, ShopError};

/// What came of putting two carts together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Merged {
    /// The place in the log for pages to wait for.
    pub cursor: Option<Cursor>,
    /// Pieces that were put in.
    pub added: Vec<CartItem>,
    /// Pieces that did not fit.
    pub left: Vec<CartItem>,
    /// What became of the coupon that the guest had chosen.
    pub coupon: Option<Carried>,
    /// A checkout that is under way, so that not all was put together yet.
    pub under_way: Option<OrderId>,
}

/// What became of a coupon that a guest had chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// Its id.
    pub coupon: CouponId,
    /// Its name.
    pub name: Names,
    /// Why the member's cart does not use it; none: it does.
    pub left: Option<WhyLeft>,
}

/// Why a guest's coupon did not go along.
#[derive(Debug, Clone, PartialEq)]
pub enum WhyLeft {
    /// The member cannot use it.
    Refused(CouponRefusal),
    /// The member's cart uses another one.
    OwnChosen,
}

impl Shop {
    /// Puts what lies in a guest's cart into the member's. Done again it adds nothing.
    pub async fn merge_carts(
        &self,
        caller: &Caller,
        guest: CartId,
        member: MemberId,
    ) -> Result<Merged, ShopError> {
        let to = CartId::of_member(member, &caller.store);
        if guest == to {
            return Ok(Merged::default());
        }
        self.hand_over(caller, guest, to).await?;
        self.settle_merges(caller, guest).await
    }

    async fn hand_over(&self, caller: &Caller, guest: CartId, to: CartId) -> Result<(), ShopError> {
        let at = self.now();
        self.change_cart(caller, guest, CartCommand::HandOver { to, at })
            .await?;
        Ok(())
    }

    /// Puts what a guest's cart handed over into the carts that it was handed to, and hands over what was
    /// promised when its checkout has ended. Idempotent; also called by the process that finishes what a
    /// crash or a checkout left.
    pub async fn settle_merges(&self, caller: &Caller, guest: CartId) -> Result<Merged, ShopError> {
        let mut merged = Merged::default();
        let mut handed = self.cart(guest).await?;
        match (handed.promised_to(), handed.status()) {
            (Some(_), CartStatus::CheckingOut { draft, .. }) => {
                merged.under_way = Some(draft.order.clone());
            }
            (Some(to), CartStatus::Open) => {
                self.hand_over(caller, guest, to).await?;
                handed = self.cart(guest).await?;
            }
            (None, _) => {}
        }
        let newest = handed.handed_over_to().last().map(|last| last.number);
        for hand_over in handed.handed_over_to() {
            // A coupon goes with the goods that it was chosen for: the last ones.
            let coupon = handed
                .coupon()
                .filter(|_| newest == Some(hand_over.number) && merged.under_way.is_none());
            let put = self.put_in(caller, guest, hand_over, coupon).await;
            match put {
                Ok(put) => merged.take(put),
                Err(ShopError::Cart(CartRefusal::CheckoutUnderWay { order })) => {
                    merged.under_way = Some(order);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(merged)
    }

    /// Puts one hand-over in, and the coupon before it: whoever dies between the two comes back.
    async fn put_in(
        &self,
        caller: &Caller,
        guest: CartId,
        hand_over: &HandOver,
        coupon: Option<&CouponId>,
    ) -> Result<Merged, ShopError> {
        let (to, number) = (hand_over.to, hand_over.number);
        let mut merged = Merged::default();
        let own = self.cart(to).await?;
        if own.has_merged(guest, number) {
            return Ok(merged);
        }
        if let Some(coupon) = coupon {
            merged.coupon = Some(self.carry(caller, coupon, guest, (to, &own)).await?);
        }
        let at = self.now();
        let merge = CartCommand::Merge {
            from: guest,
            number,
            items: hand_over.items.clone(),
            at,
        };
        let (id, meta) = (to.to_string(), caller.meta(at));
        let done = self.ledger.execute::<Cart>(&id, merge, &meta).await?;
        merged.cursor = done.cursor;
        for event in done.events {
            if let CartEvent::CartMerged { items, left, .. } = event {
                merged.added.extend(items);
                merged.left.extend(left);
            }
        }
        Ok(merged)
    }

    /// Has the member's cart use a guest's coupon, if it uses none and the member may. A process does not
    /// know whose cart it is: what the coupon gives, or why nothing, pricing says.
    async fn carry(
        &self,
        caller: &Caller,
        coupon: &CouponId,
        guest: CartId,
        (to, own): (CartId, &Cart),
    ) -> Result<Carried, ShopError> {
        let known = self.coupon(coupon).await?;
        let usable = match caller.member() {
            Some(member) => known.usable(Some(member), self.now()),
            None => Ok(()),
        };
        let left = match own.coupon() {
            Some(chosen) if chosen == coupon => None,
            Some(_) => Some(WhyLeft::OwnChosen),
            None => usable.err().map(WhyLeft::Refused),
        };
        if left.is_none() {
            let coupon = Some(coupon.clone());
            self.change_cart(caller, to, CartCommand::Choose { coupon })
                .await?;
        }
        self.change_cart(caller, guest, CartCommand::Choose { coupon: None })
            .await?;
        Ok(Carried {
            coupon: coupon.clone(),
            name: known
                .campaign()
                .map(|it| it.name.clone())
                .unwrap_or_default(),
            left,
        })
    }
}

impl Merged {
    fn take(&mut self, more: Self) {
        self.cursor = more.cursor.or(self.cursor);
        self.added.extend(more.added);
        self.left.extend(more.left);
        self.coupon = more.coupon.or_else(|| self.coupon.take());
    }
}
