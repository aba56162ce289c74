//! What an order was charged for carrying goods to a remote area, and what is left of that.

use super::parts::{Claim, Goods};
use super::refund_plan::RefundPlan;
use super::state::Order;
use crate::ids::ClaimId;
use crate::money::Won;
use crate::pricing::Charge;

impl Order {
    /// What the order itself paid for remote areas and did not give back, won; what was added to it may have brought
    /// more.
    pub fn surcharge_own(&self) -> Won {
        let placed = self
            .draft()
            .map_or(Won::ZERO, |draft| draft.quote.charge(Charge::REMOTE));
        let back = self.claims.iter().filter_map(|(id, claim)| match claim {
            Claim::Owed(plan, _) | Claim::Refunded(plan, ..) if id.is_of_area() => {
                Some(plan.amount)
            }
            _ => None,
        });
        placed - back.sum::<Won>()
    }

    /// What an order that was added charged for carrying the goods of the one that it was added to, and did not give
    /// back because they go elsewhere or nowhere, won. What staff gave back stays charged: nobody pays it again.
    pub fn surcharge_charged(&self) -> Won {
        self.surcharge_less(|id, _, goods| gone_with(id) || goods != Goods::None)
    }

    /// What is left of that, won: what staff gave back is gone.
    pub fn surcharge_brought(&self) -> Won {
        // What staff grant beside goods is for those.
        let left = self.surcharge_less(|id, plan, _| {
            gone_with(id) || self.lines.is_empty() || !plan.lines.is_empty()
        });
        left.min(self.retained()).max(Won::ZERO)
    }

    /// What an order that was added brought, less the charges that went back for reasons that count, won.
    fn surcharge_less(&self, counts: impl Fn(&ClaimId, &RefundPlan, Goods) -> bool) -> Won {
        let Some(draft) = self.draft().filter(|it| it.supplement.is_some()) else {
            return Won::ZERO;
        };
        let gone = self.claims.iter().filter_map(|(id, claim)| match claim {
            Claim::Owed(plan, goods) | Claim::Refunded(plan, goods, _)
                if counts(id, plan, *goods) =>
            {
                Some(plan.charges)
            }
            _ => None,
        });
        let left = draft.quote.shipping - gone.sum::<Won>();
        left.clamp(Won::ZERO, draft.quote.charge(Charge::REMOTE))
    }
}

/// Whether it went back because goods go elsewhere, or nowhere.
fn gone_with(id: &ClaimId) -> bool {
    id.is_of_area() || *id == ClaimId::with_first()
}
