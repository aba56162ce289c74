//! What a letter or message about an order is made of: the order as it stands, and who ordered.

use chrono::Duration;
use domain::ClaimId;
use domain::order::{Claim, LineQuantity, Order, OrderDraft, Status, Wish};
use domain::payment::Payment;
use domain::pricing::{Charge, Given, QuoteLine};
use letters::kinds::{Amounts, Line, Parcel, Piece, Saving};
use shop::ports::RefundAccount;
use shop::{Carriers, Recipient, StoreSettings};

use super::{About, Occasion};
use crate::jobs::{JobContext, JobError};

/// Nobody wants to hear of something older: a backlog or a restored backup stays silent.
const FRESH: Duration = Duration::days(7);

/// Why there is nothing to write: a last word in the book of deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// It happened too long ago.
    TooOld,
    /// Who ordered was erased, or never told.
    NobodyKnown,
    /// They left a provider's window without paying: they know.
    LeftWindow,
    /// The account that was asked for was named meanwhile.
    AccountNamed,
    /// It is paid meanwhile, or waits for no money any more.
    NothingToPay,
    /// Another order took its place, and has a letter of its own.
    Replaced,
}

impl Silence {
    /// As the book has it.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::TooOld => "too_old",
            Self::NobodyKnown => "nobody_known",
            Self::LeftWindow => "left_window",
            Self::AccountNamed => "account_named",
            Self::NothingToPay => "nothing_to_pay",
            Self::Replaced => "replaced",
        }
    }
}

/// An order and who ordered. Holds personal data: for a letter, and nowhere else.
pub struct Facts {
    pub(super) draft: OrderDraft,
    pub(super) order: Order,
    pub(super) payment: Payment,
    pub(super) recipient: Recipient,
    /// Where money of the deposit goes back to.
    pub(super) refund_account: Option<RefundAccount>,
    pub(super) settings: StoreSettings,
    /// The order's page.
    pub(super) href: String,
    carriers: Carriers,
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
        let payment = ledger.state::<Payment>(number.payment().as_str()).await;
        let payment = payment.map_err(JobError::again)?.state;
        let Some(draft) = order.draft().cloned() else {
            return Err(JobError::never(format!("there is no order {number}")));
        };
        let awaited_money = payment.account().is_some();
        if occasion.about == About::Expired && !awaited_money {
            return Ok(Err(Silence::LeftWindow));
        }
        if occasion.about == About::ToPay && order.status() != Status::PendingDeposit {
            return Ok(Err(Silence::NothingToPay));
        }
        if occasion.about == (About::Cancelled { refund: None }) && replaced(&order)? {
            return Ok(Err(Silence::Replaced));
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
        let asked = matches!(occasion.about, About::AccountAsked { .. });
        if asked && !payment.awaits_refund_account() {
            return Ok(Err(Silence::AccountNamed));
        }
        let refund_account = shop.refund_account(&payment).await;
        Ok(Ok(Self {
            refund_account: refund_account.map_err(JobError::again)?,
            href: shop.settings().links.order(&occasion.store, number),
            carriers: Carriers::load().map_err(JobError::never)?,
            draft,
            order,
            payment,
            recipient,
            settings,
        }))
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

    /// Pieces of lines, with their own amounts.
    pub(super) fn some_lines(&self, of: &[(u32, u32, domain::Won)]) -> Vec<Line> {
        let line = |(number, quantity, total): &(u32, u32, domain::Won)| {
            let line = self.quoted(*number)?;
            Some(Line {
                total: *total,
                ..line_of(line, *quantity)
            })
        };
        of.iter().filter_map(line).collect()
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
            Some(Claim::Requested(asked)) => self.pieces(&asked.lines, None),
            _ => vec![],
        }
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
        let piece = |part: &LineQuantity| {
            let line = self.order.line_sent(exchange, part.line)?;
            Some(Piece {
                name: line.name,
                option: line.option,
                quantity: part.quantity,
            })
        };
        lines.iter().filter_map(piece).collect()
    }

    fn quoted(&self, number: u32) -> Option<&QuoteLine> {
        self.draft.quote.lines.get(usize::try_from(number).ok()?)
    }
}

/// Whether another order took the cancelled one's place.
///
/// # Errors
/// It is not known yet. An order that is cancelled for another which then cannot be placed is just cancelled, and
/// its shopper has to hear of it.
fn replaced(order: &Order) -> Result<bool, JobError> {
    let open = order.open_edit();
    if open.is_some_and(|(_, plan)| plan.replacement.is_some()) {
        return Err(JobError::again("another order is taking its place"));
    }
    Ok(order.replaced_by().is_some())
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
