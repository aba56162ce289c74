//! What is to be priced. Prices in it come from the product's own facts, never from a browser.

use serde::{Deserialize, Serialize};

use crate::ids::{CategoryId, ProductId, Sku};
use crate::money::Won;

/// Whether a price contains VAT. Unprocessed food is tax-free; almost all else, postage included,
/// is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Tax {
    #[default]
    Taxable,
    TaxFree,
}

impl Tax {
    pub fn is_taxable(&self) -> bool {
        *self == Self::Taxable
    }
}

/// One product variant and how many of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasketLine {
    pub product: ProductId,
    pub sku: Sku,
    pub name: String,
    /// The variant as the shopper reads it: "5kg", "매운맛".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
    pub category: CategoryId,
    /// Won, VAT included.
    pub unit_price: Won,
    pub quantity: u32,
    #[serde(default, skip_serializing_if = "Tax::is_taxable")]
    pub tax: Tax,
}

/// An amount taken off the goods: a coupon, a code of a historical invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    pub code: String,
    pub name: String,
    /// Won, VAT included, not negative.
    pub amount: Won,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ChargeKind {
    Shipping,
    RemoteArea,
    Fee,
    /// Entered by hand; may be negative, a credit.
    Manual,
}

/// An amount of the order that belongs to no line. Always taxable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    pub code: String,
    pub name: String,
    pub kind: ChargeKind,
    /// Won, VAT included.
    pub amount: Won,
}

impl Charge {
    /// Code of the postage that pricing computes.
    pub const SHIPPING: &'static str = "SHIPPING";
    /// Code of the surcharge for remote areas that pricing computes.
    pub const REMOTE: &'static str = "REMOTE";
}

/// All that a price depends on besides the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basket {
    pub lines: Vec<BasketLine>,
    /// Five digits; `None` while the shopper has not told it: then no area is remote yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Discount>,
    /// Charges given from outside, such as the postage of an imported invoice; computed ones come
    /// on top.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<Charge>,
}
