//! A shopper's own account, to which money of a deposit goes back.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::banks;

/// Digits of an account number, at least and at most.
const DIGITS: std::ops::RangeInclusive<usize> = 8..=16;
/// Letters of a holder's name, at most.
pub const LONGEST_HOLDER: usize = 30;

/// A shopper's account: personal data, kept in the vault and nowhere else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundAccount {
    /// Three-digit KFTC code.
    pub bank: String,
    /// Digits.
    pub number: String,
    /// Whose it is.
    pub holder: String,
}

impl fmt::Debug for RefundAccount {
    /// Never into a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefundAccount(…)")
    }
}

/// Which parts of an account cannot be right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, thiserror::Error)]
#[error("an account is a bank of the list, 8 to 16 digits and a holder's name")]
pub struct BadAccount {
    /// No bank that is known.
    pub bank: bool,
    /// Not 8 to 16 digits.
    pub number: bool,
    /// No name, or a long one.
    pub holder: bool,
}

impl RefundAccount {
    /// Reads one as people write it: dashes and blanks between the digits do not matter.
    ///
    /// # Errors
    /// Which parts are wrong.
    pub fn read(bank: &str, number: &str, holder: &str) -> Result<Self, BadAccount> {
        let between = |sign: &char| !sign.is_whitespace() && *sign != '-';
        let number: String = number.chars().filter(between).collect();
        let holder = holder.split_whitespace().collect::<Vec<_>>().join(" ");
        let wrong = BadAccount {
            bank: !banks::PAYABLE.contains(&bank),
            number: !DIGITS.contains(&number.len())
                || !number.bytes().all(|byte| byte.is_ascii_digit()),
            holder: holder.is_empty()
                || holder.chars().count() > LONGEST_HOLDER
                || holder.chars().any(char::is_control),
        };
        if wrong != BadAccount::default() {
            return Err(wrong);
        }
        let bank = bank.to_owned();
        Ok(Self {
            bank,
            number,
            holder,
        })
    }

    /// Its last four digits: enough for its holder to know it by.
    #[must_use]
    pub fn tail(&self) -> &str {
        let hidden = self.number.len().saturating_sub(4);
        self.number.get(hidden..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_and_blanks_do_not_matter() {
        let read = RefundAccount::read("088", " 110-123 456789 ", " 홍  길동 ").unwrap();
        assert_eq!(
            (read.number.as_str(), read.tail()),
            ("110123456789", "6789")
        );
        assert_eq!(read.holder, "홍 길동");
        assert_eq!(format!("{read:?}"), "RefundAccount(…)");
    }

    #[test]
    fn what_cannot_be_an_account_is_told_part_by_part() {
        let wrong = |bank, number, holder| RefundAccount::read(bank, number, holder).unwrap_err();
        let number = BadAccount {
            number: true,
            ..BadAccount::default()
        };
        for odd in [
            "",
            "1234567",
            "12345678901234567",
            "1101234o6789",
            "가나다라마바사아",
        ] {
            assert_eq!(wrong("088", odd, "홍길동"), number, "{odd}");
        }
        assert!(wrong("999", "110123456789", "홍길동").bank);
        assert!(wrong("088", "110123456789", "  ").holder);
        assert!(wrong("088", "110123456789", &"홍".repeat(31)).holder);
    }
}
