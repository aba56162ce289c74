//! PortOne's words for banks, by their three-digit KFTC codes. One table, read in both directions; nothing
//! is computed.

const BANKS: [(&str, &str); 26] = [
    ("002", "KDB"),
    ("003", "IBK"),
    ("004", "KOOKMIN"),
    ("007", "SUHYUP"),
    ("011", "NONGHYUP"),
    ("012", "LOCAL_NONGHYUP"),
    ("020", "WOORI"),
    ("023", "STANDARD_CHARTERED"),
    ("027", "CITI"),
    ("031", "DAEGU"),
    ("032", "BUSAN"),
    ("034", "KWANGJU"),
    ("035", "JEJU"),
    ("037", "JEONBUK"),
    ("039", "KYONGNAM"),
    ("045", "KFCC"),
    ("048", "SHINHYUP"),
    ("050", "SAVINGS_BANK"),
    ("054", "HSBC"),
    ("064", "NFCF"),
    ("071", "POST"),
    ("081", "HANA"),
    ("088", "SHINHAN"),
    ("089", "K_BANK"),
    ("090", "KAKAO"),
    ("092", "TOSS"),
];

/// PortOne's word for the bank with this KFTC code.
#[must_use]
pub fn word_of(kftc: &str) -> Option<&'static str> {
    let found = BANKS.iter().find(|(code, _)| *code == kftc)?;
    Some(found.1)
}

/// The KFTC code of the bank that PortOne calls so. `None`: one that is not in the shop's list; its word is
/// to be kept as it is.
#[must_use]
pub fn code_of(word: &str) -> Option<&'static str> {
    let found = BANKS.iter().find(|(_, bank)| *bank == word)?;
    Some(found.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bank_has_one_code_and_one_word() {
        for (code, word) in BANKS {
            assert_eq!((word_of(code), code_of(word)), (Some(word), Some(code)));
        }
        assert_eq!(
            (word_of("088"), code_of("KOOKMIN")),
            (Some("SHINHAN"), Some("004"))
        );
        assert_eq!((word_of("999"), code_of("YUANTA_SECURITIES")), (None, None));
    }
}
