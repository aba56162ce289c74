//! What holds of every quote with promotions, whatever they are and whatever is in the basket.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::baskets::{any_promoted, rules};
use domain::money::Won;
use domain::pricing::{Basket, Given, PricingRules, Quote, explain, price};
use proptest::prelude::*;

fn off(quote: &Quote) -> Won {
    let off = quote.promotions.iter().filter(|it| it.given == Given::Off);
    off.map(|it| it.amount).sum()
}

proptest! {
    #[test]
    fn the_total_is_goods_less_discounts_and_shipping(basket in any_promoted()) {
        let quote = price(&rules(), &basket).unwrap();
        let others: Won = quote.other_discounts().map(|it| it.amount).sum();
        prop_assert_eq!(quote.discount, off(&quote) + others);
        prop_assert_eq!(quote.total, quote.goods - quote.discount + quote.shipping);
        prop_assert_eq!(quote.total, quote.taxable + quote.tax_free);
        for part in [quote.total, quote.taxable, quote.tax_free, quote.vat, quote.shipping] {
            prop_assert!(!part.is_negative());
        }
        let most = quote.goods - others - rules().least_goods;
        prop_assert!(off(&quote) <= most.max(Won::ZERO));
    }

    #[test]
    fn the_lines_shares_sum_to_the_discounts_and_no_line_is_below_zero(basket in any_promoted()) {
        let quote = price(&rules(), &basket).unwrap();
        prop_assert_eq!(quote.discount, quote.lines.iter().map(|line| line.discount).sum());
        for line in &quote.lines {
            prop_assert!(!line.net.is_negative() && !line.discount.is_negative());
            prop_assert_eq!(line.net, line.gross - line.discount);
        }
    }

    /// Cancelled line by line, in steps of any size, exactly what was paid for the goods comes back.
    #[test]
    fn what_units_are_worth_sums_to_what_was_paid(basket in any_promoted(), step in 1..50_000_u32) {
        let quote = price(&rules(), &basket).unwrap();
        let mut back = Won::ZERO;
        for line in &quote.lines {
            let mut before = 0;
            while before < line.quantity {
                let units = step.min(line.quantity - before);
                let worth = line.worth(before, units);
                prop_assert!(!worth.is_negative() && worth <= line.net);
                back += worth;
                before += units;
            }
        }
        prop_assert_eq!(back + quote.shipping, quote.total);
    }

    #[test]
    fn each_promotion_is_applied_or_told_why_not(basket in any_promoted()) {
        let told = explain(&rules(), &basket).unwrap();
        let applied = told.quote.promotions.iter().map(|it| &it.code);
        let mut codes: Vec<_> = applied.chain(told.missed.iter().map(|it| &it.code)).collect();
        codes.sort();
        let asked: Vec<_> = basket.promotions.iter().map(|it| &it.code).collect();
        prop_assert_eq!(codes, asked);
    }

    #[test]
    fn neither_the_order_of_lines_nor_of_promotions_matters(
        (basket, lines, promotions) in any_promoted().prop_flat_map(|basket| (
            Just(basket.clone()),
            Just(basket.lines).prop_shuffle(),
            Just(basket.promotions).prop_shuffle(),
        )),
    ) {
        let quote = price(&rules(), &basket).unwrap();
        let other = price(&rules(), &Basket { lines, promotions, ..basket }).unwrap();
        prop_assert_eq!(&quote.promotions, &other.promotions);
        prop_assert_eq!(&quote.discounts, &other.discounts);
        prop_assert_eq!(&quote.charges, &other.charges);
        let totals = |quote: &Quote| (quote.goods, quote.discount, quote.total, quote.vat);
        prop_assert_eq!(totals(&quote), totals(&other));
    }

    #[test]
    fn promotions_never_make_it_dearer(basket in any_promoted()) {
        let without = Basket { promotions: vec![], ..basket.clone() };
        let (with, without) = (price(&rules(), &basket).unwrap(), price(&rules(), &without).unwrap());
        prop_assert!(with.total <= without.total);
        prop_assert!(with.gifts.len() >= without.gifts.len());
        let saved: Won = with.promotions.iter().map(|it| it.amount).sum();
        prop_assert_eq!(with.total + saved, without.total);
    }

    /// One unit more never takes more off than it costs: nobody is paid for buying more.
    #[test]
    fn one_unit_more_never_makes_discounts_grow_by_more_than_the_goods(
        basket in any_promoted(), at in any::<prop::sample::Index>(),
    ) {
        let mut more = basket.clone();
        let line = at.index(more.lines.len());
        prop_assume!(more.lines[line].quantity < 100_000);
        more.lines[line].quantity += 1;
        let (few, many) = (price(&rules(), &basket).unwrap(), price(&rules(), &more).unwrap());
        prop_assert!(many.goods >= few.goods);
        prop_assert!(many.discount <= many.goods);
        prop_assert!(many.lines[line].discount <= many.lines[line].gross);
    }

    #[test]
    fn a_promoted_quote_survives_the_log(basket in any_promoted()) {
        let quote = price(&rules(), &basket).unwrap();
        let json = serde_json::to_string(&quote).unwrap();
        prop_assert_eq!(serde_json::from_str::<Quote>(&json).unwrap(), quote);
        prop_assert!(!json.contains("null") && !json.contains("[]"), "{json}");
    }

    #[test]
    fn without_promotions_version_2_costs_what_version_1_did(basket in any_promoted()) {
        let basket = Basket { promotions: vec![], discounts: vec![], ..basket };
        let older = PricingRules { version: 1, ..rules() };
        let (new, old) = (price(&rules(), &basket).unwrap(), price(&older, &basket).unwrap());
        prop_assert_eq!(Quote { rules_version: 1, ..new }, old);
    }
}
