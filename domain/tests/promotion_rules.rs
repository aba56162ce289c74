//! What coupons, grades and gifts do to a basket, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use chrono::Duration;
use common::baskets::{all_kinds, basket, fruit, gift, line, member, off, percent, promotion};
use common::baskets::{rules, sku};
use common::hour;
use domain::ids::{CategoryId, ProductId, StoreId};
use domain::money::Won;
use domain::pricing::{Basket, Buyer, Condition, Effect, Explained, Given, Names, Promotion};
use domain::pricing::{Unmet, explain};

fn bought(lines: &[(&str, i64, u32)], promotions: Vec<Promotion>) -> Explained {
    by(member(), lines, promotions)
}

fn by(buyer: Buyer, lines: &[(&str, i64, u32)], promotions: Vec<Promotion>) -> Explained {
    let lines: Vec<_> = lines
        .iter()
        .map(|&(name, won, n)| line(name, won, n))
        .collect();
    let basket = Basket {
        promotions,
        buyer,
        ..basket(lines)
    };
    explain(&rules(), &basket).unwrap()
}

fn when(condition: Condition, effect: Effect) -> Vec<Promotion> {
    vec![Promotion {
        condition,
        ..promotion("c", effect)
    }]
}

fn why(explained: &Explained) -> Option<&Unmet> {
    explained.missed.first().map(|missed| &missed.why)
}

#[test]
fn a_coupon_of_won_is_taken_off_and_named() {
    let told = bought(
        &[("rice", 20_000, 1)],
        vec![promotion("welcome", off(3_000))],
    );
    assert_eq!(told.quote.total, Won(20_000 - 3_000 + 3_000));
    let [applied] = &told.quote.promotions[..] else {
        panic!("{told:?}")
    };
    assert_eq!(
        (applied.code.as_str(), applied.amount),
        ("welcome", Won(3_000))
    );
    assert_eq!(applied.name.in_language("en"), "welcome");
    assert!(told.missed.is_empty());
}

#[test]
fn a_percent_is_rounded_down_to_the_won_and_capped() {
    let told = bought(&[("rice", 9_999, 1)], vec![promotion("c", percent(7))]);
    assert_eq!(told.quote.discount, Won(699));
    let capped = Effect::PercentOff {
        percent: 50,
        at_most: Some(Won(2_000)),
    };
    let told = bought(&[("rice", 9_999, 1)], vec![promotion("c", capped)]);
    assert_eq!(told.quote.discount, Won(2_000));
}

#[test]
fn the_grade_comes_first_then_percents_then_won_then_postage_then_gifts() {
    let told = bought(&[("rice", 10_000, 2)], all_kinds());
    let given: Vec<_> = told
        .quote
        .promotions
        .iter()
        .map(|it| (it.code.as_str(), it.amount.get()))
        .collect();
    let expected = [
        ("GRADE.fruit", 600),
        ("tenth", 1_940),
        ("won", 2_000),
        ("ship", 3_000),
        ("gift", 0),
    ];
    assert_eq!(given, expected);
    assert_eq!(told.quote.total, Won(20_000 - 600 - 1_940 - 2_000));
    assert!(told.quote.gifts.iter().any(|gift| gift.sku == sku("cup")));
}

#[test]
fn ten_thousand_won_more_are_told_and_then_enough() {
    let from = || {
        let condition = Condition {
            goods_from: Won(30_000),
            ..Condition::default()
        };
        when(condition, off(5_000))
    };
    let told = bought(&[("rice", 20_000, 1)], from());
    assert_eq!(why(&told), Some(&Unmet::GoodsMissing(Won(10_000))));
    assert_eq!(told.quote.discount, Won::ZERO);
    let told = bought(&[("rice", 30_000, 1)], from());
    assert_eq!((why(&told), told.quote.discount), (None, Won(5_000)));
}

#[test]
fn a_coupon_for_some_goods_counts_and_lowers_only_those() {
    let condition = Condition {
        products: vec![ProductId::new("rice").unwrap()],
        goods_from: Won(10_000),
        ..Condition::default()
    };
    let lines = [("rice", 12_000, 1), ("apple", 90_000, 1)];
    let told = bought(&lines, when(condition.clone(), percent(50)));
    let discounts: Vec<_> = told.quote.lines.iter().map(|line| line.discount).collect();
    assert_eq!(discounts, [Won(6_000), Won::ZERO]);
    let told = bought(&[("apple", 90_000, 1)], when(condition, percent(50)));
    assert_eq!(why(&told), Some(&Unmet::OtherGoods));
    let food = Condition {
        categories: vec![CategoryId::new("food").unwrap()],
        ..Condition::default()
    };
    assert_eq!(
        bought(&lines, when(food, off(100))).quote.discount,
        Won(100)
    );
}

#[test]
fn a_coupon_larger_than_the_goods_leaves_something_to_be_paid() {
    let told = bought(&[("rice", 60_000, 1)], vec![promotion("c", off(90_000))]);
    assert_eq!(
        (told.quote.discount, told.quote.total),
        (Won(59_900), Won(100))
    );
    let told = bought(&[("rice", 50, 1)], vec![promotion("c", off(90_000))]);
    assert_eq!(why(&told), Some(&Unmet::NothingLeft));
}

#[test]
fn free_postage_does_not_cover_the_carriers_surcharge_and_is_not_given_twice() {
    let mut basket = basket([line("rice", 20_000, 1)]);
    basket.postcode = Some("63000".to_owned());
    basket.promotions = vec![promotion("ship", Effect::FreeShipping)];
    let quote = explain(&rules(), &basket).unwrap().quote;
    assert_eq!((quote.shipping, quote.total), (Won(3_000), Won(23_000)));
    assert_eq!(quote.promotions[0].given, Given::Shipping);
    let told = bought(&[("rice", 50_000, 1)], basket.promotions);
    assert_eq!(why(&told), Some(&Unmet::ShippingIsFree));
}

#[test]
fn who_where_and_when_are_asked_and_the_reason_is_told() {
    let goods = [("rice", 20_000, 1)];
    let ask = |buyer: Buyer, condition: Condition| {
        let told = by(buyer, &goods, when(condition, off(1_000)));
        why(&told).cloned()
    };
    let members = Condition {
        members: true,
        ..Condition::default()
    };
    assert_eq!(ask(Buyer::default(), members), Some(Unmet::MembersOnly));
    let first = Condition {
        first_order: true,
        ..Condition::default()
    };
    assert_eq!(ask(member(), first.clone()), None);
    let regular = Buyer {
        first_order: false,
        ..member()
    };
    assert_eq!(ask(regular, first.clone()), Some(Unmet::NotFirstOrder));
    assert_eq!(ask(Buyer::default(), first), Some(Unmet::MembersOnly));
    let grades = Condition {
        grades: vec![fruit()],
        ..Condition::default()
    };
    let leaf = Buyer {
        grade: None,
        ..member()
    };
    assert_eq!(ask(member(), grades.clone()), None);
    assert_eq!(ask(leaf, grades), Some(Unmet::OtherGrade));
    let elsewhere = Condition {
        stores: vec![StoreId::new("livestore").unwrap()],
        ..Condition::default()
    };
    assert_eq!(ask(member(), elsewhere), Some(Unmet::OtherStore));
}

#[test]
fn a_period_begins_with_its_first_moment_and_ends_before_its_last() {
    let period = Condition {
        from: Some(hour(1)),
        until: Some(hour(3)),
        ..Condition::default()
    };
    let at = |at| {
        let buyer = Buyer { at, ..member() };
        let told = by(
            buyer,
            &[("rice", 20_000, 1)],
            when(period.clone(), off(1_000)),
        );
        why(&told).cloned()
    };
    let moment = Duration::seconds(1);
    assert_eq!(at(hour(1) - moment), Some(Unmet::NotYet(hour(1))));
    assert_eq!(at(hour(1)), None);
    assert_eq!(at(hour(3) - moment), None);
    assert_eq!(at(hour(3)), Some(Unmet::Over(hour(3))));
}

#[test]
fn a_code_counts_once_and_the_shops_own_promotions_need_no_coupon() {
    let twice = vec![promotion("c", off(1_000)), promotion("c", percent(10))];
    let told = bought(&[("rice", 20_000, 1)], twice);
    assert_eq!(told.quote.promotions.len(), 1);
    let mut rules = rules();
    let condition = Condition {
        goods_from: Won(10_000),
        ..Condition::default()
    };
    rules.promotions = when(condition, gift("cup"));
    let told = explain(&rules, &basket([line("rice", 20_000, 1)])).unwrap();
    assert_eq!(told.quote.gifts.len(), 1);
    assert_eq!(told.quote.promotions[0].given, Given::Gift(sku("cup")));
}

#[test]
fn a_grade_of_another_member_gives_nothing() {
    let leaf = domain::ids::GradeId::new("leaf").unwrap();
    let grade = Promotion::of_grade(&leaf, Names::new("잎새", ""), 1);
    let told = bought(&[("rice", 20_000, 1)], vec![grade]);
    assert_eq!(why(&told), Some(&Unmet::OtherGrade));
}
