//! What an exchange comes to: what goes out for what comes back, what it costs, and what became of
//! pieces that went out as another option than was ordered.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ask::Wish;
use super::draft::OrderDraft;
use super::events::LineQuantity;
use super::parts::Claim;
use super::state::Order;
use super::{OrderEvent, OrderRefusal};
use crate::ids::{ClaimId, OrderId, Sku};
use crate::money::{Won, share};

type Decision = Result<Vec<OrderEvent>, OrderRefusal>;

/// Another option that the shopper wants for what comes back of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The line, counted from 0 as in the draft.
    pub line: u32,
    /// What is to be sent for it, of the same product.
    pub sku: Sku,
    /// Its name among the product's options, as it was called then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
}

/// What goes out for the pieces of one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExchangeLine {
    /// The line, counted from 0 as in the draft.
    pub line: u32,
    /// What is sent.
    pub sku: Sku,
    /// Pieces.
    pub quantity: u32,
    /// What it costs more than what comes back, won; below zero where it costs less.
    #[serde(default, skip_serializing_if = "Won::is_zero")]
    pub difference: Won,
}

impl ExchangeLine {
    /// The difference of so many of its pieces, exact when they are taken part by part.
    fn difference_of(&self, pieces: u32) -> Won {
        share(self.difference, self.quantity, pieces)
    }
}

/// What staff agreed to when they accepted an exchange, at the prices of that moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExchangeTerms {
    /// How often it was agreed on, this time included, from 1.
    pub turn: u32,
    /// What goes out.
    pub lines: Vec<ExchangeLine>,
    /// Staff let the shopper pay nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waived: bool,
    /// The order of charges alone by which the shopper pays; none if nothing is to be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplement: Option<Box<OrderDraft>>,
}

impl ExchangeTerms {
    /// What the shopper pays before the replacement goes out, won.
    pub fn to_pay(&self) -> Won {
        let due = self.supplement.as_ref().map(|draft| draft.quote.total);
        due.unwrap_or(Won::ZERO)
    }

    /// Pieces that go out, by SKU.
    pub fn pieces(&self) -> Vec<(Sku, u32)> {
        pieces(&self.lines)
    }
}

/// An exchange's wishes and terms, kept also after the claim itself is over.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Deal {
    /// Other options that were asked for; lines without one get the same once more.
    pub wanted: Vec<Wanted>,
    /// What was agreed on; none before staff accepted it.
    pub terms: Option<ExchangeTerms>,
    /// What was to be paid is paid.
    pub paid: bool,
}

impl Deal {
    /// The order that is still to be paid before anything goes out.
    pub fn to_be_paid(&self) -> Option<&OrderDraft> {
        let terms = self.terms.as_ref().filter(|_| !self.paid)?;
        terms.supplement.as_deref()
    }
}

/// Pieces of a line that went out as another option than was ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    /// The line, counted from 0 as in the draft.
    pub line: u32,
    /// What they are.
    pub sku: Sku,
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

/// What is to be paid back by an order that was paid for an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiveBack {
    /// The order that was paid.
    pub order: OrderId,
    /// What the grant is called there.
    pub grant: ClaimId,
    /// Won.
    pub amount: Won,
}

fn pieces(lines: &[ExchangeLine]) -> Vec<(Sku, u32)> {
    let mut pieces = std::collections::BTreeMap::<Sku, u32>::new();
    for line in lines {
        *pieces.entry(line.sku.clone()).or_default() += line.quantity;
    }
    pieces.into_iter().collect()
}

impl Order {
    /// What was wished and agreed for its exchanges, by claim.
    pub fn deals(&self) -> &std::collections::BTreeMap<ClaimId, Deal> {
        &self.deals
    }

    /// What the shopper owes for the carriage of an exchange on which staff may still agree: asked for, or
    /// back and not replaced; none for any other claim.
    pub fn open_exchange(&self, claim: &ClaimId) -> Option<Won> {
        match self.claims.get(claim)? {
            Claim::Requested(asked) if asked.wish == Wish::Exchange && asked.is_open() => {
                Some(asked.carriage)
            }
            Claim::Swapped(swap) if swap.parcel.is_none() => Some(swap.carriage),
            _ => None,
        }
    }

    /// The pieces that come back with an exchange that is not over: announced, or counted.
    pub fn exchanged_lines(&self, claim: &ClaimId) -> &[LineQuantity] {
        match self.claims.get(claim) {
            Some(Claim::Requested(asked)) => &asked.lines,
            Some(Claim::Swapped(swap)) => &swap.lines,
            _ => &[],
        }
    }

    /// What of these pieces is not what was ordered. Of a line that has both, what went out last
    /// comes back first: nobody can tell them apart here.
    pub(super) fn others_of(&self, lines: &[LineQuantity]) -> Vec<Other> {
        self.others.clone().taking(lines).0
    }

    /// What is not what was ordered among the pieces that came with a claim, or are to come.
    fn others_with(&self, claim: &ClaimId) -> Vec<Other> {
        match self.claims.get(claim) {
            Some(Claim::Requested(asked)) => self.others_of(&asked.lines),
            _ => self.came_as.get(claim).cloned().unwrap_or_default(),
        }
    }

    /// Whether these pieces, as they are with the shopper, are all of this kind.
    pub fn are_all(&self, part: LineQuantity, sku: &Sku) -> bool {
        let others = self.others_of(&[part]);
        let quoted = self
            .draft()
            .and_then(|draft| draft.quote.lines.get(part.line as usize));
        let known: u32 = others.iter().map(|it| it.quantity).sum();
        let ordered = known < part.quantity;
        others.iter().all(|it| it.sku == *sku)
            && (!ordered || quoted.is_some_and(|line| line.sku == *sku))
    }

    /// What pieces of a line are that came with a claim: usually what was ordered.
    pub fn came(&self, claim: &ClaimId, part: LineQuantity) -> Vec<(Sku, u32)> {
        let others = self.others_with(claim).into_iter();
        let mut came: Vec<(Sku, u32)> = others
            .filter(|other| other.line == part.line)
            .map(|other| (other.sku, other.quantity))
            .collect();
        let known: u32 = came.iter().map(|(_, pieces)| pieces).sum();
        let quoted = self
            .draft()
            .and_then(|draft| draft.quote.lines.get(part.line as usize));
        if let (Some(line), 1..) = (quoted, part.quantity.saturating_sub(known)) {
            came.push((line.sku.clone(), part.quantity - known));
        }
        came
    }

    /// What is to go out for an exchange, with what was agreed of it: another option where one was asked
    /// for, otherwise the same once more.
    pub fn replacement(&self, claim: &ClaimId) -> Vec<ExchangeLine> {
        let deal = self.deals.get(claim);
        let mut out = Vec::new();
        for part in self.exchanged_lines(claim) {
            let wanted = deal.and_then(|deal| deal.wanted.iter().find(|it| it.line == part.line));
            let agreed = deal
                .and_then(|deal| deal.terms.as_ref())
                .and_then(|terms| terms.lines.iter().find(|it| it.line == part.line));
            if let Some(wanted) = wanted {
                let difference = agreed.map(|it| it.difference_of(part.quantity));
                out.push(ExchangeLine {
                    line: part.line,
                    sku: wanted.sku.clone(),
                    quantity: part.quantity,
                    difference: difference.unwrap_or(Won::ZERO),
                });
                continue;
            }
            let same = self.came(claim, *part).into_iter();
            out.extend(same.map(|(sku, quantity)| ExchangeLine {
                line: part.line,
                sku,
                quantity,
                difference: Won::ZERO,
            }));
        }
        out
    }

    /// Pieces that go out for an exchange, by SKU.
    pub fn replacement_pieces(&self, claim: &ClaimId) -> Vec<(Sku, u32)> {
        pieces(&self.replacement(claim))
    }

    /// What was paid for the pieces of a line that come back with an exchange, won: their exact share
    /// of the order, and what was settled when they were exchanged before.
    pub fn worth_in_exchange(&self, claim: &ClaimId, line: u32) -> Won {
        let part = self
            .exchanged_lines(claim)
            .iter()
            .find(|it| it.line == line);
        let quoted = self
            .draft()
            .and_then(|draft| draft.quote.lines.get(line as usize));
        let (Some(part), Some(quoted), Some(known)) = (part, quoted, self.lines.get(line as usize))
        else {
            return Won::ZERO;
        };
        let others = self.others_with(claim).into_iter();
        let more = others
            .filter(|it| it.line == line)
            .map(|it| it.worth_more());
        quoted.worth(known.settled(), part.quantity) + more.sum::<Won>()
    }

    /// Another option is asked for once per line that comes back, and only in an exchange.
    pub(super) fn check_wanted(
        lines: &[LineQuantity],
        exchange: bool,
        wanted: &[Wanted],
    ) -> Result<(), OrderRefusal> {
        for (place, it) in wanted.iter().enumerate() {
            let comes = exchange && lines.iter().any(|part| part.line == it.line);
            let twice = wanted[..place].iter().any(|other| other.line == it.line);
            if !comes || twice {
                return Err(OrderRefusal::BadWish(it.line));
            }
        }
        Ok(())
    }

    /// Whether these terms are another word than was spoken; an error where something else was agreed
    /// on meanwhile.
    pub(super) fn new_terms(
        &self,
        claim: &ClaimId,
        terms: &ExchangeTerms,
        same_carriage: bool,
    ) -> Result<bool, OrderRefusal> {
        let deal = self.deals.get(claim);
        let Some((deal, known)) = deal.and_then(|deal| Some((deal, deal.terms.as_ref()?))) else {
            return Ok(true);
        };
        let same = same_carriage && known.waived == terms.waived;
        match terms.turn > known.turn {
            true if deal.paid => Err(OrderRefusal::ExchangePaid(claim.clone())),
            true => Ok(true),
            false if same => Ok(false),
            false => Err(OrderRefusal::AcceptedMeanwhile(claim.clone())),
        }
    }

    /// What the shopper owed for an exchange arrived. Of an exchange that is over it is paid back.
    pub(super) fn record_exchange_paid(
        &self,
        claim: ClaimId,
        supplement: OrderId,
        at: DateTime<Utc>,
    ) -> Decision {
        let deal = self.deals.get(&claim).ok_or(OrderRefusal::NoClaim)?;
        let due = deal.to_be_paid();
        let Some(due) = due.filter(|draft| draft.order == supplement) else {
            return Ok(vec![]);
        };
        if !self.claims.get(&claim).is_some_and(Claim::is_open) {
            return Err(OrderRefusal::ClaimClosed(claim));
        }
        Ok(vec![OrderEvent::ExchangePaid {
            claim,
            supplement,
            amount: due.quote.total,
            at,
        }])
    }

    /// Whether what is owed for an exchange is settled, so that its replacement may go out.
    pub(super) fn exchange_settled(
        &self,
        claim: &ClaimId,
        carriage: Won,
    ) -> Result<(), OrderRefusal> {
        let deal = self.deals.get(claim);
        let asks = deal.is_some_and(|deal| !deal.wanted.is_empty());
        match deal.and_then(|deal| Some((deal, deal.terms.as_ref()?))) {
            None if asks || carriage.is_positive() => Err(OrderRefusal::NotAccepted(claim.clone())),
            None => Ok(()),
            Some((deal, _)) => match deal.to_be_paid() {
                Some(draft) => Err(OrderRefusal::ExchangeUnpaid(draft.order.clone())),
                None => Ok(()),
            },
        }
    }

    /// Of orders that were paid for exchanges, what is owed back: for pieces that did not come, and for
    /// those that came back in the end. What was paid for an exchange that came to nothing goes back as
    /// a whole instead.
    pub fn exchange_give_backs(&self) -> Vec<GiveBack> {
        let shipped = self.deals.iter().filter_map(|(claim, deal)| {
            let shipped = match self.claims.get(claim) {
                Some(Claim::Swapped(swap)) => swap.parcel.is_some(),
                _ => false,
            };
            let terms = deal.terms.as_ref().filter(|_| shipped && deal.paid)?;
            let order = terms.supplement.as_ref()?.order.clone();
            let dearer = |lines: &[ExchangeLine]| -> Won {
                lines.iter().map(|it| it.difference.max(Won::ZERO)).sum()
            };
            let amount = dearer(&terms.lines) - dearer(&self.replacement(claim));
            Some(GiveBack {
                order,
                grant: ClaimId::fewer_came(),
                amount,
            })
        });
        let over = |claim: &&ClaimId| {
            self.claims
                .get(*claim)
                .is_some_and(|it| it.decided().is_some())
        };
        let came = self.came_as.iter().filter(|(claim, _)| over(claim));
        let came = came.flat_map(|(claim, others)| {
            let charged = others.iter().flat_map(|it| &it.charged);
            let mut back = std::collections::BTreeMap::<&OrderId, Won>::new();
            charged.for_each(|it| *back.entry(&it.order).or_default() += it.amount);
            back.into_iter().map(|(order, amount)| GiveBack {
                order: order.clone(),
                grant: ClaimId::came_back(claim),
                amount,
            })
        });
        let all = shipped.chain(came);
        all.filter(|it| it.amount.is_positive()).collect()
    }

    /// Pieces came back: those that went out as another option are remembered with their claim.
    pub(super) fn others_came(&mut self, claim: &ClaimId, lines: &[LineQuantity]) {
        let (taken, left) = std::mem::take(&mut self.others).taking(lines);
        self.others = left;
        if !taken.is_empty() {
            self.came_as.insert(claim.clone(), taken);
        }
    }

    /// Pieces went out for an exchange: those that are not what was ordered are remembered.
    pub(super) fn others_went(&mut self, claim: &ClaimId) {
        let deal = self.deals.get(claim);
        let supplement = deal.and_then(|deal| deal.terms.as_ref()?.supplement.as_ref());
        let supplement = supplement.map(|draft| draft.order.clone());
        let wanted = |line: u32| deal.is_some_and(|it| it.wanted.iter().any(|it| it.line == line));
        let came = self.others_with(claim);
        let mut went: Vec<Other> = came.iter().filter(|it| !wanted(it.line)).cloned().collect();
        for line in self.replacement(claim) {
            if !wanted(line.line) {
                continue;
            }
            let before = || came.iter().filter(|it| it.line == line.line);
            let mut charged: Vec<Charged> = before().flat_map(|it| it.charged.clone()).collect();
            if let Some(order) = supplement.clone().filter(|_| line.difference.is_positive()) {
                let amount = line.difference;
                charged.push(Charged { order, amount });
            }
            let less: Won = before().map(|it| it.less).sum();
            went.push(Other {
                line: line.line,
                sku: line.sku,
                quantity: line.quantity,
                less: less + (-line.difference).max(Won::ZERO),
                charged,
            });
        }
        self.others.extend(went);
    }
}

trait Taking: Sized {
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
