//! The answer: what each line, each charge and the whole cost, split to the last won.
//!
//! It is stored in the order's first event, so fields that say nothing (zero, empty, none) are left
//! out of its JSON.
//!
//! What always holds, and is tested for any basket:
//!
//! - `goods = Σ gross`, `discount = Σ line.discount`, and `net = gross − discount` per line;
//! - `shipping = Σ charges`, and `= Σ line.shipping` where there are lines;
//! - `total = goods − discount + shipping = taxable + tax_free`;
//! - `vat = Σ line.vat + shipping_vat`;
//! - no line, part or total is negative, but for credits among the charges.

use serde::{Deserialize, Serialize};

use super::basket::{Charge, Discount, Tax};
use super::promotion::{Names, Unmet};
use super::rules::PricingRules;
use crate::ids::{CategoryId, ProductId, Sku};
use crate::money::{Won, share};

/// A basket line with its amounts, all in won and VAT included. Parts for some of its units:
/// [`crate::money::share`] of `net`, `vat` or `shipping` over `quantity`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteLine {
    /// The product.
    pub product: ProductId,
    /// The variant's SKU.
    pub sku: Sku,
    /// The product's name when it was ordered.
    pub name: String,
    /// The variant's name; none where there was nothing to choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
    /// The product's category when it was ordered.
    pub category: CategoryId,
    /// Price of one unit.
    pub unit_price: Won,
    /// Units.
    pub quantity: u32,
    /// Whether the price contains VAT; left out of the JSON if it does.
    #[serde(default, skip_serializing_if = "Tax::is_taxable")]
    pub tax: Tax,
    /// `unit_price × quantity`.
    pub gross: Won,
    /// This line's part of the order's discounts: by gross until version 1, since then of those
    /// that cover it.
    #[serde(default, skip_serializing_if = "Won::is_zero")]
    pub discount: Won,
    /// This line's part of the order's charges, by gross. Not contained in `net`.
    #[serde(default, skip_serializing_if = "Won::is_zero")]
    pub shipping: Won,
    /// `gross − discount`: what the shopper pays for the goods of this line.
    pub net: Won,
    /// VAT contained in `net`.
    #[serde(default, skip_serializing_if = "Won::is_zero")]
    pub vat: Won,
}

/// A gift that the order earned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gift {
    /// The gift's SKU.
    pub sku: Sku,
    /// The gift's name.
    pub name: String,
    /// Units given.
    pub quantity: u32,
}

/// A promotion that gave something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// What it is known by to programs: a coupon's id, `GRADE.fruit`.
    pub code: String,
    /// As the shopper reads it.
    pub name: Names,
    /// What it gave.
    pub given: Given,
    /// Won that the shopper saves by it; zero for a gift.
    #[serde(default, skip_serializing_if = "Won::is_zero")]
    pub amount: Won,
}

/// What a promotion gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// Won off the goods; also among the quote's discounts.
    Off,
    /// The postage, which is not among the quote's charges.
    Shipping,
    /// A gift, which is among the quote's gifts.
    Gift(Sku),
}

/// A promotion that gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// What it is known by to programs.
    pub code: String,
    /// As the shopper reads it.
    pub name: Names,
    /// Why.
    pub why: Unmet,
}

/// A quote, and what is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// What it costs.
    pub quote: Quote,
    /// Promotions that gave nothing.
    pub missed: Vec<Missed>,
}

/// A priced basket. All amounts in won, VAT included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The version of the rules that made it.
    pub rules_version: u32,
    /// The goods, in the basket's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<QuoteLine>,
    /// Gifts earned; they cost nothing and belong to no line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gifts: Vec<Gift>,
    /// As applied: after any cap, without those that took nothing off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Discount>,
    /// Given and computed ones ([`Charge::SHIPPING`], [`Charge::REMOTE`]), without those of zero.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<Charge>,
    /// Promotions that gave something, in the order in which they did; since version 2.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promotions: Vec<Applied>,
    /// All lines before discounts.
    #[serde(default, skip_serializing_if = "Won::is_zero")]
    pub goods: Won,
    /// All discounts.
    #[serde(default, skip_serializing_if = "Won::is_zero")]
    pub discount: Won,
    /// All charges, whatever their kind.
    #[serde(default, skip_serializing_if = "Won::is_zero")]
    pub shipping: Won,
    /// What the shopper pays.
    #[serde(default, skip_serializing_if = "Won::is_zero")]
    pub total: Won,
    /// The part of `total` that contains VAT: taxable lines and charges.
    #[serde(default, skip_serializing_if = "Won::is_zero")]
    pub taxable: Won,
    /// The rest of `total`.
    #[serde(default, skip_serializing_if = "Won::is_zero")]
    pub tax_free: Won,
    /// VAT contained in `taxable`.
    #[serde(default, skip_serializing_if = "Won::is_zero")]
    pub vat: Won,
    /// The part of `vat` contained in the charges.
    #[serde(default, skip_serializing_if = "Won::is_zero")]
    pub shipping_vat: Won,
}

impl QuoteLine {
    /// What `units` of this line are worth after its discounts, in won, when `before` of them were
    /// given back or counted already. Whatever the steps, all units together come to `net`.
    pub fn worth(&self, before: u32, units: u32) -> Won {
        let upto = |count| share(self.net, self.quantity, count);
        upto(before.saturating_add(units)) - upto(before)
    }
}

impl Quote {
    /// The part of `total` that contains no VAT, in won.
    pub fn tax_free(&self) -> Won {
        self.total - self.taxable
    }

    /// The first line's name, or the first charge's where there are no goods.
    pub fn first_name(&self) -> &str {
        let charge = self.charges.first().map(|charge| charge.name.as_str());
        let line = self.lines.first().map(|line| line.name.as_str());
        line.or(charge).unwrap_or_default()
    }

    /// That name, and how many more lines there are: `들판 유정란 외 1건`.
    pub fn title(&self) -> String {
        let first = self.first_name();
        match self.lines.len() {
            0 | 1 => first.to_owned(),
            many => format!("{first} 외 {}건", many - 1),
        }
    }

    /// Discounts that no promotion gave: those of recorded invoices.
    pub fn other_discounts(&self) -> impl Iterator<Item = &Discount> {
        let known = |code: &str| self.promotions.iter().any(|given| given.code == code);
        self.discounts
            .iter()
            .filter(move |discount| !known(&discount.code))
    }

    /// What of a quote a shopper agrees to besides the total, in a few letters: which promotions gave
    /// what, the gifts, and the goods. Two quotes of the same terms and total are the same offer.
    pub fn terms(&self) -> String {
        let given = |it: &Applied| format!("{}:{}", it.code, it.amount.get());
        let gift = |it: &Gift| format!("{}*{}", it.sku, it.quantity);
        let goods = |it: &QuoteLine| format!("{}/{}", it.sku, it.quantity);
        let promotions = self.promotions.iter().map(given);
        let gifts = self.gifts.iter().map(gift);
        let all: Vec<String> = promotions
            .chain(gifts)
            .chain(self.lines.iter().map(goods))
            .collect();
        all.join(" ")
    }

    /// Whether the promotion of this code gave something.
    pub fn has_applied(&self, code: &str) -> bool {
        self.promotions.iter().any(|given| given.code == code)
    }

    /// How many won of goods are missing for free postage ("1,200원 더 담으면 무료배송"); `None` when
    /// nothing is missing or nothing could be won by it.
    pub fn free_shipping_gap(&self, rules: &PricingRules) -> Option<Won> {
        let threshold = rules
            .free_shipping_over
            .filter(|_| rules.shipping_fee.is_positive())?;
        if self.promotions.iter().any(|it| it.given == Given::Shipping) {
            return None;
        }
        Some(threshold - self.goods).filter(|gap| gap.is_positive())
    }

    /// Units of goods in all lines, gifts not counted.
    pub fn units(&self) -> u64 {
        self.lines.iter().map(|line| u64::from(line.quantity)).sum()
    }

    /// What the charges of one code come to, such as [`Charge::REMOTE`]; zero if there are none.
    pub fn charge(&self, code: &str) -> Won {
        self.charges
            .iter()
            .filter(|charge| charge.code == code)
            .map(|charge| charge.amount)
            .sum()
    }
}
