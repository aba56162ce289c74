//! From cart to order: begin in the cart → hold stock → place the order → open the payment
//! → close the cart.
//!
//! The cart's `CheckoutBegun` holds everything that the rest needs, so whoever finds it
//! unfinished (the request itself, sent twice, or the process in `workers` after a crash)
//! can drive it to its end. Whether that end is an order or none is decided in one place,
//! the order's own stream: it is either placed or abandoned, and the first word counts.

use domain::cart::{Cart, CartCommand, CartRefusal, CartStatus};
use domain::order::{Order, OrderCommand, OrderDraft, OrderRefusal, PaymentMethod};
use domain::payment::{Payment, PaymentCommand};
use domain::pricing::Quote;
use domain::stock::{ReleaseReason, Stock, StockCommand, StockRefusal};
use domain::{CartId, CheckoutKey, OrderId, Sku, Won};
use futures::future::{join_all, try_join_all};
use store::{Cursor, ExecuteError};

use crate::ports::AccountAsk;
use crate::{Caller, Recipient, Shop, ShopError};

/// The order form, checked for shape by whoever read it.
#[derive(Debug, Clone)]
pub struct CheckoutForm {
    /// The cart.
    pub cart: CartId,
    /// Made with the form: sending it twice is one attempt.
    pub key: CheckoutKey,
    /// The total that the shopper saw and agreed to.
    pub agreed: Won,
    /// Orderer, recipient and address.
    pub recipient: Recipient,
    /// The bank for the deposit: three-digit KFTC code.
    pub bank: String,
}

/// An order that stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Its number.
    pub order: OrderId,
    /// The place in the log for pages to wait for; none if it stood before.
    pub cursor: Option<Cursor>,
}

impl Shop {
    /// Turns a cart into an order that waits for its deposit. Sending the same form again
    /// answers with the same order.
    pub async fn check_out(
        &self,
        caller: &Caller,
        form: &CheckoutForm,
    ) -> Result<Placed, ShopError> {
        let cart = self.cart(form.cart).await?;
        match (cart.ended(&form.key), cart.status()) {
            (Some(Some(order)), _) => {
                return Ok(Placed {
                    order: order.clone(),
                    cursor: None,
                });
            }
            (None, CartStatus::CheckingOut { key, draft, .. }) if *key == form.key => {
                return self
                    .drive(caller, form.cart, key, draft, Driver::Again)
                    .await;
            }
            _ => {}
        }
        let draft = self.draft(caller, form, &cart).await?;
        let begin = CartCommand::BeginCheckout {
            key: form.key.clone(),
            draft: draft.clone(),
            at: draft.placed_at,
        };
        let meta = caller.meta(draft.placed_at);
        let id = form.cart.to_string();
        match self.ledger.execute::<Cart>(&id, begin, &meta).await {
            // The same form arrived twice at once: the other one has ended it, or began it.
            Err(ExecuteError::Refused(CartRefusal::AttemptEnded { order: Some(order) })) => {
                Ok(Placed {
                    order,
                    cursor: None,
                })
            }
            Ok(begun) if begun.events.is_empty() => self
                .finish_checkout(caller, form.cart)
                .await?
                .ok_or(ShopError::Unfinished),
            Ok(_) => {
                self.drive(caller, form.cart, &form.key, &draft, Driver::First)
                    .await
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Finishes or undoes whatever checkout of this cart is under way. Answers the order,
    /// or none if there was nothing to finish or it had to be undone.
    pub async fn finish_checkout(
        &self,
        caller: &Caller,
        cart: CartId,
    ) -> Result<Option<Placed>, ShopError> {
        let state = self.cart(cart).await?;
        let CartStatus::CheckingOut { key, draft, .. } = state.status() else {
            return Ok(None);
        };
        match self.drive(caller, cart, key, draft, Driver::Again).await {
            Ok(placed) => Ok(Some(placed)),
            Err(error) if error.is_passing() => Err(error),
            // Undone, as it had to be; an error only if it is still under way.
            Err(error) => match self.cart(cart).await?.ended(key) {
                Some(_) => Ok(None),
                None => Err(error),
            },
        }
    }

    async fn draft(
        &self,
        caller: &Caller,
        form: &CheckoutForm,
        cart: &Cart,
    ) -> Result<Box<OrderDraft>, ShopError> {
        let now = self.now();
        let store = self.store(&caller.store)?;
        let postcode = Some(form.recipient.postcode.as_str());
        let quote = self.quote(&caller.store, cart.items(), postcode).await?;
        if quote.total != form.agreed {
            return Err(ShopError::PriceChanged {
                quote: Box::new(quote),
            });
        }
        let order = OrderId::derive(form.cart, &form.key, now);
        let recipient = Some(self.keep_recipient(&order, &form.recipient).await?);
        Ok(Box::new(OrderDraft {
            order,
            store: caller.store.clone(),
            channel: caller.channel.clone(),
            cart: Some(form.cart),
            customer: None,
            country: "KR".to_owned(),
            recipient,
            quote,
            method: PaymentMethod::VirtualAccount {
                bank: form.bank.clone(),
            },
            deposit_deadline: store.deposit_deadline(now),
            placed_at: now,
        }))
    }

    /// Drives a begun checkout to its end, from whatever step it reached.
    async fn drive(
        &self,
        caller: &Caller,
        cart: CartId,
        key: &CheckoutKey,
        draft: &OrderDraft,
        driver: Driver,
    ) -> Result<Placed, ShopError> {
        let stands = driver == Driver::Again
            && self
                .ledger
                .state::<Order>(draft.order.as_str())
                .await?
                .state
                .draft()
                .is_some();
        if !stands && let Err(why) = self.hold_and_place(caller, draft, driver).await {
            return self.undo_or_report(caller, cart, key, draft, why).await;
        }
        if let Err(why) = self.open_payment(caller, draft).await {
            return self.refuse_payment(caller, cart, key, draft, why).await;
        }
        let meta = caller.meta(draft.placed_at);
        let finish = CartCommand::FinishCheckout { key: key.clone() };
        let done = self
            .ledger
            .execute::<Cart>(&cart.to_string(), finish, &meta)
            .await?;
        Ok(Placed {
            order: draft.order.clone(),
            cursor: done.cursor,
        })
    }

    async fn hold_and_place(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        driver: Driver,
    ) -> Result<(), ShopError> {
        let meta = caller.meta(draft.placed_at);
        let until = draft.deposit_deadline + self.settings.hold_grace;
        try_join_all(
            pieces(&draft.quote)
                .into_iter()
                .map(async |(sku, quantity)| {
                    let hold = StockCommand::Hold {
                        hold: draft.order.hold(),
                        quantity,
                        until,
                        now: self.now(),
                    };
                    match self
                        .ledger
                        .execute::<Stock>(sku.as_str(), hold, &meta)
                        .await
                    {
                        Err(ExecuteError::Refused(StockRefusal::Short { available, .. })) => {
                            Err(ShopError::Short { sku, available })
                        }
                        Err(error) => Err(error.into()),
                        Ok(_) => Ok(()),
                    }
                }),
        )
        .await?;
        let place = OrderCommand::Place {
            draft: Box::new(draft.clone()),
        };
        let id = draft.order.as_str();
        match driver {
            Driver::First => self.ledger.create::<Order>(id, place, &meta).await?,
            Driver::Again => self.ledger.execute::<Order>(id, place, &meta).await?,
        };
        Ok(())
    }

    async fn open_payment(&self, caller: &Caller, draft: &OrderDraft) -> Result<(), ShopError> {
        let PaymentMethod::VirtualAccount { bank } = &draft.method else {
            return Ok(());
        };
        let (payment, amount) = (draft.order.payment(), draft.quote.total);
        let deadline = draft.deposit_deadline;
        let meta = caller.meta(draft.placed_at);
        let order = draft.order.clone();
        let request = PaymentCommand::Request {
            order,
            amount,
            at: draft.placed_at,
        };
        self.ledger
            .create::<Payment>(payment.as_str(), request, &meta)
            .await?;
        let (store, order) = (draft.store.clone(), draft.order.clone());
        let ask = AccountAsk {
            store,
            payment: payment.clone(),
            order,
            bank: bank.clone(),
            amount,
            deadline,
        };
        let issued = self.ports.accounts.issue(&ask).await?;
        let issue = PaymentCommand::IssueAccount {
            bank: issued.bank,
            account: issued.account,
            issue: issued.issue,
            deadline,
        };
        self.ledger
            .execute::<Payment>(payment.as_str(), issue, &meta)
            .await?;
        Ok(())
    }

    /// A passing failure leaves the checkout to be finished later; a refusal undoes it,
    /// unless another driver has placed the order meanwhile.
    async fn undo_or_report(
        &self,
        caller: &Caller,
        cart: CartId,
        key: &CheckoutKey,
        draft: &OrderDraft,
        why: ShopError,
    ) -> Result<Placed, ShopError> {
        if why.is_passing() {
            return Err(why);
        }
        let reason = reason_of(&why).to_owned();
        let abandon = OrderCommand::Abandon {
            reason: reason.clone(),
            at: self.now(),
        };
        let meta = caller.meta(self.now());
        match self
            .ledger
            .execute::<Order>(draft.order.as_str(), abandon, &meta)
            .await
        {
            Err(ExecuteError::Refused(OrderRefusal::Placed)) => return Err(ShopError::Unfinished),
            abandoned => abandoned?,
        };
        self.release(caller, draft, ReleaseReason::Undone).await?;
        let undo = CartCommand::UndoCheckout {
            key: key.clone(),
            reason,
        };
        self.ledger
            .execute::<Cart>(&cart.to_string(), undo, &meta)
            .await?;
        Err(why)
    }

    /// The provider issued no account: the order is cancelled, the cart is as before.
    async fn refuse_payment(
        &self,
        caller: &Caller,
        cart: CartId,
        key: &CheckoutKey,
        draft: &OrderDraft,
        why: ShopError,
    ) -> Result<Placed, ShopError> {
        if why.is_passing() {
            return Err(why);
        }
        self.cancel(
            caller,
            &draft.order,
            crate::amend::Cancellation::whole("payment"),
        )
        .await?;
        let meta = caller.meta(self.now());
        let undo = CartCommand::UndoCheckout {
            key: key.clone(),
            reason: "payment".to_owned(),
        };
        self.ledger
            .execute::<Cart>(&cart.to_string(), undo, &meta)
            .await?;
        Err(why)
    }

    /// Puts an order's held pieces back; all of them, also where one fails.
    pub(crate) async fn release(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        reason: ReleaseReason,
    ) -> Result<(), ShopError> {
        let meta = caller.meta(self.now());
        let releases = pieces(&draft.quote).into_iter().map(async |(sku, _)| {
            let release = StockCommand::Release {
                hold: draft.order.hold(),
                reason,
            };
            self.ledger
                .execute::<Stock>(sku.as_str(), release, &meta)
                .await
        });
        for released in join_all(releases).await {
            released?;
        }
        Ok(())
    }
}

/// Who drives a checkout: the request that began it, or somebody after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Driver {
    First,
    Again,
}

fn reason_of(why: &ShopError) -> &'static str {
    match why {
        ShopError::Short { .. } => "short",
        ShopError::Stock(StockRefusal::DeadlinePassed | StockRefusal::Settled) => "expired",
        ShopError::Order(_) => "order",
        _ => "refused",
    }
}

/// The pieces of each SKU that an order needs, gifts included, in the order of SKUs: no
/// two orders hold the same SKUs in opposite order.
pub(crate) fn pieces(quote: &Quote) -> Vec<(Sku, u32)> {
    let mut pieces = std::collections::BTreeMap::<Sku, u32>::new();
    let lines = quote.lines.iter().map(|line| (&line.sku, line.quantity));
    for (sku, quantity) in lines.chain(quote.gifts.iter().map(|gift| (&gift.sku, gift.quantity))) {
        *pieces.entry(sku.clone()).or_default() += quantity;
    }
    pieces.into_iter().collect()
}
