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
use super::rules::PricingRules;
use crate::ids::{CategoryId, ProductId, Sku};
use crate::money::Won;

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
    /// This line's part of the order's discounts, by gross.
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

impl Quote {
    /// How many won of goods are missing for free postage ("1,200원 더 담으면 무료배송"); `None` when
    /// nothing is missing or nothing could be won by it.
    pub fn free_shipping_gap(&self, rules: &PricingRules) -> Option<Won> {
        let threshold = rules
            .free_shipping_over
            .filter(|_| rules.shipping_fee.is_positive())?;
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
