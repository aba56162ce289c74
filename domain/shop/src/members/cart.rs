//! A guest logs in: the guest's cart goes into the member's.
//!
//! The policy: pieces of one SKU are added up; what a cart cannot hold is left out and told; a cart
//! whose checkout is under way stays where it is until that has ended.

use domain::cart::{Cart, CartCommand, CartEvent, CartItem, CartStatus};
use domain::{CartId, MemberId, OrderId};
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
    /// A checkout that is under way, so that nothing was put together.
    pub under_way: Option<OrderId>,
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
        for cart in [guest, to] {
            if let CartStatus::CheckingOut { draft, .. } = self.cart(cart).await?.status() {
                return Ok(Merged {
                    under_way: Some(draft.order.clone()),
                    ..Merged::default()
                });
            }
        }
        let at = self.now();
        let hand_over = CartCommand::HandOver { to, at };
        let id = guest.to_string();
        self.ledger
            .execute::<Cart>(&id, hand_over, &caller.meta(at))
            .await?;
        self.settle_merges(caller, guest).await
    }

    /// Puts what a guest's cart handed over into the carts that it was handed to. Idempotent; also
    /// called by the process that finishes what a crash left.
    pub async fn settle_merges(&self, caller: &Caller, guest: CartId) -> Result<Merged, ShopError> {
        let mut merged = Merged::default();
        let handed = self.cart(guest).await?;
        for hand_over in handed.handed_over_to() {
            let (to, number) = (hand_over.to, hand_over.number);
            if self.cart(to).await?.has_merged(guest, number) {
                continue;
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
            merged.cursor = done.cursor.or(merged.cursor);
            for event in done.events {
                if let CartEvent::CartMerged { items, left, .. } = event {
                    merged.added.extend(items);
                    merged.left.extend(left);
                }
            }
        }
        Ok(merged)
    }
}
