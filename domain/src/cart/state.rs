//! What is known of a cart.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::merge::HandOver;
use super::{CartCommand, CartEvent, CartRefusal};
use crate::ids::{CartId, CheckoutKey, CouponId, OrderId, ProductId, Sku};
use crate::money::Won;
use crate::order::OrderDraft;
use crate::rule::aggregate;

/// Ended attempts remembered against late repetitions of the order form.
const REMEMBERED: usize = 32;

/// A shopper's cart.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cart {
    pub(super) items: Vec<CartItem>,
    pub(super) coupon: Option<CouponId>,
    pub(super) checkout: Option<Checkout>,
    ended: VecDeque<(CheckoutKey, Option<OrderId>)>,
    /// Orders that it led to, also those that are not remembered any more.
    #[serde(default)]
    pub(super) led_to: u32,
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
pub(super) struct Checkout {
    pub(super) key: CheckoutKey,
    pub(super) draft: Box<OrderDraft>,
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

    pub(super) fn fold(&mut self, event: CartEvent) {
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
