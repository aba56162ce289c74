//! Decimal texts: a price in pounds becomes won digit by digit, never through a float.

use std::str::FromStr;

use domain::Won;

/// Digits before and after the point that are read at most; together they fit an `i128` product.
const LONGEST: usize = 15;

/// An exact decimal number, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    digits: i128,
    places: u32,
}

/// The text is no decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number such as 1800 or 2.95")]
pub struct NotDecimal;

impl Decimal {
    pub fn is_zero(self) -> bool {
        self.digits == 0
    }

    pub fn is_negative(self) -> bool {
        self.digits < 0
    }

    pub fn is_positive(self) -> bool {
        self.digits > 0
    }

    /// This price in won at `rate` won each, rounded half up; `None` when it does not fit.
    pub fn won_at(self, rate: Self) -> Option<Won> {
        let numerator = self.digits.checked_mul(rate.digits)?;
        let denominator = 10_i128.checked_pow(self.places + rate.places)?;
        Won::half_up(numerator, denominator)
    }
}

impl FromStr for Decimal {
    type Err = NotDecimal;

    fn from_str(text: &str) -> Result<Self, NotDecimal> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits_only = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let bounded = |part: &str| part.len() <= LONGEST;
        if whole.is_empty()
            || ![whole, fraction]
                .into_iter()
                .all(|p| digits_only(p) && bounded(p))
        {
            return Err(NotDecimal);
        }
        if unsigned.ends_with('.') {
            return Err(NotDecimal);
        }
        let digits: i128 = format!("{whole}{fraction}")
            .parse()
            .map_err(|_| NotDecimal)?;
        Ok(Self {
            digits: if text.starts_with('-') {
                -digits
            } else {
                digits
            },
            places: u32::try_from(fraction.len()).map_err(|_| NotDecimal)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn won(price: &str, rate: &str) -> Option<Won> {
        price.parse::<Decimal>().ok()?.won_at(rate.parse().ok()?)
    }

    #[test]
    fn a_price_is_rounded_half_up_to_whole_won() {
        assert_eq!(won("6.95", "1800"), Some(Won(12_510)));
        assert_eq!(won("0.001", "1800"), Some(Won(2)));
        assert_eq!(won("0.001", "1500"), Some(Won(2)), "1.5 won");
        assert_eq!(won("0.001", "1499"), Some(Won(1)));
        assert_eq!(won("2.1", "1750.55"), Some(Won(3_676)), "3676.155");
        assert_eq!(won("-53594.36", "1800"), Some(Won(-96_469_848)));
    }

    #[test]
    fn what_a_float_would_spoil_stays_exact() {
        // 1.005 × 100 is 100.49999999999999 in floating point.
        assert_eq!(won("1.005", "100"), Some(Won(101)));
    }

    #[test]
    fn only_plain_decimal_numbers_are_read() {
        for text in [
            "", "-", ".", "1.", ".5", "1e3", "1,5", "+1", " 1", "£1", "NaN", "--1", "1.2.3",
        ] {
            assert_eq!(text.parse::<Decimal>(), Err(NotDecimal), "{text:?}");
        }
        assert_eq!("1234567890123456".parse::<Decimal>(), Err(NotDecimal));
        assert!("0.0".parse::<Decimal>().unwrap().is_zero());
    }
}
