//! Lines whose pieces are not all alike, or are about to be: nobody can tell here which of them comes back. Exchanges
//! for another option have such a line for themselves.

use super::OrderRefusal;
use super::deal::Wanted;
use super::events::LineQuantity;
use super::parts::Claim;
use super::state::Order;
use crate::ids::ClaimId;

impl Order {
    /// What an exchange for another option costs is agreed on before its pieces come: no other claim may take them
    /// from under it. What has come is told apart already; only another such exchange waits for what goes out for it.
    ///
    /// # Errors
    /// [`OrderRefusal::ClaimOpen`]: another claim of such a line is not over.
    pub(super) fn one_after_the_other(
        &self,
        claim: &ClaimId,
        lines: &[LineQuantity],
        wanted: &[Wanted],
    ) -> Result<(), OrderRefusal> {
        for part in lines {
            let wants = |of: &[Wanted]| of.iter().any(|it| it.line == part.line);
            let in_the_way = self.claims.iter().find(|(id, known)| {
                let names = self
                    .exchanged_lines(id)
                    .iter()
                    .any(|it| it.line == part.line);
                let option = self.deals.get(*id).is_some_and(|deal| wants(&deal.wanted));
                let counts = match known {
                    Claim::Requested(_) => option || wants(wanted),
                    Claim::Swapped(_) => option && wants(wanted),
                    Claim::Owed(..) | Claim::Refunded(..) => false,
                };
                *id != claim && known.is_open() && names && counts
            });
            if let Some((other, _)) = in_the_way {
                return Err(OrderRefusal::ClaimOpen(other.clone()));
            }
        }
        Ok(())
    }

    /// The same for pieces that came and were not announced with this claim.
    pub(super) fn came_unannounced(
        &self,
        claim: &ClaimId,
        came: &[LineQuantity],
    ) -> Result<(), OrderRefusal> {
        let asked = self.exchanged_lines(claim);
        let announced = |part: &&LineQuantity| asked.iter().any(|it| it.line == part.line);
        let others: Vec<LineQuantity> = came.iter().filter(|it| !announced(it)).copied().collect();
        self.one_after_the_other(claim, &others, &[])?;
        self.no_others_than_announced(claim, came)
    }
}
