//! Version 1: flat postage, free over a threshold, a surcharge for remote areas, gifts by
//! condition.
//!
//! Thresholds look at the goods *before* discounts, so that using a coupon never costs the shopper
//! the free postage or the gift the page has promised: a discount never raises the total.
//!
//! Discounts larger than the goods are *capped*, in the order given, not refused: a shopper who
//! takes goods out of the cart must not be stopped by a coupon that has become too large, and no
//! coupon pays out money or postage.

use super::settle::{self, Decided};
use super::{
    Basket, BasketLine, Charge, ChargeKind, Discount, Gift, GiftCondition, PostcodeRange, Tax,
};
use super::{PricingRefusal, PricingRules, Quote};
use crate::money::Won;

pub(super) fn price(rules: &PricingRules, basket: &Basket) -> Result<Quote, PricingRefusal> {
    if basket.lines.is_empty() {
        return Err(PricingRefusal::Empty);
    }
    let goods = settle::goods(&basket.lines)?;
    settle::settle(Decided {
        rules_version: rules.version,
        lines: &basket.lines,
        gifts: gifts(rules, &basket.lines, goods),
        discounts: capped(&basket.discounts, goods),
        charges: charges(rules, basket, goods)?,
        promotions: Vec::new(),
        shares: None,
    })
}

fn gifts(rules: &PricingRules, lines: &[BasketLine], goods: Won) -> Vec<Gift> {
    let earned = rules.gifts.iter().filter(|rule| match &rule.condition {
        GiftCondition::GoodsOver(threshold) => goods >= *threshold,
        GiftCondition::Buys { sku, quantity } => {
            let bought = lines.iter().filter(|line| line.sku == *sku);
            bought.map(|line| u64::from(line.quantity)).sum::<u64>() >= u64::from(*quantity)
        }
    });
    earned
        .map(|rule| Gift {
            sku: rule.sku.clone(),
            name: rule.name.clone(),
            quantity: rule.quantity,
        })
        .filter(|gift| gift.quantity > 0)
        .collect()
}

/// Each discount takes what is left for it. Negative ones pass: they are refused when the quote is
/// settled.
fn capped(discounts: &[Discount], goods: Won) -> Vec<Discount> {
    let mut left = goods;
    let take = |discount: &Discount| {
        let amount = discount.amount.min(left);
        left -= amount;
        Discount {
            amount,
            ..discount.clone()
        }
    };
    discounts.iter().map(take).collect()
}

fn charges(
    rules: &PricingRules,
    basket: &Basket,
    goods: Won,
) -> Result<Vec<Charge>, PricingRefusal> {
    let mut charges = basket.charges.clone();
    let free = rules
        .free_shipping_over
        .is_some_and(|threshold| goods >= threshold);
    if !free {
        charges.push(Charge {
            code: Charge::SHIPPING.to_owned(),
            name: "배송비".to_owned(),
            kind: ChargeKind::Shipping,
            amount: rules.shipping_fee,
            tax: Tax::Taxable,
        });
    }
    if let Some(remote) = remote_area(rules, basket.postcode.as_deref())? {
        charges.push(Charge {
            code: Charge::REMOTE.to_owned(),
            name: format!("도서산간 추가 배송비({})", remote.area),
            kind: ChargeKind::RemoteArea,
            amount: rules.remote_surcharge,
            tax: Tax::Taxable,
        });
    }
    Ok(charges)
}

/// The surcharged area a postcode lies in. An unreadable one is refused rather than taken for near:
/// otherwise a stray blank would save the surcharge. Rules without remote areas read none, and take
/// any.
fn remote_area<'a>(
    rules: &'a PricingRules,
    postcode: Option<&str>,
) -> Result<Option<&'a PostcodeRange>, PricingRefusal> {
    let Some(postcode) = postcode.filter(|_| !rules.remote_areas.is_empty()) else {
        return Ok(None);
    };
    if postcode.len() != 5 || !postcode.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PricingRefusal::Postcode);
    }
    let postcode: u32 = postcode.parse().map_err(|_| PricingRefusal::Postcode)?;
    Ok(rules
        .remote_areas
        .iter()
        .find(|range| range.contains(postcode)))
}
