//! What goes along with an order: it is packed with it, sent where it goes, and cancelled with it.

use domain::order::{Order, Status};
use domain::{ClaimId, OrderId};
use futures::FutureExt;

use crate::amend::Cancellation;
use crate::{Caller, Shop, ShopError};

/// Why an order goes that was added to one that is cancelled, in a word.
const WITH_FIRST: &str = "with-first";

impl Shop {
    /// Orders that travel with this one: what was added to it, and where it stands in the place of another, what was
    /// added to that one.
    ///
    /// # Errors
    /// The books cannot be reached.
    pub async fn sent_with(&self, state: &Order) -> Result<Vec<OrderId>, ShopError> {
        let mut with: Vec<OrderId> = state.supplements().cloned().collect();
        let mut stands = self.stands_for(state).await?;
        while let Some((place, before)) = stands {
            with.extend(before.supplements().filter(|it| **it != place).cloned());
            stands = self.stands_for(&before).await?;
        }
        Ok(with)
    }

    /// The order in whose place a paid one stands, all of it taken out; and the number of the one that stands there.
    async fn stands_for(&self, state: &Order) -> Result<Option<(OrderId, Order)>, ShopError> {
        let draft = state.draft();
        let Some((draft, added)) = draft.and_then(|it| Some((it, it.supplement.as_ref()?))) else {
            return Ok(None);
        };
        let before = self.ledger.state::<Order>(added.to.as_str()).await?.state;
        let replaced = before.is_ended_by(&added.edit) && !draft.quote.lines.is_empty();
        Ok(replaced.then(|| (draft.order.clone(), before)))
    }

    /// What was added to an order that is cancelled as a whole goes with it; what took its place by an
    /// edit stays.
    pub(crate) async fn cancel_supplements(
        &self,
        caller: &Caller,
        state: &Order,
    ) -> Result<(), ShopError> {
        let replaced = state.ended_by_edit();
        for (added, known) in self.goes_with(state).await? {
            // What took its place by an edit stays; what only carried it does not.
            if replaced && !known.lines().is_empty() && known.status() != Status::Cancelled {
                continue;
            }
            let what = Cancellation {
                claim: ClaimId::with_first(),
                ..Cancellation::whole(WITH_FIRST)
            };
            self.cancel_boxed(caller, &added, what).await?;
        }
        Ok(())
    }

    /// What a cancelled order kept for carrying the goods of another goes back once that one is cancelled, too.
    /// Looked at whichever of the two ends: the later sees both.
    pub(crate) async fn give_back_kept(
        &self,
        caller: &Caller,
        known: &Order,
    ) -> Result<(), ShopError> {
        let amount = known.retained();
        let added = known.draft().filter(|it| it.supplement.is_some());
        let Some(added) = added.filter(|_| amount.is_positive()).map(|it| &it.order) else {
            return Ok(());
        };
        if self.keeps(known).await?.is_positive() {
            return Ok(());
        }
        let grant = self.grant(ClaimId::with_first(), amount, WITH_FIRST);
        self.order(caller, added, grant).await?;
        self.settle_claims(caller, added).boxed().await?;
        Ok(())
    }

    /// What travels with an order and would be cancelled with it as a whole.
    ///
    /// # Errors
    /// The books cannot be reached.
    pub async fn goes_with(&self, state: &Order) -> Result<Vec<(OrderId, Order)>, ShopError> {
        let mut with = vec![];
        for added in self.sent_with(state).await? {
            let known = self.ledger.state::<Order>(added.as_str()).await?.state;
            let kept = known.retained().is_positive();
            let goes = match known.status() {
                Status::PendingDeposit | Status::Paid | Status::Preparing => true,
                Status::Confirmed => known.lines().is_empty() && kept,
                // What it kept for carrying this one's goods.
                Status::Cancelled => kept,
                _ => false,
            };
            if goes {
                with.push((added, known));
            }
        }
        Ok(with)
    }
}
