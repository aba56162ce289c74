//! Money arrives: the provider's notice becomes a fact, the fact pays the order, and the
//! order takes its pieces.

use domain::order::{Order, OrderCommand, OrderDraft, Status};
use domain::payment::{Deposit, Payment, PaymentCommand, PaymentEvent, PaymentStatus};
use domain::pricing::Quote;
use domain::stock::StockCommand;
use domain::{Meta, OrderId, Sku, StoreId};
use futures::future::try_join_all;
use store::{Cursor, Done};

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

fn at_store(caller: &Caller, store: StoreId) -> Caller {
    Caller {
        store,
        ..caller.clone()
    }
}

fn caused_by(caller: &Caller, deposit: &Deposit) -> Meta {
    caller.meta(deposit.at).caused_by(deposit.notice.as_str())
}

/// A notice that changes nothing was taken before.
fn unless_repeated(noted: &Done<Payment>, otherwise: Noticed) -> Noticed {
    if noted.events.is_empty() {
        Noticed::Repeated
    } else {
        otherwise
    }
}

impl Shop {
    /// Takes a provider's notice. Only when this returns `Ok` may the provider be told so:
    /// on an error it must send again.
    pub async fn deposit_noticed(
        &self,
        caller: &Caller,
        notice: DepositNotice,
    ) -> Result<Noticed, ShopError> {
        let Some((store, order)) = self.order_of_notice(&notice).await? else {
            let store = self.store_of_merchant(&notice.merchant);
            let store = store.unwrap_or_else(|| caller.store.clone());
            return self.note_unmatched(&at_store(caller, store), notice).await;
        };
        // Order and merchant tell whose notice it is, not the door that it came through.
        self.deposit_for(&at_store(caller, store), &order, notice)
            .await
    }

    /// Takes a deposit that a provider names an order for.
    pub(crate) async fn deposit_for(
        &self,
        caller: &Caller,
        order: &OrderId,
        notice: DepositNotice,
    ) -> Result<Noticed, ShopError> {
        match self.payment_of(order).await?.status() {
            // The provider knows the account before we have written it down: again, please.
            PaymentStatus::Requested => Err(ShopError::Unfinished),
            PaymentStatus::New => self.note_unmatched(caller, notice).await,
            _ => self.note_deposit(caller, order, notice).await,
        }
    }

    fn store_of_merchant(&self, merchant: &str) -> Option<StoreId> {
        let mut stores = self.settings.stores.iter();
        let (id, _) = stores.find(|(_, store)| store.merchants.iter().any(|it| it == merchant))?;
        Some(id.clone())
    }

    /// The order that a notice is about, with its store, if the merchant takes money for that store: stores may
    /// share a merchant, but one's takes no money for another's.
    async fn order_of_notice(
        &self,
        notice: &DepositNotice,
    ) -> Result<Option<(StoreId, OrderId)>, ShopError> {
        let Ok(order) = OrderId::new(&notice.order) else {
            return Ok(None);
        };
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let takes = |store: &StoreId| {
            let settings = self.settings.stores.get(store);
            settings.is_some_and(|it| it.merchants.contains(&notice.merchant))
        };
        let store = state.draft().map(|draft| draft.store.clone());
        Ok(store.filter(takes).map(|store| (store, order)))
    }

    async fn note_deposit(
        &self,
        caller: &Caller,
        order: &OrderId,
        notice: DepositNotice,
    ) -> Result<Noticed, ShopError> {
        let meta = caused_by(caller, &notice.deposit);
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
        Ok(unless_repeated(&done, Noticed::Unmatched))
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
        let order = OrderId::new(&notice.order).ok().filter(|_| ours);
        self.reversal_of(caller, order.as_ref(), notice).await
    }

    /// Takes a reversal that a provider names an order for, if it is one of ours.
    pub(crate) async fn reversal_of(
        &self,
        caller: &Caller,
        order: Option<&OrderId>,
        notice: DepositNotice,
    ) -> Result<Noticed, ShopError> {
        let payment = order.map(|order| order.payment().to_string());
        let stream = match payment {
            Some(id) if self.ledger.state::<Payment>(&id).await?.version > 0 => id,
            _ => stream_of_its_own(&notice.deposit),
        };
        let (caused, deposit) = (caused_by(caller, &notice.deposit), notice.deposit);
        let note = PaymentCommand::NoteReversal { deposit };
        let noted = self
            .ledger
            .execute::<Payment>(&stream, note, &caused)
            .await?;
        Ok(unless_repeated(&noted, Noticed::Reversed))
    }

    /// A deposit for an order or account that we do not know gets a stream of its own.
    pub(crate) async fn note_unmatched(
        &self,
        caller: &Caller,
        notice: DepositNotice,
    ) -> Result<Noticed, ShopError> {
        let stream = stream_of_its_own(&notice.deposit);
        let (caused, deposit) = (caused_by(caller, &notice.deposit), notice.deposit);
        let note = PaymentCommand::NoteDeposit { deposit };
        let noted = self
            .ledger
            .execute::<Payment>(&stream, note, &caused)
            .await?;
        Ok(unless_repeated(&noted, Noticed::Unmatched))
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
        self.redeem_coupon(caller, draft).await?;
        self.take_pieces(caller, draft, still_wanted(&state, &draft.quote))
            .await?;
        self.finish_edit_behind(caller, draft).await?;
        Ok(paid.cursor)
    }

    /// The pieces leave now, also those of an order that waited for them.
    async fn take_pieces(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        wanted: Vec<(Sku, u32)>,
    ) -> Result<(), ShopError> {
        let payment = draft.order.payment();
        let meta = caller.meta(self.now()).caused_by(payment.as_str());
        let takes = wanted.into_iter().map(async |(sku, quantity)| {
            let take = StockCommand::Take {
                hold: draft.order.hold(),
                quantity,
            };
            let stock = self.stock_of(&draft.store, &sku);
            self.tell_stock(&stock, take, &meta).await
        });
        try_join_all(takes).await?;
        Ok(())
    }
}

/// The pieces of each SKU that an order is to have: ordered, less given up and booked so. What
/// was given up but is not booked is taken first and then comes back.
fn still_wanted(state: &Order, quote: &Quote) -> Vec<(Sku, u32)> {
    let mut wanted = pieces(quote);
    for part in state.given_up() {
        let line = quote.lines.get(part.line as usize);
        if let Some((_, pieces)) =
            line.and_then(|line| wanted.iter_mut().find(|(sku, _)| *sku == line.sku))
        {
            *pieces = pieces.saturating_sub(part.quantity);
        }
    }
    wanted.retain(|(_, pieces)| *pieces > 0);
    wanted
}
