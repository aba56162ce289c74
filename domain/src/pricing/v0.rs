//! Version 0, as recorded: the basket already says everything, as the invoice of another system
//! does.
//!
//! Discounts larger than the goods are refused, not capped: a record is taken as it is or not at
//! all. An invoice of charges alone (a postage billed afterwards) is a record too, so lines may be
//! missing.

use super::settle::{self, Decided};
use super::{Basket, PricingRefusal, PricingRules, Quote};
use crate::money::Won;

pub(super) fn price(rules: &PricingRules, basket: &Basket) -> Result<Quote, PricingRefusal> {
    if basket.lines.is_empty() && basket.charges.is_empty() {
        return Err(PricingRefusal::Empty);
    }
    let goods = settle::goods(&basket.lines)?;
    let discount = Won::checked_sum(basket.discounts.iter().map(|discount| discount.amount))
        .ok_or(PricingRefusal::Overflow)?;
    if discount > goods {
        return Err(PricingRefusal::DiscountOverGoods { discount, goods });
    }
    settle::settle(Decided {
        rules_version: rules.version,
        lines: &basket.lines,
        gifts: Vec::new(),
        discounts: basket.discounts.clone(),
        charges: basket.charges.clone(),
        promotions: Vec::new(),
        shares: None,
    })
}
