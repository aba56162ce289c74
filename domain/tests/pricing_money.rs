//! Won: reading, writing, adding, and the three divisions.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

use domain::money::{Won, allocate, share, vat_included};
use proptest::prelude::*;

fn won(amounts: &[i64]) -> Vec<Won> {
    amounts.iter().copied().map(Won).collect()
}

#[test]
fn an_amount_is_written_as_shoppers_and_as_programs_read_it() {
    assert_eq!(Won(0).to_string(), "0원");
    assert_eq!(Won(999).to_string(), "999원");
    assert_eq!(Won(12_300).to_string(), "12,300원");
    assert_eq!(Won(-1_234_567).to_string(), "-1,234,567원");
    assert_eq!(Won::MIN.grouped(), "-9,223,372,036,854,775,808");
    assert_eq!(format!("{:>8}|", Won(500)), "    500원|");
    assert_eq!(serde_json::to_string(&Won(12_300)).unwrap(), "12300");
}

#[test]
fn what_is_no_amount_is_not_guessed_at() {
    for text in [
        "",
        "원",
        "-",
        "1,23",
        "12,3000",
        ",100",
        "1.5",
        "1e3",
        "+5",
        "１２",
        "--1",
        "0,012",
        "99999999999999999999",
    ] {
        assert!(text.parse::<Won>().is_err(), "{text:?} was read");
    }
    assert_eq!(" 12,300 원 ".parse(), Ok(Won(12_300)));
    assert_eq!("12300".parse(), Ok(Won(12_300)));
    assert_eq!("-12,300원".parse(), Ok(Won(-12_300)));
}

#[test]
fn arithmetic_stops_at_the_bounds_and_never_wraps() {
    assert_eq!(Won::MAX + Won(1), Won::MAX);
    assert_eq!(Won::MIN - Won(1), Won::MIN);
    assert_eq!(-Won::MIN, Won::MAX);
    assert_eq!(Won::MAX.times(2), Won::MAX);
    assert_eq!(Won(-1).times(3), Won(-3));
    assert_eq!(Won::MAX.checked_add(Won(1)), None);
    assert_eq!(Won::MIN.checked_sub(Won(1)), None);
    assert_eq!(Won::MAX.checked_times(2), None);
    assert_eq!(won(&[i64::MAX, i64::MAX]).iter().sum::<Won>(), Won::MAX);
    assert_eq!(Won::checked_sum(won(&[i64::MAX, 1])), None);
    assert_eq!(Won::checked_sum(won(&[i64::MAX, 1, -1])), Some(Won::MAX));
}

#[test]
fn halves_round_up_and_a_refund_rounds_like_its_sale() {
    assert_eq!(Won::half_up(5, 2), Some(Won(3)));
    assert_eq!(Won::half_up(-5, 2), Some(Won(-3)));
    assert_eq!(Won::half_up(7, 3), Some(Won(2)));
    assert_eq!(Won::half_up(1, 0), None);
    assert_eq!(Won::half_up(i128::MAX, 1), None);
    assert_eq!(Won::half_up(i128::MIN, 7), None);
}

#[test]
fn the_won_left_over_go_to_the_largest_remainders_and_of_equals_to_the_earlier() {
    assert_eq!(allocate(Won(100), &[1, 1, 1]), won(&[34, 33, 33]));
    assert_eq!(
        allocate(Won(1_000), &[15_000, 9_900, 100]),
        won(&[600, 396, 4])
    );
    assert_eq!(allocate(Won(10), &[1, 2, 4]), won(&[1, 3, 6]));
    assert_eq!(allocate(Won(-100), &[1, 1, 1]), won(&[-34, -33, -33]));
    assert_eq!(allocate(Won(5), &[0, 3, 0]), won(&[0, 5, 0]));
    assert_eq!(allocate(Won(5), &[-7, 3]), won(&[0, 5]));
    assert_eq!(allocate(Won(5), &[0, 0]), won(&[3, 2]));
    assert_eq!(allocate(Won(5), &[]), won(&[]));
    assert_eq!(allocate(Won::MIN, &[i64::MAX]), vec![Won::MIN]);
}

#[test]
fn the_first_units_of_a_line_carry_the_odd_won() {
    let shares: Vec<Won> = (0..=4).map(|first| share(Won(1_000), 3, first)).collect();
    assert_eq!(shares, won(&[0, 334, 667, 1_000, 1_000]));
    assert_eq!(share(Won(-1_000), 3, 1), Won(-334));
    assert_eq!(share(Won(2), 5, 3), Won(2));
    assert_eq!(
        share(Won(i64::MIN + 1), u32::MAX, u32::MAX - 1),
        Won(i64::MIN + 1 + 2_147_483_648)
    );
}

/// The half-up column of the protocol reference, section 8.7.
#[test]
fn vat_is_an_eleventh_rounded_half_up() {
    for (amount, vat) in [
        (1_000, 91),
        (10_000, 909),
        (15_900, 1_445),
        (29_900, 2_718),
        (12_345, 1_122),
        (33_000, 3_000),
        (30_000, 2_727),
        (0, 0),
        (-1_000, -91),
    ] {
        assert_eq!(vat_included(Won(amount)), Won(vat), "of {amount}");
    }
}

proptest! {
    #[test]
    fn every_amount_reads_back_as_it_was_written(amount in any::<i64>()) {
        prop_assert_eq!(Won(amount).to_string().parse(), Ok(Won(amount)));
        prop_assert_eq!(Won(amount).0.to_string().parse(), Ok(Won(amount)));
    }

    #[test]
    fn reading_never_panics(text in "[-0-9,원 +.]{0,12}|\\PC*") {
        let _ = text.parse::<Won>();
    }

    #[test]
    fn the_parts_of_any_allocation_sum_to_the_whole(
        total in any::<i64>(),
        weights in prop::collection::vec(any::<i64>(), 1..20),
    ) {
        let parts = allocate(Won(total), &weights);
        prop_assert_eq!(parts.len(), weights.len());
        prop_assert_eq!(Won::checked_sum(parts.iter().copied()), Some(Won(total)));
        prop_assert!(parts.iter().all(|part| part.get().signum() * total.signum() >= 0));
    }

    #[test]
    fn a_part_is_its_quota_rounded_down_or_up(
        total in 0..1_000_000_000_i64,
        weights in prop::collection::vec(0..1_000_000_i64, 1..20),
    ) {
        let whole: i64 = weights.iter().sum();
        prop_assume!(whole > 0);
        for (part, weight) in allocate(Won(total), &weights).into_iter().zip(weights) {
            let quota = i128::from(total) * i128::from(weight);
            let part = i128::from(part.get()) * i128::from(whole);
            prop_assert!((part - quota).abs() < i128::from(whole));
        }
    }

    #[test]
    fn a_discount_no_larger_than_the_goods_is_on_no_line_larger_than_the_line(
        weights in prop::collection::vec(0..1_000_000_i64, 1..20),
        of_thousand in 0..=1_000_i64,
    ) {
        let total = weights.iter().sum::<i64>() * of_thousand / 1_000;
        for (part, weight) in allocate(Won(total), &weights).into_iter().zip(weights) {
            prop_assert!(part.get() <= weight);
        }
    }

    #[test]
    fn shares_are_the_running_sum_of_an_allocation_over_equal_units(
        total in any::<i64>(),
        units in 1..200_u32,
    ) {
        let parts = allocate(Won(total), &vec![1; units as usize]);
        let mut sum = Won::ZERO;
        for (first, part) in (1..).zip(parts) {
            sum += part;
            prop_assert_eq!(share(Won(total), units, first), sum);
        }
    }

    #[test]
    fn shares_grow_with_the_units_by_a_unit_s_price_give_or_take_a_won(
        total in any::<i64>(),
        units in 1..100_000_u32,
        at in any::<prop::sample::Index>(),
    ) {
        let first = u32::try_from(at.index(units as usize)).unwrap();
        let one = share(Won(total), units, first + 1) - share(Won(total), units, first);
        prop_assert!((one.get() - total / i64::from(units)).abs() <= 1);
        prop_assert!(one.get().signum() * total.signum() >= 0);
        prop_assert_eq!(share(Won(total), units, 0), Won::ZERO);
        prop_assert_eq!(share(Won(total), units, units), Won(total));
    }

    #[test]
    fn refunds_of_any_split_sum_to_the_whole(
        total in any::<i64>(),
        steps in prop::collection::vec(0..50_u32, 1..20),
    ) {
        let units = steps.iter().sum::<u32>().max(1);
        let mut returned = 0;
        let mut refunded = Vec::new();
        for step in steps {
            refunded.push(share(Won(total), units, returned + step) - share(Won(total), units, returned));
            returned += step;
        }
        refunded.push(Won(total) - share(Won(total), units, returned));
        prop_assert_eq!(Won::checked_sum(refunded), Some(Won(total)));
    }

    #[test]
    fn vat_rounds_to_the_nearest_grows_with_the_amount_and_mirrors(amount in 0..i64::MAX) {
        let vat = vat_included(Won(amount)).get();
        prop_assert!((i128::from(vat) * 11 - i128::from(amount)).abs() <= 5);
        prop_assert!(vat_included(Won(amount + 1)).get() >= vat);
        prop_assert_eq!(vat_included(Won(-amount)), Won(-vat));
    }

    /// What gnuboard sends: total − round(total / 1.1).
    #[test]
    fn vat_equals_the_total_less_the_rounded_supply_price(amount in 0..1_000_000_000_i64) {
        let supply = Won::half_up(i128::from(amount) * 10, 11).unwrap();
        prop_assert_eq!(vat_included(Won(amount)), Won(amount) - supply);
    }
}
