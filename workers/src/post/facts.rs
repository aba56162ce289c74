//! What a letter or message about an order is made of: the order as it stands, and who ordered.

use chrono::Duration;
use domain::money::allocate;
use domain::order::{Claim, LineQuantity, Order, OrderDraft, RefundLine, Wish};
use domain::payment::Payment;
use domain::pricing::{Charge, Given, QuoteLine};
use domain::{ClaimId, OrderId};
use letters::Letter;
use letters::kinds::{Amounts, Line, OrderToPay, Parcel, Piece, Saving};
use shop::ports::RefundAccount;
use shop::{Carriers, Links, Recipient, Shop, StoreSettings};

pub use super::silence::Silence;
use super::silence::{Seen, silent};
use super::{About, Occasion};
use crate::jobs::{JobContext, JobError};

/// Nobody wants to hear of something older: a backlog or a restored backup stays silent.
const FRESH: Duration = Duration::days(7);

/// An order and who ordered. Holds personal data: for a letter, and nowhere else.
pub struct Facts {
    pub(super) draft: OrderDraft,
    pub(super) order: Order,
    pub(super) payment: Payment,
    /// The order that it was added to.
    pub(super) first: Option<Order>,
    pub(super) recipient: Recipient,
    /// Where money of the deposit goes back to.
    pub(super) refund_account: Option<RefundAccount>,
    pub(super) settings: StoreSettings,
    /// The order's page.
    pub(super) href: String,
    carriers: Carriers,
    links: Links,
}

impl Facts {
    /// Gathers them.
    ///
    /// # Errors
    /// The log or the vault does not answer; or the order or its store is not there, which no try
    /// changes.
    pub async fn gather(
        context: &JobContext,
        occasion: &Occasion,
    ) -> Result<Result<Self, Silence>, JobError> {
        let shop = &context.shop;
        if shop.now() - occasion.recorded_at > FRESH {
            return Ok(Err(Silence::TooOld));
        }
        let (number, ledger) = (&occasion.order, shop.ledger());
        let order = ledger.state::<Order>(number.as_str()).await;
        let order = order.map_err(JobError::again)?.state;
        let first = first_of(shop, &order).await?;
        let payment = ledger.state::<Payment>(number.payment().as_str()).await;
        let payment = payment.map_err(JobError::again)?.state;
        let Some(draft) = order.draft().cloned() else {
            return Err(JobError::never(format!("there is no order {number}")));
        };
        let told = told_to_pay(context, occasion).await?;
        let seen = Seen {
            order: &order,
            payment: &payment,
            first: first.as_ref(),
            told_to_pay: told,
        };
        if let Some(silence) = silent(occasion, &seen)? {
            return Ok(Err(silence));
        }
        let Some(settings) = shop.settings().stores.get(&occasion.store).cloned() else {
            return Err(JobError::never(format!(
                "there is no store {}",
                occasion.store
            )));
        };
        let Some(reference) = order.recipient() else {
            return Ok(Err(Silence::NobodyKnown));
        };
        let recipient = shop.recipient(reference).await.map_err(JobError::again)?;
        let Some(recipient) = recipient else {
            return Ok(Err(Silence::NobodyKnown));
        };
        let refund_account = shop.refund_account_of(&draft, &payment).await;
        Ok(Ok(Self {
            refund_account: refund_account.map_err(JobError::again)?,
            href: shop.settings().links.order(&occasion.store, number),
            links: shop.settings().links.clone(),
            first,
            carriers: Carriers::load().map_err(JobError::never)?,
            draft,
            order,
            payment,
            recipient,
            settings,
        }))
    }

    /// Another order's page.
    pub(super) fn page_of(&self, order: &OrderId) -> String {
        self.links.order(&self.draft.store, order)
    }

    /// All lines as ordered, and the gifts.
    pub(super) fn lines(&self) -> Vec<Line> {
        let quote = &self.draft.quote;
        let goods = quote.lines.iter().map(|line| line_of(line, line.quantity));
        let gifts = quote.gifts.iter().map(|gift| Line {
            name: gift.name.clone(),
            option: None,
            quantity: gift.quantity,
            total: domain::Won::ZERO,
            gift: true,
        });
        goods.chain(gifts).collect()
    }

    /// Pieces of a line that money goes back for, each kind with its share of it: with a claim other options may
    /// have come than were ordered.
    pub(super) fn pieces_with(&self, claim: Option<&ClaimId>, part: &RefundLine) -> Vec<Line> {
        let Some(ordered) = self.quoted(part.line) else {
            return vec![];
        };
        let of_line = LineQuantity {
            line: part.line,
            quantity: part.quantity,
        };
        let came = claim.map(|claim| self.order.lines_came(claim, of_line));
        let came = came.unwrap_or_else(|| vec![(ordered.clone(), part.quantity)]);
        let weights: Vec<i64> = came.iter().map(|(_, pieces)| i64::from(*pieces)).collect();
        let shares = allocate(part.amount, &weights);
        let line = |((line, pieces), total): (&(QuoteLine, u32), domain::Won)| Line {
            total,
            ..line_of(line, *pieces)
        };
        came.iter().zip(shares).map(line).collect()
    }

    pub(super) fn amounts(&self) -> Amounts {
        let quote = &self.draft.quote;
        let surcharge = quote.charge(Charge::REMOTE);
        let difference = quote.charge(Charge::DIFFERENCE);
        let waived = self.saved(&Given::Shipping);
        let postage: domain::Won = waived.iter().map(|it| it.amount).sum();
        Amounts {
            goods: quote.goods,
            off: self.saved(&Given::Off),
            discount: quote.other_discounts().map(|it| it.amount).sum(),
            shipping: quote.shipping - surcharge - difference + postage,
            waived,
            surcharge,
            difference,
            total: quote.total,
        }
    }

    /// What promotions saved in one way, in the store's language.
    fn saved(&self, given: &Given) -> Vec<Saving> {
        let all = self.draft.quote.promotions.iter();
        let language = &self.settings.post.language;
        all.filter(|it| it.given == *given)
            .map(|it| Saving {
                name: it.name.in_language(language).to_owned(),
                amount: it.amount,
            })
            .collect()
    }

    /// A parcel, counted from 1.
    ///
    /// # Errors
    /// There is no such parcel, which no try changes.
    pub(super) fn parcel(&self, number: u32) -> Result<Parcel, JobError> {
        let place = usize::try_from(number)
            .ok()
            .and_then(|it| it.checked_sub(1));
        let parcel = place.and_then(|place| self.order.parcels().get(place));
        let parcel =
            parcel.ok_or_else(|| JobError::never(format!("the order has no parcel {number}")))?;
        Ok(Parcel {
            carrier: self.carriers.name(&parcel.carrier).to_owned(),
            invoice: parcel.invoice.clone(),
            tracking: self.carriers.tracking(&parcel.carrier, &parcel.invoice),
            contents: self.pieces(&parcel.lines, parcel.replaces.as_ref()),
        })
    }

    /// What is still to be sent.
    pub(super) fn rest(&self) -> Vec<Piece> {
        let lines = self.order.lines().iter().zip(0..);
        let rest = lines.map(|(line, number)| LineQuantity {
            line: number,
            quantity: line.to_ship(),
        });
        self.pieces(&rest.filter(|it| it.quantity > 0).collect::<Vec<_>>(), None)
    }

    /// What a shopper asked to send back; nothing once it is decided.
    pub(super) fn asked_back(&self, claim: &ClaimId) -> Vec<Piece> {
        match self.order.claims().get(claim) {
            Some(Claim::Requested(asked)) => {
                let parts = asked.lines.iter();
                let came = parts.flat_map(|part| self.order.lines_came(claim, *part));
                came.map(piece).collect()
            }
            _ => vec![],
        }
    }

    /// What goes out for what comes back with an exchange that was agreed on.
    pub(super) fn sent_for(&self, claim: &ClaimId) -> Vec<Piece> {
        let agreed = self.order.deals().get(claim);
        let Some(terms) = agreed.and_then(|deal| deal.terms.as_ref()) else {
            return vec![];
        };
        let lines = terms.lines.iter().map(|it| LineQuantity {
            line: it.line,
            quantity: it.quantity,
        });
        self.pieces(&lines.collect::<Vec<_>>(), Some(claim))
    }

    /// Whether something else is to come for what comes back.
    pub(super) fn is_exchange(&self, claim: &ClaimId) -> bool {
        match self.order.claims().get(claim) {
            Some(Claim::Requested(asked)) => asked.wish == Wish::Exchange,
            Some(Claim::Swapped(_)) => true,
            _ => self.order.deals().contains_key(claim),
        }
    }

    /// Pieces of lines; in the parcel of an exchange what was wanted for them.
    fn pieces(&self, lines: &[LineQuantity], exchange: Option<&ClaimId>) -> Vec<Piece> {
        let sent = lines.iter();
        let sent = sent.flat_map(|part| self.order.lines_sent(exchange, *part));
        sent.map(piece).collect()
    }

    fn quoted(&self, number: u32) -> Option<&QuoteLine> {
        self.draft.quote.lines.get(usize::try_from(number).ok()?)
    }
}

/// The order that one was added to.
async fn first_of(shop: &Shop, order: &Order) -> Result<Option<Order>, JobError> {
    let Some(added) = order.supplement() else {
        return Ok(None);
    };
    let first = shop.ledger().state::<Order>(added.to.as_str()).await;
    Ok(Some(first.map_err(JobError::again)?.state))
}

/// Whether a letter or message asked for the money of what is over now.
async fn told_to_pay(context: &JobContext, occasion: &Occasion) -> Result<bool, JobError> {
    if occasion.about != About::Expired {
        return Ok(false);
    }
    let deliveries = context.post.deliveries.about(occasion.order.as_str()).await;
    let mut deliveries = deliveries.map_err(JobError::again)?.into_iter();
    Ok(deliveries.any(|it| it.template == OrderToPay::NAME && it.state != "skipped"))
}

fn piece((line, quantity): (QuoteLine, u32)) -> Piece {
    Piece {
        name: line.name,
        option: line.option,
        quantity,
    }
}

fn line_of(line: &QuoteLine, quantity: u32) -> Line {
    Line {
        name: line.name.clone(),
        option: line.option.clone(),
        quantity,
        total: line.gross,
        gift: false,
    }
}
