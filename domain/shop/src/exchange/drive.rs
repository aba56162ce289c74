//! Driving exchanges on: what is to be paid is placed and noticed, and what was held or paid for nothing
//! goes back.

use std::collections::BTreeSet;

use domain::order::{
    Claim, Deal, ExchangeTerms, GiveBack, Order, OrderCommand, OrderDraft, OrderRefusal, Status,
};
use domain::{ClaimId, OrderId, Sku, Won};
use futures::FutureExt;
use futures::future::BoxFuture;

use crate::amend::Cancellation;
use crate::{Caller, Shop, ShopError};

/// Why what an exchange was to cost is not to be paid any more, or goes back, in a word.
const NO_EXCHANGE: &str = "no-exchange";
/// Why a part of it goes back, in a word.
const EXCHANGE: &str = "exchange";

impl Shop {
    /// Places what is to be paid for an exchange, and notices that it is paid. Nothing if there is no such
    /// exchange, or nothing to be paid. Idempotent.
    pub(crate) async fn drive_exchange(
        &self,
        caller: &Caller,
        order: &OrderId,
        claim: &ClaimId,
    ) -> Result<(), ShopError> {
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let open = state.claims().get(claim).is_some_and(Claim::is_open);
        let due = state.deals().get(claim).and_then(Deal::to_be_paid);
        let Some(draft) = due.filter(|_| open) else {
            return Ok(());
        };
        let id = draft.order.as_str();
        let placed = self.ledger.state::<Order>(id).await?.state;
        if placed.came_to_nothing() {
            return Ok(());
        }
        if placed.payment().is_some() {
            return self.note_paid(caller, order, claim, draft).await;
        }
        if matches!(placed.status(), Status::New | Status::PendingDeposit) {
            self.place_supplement(caller, draft).boxed().await?;
        }
        Ok(())
    }

    /// The first order learns that what its exchange costs is paid. Of one that is over it is paid back,
    /// as the claims process sees to it.
    async fn note_paid(
        &self,
        caller: &Caller,
        order: &OrderId,
        claim: &ClaimId,
        draft: &OrderDraft,
    ) -> Result<(), ShopError> {
        let paid = OrderCommand::RecordExchangePaid {
            claim: claim.clone(),
            supplement: draft.order.clone(),
            at: self.now(),
        };
        match self.order(caller, order, paid).await {
            Err(ShopError::Order(OrderRefusal::ClaimClosed(_))) => Ok(()),
            noted => noted.map(drop),
        }
    }

    /// What was to be paid before is not to be paid any more.
    ///
    /// # Errors
    /// [`OrderRefusal::ExchangePaid`]: it is paid, perhaps this very moment.
    pub(crate) async fn give_up_terms(
        &self,
        caller: &Caller,
        order: &OrderId,
        claim: &ClaimId,
        deal: &Deal,
    ) -> Result<(), ShopError> {
        let paid = || ShopError::Order(OrderRefusal::ExchangePaid(claim.clone()));
        let charged = deal.terms.as_ref().and_then(|it| it.supplement.as_ref());
        let Some(draft) = charged else {
            return Ok(());
        };
        let id = draft.order.as_str();
        let placed = self.ledger.state::<Order>(id).await?.state;
        match placed.status() {
            _ if placed.came_to_nothing() => Ok(()),
            Status::New => self.abandon(caller, draft, NO_EXCHANGE).await,
            Status::PendingDeposit => {
                if !self
                    .close_payment(caller, draft, &nothing_came_of_it())
                    .await?
                {
                    self.settle_paid(caller, &draft.order).boxed().await?;
                    self.drive_exchange(caller, order, claim).await?;
                    return Err(paid());
                }
                let what = nothing_came_of_it();
                self.cancel_boxed(caller, &draft.order, what).await?;
                Ok(())
            }
            _ if placed.payment().is_some() => Err(paid()),
            _ => Ok(()),
        }
    }

    /// Drives an order's exchanges on, and gives back what was held or paid for those that came to
    /// nothing, or to less. Idempotent.
    ///
    /// # Errors
    /// The first one's that fails, after all have been tried.
    pub(crate) fn settle_exchanges<'a>(
        &'a self,
        caller: &'a Caller,
        state: &'a Order,
    ) -> BoxFuture<'a, Result<(), ShopError>> {
        async move {
            let Some(draft) = state.draft().filter(|_| !state.deals().is_empty()) else {
                return Ok(());
            };
            let mut outcome = Ok(());
            for (claim, deal) in state.deals() {
                let settled = match state.claims().get(claim) {
                    Some(known) if known.is_open() => {
                        self.drive_exchange(caller, &draft.order, claim).await
                    }
                    Some(Claim::Swapped(_)) | None => Ok(()),
                    Some(_) => self.undo_exchange(caller, state, claim, deal).await,
                };
                outcome = outcome.and(settled);
            }
            for back in state.exchange_give_backs() {
                outcome = outcome.and(self.give_back(caller, back).await);
            }
            outcome
        }
        .boxed()
    }

    /// Nothing is held and nothing was paid for an exchange that is over without a replacement.
    async fn undo_exchange(
        &self,
        caller: &Caller,
        state: &Order,
        claim: &ClaimId,
        deal: &Deal,
    ) -> Result<(), ShopError> {
        let agreed = deal.terms.as_ref().map(ExchangeTerms::pieces);
        // Staff may have been about to accept it, of whatever lines and wishes there are.
        let asked = state.replacement_pieces(claim).into_iter();
        let lines = state.draft().into_iter().flat_map(|it| &it.quote.lines);
        let held: BTreeSet<Sku> = match agreed {
            Some(agreed) => agreed.into_iter().map(|(sku, _)| sku).collect(),
            None => asked
                .map(|(sku, _)| sku)
                .chain(deal.wanted.iter().map(|it| it.sku.clone()))
                .chain(lines.map(|line| line.sku.clone()))
                .collect(),
        };
        self.release_exchange(caller, state, claim, held).await?;
        let supplement = deal.terms.as_ref().and_then(|it| it.supplement.as_ref());
        match supplement {
            Some(charged) => self.undo_charge(caller, charged).await,
            None => Ok(()),
        }
    }

    async fn undo_charge(&self, caller: &Caller, charged: &OrderDraft) -> Result<(), ShopError> {
        let id = charged.order.as_str();
        let placed = self.ledger.state::<Order>(id).await?.state;
        let undone = placed.claims().contains_key(&ClaimId::no_exchange());
        match placed.status() {
            Status::New => self.abandon(caller, charged, NO_EXCHANGE).await,
            Status::PendingDeposit | Status::Confirmed if !undone && !placed.came_to_nothing() => {
                let what = nothing_came_of_it();
                self.cancel_boxed(caller, &charged.order, what).await?;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Grants a part of what was paid for an exchange back; what staff paid back before counts for it.
    async fn give_back(&self, caller: &Caller, back: GiveBack) -> Result<(), ShopError> {
        let id = back.order.as_str();
        let paid = self.ledger.state::<Order>(id).await?.state;
        let left = paid.retained().max(Won::ZERO);
        let amount = back.amount.min(left);
        if paid.claims().contains_key(&back.grant) || !amount.is_positive() {
            return Ok(());
        }
        let reason = EXCHANGE.to_owned();
        let granted = self.grant_refund(caller, &back.order, back.grant, amount, reason);
        granted.await.map(drop)
    }
}

fn nothing_came_of_it() -> Cancellation {
    Cancellation {
        claim: ClaimId::no_exchange(),
        ..Cancellation::whole(NO_EXCHANGE)
    }
}
