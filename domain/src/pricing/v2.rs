//! Version 2: version 1 with promotions.
//!
//! The order in which they take is fixed, whatever order they come in: discounts that were given
//! with the basket, the grade's percent, other percents, won, postage, gifts; among equals by code.
//! Percents go before won, as shops here do and as is better for the shopper; each takes from what
//! those before it left of the goods that it covers.
//!
//! Conditions look at the goods *before* discounts, as thresholds do since version 1. A discount is
//! rounded down to the won, and promotions leave of the goods at least [`PricingRules::least_goods`]: nobody
//! can pay zero won to an account.

use std::collections::BTreeSet;

use super::settle::{self, Decided};
use super::takings::Takings;
use super::{Applied, Effect, Explained, Given, Missed, Promotion, Unmet};
use super::{
    Basket, BasketLine, Charge, ChargeKind, Discount, Gift, GiftCondition, PostcodeRange, Tax,
};
use super::{PricingRefusal, PricingRules};
use crate::money::Won;

pub(super) fn explain(rules: &PricingRules, basket: &Basket) -> Result<Explained, PricingRefusal> {
    if basket.lines.is_empty() {
        return Err(PricingRefusal::Empty);
    }
    let goods = settle::goods(&basket.lines)?;
    let mut takings = Takings::new(&basket.lines);
    let mut decided = Decided {
        rules_version: rules.version,
        lines: &basket.lines,
        gifts: gifts(rules, &basket.lines, goods),
        discounts: given(&basket.discounts, &mut takings)?,
        charges: charges(rules, basket, goods)?,
        promotions: Vec::new(),
        shares: None,
    };
    takings.leave(rules.least_goods);
    let mut missed = Vec::new();
    for promotion in in_order(rules, basket) {
        let outcome = match unmet(promotion, basket, &takings) {
            Some(why) => Err(why),
            None => give(promotion, &mut takings, &mut decided),
        };
        match outcome {
            Ok(applied) => decided.promotions.push(applied),
            Err(why) => missed.push(Missed {
                code: promotion.code.clone(),
                name: promotion.name.clone(),
                why,
            }),
        }
    }
    decided.shares = Some(takings.into_shares());
    Ok(Explained {
        quote: settle::settle(decided)?,
        missed,
    })
}

/// Each code once, in the order in which they take.
fn in_order<'a>(rules: &'a PricingRules, basket: &'a Basket) -> Vec<&'a Promotion> {
    let mut all: Vec<&Promotion> = rules.promotions.iter().chain(&basket.promotions).collect();
    all.sort_by(|a, b| (stage(a), &a.code).cmp(&(stage(b), &b.code)));
    let mut known = BTreeSet::new();
    all.retain(|promotion| known.insert(&promotion.code));
    all
}

fn stage(promotion: &Promotion) -> u8 {
    match &promotion.effect {
        Effect::PercentOff { .. } if promotion.is_of_grade() => 0,
        Effect::PercentOff { .. } => 1,
        Effect::AmountOff { .. } => 2,
        Effect::FreeShipping => 3,
        Effect::Gift { .. } => 4,
    }
}

fn unmet(promotion: &Promotion, basket: &Basket, takings: &Takings<'_>) -> Option<Unmet> {
    let condition = &promotion.condition;
    let goods = takings.gross(|line| condition.covers(line));
    condition.unmet(basket, goods)
}

fn give(
    promotion: &Promotion,
    takings: &mut Takings<'_>,
    decided: &mut Decided<'_>,
) -> Result<Applied, Unmet> {
    let covers = |line: &BasketLine| promotion.condition.covers(line);
    let off = |amount: Won| (Given::Off, amount);
    let (given, amount) = match &promotion.effect {
        Effect::PercentOff { percent, at_most } => {
            let wanted = percent_of(takings.left(covers), *percent);
            off(takings.take(covers, at_most.map_or(wanted, |most| wanted.min(most))))
        }
        Effect::AmountOff { won } => off(takings.take(covers, *won)),
        Effect::FreeShipping => (Given::Shipping, waive(&mut decided.charges)),
        Effect::Gift { quantity: 0, .. } => return Err(Unmet::NothingLeft),
        Effect::Gift {
            sku,
            name,
            quantity,
        } => {
            decided.gifts.push(Gift {
                sku: sku.clone(),
                name: name.clone(),
                quantity: *quantity,
            });
            (Given::Gift(sku.clone()), Won::ZERO)
        }
    };
    match given {
        Given::Off if !amount.is_positive() => return Err(Unmet::NothingLeft),
        Given::Shipping if !amount.is_positive() => return Err(Unmet::ShippingIsFree),
        Given::Off => decided.discounts.push(Discount {
            code: promotion.code.clone(),
            name: promotion.name.ko.clone(),
            amount,
        }),
        _ => {}
    }
    Ok(Applied {
        code: promotion.code.clone(),
        name: promotion.name.clone(),
        given,
        amount,
    })
}

/// Rounded down, in numbers that hold any sum.
fn percent_of(won: Won, percent: u32) -> Won {
    let part = i128::from(won.get()) * i128::from(percent.min(100)) / 100;
    Won(i64::try_from(part).unwrap_or(i64::MAX))
}

/// Takes the computed postage out and tells what it was.
fn waive(charges: &mut Vec<Charge>) -> Won {
    let is_postage =
        |charge: &Charge| charge.code == Charge::SHIPPING && charge.kind == ChargeKind::Shipping;
    let waived = charges.iter().filter(|charge| is_postage(charge));
    let waived = waived.map(|charge| charge.amount).sum();
    charges.retain(|charge| !is_postage(charge));
    waived
}

/// Discounts that came with the basket: each takes what is left for it.
fn given(
    discounts: &[Discount],
    takings: &mut Takings<'_>,
) -> Result<Vec<Discount>, PricingRefusal> {
    let mut given = Vec::new();
    for discount in discounts {
        if discount.amount.is_negative() {
            return Err(PricingRefusal::NegativeDiscount {
                code: discount.code.clone(),
                amount: discount.amount,
            });
        }
        given.push(Discount {
            amount: takings.take(|_| true, discount.amount),
            ..discount.clone()
        });
    }
    Ok(given)
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

/// The surcharged area a postcode lies in; as in version 1, an unreadable one is refused.
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
