//! What exchanges give back by the orders that were paid for them: for pieces that never came, that came back in the
//! end, or that were exchanged for something cheaper.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::deal::{Deal, ExchangeLine};
use super::others::Charged;
use super::parts::Claim;
use super::state::Order;
use crate::ids::{ClaimId, OrderId};
use crate::money::Won;
use crate::pricing::Tax;

/// What is to be paid back by an order that was paid for an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiveBack {
    /// The order that was paid.
    pub order: OrderId,
    /// What the grant is called there.
    pub grant: ClaimId,
    /// Won.
    pub amount: Won,
    /// What of it is for goods that are free of VAT, won.
    pub tax_free: Won,
}

/// What an exchange of a line for something cheaper gives back by an order that was paid for what comes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenBack {
    /// The line, counted from 0 as in the draft.
    pub line: u32,
    /// The order that was paid.
    pub order: OrderId,
    /// Won.
    pub amount: Won,
}

impl Order {
    /// Of orders that were paid for exchanges, what is owed back: for pieces that did not come, and for
    /// those that came back in the end. What was paid for an exchange that came to nothing goes back as
    /// a whole instead.
    pub fn exchange_give_backs(&self) -> Vec<GiveBack> {
        let fewer = self.deals.iter().filter_map(|(claim, deal)| {
            let grant = ClaimId::fewer_came();
            Some(self.by_order(&grant, self.not_sent(claim, deal)?))
        });
        let cheaper = self.claims.iter().filter_map(|(claim, known)| {
            let Claim::Swapped(swap) = known else {
                return None;
            };
            let back = swap.given_back.clone();
            Some(self.by_order(&ClaimId::came_back(claim), back))
        });
        let came = self.came_as.iter().filter_map(|(claim, others)| {
            self.claims.get(claim)?.decided()?;
            let charged = others
                .iter()
                .flat_map(|it| it.charged.iter().map(|paid| (it.line, paid)));
            let back = charged.map(|(line, paid)| GivenBack {
                line,
                order: paid.order.clone(),
                amount: paid.amount,
            });
            Some(self.by_order(&ClaimId::came_back(claim), back.collect()))
        });
        let all = fewer.chain(cheaper).chain(came).flatten();
        all.filter(|it| it.amount.is_positive()).collect()
    }

    /// What was paid for pieces that never came with an exchange, which is sent without them; none of others.
    fn not_sent(&self, claim: &ClaimId, deal: &Deal) -> Option<Vec<GivenBack>> {
        let Claim::Swapped(swap) = self.claims.get(claim)? else {
            return None;
        };
        let sent = swap.parcel.is_some() && deal.paid;
        let terms = deal.terms.as_ref().filter(|_| sent)?;
        let order = &terms.supplement.as_ref()?.order;
        let goes_out = self.replacement(claim);
        let dearer = |lines: &[ExchangeLine], line: u32| -> Won {
            let of_it = lines.iter().filter(|it| it.line == line);
            of_it.map(|it| it.difference.max(Won::ZERO)).sum()
        };
        let lines: BTreeSet<u32> = terms.lines.iter().map(|it| it.line).collect();
        let back = lines.into_iter().map(|line| GivenBack {
            line,
            order: order.clone(),
            amount: dearer(&terms.lines, line) - dearer(&goes_out, line),
        });
        Some(back.collect())
    }

    /// What is paid back under one name, order by order.
    fn by_order(&self, grant: &ClaimId, lines: Vec<GivenBack>) -> Vec<GiveBack> {
        let is_free = |line: u32| self.quoted(line).is_some_and(|it| it.tax == Tax::TaxFree);
        let mut back = BTreeMap::<OrderId, (Won, Won)>::new();
        for part in lines {
            let free = is_free(part.line);
            let (amount, tax_free) = back.entry(part.order).or_default();
            *amount += part.amount;
            if free {
                *tax_free += part.amount;
            }
        }
        let back = back
            .into_iter()
            .map(|(order, (amount, tax_free))| GiveBack {
                order,
                grant: grant.clone(),
                amount,
                tax_free,
            });
        back.collect()
    }

    /// What of the difference of an exchange for something cheaper goes back by orders that were paid for what
    /// came back: those that were paid last come first, each up to what was paid for these pieces.
    pub(super) fn given_back(&self, claim: &ClaimId) -> Vec<GivenBack> {
        let came = self.others_with(claim);
        let mut back = Vec::new();
        for line in self.replacement(claim) {
            let mut left = line.less();
            let of_it = came.iter().filter(|it| it.line == line.line);
            for charged in of_it.flat_map(|it| it.charged.iter().rev()) {
                let amount = charged.amount.min(left);
                left -= amount;
                if amount.is_positive() {
                    back.push(GivenBack {
                        line: line.line,
                        order: charged.order.clone(),
                        amount,
                    });
                }
            }
        }
        back
    }

    /// What this order gives back by a grant of an exchange for something cheaper, line by line, won; nothing of any
    /// other claim.
    pub fn less_by_line(&self, grant: &ClaimId) -> Vec<(u32, Won)> {
        let mut swaps = self.claims.iter().filter_map(|(claim, known)| match known {
            Claim::Swapped(swap) => Some((claim, swap)),
            _ => None,
        });
        let Some((claim, swap)) = swaps.find(|(claim, _)| ClaimId::cheaper(claim) == *grant) else {
            return vec![];
        };
        let elsewhere = |line: u32| -> Won {
            let of_it = swap.given_back.iter().filter(|it| it.line == line);
            of_it.map(|it| it.amount).sum()
        };
        let lines = self.replacement(claim).into_iter();
        lines
            .map(|it| (it.line, it.less() - elsewhere(it.line)))
            .collect()
    }
}

/// Takes what was given back off what was paid, last first; gives all of what was given back, won.
pub(super) fn take_off<'a>(
    charged: &mut Vec<Charged>,
    given_back: impl Iterator<Item = &'a GivenBack>,
) -> Won {
    let mut all = Won::ZERO;
    for back in given_back {
        let mut left = back.amount;
        all += left;
        for paid in charged.iter_mut().rev().filter(|it| it.order == back.order) {
            let amount = paid.amount.min(left);
            paid.amount -= amount;
            left -= amount;
        }
    }
    charged.retain(|it| it.amount.is_positive());
    all
}
