//! The arithmetic under every version: checks the amounts, and splits discounts, charges and VAT to
//! the last won.
//!
//! It decides nothing a shop could want otherwise; a version decides, and hands over [`Decided`].

use super::{Applied, BasketLine, Charge, Discount, Gift, MAX_QUANTITY, PricingRefusal};
use super::{Quote, QuoteLine};
use crate::money::{Won, allocate, vat_included};

/// What a version has decided: which discounts, charges and gifts apply.
pub(super) struct Decided<'a> {
    pub rules_version: u32,
    pub lines: &'a [BasketLine],
    pub gifts: Vec<Gift>,
    pub discounts: Vec<Discount>,
    pub charges: Vec<Charge>,
    pub promotions: Vec<Applied>,
    /// Each line's part of the discounts; `None`: by gross.
    pub shares: Option<Vec<Won>>,
}

/// All lines before discounts, each of them checked.
pub(super) fn goods(lines: &[BasketLine]) -> Result<Won, PricingRefusal> {
    let mut goods = Won::ZERO;
    for line in lines {
        goods = gross(line)?
            .checked_add(goods)
            .ok_or(PricingRefusal::Overflow)?;
    }
    Ok(goods)
}

fn gross(line: &BasketLine) -> Result<Won, PricingRefusal> {
    let (sku, quantity, unit_price) = (line.sku.clone(), line.quantity, line.unit_price);
    if !(1..=MAX_QUANTITY).contains(&quantity) {
        return Err(PricingRefusal::Quantity { sku, quantity });
    }
    if unit_price.is_negative() {
        return Err(PricingRefusal::NegativePrice { sku, unit_price });
    }
    unit_price
        .checked_times(quantity)
        .ok_or(PricingRefusal::Overflow)
}

/// Splits what was decided over the lines. Discounts must not exceed the goods: each version sees
/// to that in its own way.
pub(super) fn settle(mut decided: Decided<'_>) -> Result<Quote, PricingRefusal> {
    decided
        .discounts
        .retain(|discount| !discount.amount.is_zero());
    decided.charges.retain(|charge| !charge.amount.is_zero());
    if let Some(Discount { code, amount, .. }) = decided
        .discounts
        .iter()
        .find(|discount| discount.amount.is_negative())
    {
        return Err(PricingRefusal::NegativeDiscount {
            code: code.clone(),
            amount: *amount,
        });
    }
    let goods = goods(decided.lines)?;
    let discount = sum(decided.discounts.iter().map(|discount| discount.amount))?;
    let shipping = sum(decided.charges.iter().map(|charge| charge.amount))?;
    let total = sum([goods, -discount, shipping])?;
    if total.is_negative() {
        return Err(PricingRefusal::NegativeTotal { total });
    }

    let mut lines = split(decided.lines, discount, shipping, decided.shares)?;
    let untaxed = |charge: &&Charge| !charge.tax.is_taxable();
    let untaxed = decided.charges.iter().filter(untaxed);
    let untaxed: Won = untaxed.map(|charge| charge.amount).sum();
    let vat = split_vat(&mut lines, shipping - untaxed);
    Ok(Quote {
        rules_version: decided.rules_version,
        lines,
        gifts: decided.gifts,
        discounts: decided.discounts,
        charges: decided.charges,
        promotions: decided.promotions,
        goods,
        discount,
        shipping,
        total,
        taxable: vat.taxable,
        tax_free: total - vat.taxable,
        vat: vat.all,
        shipping_vat: vat.shipping,
    })
}

fn sum(amounts: impl IntoIterator<Item = Won>) -> Result<Won, PricingRefusal> {
    Won::checked_sum(amounts).ok_or(PricingRefusal::Overflow)
}

fn split(
    lines: &[BasketLine],
    discount: Won,
    shipping: Won,
    shares: Option<Vec<Won>>,
) -> Result<Vec<QuoteLine>, PricingRefusal> {
    let gross = lines.iter().map(gross).collect::<Result<Vec<_>, _>>()?;
    let weights: Vec<i64> = gross.iter().map(|won| won.get()).collect();
    let parts = shares
        .unwrap_or_else(|| allocate(discount, &weights))
        .into_iter()
        .zip(allocate(shipping, &weights));
    let quoted = lines
        .iter()
        .zip(gross)
        .zip(parts)
        .map(|((line, gross), (discount, shipping))| QuoteLine {
            product: line.product.clone(),
            sku: line.sku.clone(),
            name: line.name.clone(),
            option: line.option.clone(),
            category: line.category.clone(),
            unit_price: line.unit_price,
            quantity: line.quantity,
            tax: line.tax,
            gross,
            discount,
            shipping,
            net: gross - discount,
            vat: Won::ZERO,
        });
    Ok(quoted.collect())
}

struct Vat {
    taxable: Won,
    all: Won,
    shipping: Won,
}

/// Tax is computed once, on the sum, as providers and the tax office do; the charges' part is taken
/// out and the rest split over the taxable lines by net. A credit larger than the taxable goods
/// lowers the tax-free part by what is left of it: providers accept neither part below zero.
fn split_vat(lines: &mut [QuoteLine], shipping: Won) -> Vat {
    let weight = |line: &QuoteLine| {
        if line.tax.is_taxable() {
            line.net.get()
        } else {
            0
        }
    };
    let weights: Vec<i64> = lines.iter().map(weight).collect();
    let taxable_goods: Won = weights.iter().map(|&won| Won(won)).sum();
    let taxed_shipping = shipping.max(-taxable_goods);
    let taxable = taxable_goods + taxed_shipping;
    let (all, shipping) = (vat_included(taxable), vat_included(taxed_shipping));
    for (line, vat) in lines.iter_mut().zip(allocate(all - shipping, &weights)) {
        line.vat = vat;
    }
    Vat {
        taxable,
        all,
        shipping,
    }
}
