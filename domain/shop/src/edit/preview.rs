//! What an edit would come to, told before it is agreed on.

use domain::cart::CartItem;
use domain::order::{LineQuantity, Order, OrderDraft, OrderRefusal, Preview, Status};
use domain::pricing::{
    Basket, Charge, ChargeKind, Gift, PricingRules, Quote, QuoteLine, Tax, price,
};
use domain::{Sku, Won};

use super::{Agreed, Edit, buyer};
use crate::checkout::pieces;
use crate::pricing::Asked;
use crate::{Shop, ShopError};

/// What an edit comes to. Amounts in won.
#[derive(Debug, Clone, PartialEq)]
pub struct EditPreview {
    /// What leaving pieces give back; none if none leave.
    pub removed: Option<Preview>,
    /// The price of what is added, surcharge and carriage that moves with it included; none if nothing is to be paid.
    pub added: Option<Quote>,
    /// The price of the whole, if the order is not paid yet: another one takes its place.
    pub replacement: Option<Quote>,
    /// What the surcharge for remote areas changes by.
    pub surcharge: Won,
    /// What is to be paid, by the supplement.
    pub to_pay: Won,
    /// What goes back, by the means that paid the order.
    pub to_pay_back: Won,
    /// The pieces that leave.
    pub(super) leaving: Vec<LineQuantity>,
    /// What of the surcharge is paid back besides the pieces.
    pub(super) give_back: Won,
}

impl EditPreview {
    /// What is to be agreed to.
    pub fn agreed(&self) -> Agreed {
        Agreed {
            to_pay: self.to_pay,
            to_pay_back: self.to_pay_back,
        }
    }

    /// Gifts that would not be sent any more.
    pub fn gifts_lost(&self) -> &[Gift] {
        self.removed.as_ref().map_or(&[], |it| &it.gifts_lost)
    }

    /// What of a surcharge goes back besides the pieces, won.
    pub fn give_back(&self) -> Won {
        self.give_back
    }

    /// Pieces that leave, line by line.
    pub fn leaving(&self) -> &[LineQuantity] {
        &self.leaving
    }
}

impl Shop {
    pub(super) async fn preview_of(
        &self,
        state: &Order,
        what: &Edit,
    ) -> Result<EditPreview, ShopError> {
        state.may_edit().map_err(ShopError::Order)?;
        if let Some((open, _)) = state.open_edit() {
            return Err(ShopError::Order(OrderRefusal::EditOpen(open.clone())));
        }
        let draft = state.draft().ok_or(OrderRefusal::NotPlaced);
        let draft = draft.map_err(ShopError::Order)?;
        let (leaving, coming) = changes(state, draft, what)?;
        let unchanged = leaving.is_empty() && coming.is_empty();
        if unchanged && what.recipient.is_none() {
            return Err(ShopError::Order(OrderRefusal::NothingToEdit));
        }
        if state.status() == Status::PendingDeposit {
            return self.preview_unpaid(state, what, unchanged).await;
        }
        let removed = match &leaving[..] {
            [] => None,
            some => Some(
                state
                    .preview_cancel(Some(some.to_vec()), Won::ZERO)
                    .map_err(ShopError::Order)?,
            ),
        };
        let ends = removed.as_ref().is_some_and(|it| it.ends);
        // Cancelling says more: what goes with it, and that it cannot be undone.
        if ends && coming.is_empty() {
            return Err(ShopError::Order(OrderRefusal::NothingLeft));
        }
        let surcharge = match &what.recipient {
            // What comes in its place pays its own, for all that travels with it.
            _ if ends => Won::ZERO - self.surcharge_added(state).await?,
            Some(to) => {
                self.surcharge_to(draft, &to.postcode)? - self.surcharge_charged(state).await?
            }
            None => Won::ZERO,
        };
        let (due, back) = (surcharge.max(Won::ZERO), (-surcharge).max(Won::ZERO));
        let refund = removed.as_ref().map_or(Won::ZERO, |it| it.refund.amount);
        // What staff gave back may leave less than that.
        let own = state.surcharge_own().min(state.retained() - refund);
        let left = self.surcharge_added(state).await? + own.max(Won::ZERO);
        let back = back.min(left);
        let added = if ends {
            // Everything leaves, and its carriage goes back with it: what comes is sent alone, at its own.
            self.can_be_paid(draft)?;
            Some(
                self.price_alone(state, draft, what, (&coming, false))
                    .await?,
            )
        } else {
            self.added(draft, &coming, remote(due)).await?
        };
        Ok(EditPreview {
            to_pay: added.as_ref().map_or(Won::ZERO, |quote| quote.total),
            to_pay_back: refund + back,
            removed,
            added,
            replacement: None,
            surcharge,
            leaving,
            give_back: back,
        })
    }

    /// The price of what comes, at today's prices and for whoever placed the order.
    async fn added(
        &self,
        draft: &OrderDraft,
        coming: &[CartItem],
        charges: Vec<Charge>,
    ) -> Result<Option<Quote>, ShopError> {
        if coming.is_empty() && charges.is_empty() {
            return Ok(None);
        }
        self.can_be_paid(draft)?;
        if coming.is_empty() {
            let basket = Basket {
                charges,
                ..Basket::default()
            };
            return Ok(Some(price(&PricingRules::as_recorded(), &basket)?));
        }
        let buyer = buyer(draft);
        let asked = Asked {
            items: coming,
            charges: Some(&charges),
            ..Asked::default()
        };
        let quote = self.quote(&buyer, asked).await?.quote;
        self.are_there(draft, &quote, &[]).await?;
        Ok(Some(quote))
    }

    /// Whether there are the pieces of a quote: free ones, and these that the order has already.
    pub(super) async fn are_there(
        &self,
        draft: &OrderDraft,
        quote: &Quote,
        own: &[(Sku, u32)],
    ) -> Result<(), ShopError> {
        for (sku, needed) in pieces(quote) {
            let stock = self.stock(&self.stock_of(&draft.store, &sku)).await?;
            let own = own.iter().find(|(it, _)| *it == sku);
            let own = own.map_or(0, |(_, pieces)| i64::from(*pieces));
            let available = stock.available(self.now()).max(0) + own;
            if available < i64::from(needed) {
                let available = u32::try_from(available).unwrap_or(u32::MAX);
                return Err(ShopError::Short { sku, available });
            }
        }
        Ok(())
    }
}

/// Pieces that leave and those that come.
fn changes(
    state: &Order,
    draft: &OrderDraft,
    what: &Edit,
) -> Result<(Vec<LineQuantity>, Vec<CartItem>), ShopError> {
    let mut leaving: Vec<LineQuantity> = Vec::new();
    let mut coming: Vec<CartItem> = Vec::new();
    for wanted in &what.lines {
        let number = wanted.line;
        let line = state.lines().get(number as usize);
        let quoted = draft.quote.lines.get(number as usize);
        let (Some(line), Some(quoted)) = (line, quoted) else {
            return Err(ShopError::Order(OrderRefusal::NoLine(number)));
        };
        let there = line.to_ship();
        if wanted.quantity < there {
            leaving.push(LineQuantity {
                line: number,
                quantity: there - wanted.quantity,
            });
        } else if wanted.quantity > there {
            come(&mut coming, &more_of(quoted, wanted.quantity - there));
        }
    }
    for item in what.add.iter().filter(|item| item.quantity > 0) {
        come(&mut coming, item);
    }
    Ok((leaving, coming))
}

/// Each SKU once, as in a cart.
pub(super) fn come(coming: &mut Vec<CartItem>, item: &CartItem) {
    match coming.iter_mut().find(|known| known.sku == item.sku) {
        Some(known) => known.quantity = known.quantity.saturating_add(item.quantity),
        None => coming.push(item.clone()),
    }
}

pub(super) fn more_of(quoted: &QuoteLine, quantity: u32) -> CartItem {
    CartItem {
        product: quoted.product.clone(),
        sku: quoted.sku.clone(),
        quantity,
        price: quoted.unit_price,
    }
}

/// What a supplement charges besides its goods: what the surcharge grew by.
fn remote(surcharge: Won) -> Vec<Charge> {
    let remote = Charge {
        code: Charge::REMOTE.to_owned(),
        name: "도서산간 추가 배송비".to_owned(),
        kind: ChargeKind::RemoteArea,
        amount: surcharge,
        tax: Tax::Taxable,
    };
    let charges = [remote].into_iter();
    charges.filter(|it| it.amount.is_positive()).collect()
}
