//! From cart to order: begin in the cart → set the coupon aside → hold stock → place the order → open the payment
//! → close the cart.
//!
//! The cart's `CheckoutBegun` holds everything that the rest needs, so whoever finds it
//! unfinished (the request itself, sent twice, or the process in `workers` after a crash)
//! can drive it to its end. Whether that end is an order or none is decided in one place,
//! the order's own stream: it is either placed or abandoned, and the first word counts.

mod account;
mod drive;

use domain::cart::{Cart, CartCommand, CartRefusal, CartStatus};
use domain::order::{OrderDraft, PaymentMethod};
use domain::pricing::Quote;
use domain::{CartId, CheckoutKey, OrderId, Sku, Won};
use store::{Cursor, ExecuteError};

pub(crate) use self::drive::{Driver, reason_of};
use crate::pricing::Asked;
use crate::receipts::ReceiptForm;
use crate::{Caller, Recipient, Shop, ShopError};

/// The order form, checked for shape by whoever read it.
#[derive(Debug, Clone)]
pub struct CheckoutForm {
    /// The cart.
    pub cart: CartId,
    /// The guest's cart that the browser had before its owner logged in: a form that was sent with it
    /// is the same attempt when it comes again.
    pub guest: Option<CartId>,
    /// Made with the form: sending it twice is one attempt.
    pub key: CheckoutKey,
    /// The total that the shopper saw and agreed to.
    pub agreed: Won,
    /// What of the offer they saw besides it, as [`Quote::terms`] says it; none: it is not asked.
    pub terms: Option<String>,
    /// Orderer, recipient and address.
    pub recipient: Recipient,
    /// How it is to be paid.
    pub method: PaymentMethod,
    /// Whether the deposit is to be held in escrow until the goods arrive (구매안전서비스).
    pub escrow: bool,
    /// The cash receipt that they ask for; where they may ask for one.
    pub receipt: Option<ReceiptForm>,
    /// What the shopper agreed to, by name and version.
    pub consents: Vec<String>,
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
        let others = form.guest.filter(|guest| *guest != form.cart);
        if let Some(guest) = others {
            let cart = self.cart(guest).await?;
            if let Some(placed) = self.sent_before(caller, guest, &cart, &form.key).await? {
                return Ok(placed);
            }
        }
        let cart = self.cart(form.cart).await?;
        if let Some(placed) = self
            .sent_before(caller, form.cart, &cart, &form.key)
            .await?
        {
            return Ok(placed);
        }
        let draft = self.draft(caller, form, &cart).await?;
        let begin = CartCommand::BeginCheckout {
            key: form.key.clone(),
            draft: draft.clone(),
            orders_before: cart.led_to(),
            at: draft.placed_at,
        };
        let meta = caller.meta(draft.placed_at);
        let id = form.cart.to_string();
        let begun = self.ledger.execute::<Cart>(&id, begin, &meta).await;
        let refused = match &begun {
            Ok(begun) => begun.events.is_empty(),
            Err(error) => !matches!(error, ExecuteError::Unavailable(_)),
        };
        if refused {
            self.forget_unless_ordered(form.cart, &draft).await?;
        }
        match begun {
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

    /// The order that a form led to that is sent once more; finished, if it is under way.
    async fn sent_before(
        &self,
        caller: &Caller,
        id: CartId,
        cart: &Cart,
        sent: &CheckoutKey,
    ) -> Result<Option<Placed>, ShopError> {
        match (cart.ended(sent), cart.status()) {
            (Some(Some(order)), _) => Ok(Some(Placed {
                order: order.clone(),
                cursor: None,
            })),
            (None, CartStatus::CheckingOut { key, draft, .. }) if key == sent => {
                let again = self.drive(caller, id, key, draft, Driver::Again);
                again.await.map(Some)
            }
            _ => Ok(None),
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
        let asked = Asked {
            items: cart.items(),
            cart: Some(form.cart),
            coupon: cart.coupon(),
            instead_of: None,
            postcode: Some(form.recipient.postcode.as_str()),
            charges: None,
        };
        let priced = self.quote(caller, asked).await?;
        let coupon = priced.applied_coupon().cloned();
        let quote = priced.quote;
        let seen = form.terms.as_ref();
        if quote.total != form.agreed || seen.is_some_and(|seen| *seen != quote.terms()) {
            return Err(ShopError::PriceChanged {
                quote: Box::new(quote),
            });
        }
        let order = OrderId::derive(form.cart, &form.key, now);
        let recipient = Some(self.keep_recipient(&order, &form.recipient).await?);
        let (of, paid) = ((&order, &caller.store), (&form.method, quote.total));
        let cash_receipt = self.receipt_wish(of, form.receipt.as_ref(), paid).await?;
        Ok(Box::new(OrderDraft {
            order,
            store: caller.store.clone(),
            channel: caller.channel.clone(),
            cart: Some(form.cart),
            member: caller.actor.member(),
            customer: None,
            country: "KR".to_owned(),
            recipient,
            quote,
            coupon,
            deposit_deadline: store.time_to_pay(&form.method, now),
            method: form.method.clone(),
            escrow: form.escrow,
            cash_receipt,
            consents: form.consents.clone(),
            supplement: None,
            replaces: None,
            placed_at: now,
        }))
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
