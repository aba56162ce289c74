//! Agreeing on an exchange: what goes out, what it costs more, what is to be paid.

use chrono::Duration;
use domain::cart::CartItem;
use domain::order::{
    ExchangeLine, ExchangeTerms, LineQuantity, Order, OrderCommand, OrderDraft, OrderRefusal,
    Supplement, Wanted,
};
use domain::pricing::{Basket, Charge, ChargeKind, PricingRules, Tax, price};
use domain::product::Product;
use domain::stock::{StockCommand, StockRefusal};
use domain::{ClaimId, HoldId, OrderId, Sku, Won};
use store::{Cursor, ExecuteError};

use super::Acceptance;
use crate::cart::on_sale;
use crate::edit::buyer;
use crate::error::is_unsaid;
use crate::pricing::Asked;
use crate::{Caller, Shop, ShopError};

/// How long the pieces of an exchange are held at most: the way back, counting, paying and packing.
/// Whoever takes longer gets what is on the shelf then.
const HELD: Duration = Duration::days(30);

impl Shop {
    /// Other options that a shopper wants, as the products call them; what comes back once more is none.
    ///
    /// # Errors
    /// [`ShopError::NotOnSale`]: no option of the same product that is sold now.
    pub(crate) async fn wanted(
        &self,
        state: &Order,
        claim: &ClaimId,
        lines: &[LineQuantity],
        asked: &[(u32, Sku)],
    ) -> Result<Vec<Wanted>, ShopError> {
        // The same form once more: what it was asked for is not what is there now.
        let known = state.claims().contains_key(claim);
        let is_there = |part: &LineQuantity, sku: &Sku| {
            if known {
                state.came(claim, *part).iter().all(|(it, _)| it == sku)
            } else {
                state.are_all(*part, sku)
            }
        };
        let draft = state.draft().ok_or(OrderRefusal::NotPlaced);
        let draft = draft.map_err(ShopError::Order)?;
        let mut wanted = Vec::new();
        for (line, sku) in asked {
            let quoted = draft.quote.lines.get(*line as usize);
            let quoted = quoted.ok_or(ShopError::Order(OrderRefusal::NoLine(*line)))?;
            let part = lines.iter().find(|part| part.line == *line);
            if part.is_some_and(|part| is_there(part, sku)) {
                continue;
            }
            let product = self
                .ledger
                .state::<Product>(quoted.product.as_str())
                .await?;
            if product.state.variant(sku).is_none() {
                let sku = sku.clone();
                return Err(ShopError::Order(OrderRefusal::OtherProduct {
                    line: *line,
                    sku,
                }));
            }
            let variant = on_sale(&product.state, &draft.store, sku, self.now())?;
            wanted.push(Wanted {
                line: *line,
                sku: sku.clone(),
                option: variant.option.clone(),
            });
        }
        Ok(wanted)
    }

    /// Holds what goes out and writes down what was agreed.
    pub(super) async fn agree_on_exchange(
        &self,
        caller: &Caller,
        state: &Order,
        claim: &ClaimId,
        carriage: Won,
        how: Acceptance,
    ) -> Result<Option<Cursor>, ShopError> {
        let draft = state.draft().ok_or(OrderRefusal::NotPlaced);
        let draft = draft.map_err(ShopError::Order)?;
        if state.recipient_erased().is_some() {
            return Err(ShopError::Order(OrderRefusal::RecipientErased));
        }
        let lines = self.exchange_lines(state, draft, claim, how.waive).await?;
        let known = state.deals().get(claim).and_then(|it| it.terms.as_ref());
        let mut terms = ExchangeTerms {
            turn: known.map_or(0, |terms| terms.turn) + 1,
            lines,
            waived: how.waive,
            supplement: None,
        };
        let charges = charges(draft, carriage, &terms.lines);
        if !charges.is_empty() {
            self.can_be_paid(draft)?;
        }
        self.hold_for_exchange(caller, draft, claim, &terms).await?;
        if !charges.is_empty() {
            let supplement = self
                .charge(caller, state, claim, terms.turn, charges)
                .await?;
            terms.supplement = Some(Box::new(supplement));
        }
        let charged = terms.supplement.clone();
        let accept = OrderCommand::AcceptClaim {
            claim: claim.clone(),
            carriage: Some(carriage),
            terms: Some(Box::new(terms)),
            at: self.now(),
        };
        let accepted = self.order(caller, &draft.order, accept).await;
        let unsaid = is_unsaid(&accepted);
        if let Some(charged) = charged.filter(|_| unsaid) {
            self.forget_draft(&charged).await?;
        }
        if accepted.is_err() && unsaid {
            // It may have ended meanwhile: then nothing is held for it.
            self.settle_claims(caller, &draft.order).await?;
        }
        accepted
    }

    /// What goes out, and what it costs more at today's prices, for whoever placed the order. What costs
    /// less goes back also where staff let the shopper pay nothing.
    pub(super) async fn exchange_lines(
        &self,
        state: &Order,
        draft: &OrderDraft,
        claim: &ClaimId,
        waive: bool,
    ) -> Result<Vec<ExchangeLine>, ShopError> {
        let mut lines = state.replacement(claim);
        let deal = state.deals().get(claim);
        let wanted = |line: u32| deal.is_some_and(|it| it.wanted.iter().any(|it| it.line == line));
        let mut items = Vec::new();
        for line in lines.iter().filter(|it| wanted(it.line)) {
            let quoted = draft.quote.lines.get(line.line as usize);
            let quoted = quoted.ok_or(ShopError::Order(OrderRefusal::NoLine(line.line)))?;
            items.push(CartItem {
                product: quoted.product.clone(),
                sku: line.sku.clone(),
                quantity: line.quantity,
                price: quoted.unit_price,
            });
        }
        if items.is_empty() {
            return Ok(lines);
        }
        let buyer = buyer(draft);
        let asked = Asked {
            items: &items,
            charges: Some(&[]),
            ..Asked::default()
        };
        let quote = self.quote(&buyer, asked).await?.quote;
        let priced = lines.iter_mut().filter(|it| wanted(it.line));
        for (line, quoted) in priced.zip(&quote.lines) {
            let difference = quoted.net - state.worth_in_exchange(claim, line.line);
            let waived = waive && difference.is_positive();
            line.difference = if waived { Won::ZERO } else { difference };
            line.above_share = Some(difference + state.settled_before(claim, line.line));
        }
        Ok(lines)
    }

    /// Sets aside what goes out: so much that nobody else can buy the last piece.
    async fn hold_for_exchange(
        &self,
        caller: &Caller,
        draft: &OrderDraft,
        claim: &ClaimId,
        terms: &ExchangeTerms,
    ) -> Result<(), ShopError> {
        let hold = HoldId::of_exchange(&draft.order, claim);
        let (now, pieces) = (self.now(), terms.pieces());
        // All of them or none: what is held would wait for what is not there.
        for (sku, quantity) in &pieces {
            let stock = self.stock(&self.stock_of(&draft.store, sku)).await?;
            let available = stock.available(now).max(0);
            if !stock.holds(&hold) && i64::from(*quantity) > available {
                let (sku, available) = (sku.clone(), u32::try_from(available));
                let available = available.unwrap_or(u32::MAX);
                return Err(ShopError::Short { sku, available });
            }
        }
        let meta = caller.meta(now).caused_by(claim.as_str());
        for (sku, quantity) in pieces {
            let set_aside = StockCommand::Hold {
                hold: hold.clone(),
                quantity,
                until: now + HELD,
                now,
            };
            let stock = self.stock_of(&draft.store, &sku);
            match self.tell_stock(&stock, set_aside, &meta).await {
                // Or held before for so long that it lapsed: there are enough without a hold, as was seen.
                Ok(_) | Err(ExecuteError::Refused(StockRefusal::Settled)) => {}
                Err(ExecuteError::Refused(StockRefusal::Short { available, .. })) => {
                    return Err(ShopError::Short { sku, available });
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// The order of charges alone by which the shopper pays.
    async fn charge(
        &self,
        caller: &Caller,
        state: &Order,
        claim: &ClaimId,
        turn: u32,
        charges: Vec<Charge>,
    ) -> Result<OrderDraft, ShopError> {
        let draft = state.draft().ok_or(OrderRefusal::NotPlaced);
        let draft = draft.map_err(ShopError::Order)?;
        let now = self.now();
        let basket = Basket {
            charges,
            ..Basket::default()
        };
        let order = OrderId::of_exchange(&draft.order, claim, turn, now);
        let to = self.current_recipient(state).await?;
        let quote = price(&PricingRules::as_recorded(), &basket)?;
        let made = self.made_of(caller, draft, (order, to, quote)).await?;
        Ok(OrderDraft {
            coupon: None,
            // Staff accept while the shopper is elsewhere, and has to hear of it first.
            deposit_deadline: self.store(&draft.store)?.deposit_deadline(now),
            supplement: Some(Supplement {
                to: draft.order.clone(),
                edit: claim.clone(),
                then_cancel: vec![],
            }),
            placed_at: now,
            ..made
        })
    }
}

/// What is to be paid before an exchange is sent; what costs less is no charge. What is paid more is for
/// goods: free of VAT where those are.
fn charges(draft: &OrderDraft, carriage: Won, lines: &[ExchangeLine]) -> Vec<Charge> {
    let tax_of = |line: u32| draft.quote.lines.get(line as usize).map(|it| it.tax);
    let dearer = |tax: Tax| {
        let of_it = lines.iter().filter(|it| tax_of(it.line) == Some(tax));
        of_it.map(|it| it.difference.max(Won::ZERO)).sum()
    };
    let carriage = Charge {
        code: Charge::SHIPPING.to_owned(),
        name: "교환 배송비".to_owned(),
        kind: ChargeKind::Shipping,
        amount: carriage,
        tax: Tax::Taxable,
    };
    let differences = [Tax::Taxable, Tax::TaxFree].map(|tax| Charge {
        code: Charge::DIFFERENCE.to_owned(),
        name: "교환 차액".to_owned(),
        kind: ChargeKind::Manual,
        amount: dearer(tax),
        tax,
    });
    let charges = [carriage].into_iter().chain(differences);
    charges.filter(|it| it.amount.is_positive()).collect()
}
