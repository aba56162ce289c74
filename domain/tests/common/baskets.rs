//! Baskets: small ones told by hand, and any basket a shopper or an import could bring.

use domain::ids::{CategoryId, ProductId, Sku};
use domain::money::Won;
use domain::pricing::{Basket, BasketLine, Charge, ChargeKind, Discount, PostcodeRange};
use domain::pricing::{GiftCondition, GiftRule, PricingRules, Tax};
use proptest::prelude::*;

pub fn sku(text: &str) -> Sku {
    Sku::new(text).unwrap()
}

/// `quantity` of a taxable product.
pub fn line(name: &str, unit_price: i64, quantity: u32) -> BasketLine {
    BasketLine {
        product: ProductId::new(name).unwrap(),
        sku: sku(name),
        name: name.to_owned(),
        option: None,
        category: CategoryId::new("food").unwrap(),
        unit_price: Won(unit_price),
        quantity,
        tax: Tax::Taxable,
    }
}

pub fn tax_free(line: BasketLine) -> BasketLine {
    BasketLine {
        tax: Tax::TaxFree,
        ..line
    }
}

pub fn basket(lines: impl Into<Vec<BasketLine>>) -> Basket {
    Basket {
        lines: lines.into(),
        ..Basket::default()
    }
}

pub fn discount(code: &str, amount: i64) -> Discount {
    Discount {
        code: code.to_owned(),
        name: code.to_owned(),
        amount: Won(amount),
    }
}

pub fn charge(code: &str, kind: ChargeKind, amount: i64) -> Charge {
    Charge {
        code: code.to_owned(),
        name: code.to_owned(),
        kind,
        amount: Won(amount),
    }
}

/// 3,000 won postage, free from 50,000, 3,000 more to Jeju and Ulleungdo, 2,500 to Heuksando.
pub fn rules() -> PricingRules {
    let mut rules = PricingRules::standard();
    rules
        .remote_areas
        .push(PostcodeRange::new("흑산도", 58_866, 58_866));
    rules.gifts = vec![
        GiftRule {
            sku: sku("tote-bag"),
            name: "장바구니".to_owned(),
            quantity: 1,
            condition: GiftCondition::GoodsOver(Won(80_000)),
        },
        GiftRule {
            sku: sku("spoon"),
            name: "숟가락".to_owned(),
            quantity: 2,
            condition: GiftCondition::Buys {
                sku: sku("rice"),
                quantity: 3,
            },
        },
    ];
    rules
}

pub fn any_line() -> impl Strategy<Value = BasketLine> {
    let price = prop_oneof![
        Just(0),
        1..100_i64,
        100..200_000_i64,
        1_000_000..1_000_000_000_i64
    ];
    let quantity = prop_oneof![1..10_u32, 1..=100_000_u32];
    (0..6_u8, price, quantity, any::<bool>()).prop_map(|(product, price, quantity, free)| {
        let line = line(&format!("product-{product}"), price, quantity);
        if free { tax_free(line) } else { line }
    })
}

fn any_postcode() -> impl Strategy<Value = Option<String>> {
    prop::option::of((0..100_000_u32).prop_map(|postcode| format!("{postcode:05}")))
}

/// Any basket with charges from `charge`, such as a cart (none) or an import (credits too).
pub fn any_basket(charge_amounts: std::ops::Range<i64>) -> impl Strategy<Value = Basket> {
    let discounts = prop::collection::vec(0..300_000_i64, 0..3);
    let charges = prop::collection::vec(charge_amounts, 0..3);
    let lines = prop::collection::vec(any_line(), 1..12);
    (lines, any_postcode(), discounts, charges).prop_map(|(lines, postcode, discounts, charges)| {
        Basket {
            lines,
            postcode,
            discounts: discounts
                .into_iter()
                .map(|amount| discount("D", amount))
                .collect(),
            charges: charges
                .into_iter()
                .map(|won| charge("M", ChargeKind::Manual, won))
                .collect(),
        }
    })
}
