//! Cash receipts follow the money: asked for, corrected, taken back.

use domain::money::vat_included;
use domain::order::{Order, OrderDraft};
use domain::payment::{
    CashReceipt, Payment, PaymentCommand, ReceiptCommand, ReceiptStage, ReceiptWish, RefundState,
};
use domain::{OrderId, PersonalRef, ProviderId, ReceiptId, Won};

use crate::ports::receipts::{CashReceipts, Holder, ReceiptAsk, TakeBack};
use crate::ports::{GatewayError, within};
use crate::refund::free_of;
use crate::{Caller, Shop, ShopError};

/// The word of ours for a receipt of which nobody can find out whether it was issued.
pub(super) const UNSURE: &str = "unknown-answer";

/// Steps of one settling: a receipt is taken back and another issued, and refunds may come between.
const MOST_STEPS: usize = 8;

impl Shop {
    /// Brings the cash receipts of an order up to what was paid and not given back. Idempotent; called by the
    /// process.
    ///
    /// # Errors
    /// An issuer or the books cannot be reached, or the issuer does not take a receipt back; it is safe to try again.
    pub async fn settle_receipts(&self, caller: &Caller, order: &OrderId) -> Result<(), ShopError> {
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let Some((draft, wish)) = state
            .draft()
            .and_then(|it| Some((it, it.cash_receipt.as_ref()?)))
        else {
            return Ok(());
        };
        for _ in 0..MOST_STEPS {
            let payment = self.payment_of(order).await?;
            let last = payment.receipts().next_back().map(|(_, receipt)| receipt);
            let settled = match payment.standing_receipt() {
                // Staff look at it first.
                None if last.is_some_and(CashReceipt::is_refused) => true,
                None => {
                    // Staff may have put its number right.
                    let wish = last.map_or(wish, |last| &last.wish);
                    self.ask_receipt(caller, (draft, wish), &state, &payment)
                        .await?
                }
                Some((id, receipt)) => match &receipt.stage {
                    ReceiptStage::Issued { reference, .. } => {
                        let of = (id, receipt, reference.as_str());
                        self.correct_receipt(caller, draft, of, &payment).await?
                    }
                    _ => {
                        self.issue_receipt(caller, draft, (id, receipt), true)
                            .await?
                    }
                },
            };
            if settled {
                return Ok(());
            }
        }
        Err(ShopError::Unfinished)
    }

    /// True: there is nothing to ask for, or nobody who issues it.
    pub(super) async fn ask_receipt(
        &self,
        caller: &Caller,
        (draft, wish): (&OrderDraft, &ReceiptWish),
        order: &Order,
        payment: &Payment,
    ) -> Result<bool, ShopError> {
        let due = payment.receipt_due();
        if !due.is_positive() {
            return Ok(true);
        }
        let Some(issuer) = self.receipts.of(&draft.store) else {
            tracing::warn!(order = %draft.order, "order {}: nobody issues its cash receipt", draft.order);
            return Ok(true);
        };
        let turn = u32::try_from(payment.receipts().count() + 1).unwrap_or(u32::MAX);
        let id = ReceiptId::of(&draft.order, turn);
        let at = self.now();
        let ask = ReceiptCommand::Ask {
            issuer: ProviderId::new(issuer.name()).map_err(ShopError::bug)?,
            wish: wish.clone(),
            amount: due,
            tax_free: tax_free_left(draft, order, payment).min(due),
            at,
        };
        self.tell_receipt(caller, draft, &id, ask).await?;
        let payment = self.payment_of(&draft.order).await?;
        let Some((id, receipt)) = payment.standing_receipt() else {
            return Ok(false);
        };
        self.issue_receipt(caller, draft, (id, receipt), false)
            .await
    }

    /// `again`: it may have been asked for before.
    async fn issue_receipt(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        (id, receipt): (&ReceiptId, &CashReceipt),
        again: bool,
    ) -> Result<bool, ShopError> {
        let issuer = self.issuer(&receipt.issuer)?;
        if again && !issuer.is_repeatable() {
            self.refuse_receipt(caller, draft, id, UNSURE).await?;
            return Ok(true);
        }
        let ask = self.receipt_ask(draft, (id, receipt)).await?;
        let issued = within(self.settings.provider_deadline, issuer.issue(&ask)).await;
        match issued {
            Ok(issued) => {
                let note = ReceiptCommand::NoteIssued {
                    reference: issued.reference,
                    approval: issued.approval,
                    at: issued.at,
                };
                self.tell_receipt(caller, draft, id, note).await?;
                // Refunds may have been paid meanwhile.
                Ok(false)
            }
            Err(GatewayError::Declined(code) | GatewayError::AccountRefused(code)) => {
                self.refuse_receipt(caller, draft, id, &code).await?;
                Ok(true)
            }
            Err(GatewayError::Unknown(_)) if !issuer.is_repeatable() => {
                self.refuse_receipt(caller, draft, id, UNSURE).await?;
                Ok(true)
            }
            Err(unknown) => Err(unknown.into()),
        }
    }

    /// True: it says what it should.
    async fn correct_receipt(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        (id, receipt, reference): (&ReceiptId, &CashReceipt, &str),
        payment: &Payment,
    ) -> Result<bool, ShopError> {
        let due = payment.receipt_due();
        if receipt.left == due {
            return Ok(true);
        }
        let issuer = self.issuer(&receipt.issuer)?;
        // Of a part of both it is not plain how much is free of VAT.
        let plain = receipt.tax_free.is_zero() || receipt.tax_free == receipt.amount;
        let next = payment
            .unreceipted()
            .next()
            .filter(|(_, won)| *won < receipt.left);
        let part = next.filter(|_| due.is_positive() && plain && issuer.takes_parts());
        let part = part.map(|(refund, amount)| (refund.clone(), amount));
        let ask = TakeBack {
            store: draft.store.clone(),
            receipt: id.clone(),
            reference: reference.to_owned(),
            part: part.clone(),
        };
        within(self.settings.provider_deadline, issuer.take_back(&ask)).await?;
        let at = self.now();
        let note = match part {
            Some((refund, _)) => ReceiptCommand::NoteReduced { refund, at },
            None => ReceiptCommand::NoteCancelled { at },
        };
        self.tell_receipt(caller, draft, id, note).await?;
        Ok(false)
    }

    async fn refuse_receipt(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        id: &ReceiptId,
        code: &str,
    ) -> Result<(), ShopError> {
        tracing::error!(receipt = %id, code, "cash receipt {id} is not issued: {code}");
        let (code, at) = (code.to_owned(), self.now());
        let note = ReceiptCommand::NoteRefused { code, at };
        self.tell_receipt(caller, draft, id, note).await
    }

    pub(super) async fn tell_receipt(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        id: &ReceiptId,
        command: ReceiptCommand,
    ) -> Result<(), ShopError> {
        let meta = caller.meta(self.now()).caused_by(id.as_str());
        let payment = draft.order.payment();
        let receipt = id.clone();
        let command = PaymentCommand::Receipt { receipt, command };
        self.ledger
            .execute::<Payment>(payment.as_str(), command, &meta)
            .await?;
        Ok(())
    }

    async fn receipt_ask(
        &self,
        draft: &OrderDraft,
        (id, receipt): (&ReceiptId, &CashReceipt),
    ) -> Result<ReceiptAsk, ShopError> {
        let order = self.ledger.state::<Order>(draft.order.as_str()).await?;
        let recipient = self.current_recipient(&order.state).await?;
        let recipient = recipient.unwrap_or_default();
        let number = match &receipt.wish.number {
            Some(kept) => self.receipt_number(kept).await?,
            None => None,
        };
        Ok(ReceiptAsk {
            store: draft.store.clone(),
            receipt: id.clone(),
            goods: draft.quote.title(),
            amount: receipt.amount,
            tax_free: receipt.tax_free,
            vat: vat_included(receipt.amount - receipt.tax_free),
            kind: receipt.wish.kind,
            holder: Holder {
                number,
                name: recipient.orderer,
                email: recipient.email,
                phone: recipient
                    .orderer_phone
                    .chars()
                    .filter(char::is_ascii_digit)
                    .collect(),
            },
            at: receipt.asked_at,
        })
    }

    /// A number that was kept for a receipt; none once it is erased: then the receipt is nobody's in particular.
    pub(super) async fn receipt_number(
        &self,
        kept: &PersonalRef,
    ) -> Result<Option<String>, ShopError> {
        let data = self.ports.vault.get(kept).await?;
        Ok(data.and_then(|data| Some(data.get("number")?.as_str()?.to_owned())))
    }

    fn issuer(&self, name: &ProviderId) -> Result<&dyn CashReceipts, ShopError> {
        let found = self.receipts.get(name);
        found.ok_or_else(|| ShopError::NoProvider(name.clone()))
    }
}

/// Won free of VAT of what was paid and not given back.
fn tax_free_left(draft: &OrderDraft, order: &Order, payment: &Payment) -> Won {
    let all = draft.quote.tax_free();
    let done = payment.refunds().iter();
    let done = done.filter(|(_, state)| matches!(state, RefundState::Done(_)));
    let back = done.map(|(refund, _)| {
        let told = payment.tax_free_of(refund);
        told.unwrap_or_else(|| free_of(draft, order, refund))
    });
    let back: Won = back.sum();
    (all - back).max(Won::ZERO)
}
