//! What an edit of an order that is not paid yet comes to: the order that takes its place, at today's prices.

use domain::Won;
use domain::cart::CartItem;
use domain::order::{Order, OrderDraft, OrderRefusal};
use domain::payment::PaymentRefusal;
use domain::pricing::Quote;

use super::preview::{EditPreview, come, more_of};
use super::{Edit, buyer};
use crate::checkout::pieces;
use crate::pricing::Asked;
use crate::{Shop, ShopError};

impl Shop {
    /// What an edit of an unpaid order would come to: nothing if it only goes elsewhere for the same money, and
    /// otherwise another order, at today's prices.
    pub(super) async fn preview_unpaid(
        &self,
        state: &Order,
        what: &Edit,
        same_pieces: bool,
    ) -> Result<EditPreview, ShopError> {
        let draft = state.draft().ok_or(OrderRefusal::NotPlaced);
        let draft = draft.map_err(ShopError::Order)?;
        let mut preview = EditPreview {
            removed: None,
            added: None,
            replacement: None,
            surcharge: Won::ZERO,
            to_pay: Won::ZERO,
            to_pay_back: Won::ZERO,
            leaving: vec![],
            give_back: Won::ZERO,
        };
        let elsewhere = match &what.recipient {
            Some(to) => self.surcharge_to(draft, &to.postcode)? != state.surcharge_own(),
            None => false,
        };
        if same_pieces && !elsewhere {
            return Ok(preview);
        }
        // An addition is priced with its first.
        if draft.supplement.is_some() {
            return Err(ShopError::Order(OrderRefusal::NotPaid));
        }
        self.can_be_paid(draft)?;
        // It may be paid already: nothing is begun that could only come too late.
        if self.payment_of(&draft.order).await?.approval_open() {
            return Err(ShopError::Payment(PaymentRefusal::ApprovalOpen));
        }
        let wanted = whole(draft, what)?;
        let quote = self
            .price_alone(state, draft, what, (&wanted, true))
            .await?;
        preview.to_pay = quote.total;
        preview.replacement = Some(quote);
        Ok(preview)
    }

    /// The price of what is sent alone. `instead`: of an order that is not paid, with its coupon and its pieces.
    pub(super) async fn price_alone(
        &self,
        state: &Order,
        draft: &OrderDraft,
        what: &Edit,
        (wanted, instead): (&[CartItem], bool),
    ) -> Result<Quote, ShopError> {
        let buyer = buyer(draft);
        let to = self.sent_to(state, what).await?;
        let asked = Asked {
            items: wanted,
            coupon: draft.coupon.as_ref().filter(|_| instead),
            instead_of: Some(&draft.order),
            postcode: to.as_ref().map(|to| to.postcode.as_str()),
            ..Asked::default()
        };
        let quote = self.quote(&buyer, asked).await?.quote;
        let own = if instead {
            pieces(&draft.quote)
        } else {
            vec![]
        };
        self.are_there(draft, &quote, &own).await?;
        Ok(quote)
    }
}

/// All that stays, and all that comes.
fn whole(draft: &OrderDraft, what: &Edit) -> Result<Vec<CartItem>, ShopError> {
    let lines = u32::try_from(draft.quote.lines.len()).unwrap_or(u32::MAX);
    if let Some(part) = what.lines.iter().find(|part| part.line >= lines) {
        return Err(ShopError::Order(OrderRefusal::NoLine(part.line)));
    }
    let mut wanted = Vec::new();
    for (number, quoted) in (0..).zip(&draft.quote.lines) {
        let told = what.lines.iter().find(|part| part.line == number);
        let quantity = told.map_or(quoted.quantity, |part| part.quantity);
        if quantity > 0 {
            come(&mut wanted, &more_of(quoted, quantity));
        }
    }
    for item in what.add.iter().filter(|item| item.quantity > 0) {
        come(&mut wanted, item);
    }
    if wanted.is_empty() {
        return Err(ShopError::Order(OrderRefusal::NothingLeft));
    }
    Ok(wanted)
}
