//! Money arrives: the provider's notice becomes a fact, the fact pays the order, and the
//! order takes its pieces.

use domain::OrderId;
use domain::order::{Order, OrderCommand, Status};
use domain::payment::{Deposit, Payment, PaymentCommand, PaymentEvent, PaymentStatus};
use domain::stock::{Stock, StockCommand};
use futures::future::try_join_all;
use store::Cursor;

use crate::checkout::pieces;
use crate::{Caller, Shop, ShopError};

/// A provider's notice of a deposit.
#[derive(Debug, Clone)]
pub struct DepositNotice {
    /// The merchant id that the notice names.
    pub merchant: String,
    /// The order number that it names, as text: it may be anything.
    pub order: String,
    /// The deposit.
    pub deposit: Deposit,
}

/// What became of a notice. Whatever it was, it is in the books now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Noticed {
    /// The order is paid.
    Paid(OrderId, Option<Cursor>),
    /// The same notice came before.
    Repeated,
    /// It fits nothing; staff will see it.
    Unmatched,
    /// A deposit was taken back; staff will see it.
    Reversed,
}

fn stream_of_its_own(deposit: &Deposit) -> String {
    format!("unmatched.{}", deposit.notice)
}

impl Shop {
    /// Takes a provider's notice. Only when this returns `Ok` may the provider be told so:
    /// on an error it must send again.
    pub async fn deposit_noticed(
        &self,
        caller: &Caller,
        notice: DepositNotice,
    ) -> Result<Noticed, ShopError> {
        let ours = self
            .settings
            .stores
            .iter()
            .find(|(_, store)| store.merchants.contains(&notice.merchant));
        let order = OrderId::new(&notice.order).ok();
        let payment = match (ours, &order) {
            (Some(_), Some(order)) => {
                self.ledger
                    .state::<Payment>(order.payment().as_str())
                    .await?
                    .state
            }
            _ => Payment::default(),
        };
        match (payment.status(), order) {
            // The provider knows the account before we have written it down: again, please.
            (PaymentStatus::Requested, _) => Err(ShopError::Unfinished),
            (PaymentStatus::New, _) | (_, None) => self.note_unmatched(caller, notice).await,
            (_, Some(order)) => self.note_deposit(caller, &order, notice).await,
        }
    }

    async fn note_deposit(
        &self,
        caller: &Caller,
        order: &OrderId,
        notice: DepositNotice,
    ) -> Result<Noticed, ShopError> {
        let meta = caller
            .meta(notice.deposit.at)
            .caused_by(notice.deposit.notice.as_str());
        let note = PaymentCommand::NoteDeposit {
            deposit: notice.deposit,
        };
        let id = order.payment();
        let done = self
            .ledger
            .execute::<Payment>(id.as_str(), note, &meta)
            .await?;
        let captured = done
            .events
            .iter()
            .any(|event| matches!(event, PaymentEvent::PaymentCaptured { .. }));
        if captured {
            // From here on the books know; what fails now, the payment process will finish.
            let cursor = match self.settle_paid(caller, order).await {
                Ok(cursor) => cursor,
                Err(error) if error.is_passing() => {
                    tracing::warn!(%order, %error, "order {order}: a captured payment is settled later: {error}");
                    done.cursor
                }
                Err(error) => {
                    tracing::error!(%order, %error, "order {order}: a captured payment could not be settled: {error}");
                    done.cursor
                }
            };
            return Ok(Noticed::Paid(order.clone(), cursor));
        }
        Ok(if done.events.is_empty() {
            Noticed::Repeated
        } else {
            Noticed::Unmatched
        })
    }

    /// Takes a provider's word that a deposit was taken back. The order stays as it is: staff decide
    /// what becomes of goods that may be on their way. Answers like [`Shop::deposit_noticed`].
    pub async fn reversal_noticed(
        &self,
        caller: &Caller,
        notice: DepositNotice,
    ) -> Result<Noticed, ShopError> {
        let mut stores = self.settings.stores.values();
        let ours = stores.any(|store| store.merchants.contains(&notice.merchant));
        let payment = OrderId::new(&notice.order).ok().filter(|_| ours);
        let payment = payment.map(|order| order.payment().to_string());
        let stream = match payment {
            Some(id) if self.ledger.state::<Payment>(&id).await?.version > 0 => id,
            _ => stream_of_its_own(&notice.deposit),
        };
        let meta = caller
            .meta(notice.deposit.at)
            .caused_by(notice.deposit.notice.as_str());
        let note = PaymentCommand::NoteReversal {
            deposit: notice.deposit,
        };
        let done = self.ledger.execute::<Payment>(&stream, note, &meta).await?;
        Ok(if done.events.is_empty() {
            Noticed::Repeated
        } else {
            Noticed::Reversed
        })
    }

    /// A deposit for an order or account that we do not know gets a stream of its own.
    async fn note_unmatched(
        &self,
        caller: &Caller,
        notice: DepositNotice,
    ) -> Result<Noticed, ShopError> {
        let stream = stream_of_its_own(&notice.deposit);
        let meta = caller
            .meta(notice.deposit.at)
            .caused_by(notice.deposit.notice.as_str());
        let note = PaymentCommand::NoteDeposit {
            deposit: notice.deposit,
        };
        let done = self.ledger.execute::<Payment>(&stream, note, &meta).await?;
        Ok(if done.events.is_empty() {
            Noticed::Repeated
        } else {
            Noticed::Unmatched
        })
    }

    /// Pays the order from its captured payment and takes its pieces. Idempotent; also
    /// called by the payment process. Answers the place in the log of the order's payment.
    pub async fn settle_paid(
        &self,
        caller: &Caller,
        order: &OrderId,
    ) -> Result<Option<Cursor>, ShopError> {
        let id = order.payment();
        let payment = self.ledger.state::<Payment>(id.as_str()).await?.state;
        if payment.status() != PaymentStatus::Captured {
            return Ok(None);
        }
        // The sale belongs to the moment the money arrived, however late we were told.
        let at = payment.captured_at().unwrap_or_else(|| self.now());
        let meta = caller.meta(at).caused_by(id.as_str());
        let pay = OrderCommand::Pay {
            payment: id,
            amount: payment.captured(),
            at,
        };
        let paid = self
            .ledger
            .execute::<Order>(order.as_str(), pay, &meta)
            .await?;
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let Some(draft) = state
            .draft()
            .filter(|_| state.status() != Status::Cancelled)
        else {
            // Cancelled: what it had taken went back, and what it had missed it must not take.
            return Ok(paid.cursor);
        };
        try_join_all(
            pieces(&draft.quote)
                .into_iter()
                .map(async |(sku, quantity)| {
                    let take = StockCommand::Take {
                        hold: draft.order.hold(),
                        quantity,
                    };
                    self.ledger
                        .execute::<Stock>(sku.as_str(), take, &meta)
                        .await
                }),
        )
        .await?;
        Ok(paid.cursor)
    }
}
