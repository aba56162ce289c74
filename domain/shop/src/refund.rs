//! Money goes back, once per claim: asked for in our books, paid by the provider, recorded
//! in the payment and in the order.

use domain::order::{
    Claim, Goods, LineQuantity, Order, OrderCommand, OrderDraft, PaymentMethod, RefundPlan, Status,
};
use domain::payment::{Payment, PaymentCommand, RefundState, TaxFree};
use domain::pricing::{Gift, Tax};
use domain::stock::StockCommand;
use domain::{ClaimId, OrderId, Reference, RefundId, Sku, Won};
use futures::FutureExt;
use store::Cursor;

use crate::{Caller, Shop, ShopError};

impl Shop {
    /// Puts the pieces of an order's open claims back on the shelf, pays their money back, and
    /// takes the pieces that replace those of exchanges. Idempotent; also called by the claims process.
    /// Gives the place of the last refund that was written down, if one was.
    ///
    /// # Errors
    /// The first claim's that fails, after all have been tried: one does not block the others.
    pub async fn settle_claims(
        &self,
        caller: &Caller,
        order: &OrderId,
    ) -> Result<Option<Cursor>, ShopError> {
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let Some(draft) = state.draft() else {
            return Ok(None);
        };
        let mut last = None;
        let mut outcome = Ok(());
        if state.status() == Status::Cancelled {
            // Nothing was sent and all is paid back: the coupon counts as not used.
            outcome = self.release_coupon(caller, draft).await;
        }
        for (claim, plan, goods) in state.open_claims() {
            let gifts = state.gifts_back(claim);
            let mut settled = Ok(());
            if goods != Goods::None {
                let pieces = back(&state, draft, claim, plan, gifts);
                settled = self.restock(caller, draft, claim, pieces, goods).await;
            }
            if settled.is_ok() {
                let paid = self.pay_back(caller, &state, draft, (claim, plan)).await;
                settled = paid.map(|cursor| last = cursor.or(last));
            }
            outcome = outcome.and(settled);
        }
        outcome = outcome.and(self.settle_swaps(caller, draft, &state).await);
        outcome.and(self.settle_exchanges(caller, &state).await)?;
        Ok(last)
    }

    /// Books pieces that came back, or never left; once per claim, line and gift. The stock
    /// remembers a reference only for a while, so the order says when all of it is done.
    async fn restock(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        claim: &ClaimId,
        pieces: Vec<(Sku, u32, String)>,
        goods: Goods,
    ) -> Result<(), ShopError> {
        let now = self.now();
        let meta = caller.meta(now).caused_by(claim.as_str());
        for (sku, quantity, part) in pieces {
            let reference = Reference::of_claim(&draft.order, claim, &part);
            let back = StockCommand::Return {
                hold: draft.order.hold(),
                quantity,
                resellable: goods != Goods::WrittenOff,
                reference: reference.map_err(ShopError::bug)?,
            };
            let stock = self.stock_of(&draft.store, &sku);
            self.tell_stock(&stock, back, &meta).await?;
        }
        let claim = claim.clone();
        let booked = OrderCommand::RecordRestock { claim, at: now };
        self.ledger
            .execute::<Order>(draft.order.as_str(), booked, &meta)
            .await?;
        Ok(())
    }

    async fn pay_back(
        &self,
        caller: &Caller,
        state: &Order,
        draft: &OrderDraft,
        (claim, plan): (&ClaimId, &RefundPlan),
    ) -> Result<Option<Cursor>, ShopError> {
        let order = &draft.order;
        let refund = RefundId::of(order, claim);
        let now = self.now();
        let meta = caller.meta(now).caused_by(claim.as_str());
        // A deposit that its bank took back is with the shopper already: nothing is left to pay back.
        let payment = self.payment_of(order).await?;
        if plan.amount > Won::ZERO && !payment.is_reversed() {
            let free = TaxFree {
                wanted: self.tax_free_of(state, draft, (claim, plan)).await?,
                of_all: draft.quote.tax_free(),
                untold: untold(draft, state, &payment),
            };
            let paid = self.pay_back_with_provider(caller, draft, &refund, (plan.amount, free));
            if !paid.boxed().await? {
                // It goes on when the shopper has named an account, or staff have looked at what was refused.
                return Ok(None);
            }
        }
        let record = OrderCommand::RecordRefund {
            claim: claim.clone(),
            refund,
            at: now,
        };
        let done = self
            .ledger
            .execute::<Order>(order.as_str(), record, &meta)
            .await?;
        Ok(done.cursor)
    }

    /// False: it is asked for, and waits for the account that it is to go to, or for staff.
    async fn pay_back_with_provider(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        refund: &RefundId,
        (amount, tax_free): (Won, TaxFree),
    ) -> Result<bool, ShopError> {
        let now = self.now();
        let meta = caller.meta(now).caused_by(refund.as_str());
        let payment = draft.order.payment();
        let request = PaymentCommand::RequestRefund {
            refund: refund.clone(),
            amount,
            tax_free,
            at: now,
        };
        self.ledger
            .execute::<Payment>(payment.as_str(), request, &meta)
            .await?;
        let known = self.payment_of(&draft.order).await?;
        let free = known.tax_free_of(refund).unwrap_or(tax_free.wanted);
        let amounts = (amount, free);
        match known.refunds().get(refund) {
            Some(RefundState::Done(_)) => return Ok(true),
            // Its provider refused: staff look at it first.
            Some(RefundState::Refused(_)) => return Ok(false),
            Some(RefundState::Requested(_)) | None => {}
        }
        let reference = match draft.method {
            PaymentMethod::VirtualAccount { .. } | PaymentMethod::Window { .. } => {
                self.ask_back(caller, (draft, &known), refund, amounts)
                    .await?
            }
            // No provider of ours took the money: whoever keeps that book pays it back.
            PaymentMethod::Recorded => Some(format!("recorded:{refund}")),
        };
        let Some(reference) = reference else {
            return Ok(false);
        };
        let record = PaymentCommand::RecordRefund {
            refund: refund.clone(),
            reference,
            at: now,
        };
        self.ledger
            .execute::<Payment>(payment.as_str(), record, &meta)
            .await?;
        Ok(true)
    }

    /// Won of a refund that are free of VAT: of what was paid for an exchange, those of the goods that it is given
    /// back for; what staff grant of that is for its carriage first.
    async fn tax_free_of(
        &self,
        state: &Order,
        draft: &OrderDraft,
        (claim, plan): (&ClaimId, &RefundPlan),
    ) -> Result<Won, ShopError> {
        let Some(added) = draft
            .supplement
            .as_ref()
            .filter(|_| draft.quote.lines.is_empty())
        else {
            return Ok(tax_free(draft, state, claim, plan));
        };
        let first = self.ledger.state::<Order>(added.to.as_str()).await?.state;
        let mut backs = first.exchange_give_backs().into_iter();
        let back = backs.find(|it| it.order == draft.order && it.grant == *claim);
        Ok(back.map_or(Won::ZERO, |back| back.tax_free.min(plan.amount)))
    }

    /// Grants money back without a return, and pays it. No cursor: it was granted before.
    pub async fn grant_refund(
        &self,
        caller: &Caller,
        order: &OrderId,
        claim: ClaimId,
        amount: Won,
        reason: String,
    ) -> Result<Option<Cursor>, ShopError> {
        let now = self.now();
        let grant = OrderCommand::GrantRefund {
            claim,
            amount,
            reason,
            at: now,
        };
        let done = self
            .ledger
            .execute::<Order>(order.as_str(), grant, &caller.meta(now))
            .await?;
        self.settle_claims(caller, order).await?;
        Ok(done.cursor)
    }

    /// A return or exchange arrived and was counted: pieces go on the shelf or are written off, and
    /// a return's money is paid back. No cursor: it was counted before.
    pub async fn receive_return(
        &self,
        caller: &Caller,
        order: &OrderId,
        claim: ClaimId,
        lines: Vec<LineQuantity>,
        resellable: bool,
    ) -> Result<Option<Cursor>, ShopError> {
        let now = self.now();
        let meta = caller.meta(now);
        let receive = OrderCommand::ReceiveReturn {
            claim: claim.clone(),
            lines,
            resellable,
            at: now,
        };
        let done = self
            .ledger
            .execute::<Order>(order.as_str(), receive, &meta)
            .await?;
        self.settle_claims(caller, order).await?;
        Ok(done.cursor)
    }
}

/// The pieces that a claim brings back, each with what names it in a reference: what came of a line may
/// be another option than was ordered.
fn back(
    state: &Order,
    draft: &OrderDraft,
    claim: &ClaimId,
    plan: &RefundPlan,
    gifts: &[Gift],
) -> Vec<(Sku, u32, String)> {
    let parts = plan.pieces().into_iter();
    let lines = parts.flat_map(|part| came(state, draft, claim, part));
    let gifts = (0..).zip(gifts);
    let gifts = gifts.map(|(place, gift): (u32, _)| {
        let sku = gift.sku.clone();
        (sku, gift.quantity, format!("gift{place}"))
    });
    lines.chain(gifts).collect()
}

/// What came of a line with a claim. What was ordered is known by its line alone, as it always was.
pub(crate) fn came(
    state: &Order,
    draft: &OrderDraft,
    claim: &ClaimId,
    part: LineQuantity,
) -> Vec<(Sku, u32, String)> {
    let ordered = draft.quote.lines.get(part.line as usize);
    let ordered = ordered.map(|line| &line.sku);
    let came = (0..).zip(state.came(claim, part));
    let named = came.map(|(place, (sku, quantity)): (u32, _)| {
        let name = if Some(&sku) == ordered {
            part.line.to_string()
        } else {
            format!("{}.{place}", part.line)
        };
        (sku, quantity, name)
    });
    named.collect()
}

/// Won free of VAT of refunds that were asked for when that was not written down.
fn untold(draft: &OrderDraft, order: &Order, payment: &Payment) -> Won {
    let refunds = payment.refunds().keys();
    let untold = refunds.filter(|refund| payment.tax_free_of(refund).is_none());
    untold.map(|refund| free_of(draft, order, refund)).sum()
}

/// Won free of VAT of a refund of the order's, by what it was promised for.
pub(crate) fn free_of(draft: &OrderDraft, order: &Order, refund: &RefundId) -> Won {
    let mut claims = order.claims().iter();
    let claim = claims.find(|(claim, _)| RefundId::of(&draft.order, claim) == *refund);
    match claim {
        Some((claim, Claim::Owed(plan, _) | Claim::Refunded(plan, ..))) => {
            tax_free(draft, order, claim, plan)
        }
        _ => Won::ZERO,
    }
}

/// Won of the goods of a refund that are free of VAT: what went back for them before, because something cheaper was
/// sent, was free of it as well. Of an order of charges alone the difference goes back before the carriage does.
fn tax_free(draft: &OrderDraft, order: &Order, claim: &ClaimId, plan: &RefundPlan) -> Won {
    if draft.quote.lines.is_empty() {
        return draft.quote.tax_free().min(plan.amount);
    }
    let is_free = |line: u32| {
        let line = draft.quote.lines.get(line as usize);
        line.is_some_and(|line| line.tax == Tax::TaxFree)
    };
    let parts = plan.lines.iter().map(|part| (part.line, part.amount));
    let cheaper = order.less_by_line(claim).into_iter();
    let before = order.less_before_by_line(claim).into_iter();
    let before = before.map(|(line, less)| (line, -less));
    let all = parts.chain(cheaper).chain(before);
    let free = all.filter(|(line, _)| is_free(*line));
    free.map(|(_, amount)| amount).sum::<Won>().max(Won::ZERO)
}
