//! Pieces that went out as another option than was ordered: what they are, what was settled for them,
//! and what goes back with them in the end.

use serde::{Deserialize, Serialize};

use super::events::LineQuantity;
use super::give_back::{GivenBack, take_off};
use super::state::Order;
use crate::ids::{ClaimId, OrderId, Sku};
use crate::money::{Won, share};
use crate::pricing::QuoteLine;

/// Pieces of a line that went out as another option than was ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    /// The line, counted from 0 as in the draft.
    pub line: u32,
    /// What they are.
    pub sku: Sku,
    /// How the option was called.
    pub option: Option<String>,
    /// The parcel in which they went out, from 1.
    #[serde(default)]
    pub parcel: u32,
    /// Pieces.
    pub quantity: u32,
    /// What went back for them already because they cost less, won.
    pub less: Won,
    /// What was paid for them besides the order, because they cost more.
    pub charged: Vec<Charged>,
}

/// Won that were paid by another order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charged {
    /// The order.
    pub order: OrderId,
    /// Won.
    pub amount: Won,
}

impl Other {
    /// So many of the pieces, and those that are left; nothing of the money is lost in between.
    fn split(mut self, pieces: u32) -> (Self, Option<Self>) {
        if pieces >= self.quantity {
            return (self, None);
        }
        let mut taken = self.clone();
        taken.quantity = pieces;
        taken.less = share(self.less, self.quantity, pieces);
        self.less -= taken.less;
        for (part, whole) in taken.charged.iter_mut().zip(&mut self.charged) {
            part.amount = share(whole.amount, self.quantity, pieces);
            whole.amount -= part.amount;
        }
        self.quantity -= pieces;
        (taken, Some(self))
    }

    fn worth_more(&self) -> Won {
        self.charged.iter().map(|it| it.amount).sum::<Won>() - self.less
    }
}

/// The same line of another option.
fn as_option(line: &QuoteLine, sku: &Sku, option: Option<&String>) -> QuoteLine {
    QuoteLine {
        sku: sku.clone(),
        option: option.cloned(),
        ..line.clone()
    }
}

impl Order {
    /// What of these pieces is not what was ordered, if they were asked back now. Of a line that has both, what went
    /// out last comes back first: nobody can tell them apart here.
    pub(super) fn others_of(&self, lines: &[LineQuantity]) -> Vec<Other> {
        self.others.clone().taking(lines).0
    }

    /// What pieces of a line are that came with a claim, or are to come, as the order would have them.
    pub fn lines_came(&self, claim: &ClaimId, part: LineQuantity) -> Vec<(QuoteLine, u32)> {
        self.lines_with(part, &self.others_with(claim))
    }

    /// What pieces of a line are that are with the shopper, first that which would come back first.
    pub fn lines_kept(&self, part: LineQuantity) -> Vec<(QuoteLine, u32)> {
        self.lines_with(part, &self.others_of(&[part]))
    }

    fn lines_with(&self, part: LineQuantity, others: &[Other]) -> Vec<(QuoteLine, u32)> {
        let quoted = self.quoted(part.line);
        let name = |sku: &Sku| {
            others
                .iter()
                .find(|it| it.sku == *sku && it.line == part.line)
        };
        let line = |(sku, quantity): (Sku, u32)| {
            let line = match name(&sku) {
                Some(other) => as_option(quoted?, &other.sku, other.option.as_ref()),
                None => quoted?.clone(),
            };
            Some((line, quantity))
        };
        let pieces = self.pieces_with(part, others);
        pieces.into_iter().filter_map(line).collect()
    }

    /// Won that were paid besides for these pieces, because they cost more than what was ordered: they go back by the
    /// orders that were paid for it.
    pub fn charged_for(&self, lines: &[LineQuantity]) -> Won {
        let others = self.others_of(lines);
        let charged = others.iter().flat_map(|it| &it.charged);
        charged.map(|it| it.amount).sum()
    }

    /// Won that went back before for pieces that came with a claim: they had been exchanged for something cheaper.
    pub fn less_before(&self, claim: &ClaimId) -> Won {
        let by_line = self.less_before_by_line(claim).into_iter();
        by_line.map(|(_, less)| less).sum()
    }

    /// The same line by line, counted from 0; a line may be there more than once.
    pub fn less_before_by_line(&self, claim: &ClaimId) -> Vec<(u32, Won)> {
        let came = self.came_as.get(claim).map_or(&[][..], Vec::as_slice);
        came.iter().map(|it| (it.line, it.less)).collect()
    }

    /// What pieces of a line went out, or are to, as the order would have them: in the parcel of an exchange what was
    /// wanted for them, or what they had been.
    pub fn lines_sent(
        &self,
        exchange: Option<&ClaimId>,
        part: LineQuantity,
    ) -> Vec<(QuoteLine, u32)> {
        let wanted = exchange.and_then(|claim| self.deals.get(claim));
        let mut wanted = wanted.iter().flat_map(|deal| &deal.wanted);
        if let Some(wanted) = wanted.find(|it| it.line == part.line) {
            let quoted = self.quoted(part.line);
            let line = quoted.map(|line| as_option(line, &wanted.sku, wanted.option.as_ref()));
            return line.map(|line| (line, part.quantity)).into_iter().collect();
        }
        let others = exchange.map_or_else(Vec::new, |claim| self.others_with(claim));
        self.lines_with(part, &others)
    }

    pub(super) fn quoted(&self, line: u32) -> Option<&QuoteLine> {
        self.draft()?.quote.lines.get(line as usize)
    }

    /// Whether these pieces, as they are with the shopper, are all of this kind.
    pub fn are_all(&self, part: LineQuantity, sku: &Sku) -> bool {
        let others = self.others_of(&[part]);
        let quoted = self.quoted(part.line);
        let known: u32 = others.iter().map(|it| it.quantity).sum();
        let ordered = known < part.quantity;
        others.iter().all(|it| it.sku == *sku)
            && (!ordered || quoted.is_some_and(|line| line.sku == *sku))
    }

    /// What pieces of a line are that came with a claim: usually what was ordered.
    pub fn came(&self, claim: &ClaimId, part: LineQuantity) -> Vec<(Sku, u32)> {
        self.pieces_with(part, &self.others_with(claim))
    }

    fn pieces_with(&self, part: LineQuantity, others: &[Other]) -> Vec<(Sku, u32)> {
        let others = others.iter().filter(|other| other.line == part.line);
        let others: Vec<&Other> = others.collect();
        let known: u32 = others.iter().map(|other| other.quantity).sum();
        let kinds = others.iter().map(|other| (&other.sku, other.quantity));
        let quoted = self.quoted(part.line).map(|line| &line.sku);
        let rest = quoted.map(|sku| (sku, part.quantity.saturating_sub(known)));
        // What was exchanged back is what was ordered again: the books know it by its line alone.
        let mut came: Vec<(Sku, u32)> = vec![];
        for (sku, pieces) in kinds.chain(rest.filter(|(_, pieces)| *pieces > 0)) {
            let ordered = quoted == Some(sku);
            match came.iter_mut().find(|(it, _)| ordered && it == sku) {
                Some((_, known)) => *known += pieces,
                None => came.push((sku.clone(), pieces)),
            }
        }
        came
    }

    /// What was paid for the pieces of a line that come back with an exchange, won: their exact share
    /// of the order, and what was settled when they were exchanged before.
    pub fn worth_in_exchange(&self, claim: &ClaimId, line: u32) -> Won {
        let part = self
            .exchanged_lines(claim)
            .iter()
            .find(|it| it.line == line);
        let quoted = self.quoted(line);
        let (Some(part), Some(quoted), Some(known)) = (part, quoted, self.lines.get(line as usize))
        else {
            return Won::ZERO;
        };
        quoted.worth(known.settled(), part.quantity) + self.settled_before(claim, line)
    }

    /// What was paid for the pieces of a line that come back with a claim beside their share of the order, or went
    /// back of it, won: they were exchanged before.
    pub fn settled_before(&self, claim: &ClaimId, line: u32) -> Won {
        let others = self.others_with(claim).into_iter();
        let of_it = others.filter(|it| it.line == line);
        of_it.map(|it| it.worth_more()).sum()
    }

    /// Pieces went out for an exchange: those that are not what was ordered are remembered.
    pub(super) fn others_went(&mut self, claim: &ClaimId, parcel: u32, given_back: &[GivenBack]) {
        let deal = self.deals.get(claim);
        let supplement = deal.and_then(|deal| deal.terms.as_ref()?.supplement.as_ref());
        let supplement = supplement.map(|draft| draft.order.clone());
        let wanted = |line: u32| deal?.wanted.iter().find(|it| it.line == line);
        let came = self.others_with(claim);
        let mut went: Vec<Other> = came
            .iter()
            .filter(|it| wanted(it.line).is_none())
            .map(|it| Other {
                parcel,
                ..it.clone()
            })
            .collect();
        for line in self.replacement(claim) {
            if wanted(line.line).is_none() {
                continue;
            }
            let before = || came.iter().filter(|it| it.line == line.line);
            let mut charged: Vec<Charged> = before().flat_map(|it| it.charged.clone()).collect();
            let elsewhere = given_back.iter().filter(|it| it.line == line.line);
            let less = line.less() - take_off(&mut charged, elsewhere);
            if let Some(order) = supplement.clone().filter(|_| line.difference.is_positive()) {
                let amount = line.difference;
                charged.push(Charged { order, amount });
            }
            let less = less + before().map(|it| it.less).sum();
            went.push(Other {
                line: line.line,
                option: wanted(line.line).and_then(|it| it.option.clone()),
                sku: line.sku,
                parcel,
                quantity: line.quantity,
                less,
                charged,
            });
        }
        self.others.extend(went);
    }
}

pub(super) trait Taking: Sized {
    /// The pieces of these lines that are among them, last first, and those that are left.
    fn taking(self, lines: &[LineQuantity]) -> (Self, Self);
}

impl Taking for Vec<Other> {
    fn taking(self, lines: &[LineQuantity]) -> (Self, Self) {
        let mut open: Vec<LineQuantity> = lines.to_vec();
        let (mut taken, mut left) = (Self::new(), Self::new());
        for other in self.into_iter().rev() {
            let part = open
                .iter_mut()
                .find(|it| it.line == other.line && it.quantity > 0);
            let Some(part) = part else {
                left.push(other);
                continue;
            };
            let (gone, rest) = other.split(part.quantity);
            part.quantity -= gone.quantity;
            taken.push(gone);
            left.extend(rest);
        }
        left.reverse();
        (taken, left)
    }
}
