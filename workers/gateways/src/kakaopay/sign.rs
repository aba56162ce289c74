//! KakaoPay signs nothing: a key in a header says who asks. What is computed is the tax inside a price.

use domain::Won;

use super::Generation;

/// The `Authorization` header: `SECRET_KEY …` of the current API, `KakaoAK …` of the one before.
pub fn authorization(generation: Generation, key: &str) -> String {
    match generation {
        Generation::Current => format!("SECRET_KEY {key}"),
        Generation::Legacy => format!("KakaoAK {key}"),
    }
}

/// The VAT that KakaoPay takes where none was said: an eleventh of what is taxed, half up.
#[must_use]
pub fn vat(total: Won, tax_free: Won) -> Won {
    // What is taxed of an amount fits where the amount does; beyond that there is no tax to tell.
    let taxed = i128::from(total.0) - i128::from(tax_free.0);
    Won::half_up(taxed, 11).unwrap_or(Won::ZERO)
}

/// The VAT in a part of what is left that goes back, won: each is rounded for itself, and the last one takes what
/// that left of it, but no tax of what bears none. `left`: all of it, and the VAT in it.
#[must_use]
pub fn vat_back((amount, tax_free): (Won, Won), left: (Won, Won)) -> Won {
    if amount == left.0 {
        left.1.min((amount - tax_free).max(Won::ZERO))
    } else {
        vat(amount, tax_free).min(left.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_round_up_leave_less_for_the_last_one() {
        let (total, part) = (Won(27_900), Won(3_000));
        let whole = vat(total, Won::ZERO);
        let first = vat_back((part, Won::ZERO), (total, whole));
        let left = (total - part, whole - first);
        let last = vat_back((left.0, Won::ZERO), left);
        assert_eq!((whole, first, last), (Won(2_536), Won(273), Won(2_263)));
    }

    #[test]
    fn the_last_part_takes_no_tax_of_what_bears_none() {
        let left = (Won(45_600), Won(1));
        assert_eq!(vat_back((Won(45_600), Won(45_600)), left), Won::ZERO);
    }

    #[test]
    fn the_key_stands_behind_its_generations_word() {
        let current = authorization(Generation::Current, "DEVA1B2");
        assert_eq!(current, "SECRET_KEY DEVA1B2");
        let legacy = authorization(Generation::Legacy, "0a1b");
        assert_eq!(legacy, "KakaoAK 0a1b");
    }

    #[test]
    fn vat_rounds_half_up() {
        for (total, inside) in [
            (1_000, 91),
            (10_000, 909),
            (15_900, 1_445),
            (29_900, 2_718),
            (12_345, 1_122),
            (33_000, 3_000),
        ] {
            assert_eq!(vat(Won(total), Won::ZERO), Won(inside), "{total}");
        }
        assert_eq!(vat(Won(33_000), Won(22_000)), Won(1_000));
        assert_eq!(vat(Won(33_000), Won(33_000)), Won::ZERO);
    }
}
