//! Inicis' codes of banks. They follow no rule: 한국씨티 is 027 to the clearing institute and 53 here. Cards have
//! codes of their own, which look the same.

/// Banks: the three-digit code of the clearing institute (KFTC), and theirs.
const BANKS: [(&str, &str); 19] = [
    ("003", "03"),
    ("004", "04"),
    ("007", "07"),
    ("011", "11"),
    ("012", "12"),
    ("020", "20"),
    ("023", "23"),
    ("027", "53"),
    ("031", "31"),
    ("032", "32"),
    ("034", "34"),
    ("037", "37"),
    ("039", "39"),
    ("071", "71"),
    ("081", "81"),
    ("088", "88"),
    ("089", "89"),
    ("090", "90"),
    ("092", "92"),
];

/// Their code of a bank by its three-digit KFTC code; `None` where they have none.
#[must_use]
pub fn bank(kftc: &str) -> Option<&'static str> {
    let found = BANKS.iter().find(|(ours, _)| *ours == kftc);
    found.map(|(_, theirs)| *theirs)
}

/// The three-digit KFTC code of their bank; their own code for one that is not in the table.
#[must_use]
pub fn kftc(code: &str) -> &str {
    let found = BANKS.iter().find(|(_, theirs)| *theirs == code);
    found.map_or(code, |(ours, _)| ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bank_stands_there_once() {
        for (ours, theirs) in BANKS {
            assert_eq!((bank(ours), kftc(theirs)), (Some(theirs), ours));
        }
    }

    #[test]
    fn a_bank_that_is_not_known_keeps_its_code() {
        assert_eq!((bank("035"), kftc("D1")), (None, "D1"));
        assert_eq!((bank("027"), kftc("27")), (Some("53"), "27"));
    }
}
