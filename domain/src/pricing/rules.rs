//! The shop's price policy as data: what staff may change without a new version of the arithmetic.

use serde::{Deserialize, Serialize};

use super::promotion::Promotion;
use crate::ids::Sku;
use crate::money::Won;

/// Postcodes `first..=last` that carriers surcharge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostcodeRange {
    /// As the shopper reads it: "제주".
    pub area: String,
    /// The first postcode, as a number.
    pub first: u32,
    /// The last postcode, included.
    pub last: u32,
}

impl PostcodeRange {
    /// Postcodes `first..=last`.
    pub fn new(area: impl Into<String>, first: u32, last: u32) -> Self {
        Self {
            area: area.into(),
            first,
            last,
        }
    }

    /// Jeju: 63000 to 63644.
    pub fn jeju() -> Self {
        Self::new("제주", 63_000, 63_644)
    }

    /// Ulleungdo: 40200 to 40240.
    pub fn ulleung() -> Self {
        Self::new("울릉도", 40_200, 40_240)
    }

    /// Whether a postcode, as a number, lies in it.
    pub fn contains(&self, postcode: u32) -> bool {
        (self.first..=self.last).contains(&postcode)
    }
}

/// What earns a gift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GiftCondition {
    /// Goods before discounts of at least this many won.
    GoodsOver(Won),
    /// At least `quantity` units of `sku`, over all lines.
    Buys { sku: Sku, quantity: u32 },
}

/// A gift put into an order once when its condition holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftRule {
    /// The gift's SKU.
    pub sku: Sku,
    /// The gift's name.
    pub name: String,
    /// Units given.
    pub quantity: u32,
    /// When it is earned.
    pub condition: GiftCondition,
}

/// The price policy of one store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricingRules {
    /// Which arithmetic applies; see the module's table.
    pub version: u32,
    /// Won per order.
    pub shipping_fee: Won,
    /// Goods of at least this many won, before discounts, go without postage; `None`: never.
    #[serde(default)]
    pub free_shipping_over: Option<Won>,
    /// Won per order to one of `remote_areas`, also where the postage is free: the carrier charges
    /// it to the shop.
    #[serde(default)]
    pub remote_surcharge: Won,
    /// Where that is.
    #[serde(default)]
    pub remote_areas: Vec<PostcodeRange>,
    /// Gifts, each given at most once per order.
    #[serde(default)]
    pub gifts: Vec<GiftRule>,
    /// Promotions that count for everybody whom their conditions mean; since version 2.
    #[serde(default)]
    pub promotions: Vec<Promotion>,
    /// Won of goods that promotions leave to be paid; since version 2.
    #[serde(default)]
    pub least_goods: Won,
}

impl PricingRules {
    /// For sales made elsewhere or before: no postage, no gifts but what the basket brings, and
    /// nothing capped.
    pub fn as_recorded() -> Self {
        Self {
            version: 0,
            shipping_fee: Won::ZERO,
            free_shipping_over: None,
            remote_surcharge: Won::ZERO,
            remote_areas: Vec::new(),
            gifts: Vec::new(),
            promotions: Vec::new(),
            least_goods: Won::ZERO,
        }
    }

    /// What a new shop starts with: 3,000원 postage, free from 50,000원, 3,000원 more to Jeju and
    /// Ulleungdo; promotions leave 100원 of goods to be paid.
    pub fn standard() -> Self {
        Self {
            version: 2,
            shipping_fee: Won(3_000),
            free_shipping_over: Some(Won(50_000)),
            remote_surcharge: Won(3_000),
            remote_areas: vec![PostcodeRange::jeju(), PostcodeRange::ulleung()],
            gifts: Vec::new(),
            promotions: Vec::new(),
            least_goods: Won(100),
        }
    }
}
