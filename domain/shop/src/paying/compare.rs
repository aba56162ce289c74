//! Our books beside a provider's.

use domain::payment::Stage;
use domain::{AttemptId, OrderId, Won};

use super::Under;
use crate::ports::paying::{Known, Taken};
use crate::{Shop, ShopError};

/// What the shop and a provider say of one attempt, where they differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differs {
    /// Which.
    pub attempt: AttemptId,
    /// Won that the provider holds for us, as our books say.
    pub ours: Won,
    /// The same as the provider says.
    pub theirs: Won,
}

impl Shop {
    /// Asks the providers what they hold of an order's money, and gives what differs. Attempts whose answer is
    /// still being found out are left out, and accounts, whose deposits are told and not asked for, and what a
    /// provider does not tell the rest of.
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
            if under.attempt.is_asked() {
                continue;
            }
            let theirs = match self.known(&under, &attempt).await? {
                Known::Taken {
                    taken: Taken::Account(_),
                    ..
                }
                | Known::PartlyReturned => continue,
                Known::Taken {
                    taken: Taken::Money(approval),
                    returned,
                } => approval.amount - returned,
                Known::Nothing | Known::Ended(_) => Won::ZERO,
            };
            let ours = under.held();
            if ours != theirs {
                differ.push(Differs {
                    attempt,
                    ours,
                    theirs,
                });
            }
        }
        Ok(differ)
    }
}

impl Under {
    /// Won that the provider holds for us by this attempt, as far as it has answered.
    fn held(&self) -> Won {
        match &self.attempt.stage {
            Stage::Approved { .. } => self.payment.with_provider(),
            Stage::Stranded { amount, .. } => *amount,
            Stage::Open | Stage::Asked { .. } | Stage::Failed | Stage::Undone => Won::ZERO,
        }
    }
}
