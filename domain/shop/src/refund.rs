//! Money goes back, once per claim: asked for in our books, paid by the provider, recorded
//! in the payment and in the order.

use domain::order::{
    Goods, LineQuantity, Order, OrderCommand, OrderDraft, PaymentMethod, RefundPlan,
};
use domain::payment::{Payment, PaymentCommand};
use domain::stock::{Stock, StockCommand};
use domain::{ClaimId, OrderId, Reference, RefundId, Won};

use crate::ports::{RefundAsk, within};
use crate::{Caller, Shop, ShopError};

impl Shop {
    /// Puts the pieces of an order's open claims back on the shelf and pays their money
    /// back. Idempotent; also called by the claims process.
    pub async fn settle_claims(&self, caller: &Caller, order: &OrderId) -> Result<(), ShopError> {
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let Some(draft) = state.draft() else {
            return Ok(());
        };
        for (claim, plan, goods) in state.open_claims() {
            self.restock(caller, draft, claim, plan, goods).await?;
            self.pay_back(caller, draft, claim, plan).await?;
        }
        Ok(())
    }

    /// Books pieces that came back, or never left; once per claim and line.
    async fn restock(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        claim: &ClaimId,
        plan: &RefundPlan,
        goods: Goods,
    ) -> Result<(), ShopError> {
        if goods == Goods::None {
            return Ok(());
        }
        let meta = caller.meta(self.now()).caused_by(claim.as_str());
        for part in &plan.lines {
            let Some(line) = draft.quote.lines.get(part.line as usize) else {
                continue;
            };
            let reference = Reference::new(format!("{}/{claim}/{}", draft.order, part.line))
                .map_err(ShopError::bug)?;
            let back = StockCommand::Return {
                hold: draft.order.hold(),
                quantity: part.quantity,
                resellable: goods == Goods::Resellable,
                reference,
            };
            self.ledger
                .execute::<Stock>(line.sku.as_str(), back, &meta)
                .await?;
        }
        Ok(())
    }

    async fn pay_back(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        claim: &ClaimId,
        plan: &RefundPlan,
    ) -> Result<(), ShopError> {
        let order = &draft.order;
        let refund = RefundId::new(format!("{order}/{claim}")).map_err(ShopError::bug)?;
        let now = self.now();
        let meta = caller.meta(now).caused_by(claim.as_str());
        if plan.amount > Won::ZERO {
            self.pay_back_with_provider(caller, draft, &refund, plan.amount)
                .await?;
        }
        let record = OrderCommand::RecordRefund {
            claim: claim.clone(),
            refund,
            at: now,
        };
        self.ledger
            .execute::<Order>(order.as_str(), record, &meta)
            .await?;
        Ok(())
    }

    async fn pay_back_with_provider(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        refund: &RefundId,
        amount: Won,
    ) -> Result<(), ShopError> {
        let now = self.now();
        let meta = caller.meta(now).caused_by(refund.as_str());
        let payment = draft.order.payment();
        let request = PaymentCommand::RequestRefund {
            refund: refund.clone(),
            amount,
            at: now,
        };
        self.ledger
            .execute::<Payment>(payment.as_str(), request, &meta)
            .await?;
        let (store, refund) = (draft.store.clone(), refund.clone());
        let ask = RefundAsk {
            store,
            payment: payment.clone(),
            refund: refund.clone(),
            amount,
        };
        let reference = match draft.method {
            PaymentMethod::VirtualAccount { .. } => {
                let paid = self.ports.accounts.refund(&ask);
                within(self.settings.provider_deadline, paid).await?
            }
            // No provider of ours took the money: whoever keeps that book pays it back.
            PaymentMethod::Recorded => format!("recorded:{}", ask.refund),
        };
        let record = PaymentCommand::RecordRefund {
            refund,
            reference,
            at: now,
        };
        self.ledger
            .execute::<Payment>(payment.as_str(), record, &meta)
            .await?;
        Ok(())
    }

    /// Grants money back without a return, and pays it.
    pub async fn grant_refund(
        &self,
        caller: &Caller,
        order: &OrderId,
        claim: ClaimId,
        amount: Won,
        reason: String,
    ) -> Result<(), ShopError> {
        let now = self.now();
        let grant = OrderCommand::GrantRefund {
            claim,
            amount,
            reason,
            at: now,
        };
        self.ledger
            .execute::<Order>(order.as_str(), grant, &caller.meta(now))
            .await?;
        self.settle_claims(caller, order).await
    }

    /// The shopper announces a return.
    pub async fn request_return(
        &self,
        caller: &Caller,
        order: &OrderId,
        claim: ClaimId,
        lines: Vec<LineQuantity>,
        reason: String,
    ) -> Result<(), ShopError> {
        let now = self.now();
        let request = OrderCommand::RequestReturn {
            claim,
            lines,
            reason,
            at: now,
        };
        self.ledger
            .execute::<Order>(order.as_str(), request, &caller.meta(now))
            .await?;
        Ok(())
    }

    /// A return arrived and was counted: pieces go on the shelf or are written off, and
    /// their money is paid back.
    pub async fn receive_return(
        &self,
        caller: &Caller,
        order: &OrderId,
        claim: ClaimId,
        lines: Vec<LineQuantity>,
        resellable: bool,
    ) -> Result<(), ShopError> {
        let now = self.now();
        let meta = caller.meta(now);
        let receive = OrderCommand::ReceiveReturn {
            claim: claim.clone(),
            lines,
            resellable,
            at: now,
        };
        self.ledger
            .execute::<Order>(order.as_str(), receive, &meta)
            .await?;
        self.settle_claims(caller, order).await
    }
}
