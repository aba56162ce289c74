//! Lines whose pieces are not all alike, or are about to be: nobody can tell here which of them comes back. They are
//! exchanged and sent back one after the other.

use super::OrderRefusal;
use super::deal::Wanted;
use super::events::LineQuantity;
use super::state::Order;
use crate::ids::ClaimId;

impl Order {
    /// Two claims of such a line would each count on the same piece, and on what was paid for it.
    ///
    /// # Errors
    /// [`OrderRefusal::ClaimOpen`]: another claim of such a line is not over.
    pub(super) fn one_after_the_other(
        &self,
        claim: &ClaimId,
        lines: &[LineQuantity],
        wanted: &[Wanted],
    ) -> Result<(), OrderRefusal> {
        let others = self.claims.iter();
        let open: Vec<&ClaimId> = others
            .filter(|(id, known)| *id != claim && known.is_open())
            .map(|(id, _)| id)
            .collect();
        let wants = |of: &[Wanted], line: u32| of.iter().any(|it| it.line == line);
        for part in lines {
            let mixed =
                wants(wanted, part.line) || self.others.iter().any(|it| it.line == part.line);
            let in_the_way = open.iter().find(|id| {
                let names = self
                    .exchanged_lines(id)
                    .iter()
                    .any(|it| it.line == part.line);
                let deal = self.deals.get(**id);
                names && (mixed || deal.is_some_and(|deal| wants(&deal.wanted, part.line)))
            });
            if let Some(other) = in_the_way {
                return Err(OrderRefusal::ClaimOpen((*other).clone()));
            }
        }
        Ok(())
    }
}
