//! Our books beside a provider's.

use domain::payment::Difference;
use domain::{AttemptId, OrderId, Won};

use super::Under;
use crate::ports::paying::{Known, Taken};
use crate::{Shop, ShopError};

/// What the shop and a provider say of one attempt, where they differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differs {
    /// Which.
    pub attempt: AttemptId,
    /// What they say.
    pub found: Difference,
}

impl Shop {
    /// Asks the providers what they hold of an order's money, and gives what differs. Attempts of which the
    /// answer is still being found out are left out, and accounts, whose deposits are told and not asked for, and
    /// what a provider does not tell the rest of.
    ///
    /// # Errors
    /// A provider or the books cannot be reached.
    pub async fn compare_books(&self, order: &OrderId) -> Result<Vec<Differs>, ShopError> {
        let mut differ = Vec::new();
        let attempts = self.payment_of(order).await?.attempts().clone();
        for attempt in attempts.into_keys() {
            let Some(under) = self.under(&attempt).await? else {
                continue;
            };
            if let Some(found) = self.held_of(&under, &attempt).await?
                && !found.agrees()
            {
                differ.push(Differs { attempt, found });
            }
        }
        Ok(differ)
    }

    /// What both say of an attempt; none where they cannot be compared now.
    pub(super) async fn held_of(
        &self,
        under: &Under,
        attempt: &AttemptId,
    ) -> Result<Option<Difference>, ShopError> {
        if under.is_moving() {
            return Ok(None);
        }
        let theirs = match self.known(under, attempt).await? {
            Known::Taken {
                taken: Taken::Account(_),
                ..
            }
            | Known::PartlyReturned => return Ok(None),
            Known::Taken {
                taken: Taken::Money(approval),
                returned,
            } => approval.amount - returned,
            Known::Nothing | Known::Ended(_) => Won::ZERO,
        };
        let ours = under.payment.held_by(attempt);
        Ok(Some(Difference { ours, theirs }))
    }
}

impl Under {
    /// Whether a provider is being asked just now to take money or to pay it back.
    fn is_moving(&self) -> bool {
        self.attempt.is_asked() || self.payment.next_refund().is_some()
    }
}
