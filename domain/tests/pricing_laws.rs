//! What holds of every quote, whatever is in the basket.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::baskets::{any_basket, basket, charge, discount, line, rules};
use domain::money::{Won, share, vat_included};
use domain::pricing::{Basket, Charge, ChargeKind, PricingRefusal, PricingRules, Quote, price};
use proptest::prelude::*;

/// The laws that the quote's documentation promises.
fn check(quote: &Quote) -> Result<(), TestCaseError> {
    let lines = &quote.lines;
    prop_assert_eq!(quote.goods, lines.iter().map(|line| line.gross).sum());
    prop_assert_eq!(quote.discount, lines.iter().map(|line| line.discount).sum());
    prop_assert_eq!(
        quote.discount,
        quote.discounts.iter().map(|discount| discount.amount).sum()
    );
    prop_assert_eq!(quote.shipping, lines.iter().map(|line| line.shipping).sum());
    prop_assert_eq!(
        quote.shipping,
        quote.charges.iter().map(|charge| charge.amount).sum()
    );
    prop_assert_eq!(
        quote.vat,
        lines.iter().map(|line| line.vat).sum::<Won>() + quote.shipping_vat
    );
    prop_assert_eq!(quote.vat, vat_included(quote.taxable));
    prop_assert_eq!(quote.total, quote.goods - quote.discount + quote.shipping);
    prop_assert_eq!(quote.total, quote.taxable + quote.tax_free);
    for line in lines {
        prop_assert_eq!(line.gross, line.unit_price.times(line.quantity));
        prop_assert_eq!(line.net, line.gross - line.discount);
        prop_assert!(!line.net.is_negative() && !line.discount.is_negative());
        prop_assert!(Won::ZERO <= line.vat && line.vat <= line.net);
        prop_assert!(line.tax.is_taxable() || line.vat.is_zero());
    }
    for part in [quote.total, quote.taxable, quote.tax_free, quote.vat] {
        prop_assert!(!part.is_negative());
    }
    Ok(())
}

/// The whole as the permuted, the frozen and the read-back quote must agree on it.
fn totals(quote: &Quote) -> [Won; 8] {
    let Quote {
        goods,
        discount,
        shipping,
        total,
        taxable,
        tax_free,
        vat,
        shipping_vat,
        ..
    } = quote;
    [
        *goods,
        *discount,
        *shipping,
        *total,
        *taxable,
        *tax_free,
        *vat,
        *shipping_vat,
    ]
}

proptest! {
    #[test]
    fn the_parts_of_any_cart_sum_to_its_totals(basket in any_basket(0..50_000)) {
        check(&price(&rules(), &basket).unwrap())?;
    }

    #[test]
    fn a_recorded_invoice_with_credits_sums_up_or_is_refused(basket in any_basket(-400_000..50_000)) {
        match price(&PricingRules::as_recorded(), &basket) {
            Ok(quote) => {
                check(&quote)?;
                prop_assert_eq!(
                    quote.discount,
                    basket.discounts.iter().map(|discount| discount.amount).sum::<Won>()
                );
                prop_assert!(quote.gifts.is_empty());
            }
            Err(PricingRefusal::DiscountOverGoods { discount, goods }) => prop_assert!(discount > goods),
            Err(PricingRefusal::NegativeTotal { total }) => prop_assert!(total.is_negative()),
            Err(other) => prop_assert!(false, "refused: {other}"),
        }
    }

    #[test]
    fn the_order_of_lines_does_not_change_the_totals(
        (basket, shuffled) in any_basket(0..50_000).prop_flat_map(|basket| {
            (Just(basket.clone()), Just(basket.lines).prop_shuffle())
        }),
    ) {
        let shuffled = Basket { lines: shuffled, ..basket.clone() };
        let (quote, other) = (price(&rules(), &basket).unwrap(), price(&rules(), &shuffled).unwrap());
        prop_assert_eq!(totals(&quote), totals(&other));
        prop_assert_eq!(quote.gifts, other.gifts);
        prop_assert_eq!(quote.charges, other.charges);
    }

    /// Goods, discount and VAT of a line, given back a few units at a time.
    #[test]
    fn refunding_a_line_unit_by_unit_gives_back_the_line(basket in any_basket(0..50_000)) {
        for line in price(&rules(), &basket).unwrap().lines {
            for amount in [line.net, line.vat, line.shipping, line.discount] {
                let step = (line.quantity / 7).max(1) as usize;
                let mut given_back = Won::ZERO;
                let mut before = 0;
                for after in (0..line.quantity).step_by(step).chain([line.quantity]) {
                    let part = share(amount, line.quantity, after) - share(amount, line.quantity, before);
                    prop_assert!(!part.is_negative());
                    given_back += part;
                    before = after;
                }
                prop_assert_eq!(given_back, amount);
            }
        }
    }

    #[test]
    fn a_discount_never_raises_the_total(basket in any_basket(0..50_000)) {
        let without = Basket { discounts: Vec::new(), ..basket.clone() };
        let (quote, dearer) = (price(&rules(), &basket).unwrap(), price(&rules(), &without).unwrap());
        prop_assert!(quote.total <= dearer.total);
        prop_assert_eq!(quote.shipping, dearer.shipping);
    }

    #[test]
    fn a_quote_survives_the_log(basket in any_basket(0..50_000)) {
        let quote = price(&rules(), &basket).unwrap();
        let json = serde_json::to_string(&quote).unwrap();
        prop_assert_eq!(serde_json::from_str::<Quote>(&json).unwrap(), quote);
        prop_assert!(!json.contains("null") && !json.contains("[]"), "{json}");
    }

    #[test]
    fn exactly_the_surcharged_postcodes_pay_the_surcharge(postcode in 0..100_000_u32) {
        let mut basket = basket([line("rice", 100, 1)]);
        basket.postcode = Some(format!("{postcode:05}"));
        let remote = (63_000..=63_644).contains(&postcode)
            || (40_200..=40_240).contains(&postcode)
            || postcode == 58_866;
        let surcharge = price(&rules(), &basket).unwrap().charge(Charge::REMOTE);
        prop_assert_eq!(surcharge, if remote { Won(3_000) } else { Won::ZERO });
    }

    #[test]
    fn no_amounts_however_large_wrap(
        (unit_price, fee, amount) in any::<(i64, i64, i64)>(),
        quantity in 1..=100_000_u32,
        shift in 0..40_u32,
    ) {
        let (unit_price, fee, amount) = (unit_price >> shift, fee >> shift, amount >> shift);
        let lines = [line("a", unit_price, quantity), line("b", unit_price, quantity)];
        let mut basket = basket(lines);
        basket.discounts.push(discount("D", amount));
        basket.charges.push(charge("M", ChargeKind::Manual, fee));
        let rules = PricingRules { shipping_fee: Won(fee), ..rules() };
        if let Ok(quote) = price(&rules, &basket) {
            check(&quote)?;
        }
    }
}
