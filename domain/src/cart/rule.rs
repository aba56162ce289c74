//! What may happen to a cart.

use chrono::{DateTime, Utc};

use super::state::Cart;
use super::{CartCommand, CartEvent, CartRefusal};
use crate::ids::{CheckoutKey, CouponId, ProductId, Sku};
use crate::money::Won;
use crate::order::OrderDraft;

/// Pieces of one SKU that a cart may hold.
pub(super) const MOST_PIECES: u32 = 999;
/// Different SKUs that a cart may hold.
pub(super) const MOST_ITEMS: usize = 100;

type Decision = Result<Vec<CartEvent>, CartRefusal>;

impl Cart {
    pub(super) fn rule(&self, command: CartCommand) -> Decision {
        match command {
            CartCommand::Add {
                product,
                sku,
                quantity,
                price,
            } => self.add(product, sku, quantity, price),
            CartCommand::Change { sku, quantity: 0 } | CartCommand::Remove { sku } => {
                self.remove(sku)
            }
            CartCommand::Change { sku, quantity } => self.change(sku, quantity),
            CartCommand::Choose { coupon } => self.choose(coupon),
            CartCommand::BeginCheckout {
                key,
                draft,
                orders_before,
                at,
            } => self.begin(key, draft, orders_before, at),
            CartCommand::FinishCheckout { key } => self.finish(key),
            CartCommand::UndoCheckout { key, reason } => self.undo(key, reason),
            CartCommand::HandOver { to, at } => Ok(self.hand_over(to, at)),
            CartCommand::Merge {
                from,
                number,
                items,
                at,
            } => self.merge(from, number, items, at),
        }
    }

    fn add(&self, product: ProductId, sku: Sku, quantity: u32, price: Won) -> Decision {
        self.changeable()?;
        let there = self.item(&sku).map_or(0, |item| item.quantity);
        if quantity == 0 || there.saturating_add(quantity) > MOST_PIECES {
            return Err(CartRefusal::BadQuantity { most: MOST_PIECES });
        }
        if there == 0 && self.items.len() >= MOST_ITEMS {
            return Err(CartRefusal::Full { most: MOST_ITEMS });
        }
        Ok(vec![CartEvent::ItemAdded {
            product,
            sku,
            quantity,
            price,
        }])
    }

    fn change(&self, sku: Sku, quantity: u32) -> Decision {
        self.changeable()?;
        if quantity > MOST_PIECES {
            return Err(CartRefusal::BadQuantity { most: MOST_PIECES });
        }
        match self.item(&sku) {
            None => Err(CartRefusal::NotInCart(sku)),
            Some(item) if item.quantity == quantity => Ok(vec![]),
            Some(_) => Ok(vec![CartEvent::QuantityChanged { sku, quantity }]),
        }
    }

    fn remove(&self, sku: Sku) -> Decision {
        self.changeable()?;
        match self.item(&sku) {
            None => Ok(vec![]),
            Some(_) => Ok(vec![CartEvent::ItemRemoved { sku }]),
        }
    }

    fn choose(&self, coupon: Option<CouponId>) -> Decision {
        self.changeable()?;
        Ok(match coupon {
            coupon if coupon == self.coupon => vec![],
            Some(coupon) => vec![CartEvent::CouponChosen { coupon }],
            None => vec![CartEvent::CouponDropped {}],
        })
    }

    /// A checkout orders exactly what lies in the cart, and only one is under way.
    fn begin(
        &self,
        key: CheckoutKey,
        draft: Box<OrderDraft>,
        orders_before: u32,
        at: DateTime<Utc>,
    ) -> Decision {
        if let Some(order) = self.ended(&key) {
            return Err(CartRefusal::AttemptEnded {
                order: order.cloned(),
            });
        }
        if self
            .checkout
            .as_ref()
            .is_some_and(|checkout| checkout.key == key)
        {
            return Ok(vec![]);
        }
        self.changeable()?;
        if self.items.is_empty() {
            return Err(CartRefusal::Empty);
        }
        if !self.holds_exactly(&draft) || self.led_to != orders_before {
            return Err(CartRefusal::Changed);
        }
        Ok(vec![CartEvent::CheckoutBegun { key, draft, at }])
    }

    fn finish(&self, key: CheckoutKey) -> Decision {
        match (&self.checkout, self.ended(&key)) {
            (_, Some(Some(_))) => Ok(vec![]),
            (_, Some(None)) => Err(CartRefusal::AttemptEnded { order: None }),
            (Some(checkout), None) if checkout.key == key => {
                let order = checkout.draft.order.clone();
                Ok(vec![CartEvent::CheckoutFinished { key, order }])
            }
            _ => Err(CartRefusal::NoCheckout),
        }
    }

    fn undo(&self, key: CheckoutKey, reason: String) -> Decision {
        match (&self.checkout, self.ended(&key)) {
            (_, Some(None)) => Ok(vec![]),
            (_, Some(Some(order))) => Err(CartRefusal::AttemptEnded {
                order: Some(order.clone()),
            }),
            (Some(checkout), None) if checkout.key == key => {
                Ok(vec![CartEvent::CheckoutUndone { key, reason }])
            }
            _ => Err(CartRefusal::NoCheckout),
        }
    }

    fn holds_exactly(&self, draft: &OrderDraft) -> bool {
        let lines = &draft.quote.lines;
        // Asked from the cart's side, where each SKU stands once: two lines of one SKU must not
        // pass for two different things.
        lines.len() == self.items.len()
            && self.items.iter().all(|item| {
                lines
                    .iter()
                    .any(|line| line.sku == item.sku && line.quantity == item.quantity)
            })
    }
}
