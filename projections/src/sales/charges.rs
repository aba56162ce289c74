//! Which charges a refund gives back. An order's refund names one sum for all of them.

/// The code of money given without anything coming back, and of what later refunds take off it.
pub(super) const GRANT: &str = "GRANT";

/// One sum of charges, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// Won of each charge, in the order of the charges.
    pub(super) charges: Vec<i64>,
    /// Won that are no charge's: more than was left of them, or less than nothing, because an
    /// earlier grant counts against the refund.
    pub(super) beside: i64,
}

/// Splits `back` won over charges of these won, of which `before` had gone back. Each charge
/// gets its share by amount; once all are back, each is back exactly.
pub(super) fn split(charges: &[i64], before: i64, back: i64) -> Parts {
    let whole: i64 = charges.iter().sum();
    let (least, most) = (whole.min(0), whole.max(0));
    let upto = before.saturating_add(back).clamp(least, most);
    let parts = shares(charges, whole, upto)
        .zip(shares(charges, whole, before.clamp(least, most)))
        .map(|(after, before)| after - before)
        .collect::<Vec<_>>();
    Parts {
        beside: back - parts.iter().sum::<i64>(),
        charges: parts,
    }
}

/// Each charge's share of `part` won, rounded so that they add up to it. Credits among the
/// charges (below zero) take part like any other.
fn shares(charges: &[i64], whole: i64, part: i64) -> impl Iterator<Item = i64> {
    let upto = move |prefix: i64| match whole {
        0 => 0,
        _ => i64::try_from(i128::from(part) * i128::from(prefix) / i128::from(whole)).unwrap_or(0),
    };
    charges.iter().scan(0, move |prefix, charge| {
        let before = upto(*prefix);
        *prefix += charge;
        Some(upto(*prefix) - before)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(charges: &[i64], beside: i64) -> Parts {
        let charges = charges.to_vec();
        Parts { charges, beside }
    }

    #[test]
    fn all_charges_back_means_each_of_them_exactly() {
        assert_eq!(split(&[3_000, 3_000], 0, 6_000), parts(&[3_000, 3_000], 0));
        assert_eq!(
            split(&[3_000, -1_000], 0, 2_000),
            parts(&[3_000, -1_000], 0)
        );
        assert_eq!(split(&[-500], 0, -500), parts(&[-500], 0));
    }

    #[test]
    fn in_two_goes_the_same_comes_back_to_the_won() {
        let charges = [3_000, 2_500, 1];
        let (first, second) = (split(&charges, 0, 1_234), split(&charges, 1_234, 4_267));
        let both: Vec<i64> = first
            .charges
            .iter()
            .zip(&second.charges)
            .map(|(first, second)| first + second)
            .collect();
        assert_eq!((both, first.beside + second.beside), (charges.to_vec(), 0));
    }

    #[test]
    fn what_no_charge_explains_stands_beside() {
        assert_eq!(split(&[3_000], 0, -2_000), parts(&[0], -2_000));
        assert_eq!(split(&[3_000], 0, 5_000), parts(&[3_000], 2_000));
        assert_eq!(split(&[], 0, 700), parts(&[], 700));
    }
}
