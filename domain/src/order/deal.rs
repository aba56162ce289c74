//! What an exchange comes to: what goes out for what comes back, what it costs, and what became of
//! pieces that went out as another option than was ordered.

use chrono::{DateTime, Duration, Utc};
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
    /// What it costs more than the share of the order of what comes back, won: without what was settled for those
    /// pieces when they were exchanged before. Unknown of older exchanges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above_share: Option<Won>,
}

impl ExchangeLine {
    /// What goes back because it costs less than what comes back, won.
    pub(super) fn less(&self) -> Won {
        (-self.difference).max(Won::ZERO)
    }

    /// The difference of so many of its pieces, of which this was settled before, won. What nobody agreed to pay is
    /// not asked for: of pieces that are not worth the same, the dearer ones may have stayed with the shopper.
    fn difference_of(&self, pieces: u32, settled: Won) -> Won {
        if pieces == self.quantity {
            return self.difference;
        }
        let Some(above) = self.above_share else {
            return share(self.difference, self.quantity, pieces);
        };
        let difference = share(above, self.quantity, pieces) - settled;
        difference.min(self.difference.max(Won::ZERO))
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
    /// Since when, and until when, no other claim could take its lines: from asking until the goods came, or nothing
    /// came of it. None of an exchange for the same once more, which holds nobody up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<(DateTime<Utc>, Option<DateTime<Utc>>)>,
}

impl Deal {
    /// How long it held this line up since a moment, as seen at another.
    pub(super) fn held_up(&self, line: u32, since: DateTime<Utc>, at: DateTime<Utc>) -> Duration {
        let held = self
            .held
            .filter(|_| self.wanted.iter().any(|it| it.line == line));
        let time = held.map(|(from, until)| until.unwrap_or(at).min(at) - from.max(since));
        time.unwrap_or_default().max(Duration::zero())
    }

    /// The order that is still to be paid before anything goes out.
    pub fn to_be_paid(&self) -> Option<&OrderDraft> {
        let terms = self.terms.as_ref().filter(|_| !self.paid)?;
        terms.supplement.as_deref()
    }
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
                let settled = self.settled_before(claim, part.line);
                let difference = agreed.map(|it| it.difference_of(part.quantity, settled));
                out.push(ExchangeLine {
                    line: part.line,
                    sku: wanted.sku.clone(),
                    quantity: part.quantity,
                    difference: difference.unwrap_or(Won::ZERO),
                    above_share: None,
                });
                continue;
            }
            let same = self.came(claim, *part).into_iter();
            out.extend(same.map(|(sku, quantity)| ExchangeLine {
                line: part.line,
                sku,
                quantity,
                difference: Won::ZERO,
                above_share: None,
            }));
        }
        out
    }

    /// What goes back when an exchange is sent, because less expensive pieces go out, won; none before it is agreed on.
    pub fn less_with(&self, claim: &ClaimId) -> Option<Won> {
        self.deals.get(claim)?.terms.as_ref()?;
        Some(self.replacement(claim).iter().map(ExchangeLine::less).sum())
    }

    /// Pieces that go out for an exchange, by SKU.
    pub fn replacement_pieces(&self, claim: &ClaimId) -> Vec<(Sku, u32)> {
        pieces(&self.replacement(claim))
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
        let Some(known) = deal.and_then(|deal| deal.terms.as_ref()) else {
            return Ok(true);
        };
        if terms.turn > known.turn {
            return Ok(true);
        }
        if same_carriage && known.waived == terms.waived {
            return Ok(false);
        }
        Err(OrderRefusal::AcceptedMeanwhile(claim.clone()))
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
}
