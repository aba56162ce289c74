//! One frozen quote of every version. A failure here means that a version which has priced orders
//! was edited, or that the JSON of orders already placed reads differently: write a new version.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::baskets::{all_kinds, basket, charge, discount, line, member, rules, tax_free};
use domain::pricing::{Basket, ChargeKind, PricingRules, Quote, price};

/// Something of everything: two taxes, a variant, a discount, a fee, Jeju, a gift.
fn sample() -> Basket {
    let mut sample = basket([
        line("rice", 24_900, 3),
        tax_free(line("apple", 12_345, 1)),
        line("sample", 0, 1),
    ]);
    sample.lines[0].option = Some("5kg".to_owned());
    sample.postcode = Some("63122".to_owned());
    sample.discounts.push(discount("WELCOME", 5_000));
    sample
        .charges
        .push(charge("WRAPPING", ChargeKind::Fee, 1_500));
    sample
}

fn assert_frozen(rules: &PricingRules, golden: &str) {
    let quote = price(rules, &sample()).unwrap();
    assert_eq!(serde_json::to_string(&quote).unwrap(), golden.trim_end());
    assert_eq!(serde_json::from_str::<Quote>(golden).unwrap(), quote);
}

#[test]
fn version_0_is_as_it_was() {
    assert_frozen(
        &PricingRules::as_recorded(),
        include_str!("golden/pricing_v0.json"),
    );
}

#[test]
fn version_1_is_as_it_was() {
    let rules = PricingRules {
        version: 1,
        ..rules()
    };
    assert_frozen(&rules, include_str!("golden/pricing_v1.json"));
}

#[test]
fn version_2_is_as_it_was() {
    let mut basket = sample();
    basket.buyer = member();
    basket.promotions = all_kinds();
    let quote = price(&rules(), &basket).unwrap();
    let golden = include_str!("golden/pricing_v2.json");
    assert_eq!(serde_json::to_string(&quote).unwrap(), golden.trim_end());
    assert_eq!(serde_json::from_str::<Quote>(golden).unwrap(), quote);
}
