//! Which purchase a returned piece came from.
//!
//! The book does not say. A row of a cancellation is matched to what the same customer, in the same
//! country, bought of the same SKU at the same price and has not yet returned: the latest purchase
//! first, and several if one does not suffice. So refunds by day, SKU and country are those of the
//! rows, to the won, whichever purchase is found. What finds none is a credit outside any order.
//!
//! Only purchases that a later cancellation asks for are kept in memory.

use std::collections::HashMap;

use domain::{OrderId, Sku, Won};

use super::sort::{Goods, Head};

/// Who bought, and where: customer and country.
type Buyer = (String, String);
/// What was bought, and for how much each.
type Item = (Sku, Won);

/// Pieces of one line that were not returned yet.
#[derive(Debug, Clone)]
struct Purchase {
    order: OrderId,
    line: u32,
    left: u32,
}

/// Purchases that a cancellation may ask for.
#[derive(Debug, Clone, Default)]
pub struct Purchases {
    lines: HashMap<Buyer, HashMap<Item, Vec<Purchase>>>,
    /// What is left of the money paid for an order. A discount makes it less than its lines.
    paid: HashMap<OrderId, Won>,
}

/// What comes back of one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub order: OrderId,
    pub lines: Vec<Returned>,
}

/// Pieces of one line of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    pub line: u32,
    pub sku: Sku,
    /// Won each.
    pub unit: Won,
    pub pieces: u32,
}

impl Part {
    /// What goes back to the customer, in won.
    pub fn amount(&self) -> Won {
        self.lines
            .iter()
            .map(|line| line.unit.times(line.pieces))
            .sum()
    }
}

impl Purchases {
    /// A cancellation will ask for this.
    pub fn want(&mut self, buyer: Buyer, item: Item) {
        self.lines
            .entry(buyer)
            .or_default()
            .entry(item)
            .or_default();
    }

    /// An order was placed: its lines, and what was paid for all of it.
    pub fn add(&mut self, head: &Head, order: &OrderId, lines: &[Goods], paid: Won) {
        let Some(wanted) = buyer(head).and_then(|buyer| self.lines.get_mut(&buyer)) else {
            return;
        };
        for (line, goods) in (0..).zip(lines) {
            if let Some(purchases) = wanted.get_mut(&(goods.sku.clone(), goods.unit)) {
                purchases.push(Purchase {
                    order: order.clone(),
                    line,
                    left: goods.pieces,
                });
                self.paid.insert(order.clone(), paid);
            }
        }
    }

    /// Finds the purchases that these pieces came from. Answers the parts of orders, in the order
    /// in which they were found, and the pieces for which there was none.
    pub fn take_back(&mut self, head: &Head, goods: &[Goods]) -> (Vec<Part>, Vec<Goods>) {
        let (mut parts, mut rest) = (Vec::new(), Vec::new());
        let mut bought = buyer(head).and_then(|buyer| self.lines.get_mut(&buyer));
        for goods in goods {
            let item = (goods.sku.clone(), goods.unit);
            let found = bought.as_mut().and_then(|bought| bought.get_mut(&item));
            let missing = found.map_or(goods.pieces, |purchases| {
                take(purchases, &mut self.paid, goods, &mut parts)
            });
            if missing > 0 {
                rest.push(Goods {
                    pieces: missing,
                    ..goods.clone()
                });
            }
        }
        (parts, rest)
    }
}

/// Takes pieces from the latest purchases; answers how many found none.
fn take(
    purchases: &mut Vec<Purchase>,
    paid: &mut HashMap<OrderId, Won>,
    goods: &Goods,
    parts: &mut Vec<Part>,
) -> u32 {
    let mut missing = goods.pieces;
    for purchase in purchases.iter_mut().rev() {
        let left = paid.entry(purchase.order.clone()).or_default();
        let affordable = u32::try_from(left.get() / goods.unit.get().max(1)).unwrap_or(u32::MAX);
        let pieces = missing.min(purchase.left).min(affordable);
        if pieces > 0 {
            *left -= goods.unit.times(pieces);
            purchase.left -= pieces;
            missing -= pieces;
            add(parts, purchase, goods, pieces);
        }
        if missing == 0 {
            break;
        }
    }
    purchases.retain(|purchase| purchase.left > 0);
    missing
}

fn add(parts: &mut Vec<Part>, purchase: &Purchase, goods: &Goods, pieces: u32) {
    let place = parts
        .iter()
        .position(|part| part.order == purchase.order)
        .unwrap_or_else(|| {
            parts.push(Part {
                order: purchase.order.clone(),
                lines: Vec::new(),
            });
            parts.len() - 1
        });
    let lines = &mut parts[place].lines;
    match lines.iter_mut().find(|known| known.line == purchase.line) {
        Some(known) => known.pieces += pieces,
        None => lines.push(Returned {
            line: purchase.line,
            sku: goods.sku.clone(),
            unit: goods.unit,
            pieces,
        }),
    }
}

fn buyer(head: &Head) -> Option<Buyer> {
    Some((head.customer.clone()?, head.country.clone()))
}

#[cfg(test)]
#[path = "matching_tests.rs"]
mod tests;
