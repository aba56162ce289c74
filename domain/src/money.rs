//! Money: whole won, and the three divisions a shop makes of them, each of which gives away every
//! last won.
//!
//! [`allocate`] splits an amount over lines (largest remainder), [`share`] splits one line's amount
//! over its units, [`vat_included`] tells the tax inside a price. Nothing here wraps: `+`, `-`,
//! `times` and `sum` stop at [`Won::MAX`] and [`Won::MIN`]; rules that must know use the `checked_`
//! forms.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An amount in whole Korean won. The won has no minor unit, so there are no fractions to lose.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Won(pub i64);

impl Won {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The most that fits: 9.2 quintillion won.
    pub const MAX: Self = Self(i64::MAX);
    /// The least that fits.
    pub const MIN: Self = Self(i64::MIN);

    /// The number of won.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Whether it is nothing.
    pub const fn is_zero(&self) -> bool {
        self.0 == 0
    }

    /// Whether it is less than nothing.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Whether it is more than nothing.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// This price for `count` units; stops at [`Won::MAX`] or [`Won::MIN`].
    #[must_use]
    pub const fn times(self, count: u32) -> Self {
        Self(self.0.saturating_mul(count as i64))
    }

    /// This price for `count` units; `None` when it does not fit.
    pub const fn checked_times(self, count: u32) -> Option<Self> {
        match self.0.checked_mul(count as i64) {
            Some(won) => Some(Self(won)),
            None => None,
        }
    }

    /// The sum; `None` when it does not fit.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(won) => Some(Self(won)),
            None => None,
        }
    }

    /// The difference; `None` when it does not fit.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(won) => Some(Self(won)),
            None => None,
        }
    }

    /// The exact sum, or `None` when it does not fit.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        let sum: i128 = amounts.into_iter().map(|won| i128::from(won.0)).sum();
        i64::try_from(sum).ok().map(Self)
    }

    /// `numerator / denominator` rounded to the nearest won, halves away from zero (half-up,
    /// mirrored for negative amounts so that a refund rounds as its sale did). `None` for a
    /// denominator of zero or below, and for what does not fit.
    pub fn half_up(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator <= 0 {
            return None;
        }
        let doubled = numerator
            .checked_abs()?
            .checked_mul(2)?
            .checked_add(denominator)?;
        let magnitude = doubled / denominator.checked_mul(2)?;
        i64::try_from(magnitude * numerator.signum()).ok().map(Self)
    }

    /// Digits in groups of three without the unit: `-12,300`.
    pub fn grouped(self) -> String {
        let digits = self.0.unsigned_abs().to_string();
        let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if self.0 < 0 {
            text.push('-');
        }
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        text
    }
}

/// As Korean shoppers read it: `12,300원`.
impl fmt::Display for Won {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}원", self.grouped()))
    }
}

/// The text is no amount in won.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an amount in won: write digits, such as 12300 or 12,300원")]
pub struct NotWon;

/// Reads `12300`, `12,300`, `-12,300원`. Commas must stand where [`Won::grouped`] puts them: `1,23`
/// is a typing error, and guessing at money is worse than asking again.
impl FromStr for Won {
    type Err = NotWon;

    fn from_str(text: &str) -> Result<Self, NotWon> {
        let text = text.trim();
        let text = text.strip_suffix('원').unwrap_or(text).trim_end();
        let digits = text.replace(',', "");
        let unsigned = digits.strip_prefix('-').unwrap_or(&digits);
        if unsigned.is_empty() || !unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotWon);
        }
        let won = digits.parse().map(Self).map_err(|_| NotWon)?;
        if text.contains(',') && text != won.grouped() {
            return Err(NotWon);
        }
        Ok(won)
    }
}

impl Add for Won {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Won {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Won {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl AddAssign for Won {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Won {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

/// Stops at the bounds like `+`, but only for the whole: parts that go over and come back are
/// summed exactly.
impl Sum for Won {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        let sum: i128 = amounts.map(|won| i128::from(won.0)).sum();
        Self(narrow(sum))
    }
}

impl<'a> Sum<&'a Self> for Won {
    fn sum<I: Iterator<Item = &'a Self>>(amounts: I) -> Self {
        amounts.copied().sum()
    }
}

fn narrow(won: i128) -> i64 {
    i64::try_from(won).unwrap_or(if won < 0 { i64::MIN } else { i64::MAX })
}

/// Splits `total` in proportion to `weights` by largest remainder: each part is its exact quota
/// rounded down or up, the parts sum to `total`, and of equal remainders the earlier part gets the
/// won. One part per weight, in their order. Weights below zero count as zero; a zero weight gets
/// nothing, unless all are zero: then all count alike. A negative total is split like its positive
/// and negated. No weights, no parts.
pub fn allocate(total: Won, weights: &[i64]) -> Vec<Won> {
    let mut weights: Vec<i128> = weights
        .iter()
        .map(|&weight| i128::from(weight.max(0)))
        .collect();
    if weights.iter().all(|&weight| weight == 0) {
        weights.fill(1);
    }
    let whole: i128 = weights.iter().sum();
    let total = i128::from(total.0);
    let mut parts: Vec<i128> = weights
        .iter()
        .map(|weight| total.abs() * weight / whole)
        .collect();
    let left = total.abs() - parts.iter().sum::<i128>();

    let mut order: Vec<usize> = (0..weights.len()).collect();
    // The sort is stable: of equal remainders the earlier stays first.
    order.sort_by_key(|&at| std::cmp::Reverse(total.abs() * weights[at] % whole));
    let left = usize::try_from(left).unwrap_or(0); // fewer than one won per part
    for &at in order.iter().take(left) {
        parts[at] += 1;
    }
    parts
        .into_iter()
        .map(|part| Won(narrow(part * total.signum())))
        .collect()
}

/// The part of a line's `total` that its first `first` of `units` units carry: the first units are
/// a won dearer where it does not divide, as [`allocate`] would split it over equal units. Being
/// cumulative it makes every split exact: units `j..k` carry `share(k) - share(j)`, however often
/// and in whatever steps they are given back. More than all units carry the whole.
pub fn share(total: Won, units: u32, first: u32) -> Won {
    if first >= units {
        return total;
    }
    let (units, first) = (i64::from(units), i64::from(first));
    let (each, left) = (total.0 / units, total.0 % units);
    // Both terms carry the sign of the total and together stay below it: no overflow.
    Won(each * first + left.signum() * left.abs().min(first))
}

/// The 10 % VAT inside a VAT-inclusive amount: an eleventh of it, half-up. Providers differ in
/// their rounding, so we always send them this split instead of letting them compute one.
#[must_use]
pub fn vat_included(amount: Won) -> Won {
    Won::half_up(i128::from(amount.0), 11).unwrap_or(Won::ZERO) // an eleventh always fits
}
