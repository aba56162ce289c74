//! A guest logs in: what lay in the guest's cart goes into the member's.
//!
//! Two streams, two facts: the guest's cart says what it handed over, the member's that it took it.
//! Each hand-over has a number, so that taking it twice adds nothing; and a guest's cart may be filled
//! and handed over again, as when somebody logs out and in.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::rule::{MOST_ITEMS, MOST_PIECES};
use super::state::{Cart, CartItem};
use super::{CartEvent, CartRefusal};
use crate::ids::CartId;

/// Hand-overs that a cart remembers having made; older ones were taken long ago.
const REMEMBERED: usize = 32;

/// What a guest's cart handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// The member's cart.
    pub to: CartId,
    /// Which one of this cart, from 1.
    pub number: u32,
    /// What went there.
    pub items: Vec<CartItem>,
}

type Decision = Result<Vec<CartEvent>, CartRefusal>;

impl Cart {
    /// The last hand-overs of this cart, the oldest first.
    pub fn handed_over_to(&self) -> impl Iterator<Item = &HandOver> {
        self.handed.iter()
    }

    /// Whether a hand-over was put into this cart.
    pub fn has_merged(&self, from: CartId, number: u32) -> bool {
        self.merged.get(&from).is_some_and(|last| number <= *last)
    }

    /// The member's cart that is to get what the checkout under way leaves.
    pub fn promised_to(&self) -> Option<CartId> {
        self.promised
    }

    /// What is being ordered stays where it is, and is promised: if no order comes of it, it goes there.
    pub(super) fn hand_over(&self, to: CartId, at: DateTime<Utc>) -> Vec<CartEvent> {
        if self.items.is_empty() {
            return vec![];
        }
        if self.changeable().is_err() {
            let new = self.promised != Some(to);
            let promise = new.then_some(CartEvent::CartPromised { to, at });
            return promise.into_iter().collect();
        }
        let number = self.handed.back().map_or(0, |last| last.number) + 1;
        let items = self.items.clone();
        vec![CartEvent::CartHandedOver {
            to,
            number,
            items,
            at,
        }]
    }

    /// Pieces of one SKU are added up. What a cart does not hold is left out, and told.
    pub(super) fn merge(
        &self,
        from: CartId,
        number: u32,
        items: Vec<CartItem>,
        at: DateTime<Utc>,
    ) -> Decision {
        if self.has_merged(from, number) {
            return Ok(vec![]);
        }
        self.changeable()?;
        let mut room = MOST_ITEMS.saturating_sub(self.items.len());
        let (mut added, mut left) = (Vec::new(), Vec::new());
        for item in items {
            let there = self.item(&item.sku).map(|there| there.quantity);
            let fits = match there {
                Some(there) => MOST_PIECES.saturating_sub(there),
                None if room == 0 => 0,
                None => {
                    room -= 1;
                    MOST_PIECES
                }
            };
            let quantity = item.quantity.min(fits);
            let rest = item.quantity - quantity;
            let some = |quantity| CartItem {
                quantity,
                ..item.clone()
            };
            added.extend((quantity > 0).then(|| some(quantity)));
            left.extend((rest > 0).then(|| some(rest)));
        }
        Ok(vec![CartEvent::CartMerged {
            from,
            number,
            items: added,
            left,
            at,
        }])
    }

    pub(super) fn handed_over(&mut self, handed: HandOver) {
        self.items.clear();
        self.promised = None;
        self.handed.push_back(handed);
        if self.handed.len() > REMEMBERED {
            self.handed.pop_front();
        }
    }

    pub(super) fn merged_from(&mut self, from: CartId, number: u32, items: Vec<CartItem>) {
        for item in items {
            self.put(item);
        }
        self.merged.insert(from, number);
    }
}
