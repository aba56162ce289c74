//! What the shop asks for a basket, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::baskets::{basket, charge, discount, line, rules, sku, tax_free};
use domain::money::Won;
use domain::pricing::{Basket, Charge, ChargeKind, PricingRefusal, PricingRules, Quote, price};

fn quote(basket: &Basket) -> Quote {
    price(&rules(), basket).unwrap()
}

fn refusal(basket: &Basket) -> PricingRefusal {
    price(&rules(), basket).unwrap_err()
}

fn to(postcode: &str, basket: Basket) -> Basket {
    Basket {
        postcode: Some(postcode.to_owned()),
        ..basket
    }
}

#[test]
fn a_small_cart_pays_postage_and_is_told_how_much_is_missing() {
    let quote = quote(&basket([line("rice", 24_400, 2)]));
    assert_eq!(
        (quote.goods, quote.shipping, quote.total),
        (Won(48_800), Won(3_000), Won(51_800))
    );
    assert_eq!(quote.free_shipping_gap(&rules()), Some(Won(1_200)));
}

#[test]
fn goods_of_exactly_the_threshold_go_without_postage() {
    let quote = quote(&basket([line("rice", 25_000, 2)]));
    assert_eq!((quote.shipping, quote.total), (Won::ZERO, Won(50_000)));
    assert!(quote.charges.is_empty());
    assert_eq!(quote.free_shipping_gap(&rules()), None);
}

#[test]
fn a_shop_without_threshold_or_without_postage_tells_of_no_gap() {
    let never_free = PricingRules {
        free_shipping_over: None,
        ..rules()
    };
    let always_free = PricingRules {
        shipping_fee: Won::ZERO,
        ..rules()
    };
    let basket = basket([line("rice", 90_000, 1)]);
    assert_eq!(price(&never_free, &basket).unwrap().shipping, Won(3_000));
    assert_eq!(
        price(&never_free, &basket)
            .unwrap()
            .free_shipping_gap(&never_free),
        None
    );
    let small = common::baskets::basket([line("rice", 100, 1)]);
    assert_eq!(
        price(&always_free, &small)
            .unwrap()
            .free_shipping_gap(&always_free),
        None
    );
}

#[test]
fn a_coupon_does_not_cost_the_free_postage_it_was_promised() {
    let mut basket = basket([line("rice", 25_000, 2)]);
    basket.discounts.push(discount("WELCOME", 5_000));
    assert_eq!(quote(&basket).total, Won(45_000));
}

#[test]
fn remote_areas_pay_the_surcharge_even_when_the_postage_is_free() {
    for postcode in ["63000", "63644", "40200", "40240", "58866"] {
        let quote = quote(&to(postcode, basket([line("rice", 50_000, 1)])));
        assert_eq!(quote.total, Won(53_000), "{postcode}");
        assert_eq!(quote.charges[0].code, Charge::REMOTE);
    }
    for postcode in ["62999", "63645", "40199", "40241", "58865", "01000"] {
        assert_eq!(
            quote(&to(postcode, basket([line("rice", 50_000, 1)]))).total,
            Won(50_000)
        );
    }
}

#[test]
fn an_unreadable_postcode_is_refused_where_it_decides_and_ignored_where_not() {
    for postcode in ["", "6300", " 63000", "63 00", "6300０", "690-170", "+6300"] {
        let basket = to(postcode, basket([line("rice", 100, 1)]));
        assert_eq!(refusal(&basket), PricingRefusal::Postcode, "{postcode:?}");
        assert!(
            price(
                &PricingRules {
                    remote_areas: Vec::new(),
                    ..rules()
                },
                &basket
            )
            .is_ok()
        );
    }
}

#[test]
fn gifts_come_once_by_goods_or_by_what_was_bought() {
    let gifts = |basket: &Basket| {
        quote(basket)
            .gifts
            .into_iter()
            .map(|gift| (gift.sku, gift.quantity))
            .collect::<Vec<_>>()
    };
    assert_eq!(gifts(&basket([line("oil", 79_999, 1)])), []);
    assert_eq!(
        gifts(&basket([line("oil", 40_000, 2)])),
        [(sku("tote-bag"), 1)]
    );
    assert_eq!(gifts(&basket([line("rice", 10, 2)])), []);
    assert_eq!(
        gifts(&basket([line("rice", 10, 2), line("rice", 10, 1)])),
        [(sku("spoon"), 2)]
    );
}

#[test]
fn discounts_are_borne_by_the_lines_in_proportion() {
    let mut basket = basket([line("a", 15_000, 1), line("b", 9_900, 1), line("c", 100, 1)]);
    basket.discounts.push(discount("COUPON", 1_000));
    let discounts: Vec<_> = quote(&basket)
        .lines
        .iter()
        .map(|line| line.discount)
        .collect();
    assert_eq!(discounts, [Won(600), Won(396), Won(4)]);
}

#[test]
fn discounts_larger_than_the_goods_are_capped_and_never_pay_the_postage() {
    let mut basket = basket([line("rice", 8_000, 1)]);
    basket.discounts = vec![
        discount("FIRST", 5_000),
        discount("SECOND", 5_000),
        discount("THIRD", 1),
    ];
    let quote = quote(&basket);
    assert_eq!(
        quote.discounts,
        [discount("FIRST", 5_000), discount("SECOND", 3_000)]
    );
    assert_eq!((quote.lines[0].net, quote.total), (Won::ZERO, Won(3_000)));
}

#[test]
fn tax_free_food_bears_no_vat_but_its_postage_does() {
    let quote = quote(&basket([
        tax_free(line("rice", 20_000, 1)),
        line("oil", 12_345, 1),
    ]));
    assert_eq!(
        (quote.tax_free, quote.taxable, quote.vat),
        (Won(20_000), Won(15_345), Won(1_395))
    );
    assert_eq!(
        (quote.lines[0].vat, quote.lines[1].vat),
        (Won::ZERO, Won(1_122))
    );
    assert_eq!(quote.shipping_vat, Won(273));
}

#[test]
fn a_credit_larger_than_the_taxable_part_lowers_the_tax_free_part() {
    let mut basket = basket([tax_free(line("rice", 20_000, 1)), line("oil", 1_100, 1)]);
    basket
        .charges
        .push(charge("CREDIT", ChargeKind::Manual, -5_000));
    let quote = price(&PricingRules::as_recorded(), &basket).unwrap();
    assert_eq!(
        (quote.total, quote.taxable, quote.tax_free),
        (Won(16_100), Won::ZERO, Won(16_100))
    );
    assert_eq!(
        (quote.vat, quote.lines[1].vat, quote.shipping_vat),
        (Won::ZERO, Won(100), Won(-100))
    );
}

#[test]
fn given_charges_are_kept_beside_the_computed_ones() {
    let mut basket = basket([line("rice", 1_000, 1)]);
    basket
        .charges
        .push(charge("WRAPPING", ChargeKind::Fee, 500));
    let quote = quote(&basket);
    assert_eq!(quote.charge("WRAPPING"), Won(500));
    assert_eq!(quote.charge(Charge::SHIPPING), Won(3_000));
    assert_eq!(quote.total, Won(4_500));
}

#[test]
fn a_recorded_invoice_is_taken_as_it_is_or_not_at_all() {
    let recorded = PricingRules::as_recorded();
    let mut invoice = to("BT1 1AA", basket([line("mug", 4_590, 12)]));
    invoice
        .charges
        .push(charge("POST", ChargeKind::Shipping, 32_400));
    let quote = price(&recorded, &invoice).unwrap();
    assert_eq!(
        (quote.rules_version, quote.total),
        (0, Won(55_080 + 32_400))
    );

    invoice.discounts.push(discount("D", 55_081));
    let (discount, goods) = (Won(55_081), Won(55_080));
    assert_eq!(
        price(&recorded, &invoice),
        Err(PricingRefusal::DiscountOverGoods { discount, goods })
    );
}

#[test]
fn a_recorded_invoice_may_bill_postage_alone_and_a_credit_only_what_there_is() {
    let recorded = PricingRules::as_recorded();
    let mut invoice = Basket::default();
    assert_eq!(price(&recorded, &invoice), Err(PricingRefusal::Empty));
    invoice
        .charges
        .push(charge("POST", ChargeKind::Shipping, 1_800));
    assert_eq!(price(&recorded, &invoice).unwrap().vat, Won(164));
    invoice
        .charges
        .push(charge("M", ChargeKind::Manual, -1_801));
    assert_eq!(
        price(&recorded, &invoice),
        Err(PricingRefusal::NegativeTotal { total: Won(-1) })
    );
}

#[test]
fn quantities_and_prices_no_shop_sells_by_are_refused() {
    for quantity in [0, 100_001, u32::MAX] {
        let refused = refusal(&basket([line("rice", 100, 1), line("oil", 100, quantity)]));
        assert_eq!(
            refused,
            PricingRefusal::Quantity {
                sku: sku("oil"),
                quantity
            }
        );
    }
    let refused = refusal(&basket([line("rice", -1, 1)]));
    assert_eq!(
        refused,
        PricingRefusal::NegativePrice {
            sku: sku("rice"),
            unit_price: Won(-1)
        }
    );
    assert_eq!(refusal(&basket([])), PricingRefusal::Empty);
    assert_eq!(
        refusal(&basket([line("rice", i64::MAX, 2)])),
        PricingRefusal::Overflow
    );
    let two = [line("rice", i64::MAX, 1), line("oil", i64::MAX, 1)];
    assert_eq!(refusal(&basket(two)), PricingRefusal::Overflow);
}

#[test]
fn a_negative_discount_is_refused_not_added_to_the_price() {
    let mut basket = basket([line("rice", 100, 1)]);
    basket.discounts.push(discount("TRICK", -100));
    let code = "TRICK".to_owned();
    assert_eq!(
        refusal(&basket),
        PricingRefusal::NegativeDiscount {
            code,
            amount: Won(-100)
        }
    );
}

#[test]
fn unknown_versions_are_refused_rather_than_guessed() {
    let rules = PricingRules {
        version: 999,
        ..rules()
    };
    let refused = price(&rules, &basket([line("rice", 100, 1)]));
    assert_eq!(refused, Err(PricingRefusal::UnknownVersion(999)));
}
