//! Something comes back: asked by the shopper, refused by staff, exchanged.

use std::fmt;

use domain::order::{
    Claim, ClaimReason, ClaimRequest, LineQuantity, Order, OrderCommand, OrderDraft, OrderRefusal,
    Wish,
};
use domain::personal::Retention;
use domain::{ClaimId, Decide, HoldId, OrderId, PersonalRef, Sku, Won};
use serde_json::{Value, json};
use store::Cursor;

use crate::error::is_unsaid;
use crate::recipient::subject;
use crate::{Caller, Shop, ShopError};

/// What a shopper sends to ask for a return or an exchange.
#[derive(Clone)]
pub struct ClaimForm {
    /// Made with the form: sending it twice is one request.
    pub claim: ClaimId,
    /// Money, or an exchange.
    pub wish: Wish,
    /// What is to come back.
    pub lines: Vec<LineQuantity>,
    /// Why.
    pub reason: ClaimReason,
    /// What the shopper tells beside it; may be empty. Goes into the vault.
    pub text: String,
    /// Names of uploaded pictures.
    pub photos: Vec<String>,
    /// Another option that an exchange is to send, line by line; others get the same once more.
    pub wanted: Vec<(u32, Sku)>,
}

impl fmt::Debug for ClaimForm {
    /// The text never into a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ClaimForm").field(&self.claim).finish()
    }
}

/// Letters of what people write about a claim, at most.
pub const LONGEST_NOTE: usize = 2_000;

type Done = Result<Option<Cursor>, ShopError>;

impl Shop {
    /// The shopper wants to send something back. No cursor: it was asked before.
    pub async fn request_claim(&self, caller: &Caller, order: &OrderId, form: ClaimForm) -> Done {
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let store = state.draft().map(|draft| draft.store.clone());
        let store = store.ok_or(ShopError::Order(OrderRefusal::NotPlaced))?;
        let (terms, at) = (self.store(&store)?.care.terms, self.now());
        let ClaimForm {
            claim,
            wish,
            lines,
            reason,
            text,
            photos,
            wanted,
        } = form;
        let wanted = self.wanted(&state, &claim, &lines, &wanted).await?;
        let ask = |note| OrderCommand::RequestClaim {
            claim: claim.clone(),
            request: Box::new(ClaimRequest {
                wish,
                lines: lines.clone(),
                reason,
                note,
                photos: photos.clone(),
                wanted: wanted.clone(),
            }),
            terms,
            at,
        };
        // Nothing is kept of what would be refused, or was asked before.
        let asked = state.decide(ask(None)).map_err(ShopError::Order)?;
        if asked.is_empty() {
            return Ok(None);
        }
        self.use_photos(caller, order, &photos).await?;
        let note = self.keep_note(order, &text).await?;
        self.with_note(caller, order, note, ask).await
    }

    /// Staff say no, in a word, and write why; the text may be empty.
    pub async fn reject_claim(
        &self,
        caller: &Caller,
        order: &OrderId,
        claim: ClaimId,
        reason: String,
        text: &str,
    ) -> Done {
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let at = self.now();
        let reject = |note| OrderCommand::RejectClaim {
            claim: claim.clone(),
            reason: reason.clone(),
            note,
            at,
        };
        let rejected = state.decide(reject(None)).map_err(ShopError::Order)?;
        if rejected.is_empty() {
            return Ok(None);
        }
        let note = self.keep_note(order, text).await?;
        let said = self.with_note(caller, order, note, reject).await?;
        self.undo_what_was_agreed(caller, order).await;
        Ok(said)
    }

    /// The shopper keeps it after all.
    pub async fn withdraw_claim(&self, caller: &Caller, order: &OrderId, claim: ClaimId) -> Done {
        let at = self.now();
        let withdraw = OrderCommand::WithdrawClaim { claim, at };
        let withdrawn = self.order(caller, order, withdraw).await?;
        self.undo_what_was_agreed(caller, order).await;
        Ok(withdrawn)
    }

    /// What was held and paid for an exchange that is over goes back; where that fails, the claims
    /// process sees to it.
    async fn undo_what_was_agreed(&self, caller: &Caller, order: &OrderId) {
        if let Err(error) = self.settle_claims(caller, order).await {
            tracing::warn!(%order, %error, "what was agreed for an exchange of {order} is undone later: {error}");
        }
    }

    /// The pieces of an exchange go out. They leave the stocks' books at once; the claims process
    /// finishes that where a crash comes between.
    ///
    /// # Errors
    /// [`ShopError::Short`]: there are not enough pieces; then [`Shop::refund_exchange`] remains.
    /// [`OrderRefusal::ExchangeUnpaid`]: the shopper has not paid what it costs.
    pub async fn ship_replacement(
        &self,
        caller: &Caller,
        order: &OrderId,
        claim: ClaimId,
        carrier: String,
        invoice: String,
    ) -> Done {
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        if let (Some(draft), Some(Claim::Swapped(swap))) =
            (state.draft(), state.claims().get(&claim))
            && swap.parcel.is_none()
        {
            self.enough(draft, &claim, state.replacement_pieces(&claim))
                .await?;
            self.still_paid(&state, &claim).await?;
        }
        let at = self.now();
        let ship = OrderCommand::ShipReplacement {
            claim,
            carrier,
            invoice,
            at,
        };
        let cursor = self.order(caller, order, ship).await?;
        self.settle_claims(caller, order).await?;
        Ok(cursor)
    }

    /// There is no replacement: what came back is paid back, less this carriage, and what was paid for the
    /// exchange with it. No carriage named: none, but the way back of what was to be paid and never was.
    pub async fn refund_exchange(
        &self,
        caller: &Caller,
        order: &OrderId,
        claim: ClaimId,
        carriage: Option<Won>,
    ) -> Done {
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let refund = OrderCommand::RefundExchange {
            claim: claim.clone(),
            carriage,
            at: self.now(),
        };
        let decided = state.decide(refund.clone()).map_err(ShopError::Order)?;
        let unpaid = state.deals().get(&claim);
        let unpaid = unpaid.filter(|deal| deal.to_be_paid().is_some() && !decided.is_empty());
        if let Some(deal) = unpaid {
            // Whether it was paid decides what goes back: it is closed, or found out, before that.
            match self.give_up_terms(caller, order, &claim, deal).await {
                Err(ShopError::Order(OrderRefusal::ExchangePaid(_))) => {
                    self.drive_exchange(caller, order, &claim).await?;
                }
                closed => closed?,
            }
        }
        let cursor = self.order(caller, order, refund).await?;
        self.settle_claims(caller, order).await?;
        Ok(cursor)
    }

    /// What somebody wrote about claims, in their order, read at once; none for what was erased.
    pub async fn claim_notes(
        &self,
        notes: &[PersonalRef],
    ) -> Result<Vec<Option<String>>, ShopError> {
        let kept = self.ports.vault.get_many(notes).await?;
        let text = |kept: Option<Value>| Some(kept?.get("text")?.as_str()?.to_owned());
        Ok(kept.into_iter().map(text).collect())
    }

    /// What was paid for the exchange did not go back meanwhile.
    async fn still_paid(&self, state: &Order, claim: &ClaimId) -> Result<(), ShopError> {
        let terms = state.deals().get(claim).and_then(|it| it.terms.as_ref());
        match terms.and_then(|terms| terms.supplement.as_ref()) {
            Some(draft) if self.given_up(draft).await? => {
                let order = draft.order.clone();
                Err(ShopError::Order(OrderRefusal::ExchangeUnpaid(order)))
            }
            _ => Ok(()),
        }
    }

    async fn enough(
        &self,
        draft: &OrderDraft,
        claim: &ClaimId,
        pieces: Vec<(Sku, u32)>,
    ) -> Result<(), ShopError> {
        let hold = HoldId::of_exchange(&draft.order, claim);
        for (sku, pieces) in pieces {
            let stock = self.stock(&self.stock_of(&draft.store, &sku)).await?;
            let available = stock.on_hand().max(0) + i64::from(stock.held_by(&hold));
            if i64::from(pieces) > available {
                let available = u32::try_from(available).unwrap_or(u32::MAX);
                return Err(ShopError::Short { sku, available });
            }
        }
        Ok(())
    }

    async fn keep_note(
        &self,
        order: &OrderId,
        text: &str,
    ) -> Result<Option<PersonalRef>, ShopError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if text.chars().count() > LONGEST_NOTE {
            return Err(ShopError::BadText { most: LONGEST_NOTE });
        }
        let (data, class): (Value, _) = (json!({ "text": text }), Retention::Complaint3y);
        let kept = self.ports.vault.put(&subject(order), class, &data).await?;
        Ok(Some(kept))
    }

    /// Says something with a note; the note is forgotten again if it was not said.
    async fn with_note(
        &self,
        caller: &Caller,
        order: &OrderId,
        note: Option<PersonalRef>,
        say: impl Fn(Option<PersonalRef>) -> OrderCommand,
    ) -> Done {
        let said = self.order(caller, order, say(note.clone())).await;
        if let Some(note) = note.filter(|_| is_unsaid(&said)) {
            self.ports.vault.forget(&note).await?;
        }
        said
    }
}
