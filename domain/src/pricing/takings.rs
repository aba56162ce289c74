//! What discounts have taken from each line so far.
//!
//! A discount is split over the lines that it covers by what is left of them, with
//! [`crate::money::allocate`], so the shares sum to the discount and no line goes below zero. Lines
//! are dealt with in an order of their own (product, SKU, price, …), so that the odd won of a split
//! does not depend on the order in which the shopper put things in.

use super::basket::BasketLine;
use crate::money::{Won, allocate};

/// A counter over the basket's lines, each of which was checked before.
pub(super) struct Takings<'a> {
    lines: &'a [BasketLine],
    /// Places of lines, in their own order.
    order: Vec<usize>,
    gross: Vec<Won>,
    taken: Vec<Won>,
    /// What may still be taken from all of them.
    allowed: Won,
}

impl<'a> Takings<'a> {
    /// Nothing taken yet.
    pub(super) fn new(lines: &'a [BasketLine]) -> Self {
        let mut order: Vec<usize> = (0..lines.len()).collect();
        order.sort_by(|&a, &b| place(&lines[a]).cmp(&place(&lines[b])));
        let gross: Vec<Won> = lines
            .iter()
            .map(|line| line.unit_price.times(line.quantity))
            .collect();
        Self {
            allowed: gross.iter().sum(),
            taken: vec![Won::ZERO; lines.len()],
            lines,
            order,
            gross,
        }
    }

    /// From now on at least so many won of the goods are left.
    pub(super) fn leave(&mut self, least: Won) {
        self.allowed = (self.allowed - least.max(Won::ZERO)).max(Won::ZERO);
    }

    /// The covered lines before discounts.
    pub(super) fn gross(&self, covers: impl Fn(&BasketLine) -> bool) -> Won {
        let covered = self.covered(covers);
        covered.into_iter().map(|at| self.gross[at]).sum()
    }

    /// What is left of the covered lines.
    pub(super) fn left(&self, covers: impl Fn(&BasketLine) -> bool) -> Won {
        let covered = self.covered(covers);
        covered.into_iter().map(|at| self.left_of(at)).sum()
    }

    /// Takes up to `wanted` from the covered lines. Answers how much it was.
    pub(super) fn take(&mut self, covers: impl Fn(&BasketLine) -> bool, wanted: Won) -> Won {
        let covered = self.covered(covers);
        let left: Vec<i64> = covered.iter().map(|&at| self.left_of(at).get()).collect();
        let there: Won = left.iter().map(|&won| Won(won)).sum();
        let amount = wanted.min(there).min(self.allowed).max(Won::ZERO);
        for (at, part) in covered.into_iter().zip(allocate(amount, &left)) {
            self.taken[at] += part;
        }
        self.allowed -= amount;
        amount
    }

    /// What was taken from each line, in the basket's order.
    pub(super) fn into_shares(self) -> Vec<Won> {
        self.taken
    }

    fn left_of(&self, at: usize) -> Won {
        self.gross[at] - self.taken[at]
    }

    fn covered(&self, covers: impl Fn(&BasketLine) -> bool) -> Vec<usize> {
        let order = self.order.iter().copied();
        order.filter(|&at| covers(&self.lines[at])).collect()
    }
}

/// Lines that are equal in all of it are equal to every rule.
fn place(line: &BasketLine) -> impl Ord + '_ {
    (
        &line.product,
        &line.sku,
        line.unit_price,
        line.quantity,
        line.tax.is_taxable(),
        &line.category,
    )
}
