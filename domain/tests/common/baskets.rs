//! Baskets: small ones told by hand, and any basket a shopper or an import could bring.

use domain::ids::{CategoryId, GradeId, ProductId, Sku, StoreId};
use domain::money::Won;
use domain::pricing::{Basket, BasketLine, Charge, ChargeKind, Discount, PostcodeRange};
use domain::pricing::{Buyer, Condition, Effect, Names, Promotion};
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
        tax: Tax::Taxable,
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

/// A member of the grade `fruit` who orders for the first time.
pub fn member() -> Buyer {
    Buyer {
        store: Some(StoreId::new("intake").unwrap()),
        member: true,
        grade: Some(fruit()),
        first_order: true,
        at: super::hour(0),
    }
}

pub fn fruit() -> GradeId {
    GradeId::new("fruit").unwrap()
}

pub fn promotion(code: &str, effect: Effect) -> Promotion {
    Promotion {
        code: code.to_owned(),
        name: Names::new(format!("{code} 쿠폰"), code),
        condition: Condition::default(),
        effect,
    }
}

pub fn percent(percent: u32) -> Effect {
    Effect::PercentOff {
        percent,
        at_most: None,
    }
}

pub fn off(won: i64) -> Effect {
    Effect::AmountOff { won: Won(won) }
}

pub fn gift(name: &str) -> Effect {
    Effect::Gift {
        sku: sku(name),
        name: name.to_owned(),
        quantity: 1,
    }
}

/// One of each, in an order that is not the one in which they count.
pub fn all_kinds() -> Vec<Promotion> {
    vec![
        promotion("gift", gift("cup")),
        promotion("ship", Effect::FreeShipping),
        promotion("won", off(2_000)),
        promotion("tenth", percent(10)),
        Promotion::of_grade(&fruit(), Names::new("열매 등급", "Fruit grade"), 3),
    ]
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
            ..Basket::default()
        }
    })
}

fn any_effect() -> impl Strategy<Value = Effect> {
    let at_most = prop::option::of(1..50_000_i64);
    prop_oneof![
        (0..=120_u32, at_most).prop_map(|(percent, most)| Effect::PercentOff {
            percent,
            at_most: most.map(Won),
        }),
        (0..2_000_000_i64).prop_map(off),
        Just(Effect::FreeShipping),
        Just(gift("cup")),
    ]
}

fn any_condition() -> impl Strategy<Value = Condition> {
    let products = prop::collection::vec(0..6_u8, 0..3);
    (products, 0..3_000_000_i64, any::<[bool; 3]>()).prop_map(|(products, from, [a, b, c])| {
        Condition {
            products: products
                .into_iter()
                .map(|number| ProductId::new(format!("product-{number}")).unwrap())
                .collect(),
            goods_from: Won(if a { from } else { 0 }),
            members: b,
            first_order: c,
            ..Condition::default()
        }
    })
}

/// Any basket with any promotions, bought by a member or a guest.
pub fn any_promoted() -> impl Strategy<Value = Basket> {
    let promotions = prop::collection::vec((any_condition(), any_effect()), 0..6);
    (any_basket(0..50_000), promotions, any::<bool>()).prop_map(|(basket, promotions, joined)| {
        let numbered = (0..).zip(promotions);
        let promotions = numbered.map(|(number, (condition, effect)): (u32, _)| Promotion {
            condition,
            ..promotion(&format!("p{number}"), effect)
        });
        Basket {
            promotions: promotions.collect(),
            buyer: if joined { member() } else { Buyer::default() },
            ..basket
        }
    })
}
