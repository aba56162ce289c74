//! What a basket costs: a pure function from rules and basket to a [`Quote`], which is frozen into
//! the order.
//!
//! An order never asks again what it cost; it keeps the quote it was placed with. Prices shown in
//! the cart, the price asked at checkout and a price recomputed by an auditor agree because all
//! come from [`price`].
//!
//! # Versions
//!
//! A quote says which version of the rules made it, and a version that has priced an order is never
//! edited: `tests/pricing_golden.rs` holds a quote of each and fails when one changes. To change
//! the policy:
//!
//! 1. write `v3.rs` with its own `explain` (copy what stays alike; do not call `v2`);
//! 2. add it to [`explain`] below, and new fields of [`PricingRules`] with `#[serde(default)]`;
//! 3. add a golden quote for 3;
//! 4. set `version: 3` in the shop's rules. Orders of before keep their quotes and their version.
//!
//! Shared by all versions is only what is arithmetic rather than policy: `settle` (who bears which
//! part of a discount, of the charges, of the VAT) and [`crate::money`].
//!
//! | version | policy |
//! |---|---|
//! | 0 | as recorded elsewhere: nothing is added, nothing capped; see [`PricingRules::as_recorded`] |
//! | 1 | flat postage, free over a threshold, surcharge for remote areas, gifts by condition |
//! | 2 | the same, with promotions: grades, coupons, conditions and effects |

mod basket;
mod promotion;
mod quote;
mod rules;
mod settle;
mod takings;
mod v0;
mod v1;
mod v2;

pub use basket::{Basket, BasketLine, Charge, ChargeKind, Discount, Tax};
pub use promotion::{Buyer, Condition, Effect, Names, Promotion, Unmet};
pub use quote::{Applied, Explained, Gift, Given, Missed, Quote, QuoteLine};
pub use rules::{GiftCondition, GiftRule, PostcodeRange, PricingRules};

use crate::ids::Sku;
use crate::money::Won;

/// The most units of one line. Far above any order of a shop, far below what could overflow.
pub const MAX_QUANTITY: u32 = 100_000;

/// Why a basket has no price.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PricingRefusal {
    /// No lines, or neither lines nor charges in a recorded invoice.
    #[error("nothing to price")]
    Empty,
    /// A quantity no shop sells.
    #[error("{sku}: {quantity} is not a quantity from 1 to {MAX_QUANTITY}")]
    Quantity { sku: Sku, quantity: u32 },
    /// A price below zero.
    #[error("{sku}: a price cannot be negative ({unit_price})")]
    NegativePrice { sku: Sku, unit_price: Won },
    /// A discount that would raise the price.
    #[error("discount {code}: a discount cannot be negative ({amount})")]
    NegativeDiscount { code: String, amount: Won },
    /// More taken off than there is; refused for recorded invoices only.
    #[error("discounts of {discount} are more than the goods of {goods}")]
    DiscountOverGoods { discount: Won, goods: Won },
    /// Credits larger than everything else.
    #[error("the total would be negative ({total})")]
    NegativeTotal { total: Won },
    /// Unreadable, although it decides a surcharge.
    #[error("not a postcode of five digits")]
    Postcode,
    /// Sums beyond what [`Won`] holds.
    #[error("the amounts are too large to add up")]
    Overflow,
    /// Rules of a newer program.
    #[error("pricing rules of version {0} are unknown to this program")]
    UnknownVersion(u32),
}

/// Prices `basket` under `rules`.
///
/// # Errors
/// A [`PricingRefusal`] when the basket is empty or holds a quantity, price or discount no shop
/// sells by, when the postcode cannot be read although it decides a surcharge, or when the sums do
/// not fit.
pub fn price(rules: &PricingRules, basket: &Basket) -> Result<Quote, PricingRefusal> {
    explain(rules, basket).map(|explained| explained.quote)
}

/// The same, with the promotions that gave nothing and why.
///
/// # Errors
/// As [`price`].
pub fn explain(rules: &PricingRules, basket: &Basket) -> Result<Explained, PricingRefusal> {
    let quote = match rules.version {
        0 => v0::price(rules, basket),
        1 => v1::price(rules, basket),
        2 => return v2::explain(rules, basket),
        unknown => Err(PricingRefusal::UnknownVersion(unknown)),
    };
    let missed = Vec::new();
    quote.map(|quote| Explained { quote, missed })
}
