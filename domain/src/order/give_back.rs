//! What exchanges give back by the orders that were paid for them: for pieces that never came, that came back in the
//! end, or that were exchanged for something cheaper.

use serde::{Deserialize, Serialize};

use super::deal::ExchangeLine;
use super::others::Charged;
use super::parts::Claim;
use super::state::Order;
use crate::ids::{ClaimId, OrderId};
use crate::money::Won;

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
        let cheaper = self.claims.iter().flat_map(|(claim, known)| match known {
            Claim::Swapped(swap) => by_order(
                claim,
                swap.given_back.iter().map(|it| (&it.order, it.amount)),
            ),
            _ => vec![],
        });
        let over = |claim: &&ClaimId| {
            self.claims
                .get(*claim)
                .is_some_and(|it| it.decided().is_some())
        };
        let came = self.came_as.iter().filter(|(claim, _)| over(claim));
        let came = came.flat_map(|(claim, others)| {
            let charged = others.iter().flat_map(|it| &it.charged);
            by_order(claim, charged.map(|it| (&it.order, it.amount)))
        });
        let all = shipped.chain(cheaper).chain(came);
        all.filter(|it| it.amount.is_positive()).collect()
    }

    /// What of the difference of an exchange for something cheaper goes back by orders that were paid for what
    /// came back: those that were paid last come first, each up to what was paid for these pieces.
    pub(super) fn given_back(&self, claim: &ClaimId) -> Vec<GivenBack> {
        let came = self.others_with(claim);
        let mut back = Vec::new();
        for line in self.replacement(claim) {
            let mut left = line.less();
            let of_it = came.iter().filter(|it| it.line == line.line);
            for charged in of_it.rev().flat_map(|it| it.charged.iter().rev()) {
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

/// What is paid back for a claim, order by order.
fn by_order<'a>(claim: &ClaimId, paid: impl Iterator<Item = (&'a OrderId, Won)>) -> Vec<GiveBack> {
    let mut back = std::collections::BTreeMap::<&OrderId, Won>::new();
    paid.for_each(|(order, amount)| *back.entry(order).or_default() += amount);
    let back = back.into_iter().map(|(order, amount)| GiveBack {
        order: order.clone(),
        grant: ClaimId::came_back(claim),
        amount,
    });
    back.collect()
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
