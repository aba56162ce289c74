//! What may happen to a cart.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::merge::HandOver;
use super::{CartCommand, CartEvent, CartRefusal};
use crate::ids::{CartId, CheckoutKey, CouponId, OrderId, ProductId, Sku};
use crate::money::Won;
use crate::order::OrderDraft;
use crate::rule::aggregate;

/// Pieces of one SKU that a cart may hold.
pub(super) const MOST_PIECES: u32 = 999;
/// Different SKUs that a cart may hold.
pub(super) const MOST_ITEMS: usize = 100;
/// Ended attempts remembered against late repetitions of the order form.
const REMEMBERED: usize = 32;

/// A shopper's cart.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cart {
    pub(super) items: Vec<CartItem>,
    coupon: Option<CouponId>,
    checkout: Option<Checkout>,
    ended: VecDeque<(CheckoutKey, Option<OrderId>)>,
    /// Orders that it led to, also those that are not remembered any more.
    #[serde(default)]
    led_to: u32,
    /// The member's cart that gets what the checkout under way leaves.
    #[serde(default)]
    pub(super) promised: Option<CartId>,
    /// The last hand-overs of this cart, the newest last.
    #[serde(default)]
    pub(super) handed: VecDeque<HandOver>,
    /// The last hand-over of each guest's cart that was put into this one: forgotten, it could be
    /// put in twice.
    #[serde(default)]
    pub(super) merged: BTreeMap<CartId, u32>,
}

/// Something in the cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartItem {
    /// The product.
    pub product: ProductId,
    /// The option's SKU.
    pub sku: Sku,
    /// Pieces.
    pub quantity: u32,
    /// What it cost when it was put in, in won.
    pub price: Won,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Checkout {
    key: CheckoutKey,
    draft: Box<OrderDraft>,
    at: DateTime<Utc>,
}

/// Whether the cart may be changed.
#[derive(Debug, Clone, PartialEq)]
pub enum CartStatus<'a> {
    /// It may.
    Open,
    /// A checkout is under way; this is what it orders, and since when.
    CheckingOut {
        /// The attempt.
        key: &'a CheckoutKey,
        /// What is being ordered.
        draft: &'a OrderDraft,
        /// Since when.
        since: DateTime<Utc>,
    },
}

aggregate!(Cart, "cart", CartCommand => CartEvent | CartRefusal, shape 4);

type Decision = Result<Vec<CartEvent>, CartRefusal>;

impl Cart {
    /// What is in it, first put in first.
    pub fn items(&self) -> &[CartItem] {
        &self.items
    }

    /// The coupon that the shopper wants to use; whether it gives anything is another question.
    pub fn coupon(&self) -> Option<&CouponId> {
        self.coupon.as_ref()
    }

    /// The newest orders that it led to.
    pub fn orders(&self) -> impl Iterator<Item = &OrderId> {
        self.ended.iter().filter_map(|(_, order)| order.as_ref())
    }

    /// How many orders it led to, ever.
    pub fn led_to(&self) -> u32 {
        self.led_to
    }

    /// Whether it may be changed.
    pub fn status(&self) -> CartStatus<'_> {
        match &self.checkout {
            None => CartStatus::Open,
            Some(Checkout { key, draft, at }) => CartStatus::CheckingOut {
                key,
                draft,
                since: *at,
            },
        }
    }

    /// How an attempt ended: with an order, or without; none if it has not ended.
    pub fn ended(&self, key: &CheckoutKey) -> Option<Option<&OrderId>> {
        self.ended
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, order)| order.as_ref())
    }

    fn rule(&self, command: CartCommand) -> Decision {
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

    pub(super) fn changeable(&self) -> Result<(), CartRefusal> {
        match &self.checkout {
            None => Ok(()),
            Some(checkout) => Err(CartRefusal::CheckoutUnderWay {
                order: checkout.draft.order.clone(),
            }),
        }
    }

    pub(super) fn item(&self, sku: &Sku) -> Option<&CartItem> {
        self.items.iter().find(|item| item.sku == *sku)
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

    /// Puts pieces in; the last price that was seen is the one to compare with.
    pub(super) fn put(&mut self, added: CartItem) {
        match self.items.iter_mut().find(|item| item.sku == added.sku) {
            Some(item) => {
                item.quantity += added.quantity;
                item.price = added.price;
            }
            None => self.items.push(added),
        }
    }

    fn fold(&mut self, event: CartEvent) {
        match event {
            CartEvent::ItemAdded {
                product,
                sku,
                quantity,
                price,
            } => self.put(CartItem {
                product,
                sku,
                quantity,
                price,
            }),
            CartEvent::QuantityChanged { sku, quantity } => {
                if let Some(item) = self.items.iter_mut().find(|item| item.sku == sku) {
                    item.quantity = quantity;
                }
            }
            CartEvent::ItemRemoved { sku } => self.items.retain(|item| item.sku != sku),
            CartEvent::CouponChosen { coupon } => self.coupon = Some(coupon),
            CartEvent::CouponDropped {} => self.coupon = None,
            CartEvent::CheckoutBegun { key, draft, at } => {
                self.checkout = Some(Checkout { key, draft, at });
            }
            CartEvent::CheckoutFinished { key, order } => {
                self.items.clear();
                self.coupon = None;
                self.promised = None;
                self.led_to = self.led_to.saturating_add(1);
                self.end(key, Some(order));
            }
            CartEvent::CheckoutUndone { key, .. } => self.end(key, None),
            CartEvent::CartPromised { to, at: _ } => self.promised = Some(to),
            CartEvent::CartHandedOver {
                to,
                number,
                items,
                at: _,
            } => self.handed_over(HandOver { to, number, items }),
            CartEvent::CartMerged {
                from,
                number,
                items,
                ..
            } => self.merged_from(from, number, items),
        }
    }

    fn end(&mut self, key: CheckoutKey, order: Option<OrderId>) {
        self.checkout = None;
        self.ended.push_back((key, order));
        if self.ended.len() > REMEMBERED {
            self.ended.pop_front();
        }
    }
}
