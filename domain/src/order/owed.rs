//! What an order's claims come to: money owed and paid back, pieces on their way into the
//! stocks' books.

use super::events::LineQuantity;
use super::parts::{Claim, Goods};
use super::refund_plan::RefundPlan;
use super::state::Order;
use crate::ids::ClaimId;
use crate::money::Won;
use crate::pricing::Gift;

impl Order {
    /// What is owed to the shopper and not paid back yet, claim by claim. A claim that owes
    /// nothing (free goods, or a grant paid them back before) is settled as it stands: no
    /// provider pays back zero won.
    pub fn owed(&self) -> impl Iterator<Item = (&ClaimId, &RefundPlan)> {
        self.open_claims()
            .filter(|(_, plan, _)| plan.amount.is_positive())
            .map(|(id, plan, _)| (id, plan))
    }

    /// Claims whose pieces are to be booked, [`Goods::None`] once they are, and whose money, if
    /// any, is to be paid back.
    pub fn open_claims(&self) -> impl Iterator<Item = (&ClaimId, &RefundPlan, Goods)> {
        self.claims.iter().filter_map(|(id, claim)| match claim {
            Claim::Owed(plan, _) if self.restocked.contains(id) => Some((id, plan, Goods::None)),
            Claim::Owed(plan, goods) => Some((id, plan, *goods)),
            _ => None,
        })
    }

    /// Gifts whose pieces go back with this claim: all, if it left nothing of an order of which
    /// nothing was sent. What comes back from a shopper is counted by its lines only.
    pub fn gifts_back(&self, claim: &ClaimId) -> &[Gift] {
        match &self.draft {
            Some(draft) if self.ended_by.as_ref() == Some(claim) => &draft.quote.gifts,
            _ => &[],
        }
    }

    /// Pieces that the order gave up and that the stocks have booked, claim by claim.
    pub fn given_up(&self) -> impl Iterator<Item = LineQuantity> {
        let booked = self.claims.iter().filter_map(|(id, claim)| match claim {
            Claim::Owed(plan, _) if self.restocked.contains(id) => Some(plan),
            Claim::Refunded(plan, ..) => Some(plan),
            _ => None,
        });
        booked
            .flat_map(|plan| &plan.lines)
            .map(|part| LineQuantity {
                line: part.line,
                quantity: part.quantity,
            })
    }

    /// What went back, in won.
    pub fn refunded(&self) -> Won {
        self.claims
            .values()
            .filter_map(|claim| match claim {
                Claim::Refunded(plan, ..) => Some(plan.amount),
                _ => None,
            })
            .sum()
    }

    /// What was paid and neither went back nor is owed, in won.
    pub fn retained(&self) -> Won {
        self.paid - self.promised()
    }

    /// Whether nobody paid it and nobody can any more, or all that was paid went back or is owed.
    pub fn came_to_nothing(&self) -> bool {
        match self.payment {
            Some(_) => !self.retained().is_positive(),
            None => self.status.is_given_up(),
        }
    }

    /// What went back or is owed, in won: never more than was paid.
    pub fn promised(&self) -> Won {
        self.claims
            .values()
            .filter_map(|claim| match claim {
                Claim::Owed(plan, _) | Claim::Refunded(plan, ..) => Some(plan.amount),
                Claim::Requested(_) | Claim::Swapped(_) => None,
            })
            .sum()
    }
}
