//! What an exchange costs, and on what terms: agreed on when staff accept it, for another option or for
//! the same once more.
//!
//! What goes out is held from then on. What the shopper owes, for carriage and for a dearer option, is an
//! order of charges alone; `ClaimAccepted` holds all of it, as an edit's `EditBegun` does, so that
//! whoever finds it unfinished can drive it on.

mod drive;
mod terms;

use cqrs_es::Aggregate;
use domain::order::{ClaimRequest, Deal, Order, OrderCommand, OrderDraft, OrderRefusal, Wish};
use domain::{ClaimId, Decide, OrderId, Won};
use store::Cursor;

use crate::claim::ClaimForm;
use crate::{Caller, Shop, ShopError};

/// How staff accept a claim.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Acceptance {
    /// Another judgement of what the shopper owes for carriage, won.
    pub carriage: Option<Won>,
    /// The shopper pays nothing: neither carriage nor what a dearer option costs more.
    pub waive: bool,
}

/// What an exchange would come to, told before it is asked for: at the prices of now, in won.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExchangePreview {
    /// What the shopper owes for carriage.
    pub carriage: Won,
    /// What dearer options cost more.
    pub dearer: Won,
    /// What goes back because options cost less.
    pub cheaper: Won,
}

type Done = Result<Option<Cursor>, ShopError>;

impl Shop {
    /// The goods may come. What an exchange sends is held from now on, and what it costs is to be paid.
    /// The same once more changes nothing, unless what was to be paid was given up: then it is asked for
    /// again.
    ///
    /// # Errors
    /// [`ShopError::Short`]: there are not enough pieces of what the exchange is to send.
    pub async fn accept_claim(
        &self,
        caller: &Caller,
        order: &OrderId,
        claim: ClaimId,
        how: Acceptance,
    ) -> Done {
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let carriage = if how.waive {
            Some(Won::ZERO)
        } else {
            how.carriage
        };
        let Some(owed) = state.open_exchange(&claim) else {
            let accept = OrderCommand::AcceptClaim {
                claim,
                carriage,
                terms: None,
                at: self.now(),
            };
            return self.order(caller, order, accept).await;
        };
        let carriage = carriage.unwrap_or(owed);
        if carriage.is_negative() {
            return Err(ShopError::Order(OrderRefusal::BadCarriage));
        }
        let deal = state.deals().get(&claim);
        let stands = match deal {
            Some(deal) => self.stands(deal, how, owed == carriage).await?,
            None => false,
        };
        let mut accepted = None;
        if !stands {
            if let Some(deal) = deal {
                self.give_up_terms(caller, order, &claim, deal).await?;
            }
            accepted = self
                .agree_on_exchange(caller, &state, &claim, carriage, how)
                .await?;
        }
        self.drive_exchange(caller, order, &claim).await?;
        Ok(accepted)
    }

    /// What an exchange would come to if staff agreed to it as it is asked for.
    ///
    /// # Errors
    /// What the request would be refused with.
    pub async fn preview_exchange(
        &self,
        state: &Order,
        form: &ClaimForm,
    ) -> Result<ExchangePreview, ShopError> {
        let draft = state.draft().ok_or(OrderRefusal::NotPlaced);
        let draft = draft.map_err(ShopError::Order)?;
        let wanted = self
            .wanted(state, &form.claim, &form.lines, &form.wanted)
            .await?;
        let request = ClaimRequest {
            wish: Wish::Exchange,
            lines: form.lines.clone(),
            reason: form.reason,
            note: None,
            photos: vec![],
            wanted,
        };
        let asked = state.decide(OrderCommand::RequestClaim {
            claim: form.claim.clone(),
            request: Box::new(request),
            terms: self.store(&draft.store)?.care.terms,
            at: self.now(),
        });
        let mut asking = state.clone();
        for event in asked.map_err(ShopError::Order)? {
            asking.apply(event);
        }
        let lines = self.exchange_lines(&asking, draft, &form.claim, false);
        let lines = lines.await?;
        let differences = || lines.iter().map(|line| line.difference);
        Ok(ExchangePreview {
            carriage: asking.open_exchange(&form.claim).unwrap_or(Won::ZERO),
            dearer: differences().map(|it| it.max(Won::ZERO)).sum(),
            cheaper: differences().map(|it| (-it).max(Won::ZERO)).sum(),
        })
    }

    /// Whether the terms of before hold: the same word once more, and what is to be paid can be paid or is.
    async fn stands(
        &self,
        deal: &Deal,
        how: Acceptance,
        same_carriage: bool,
    ) -> Result<bool, ShopError> {
        let Some(terms) = &deal.terms else {
            return Ok(false);
        };
        let same = same_carriage && terms.waived == how.waive;
        if !same && how != Acceptance::default() {
            return Ok(false);
        }
        match &terms.supplement {
            Some(draft) => Ok(!self.given_up(draft).await?),
            None => Ok(true),
        }
    }

    /// Whether nobody can pay this order any more and nobody did, or all that was paid went back.
    pub(crate) async fn given_up(&self, draft: &OrderDraft) -> Result<bool, ShopError> {
        let id = draft.order.as_str();
        let charged = self.ledger.state::<Order>(id).await?.state;
        Ok(charged.came_to_nothing())
    }
}
