//! What is to be priced. Prices in it come from the product's own facts, never from a browser.

use serde::{Deserialize, Serialize};

use super::promotion::{Buyer, Promotion};
use crate::ids::{CategoryId, ProductId, Sku};
use crate::money::Won;

/// Whether a price contains VAT. Unprocessed food is tax-free; almost all else, postage included,
/// is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Tax {
    /// 과세: the price contains 10 % VAT.
    #[default]
    Taxable,
    /// 면세: the price contains none.
    TaxFree,
}

impl Tax {
    /// Whether the price contains VAT.
    pub fn is_taxable(&self) -> bool {
        *self == Self::Taxable
    }
}

/// One product variant and how many of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasketLine {
    /// The product.
    pub product: ProductId,
    /// The variant's SKU.
    pub sku: Sku,
    /// The product's name.
    pub name: String,
    /// The variant as the shopper reads it: "5kg", "매운맛".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
    /// The product's category.
    pub category: CategoryId,
    /// Won, VAT included.
    pub unit_price: Won,
    /// Units, 1 to [`super::MAX_QUANTITY`].
    pub quantity: u32,
    /// Whether its price contains VAT.
    #[serde(default, skip_serializing_if = "Tax::is_taxable")]
    pub tax: Tax,
}

/// An amount taken off the goods: a coupon, a code of a historical invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    /// What it is known by to programs: a coupon's code.
    pub code: String,
    /// As the shopper reads it.
    pub name: String,
    /// Won, VAT included, not negative.
    pub amount: Won,
}

/// What a charge is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ChargeKind {
    /// Postage.
    Shipping,
    /// Surcharge for remote areas.
    RemoteArea,
    /// Another service's price.
    Fee,
    /// Entered by hand; may be negative, a credit.
    Manual,
}

/// An amount of the order that belongs to no line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// What it is known by to programs, such as [`Charge::SHIPPING`].
    pub code: String,
    /// As the shopper reads it.
    pub name: String,
    /// What it is for.
    pub kind: ChargeKind,
    /// Won, VAT included.
    pub amount: Won,
    /// Whether it contains VAT: all do, but what is paid more for other goods that are free of it.
    #[serde(default, skip_serializing_if = "Tax::is_taxable")]
    pub tax: Tax,
}

impl Charge {
    /// Code of the postage that pricing computes.
    pub const SHIPPING: &'static str = "SHIPPING";
    /// Code of the surcharge for remote areas that pricing computes.
    pub const REMOTE: &'static str = "REMOTE";
    /// Code of what an exchange sends that costs more than what comes back.
    pub const DIFFERENCE: &'static str = "DIFFERENCE";
}

/// All that a price depends on besides the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basket {
    /// The goods; one SKU may stand in several lines.
    pub lines: Vec<BasketLine>,
    /// Five digits; `None` while the shopper has not told it: then no area is remote yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// To be taken off, in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Discount>,
    /// Charges given from outside, such as the postage of an imported invoice; computed ones come
    /// on top.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<Charge>,
    /// Promotions that count for this basket besides those of the rules: a coupon's, a grade's.
    /// Versions before 2 know none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promotions: Vec<Promotion>,
    /// Who buys, for their conditions.
    #[serde(default)]
    pub buyer: Buyer,
}
