//! Banks by their three-digit KFTC code.

/// The banks at which an account for a deposit can be asked for, most used first.
pub const OFFERED: &[&str] = &[
    "004", "088", "020", "081", "011", "003", "071", "032", "031",
];

/// The banks to which money can be paid back, most used first.
pub const PAYABLE: &[&str] = &[
    "004", "088", "020", "081", "011", "003", "090", "092", "089", "071", "045", "048", "012",
    "031", "032", "039", "034", "037", "035", "023", "007", "027", "002", "050", "064",
];

/// A bank's name; its code when it is unknown.
#[must_use]
pub fn name(code: &str) -> &str {
    match code {
        "002" => "KDB산업은행",
        "003" => "IBK기업은행",
        "004" => "KB국민은행",
        "007" => "수협은행",
        "011" => "NH농협은행",
        "012" => "지역농·축협",
        "020" => "우리은행",
        "023" => "SC제일은행",
        "027" => "한국씨티은행",
        "031" => "iM뱅크(대구)",
        "032" => "부산은행",
        "034" => "광주은행",
        "035" => "제주은행",
        "037" => "전북은행",
        "039" => "경남은행",
        "045" => "새마을금고",
        "048" => "신협",
        "050" => "저축은행",
        "064" => "산림조합",
        "071" => "우체국",
        "081" => "하나은행",
        "088" => "신한은행",
        "089" => "케이뱅크",
        "090" => "카카오뱅크",
        "092" => "토스뱅크",
        other => other,
    }
}

/// The same in a language, `ko` or `en`.
#[must_use]
pub fn name_in<'a>(language: &str, code: &'a str) -> &'a str {
    if language != "en" {
        return name(code);
    }
    match code {
        "002" => "KDB",
        "003" => "IBK",
        "004" => "KB Kookmin",
        "007" => "Suhyup",
        "011" => "NH NongHyup",
        "012" => "Local NongHyup",
        "020" => "Woori",
        "023" => "SC First",
        "027" => "Citibank Korea",
        "031" => "iM Bank",
        "032" => "Busan Bank",
        "034" => "Kwangju Bank",
        "035" => "Jeju Bank",
        "037" => "Jeonbuk Bank",
        "039" => "Kyongnam Bank",
        "045" => "MG Community Credit",
        "048" => "Shinhyup",
        "050" => "Savings Bank",
        "064" => "Forestry Cooperative",
        "071" => "Korea Post",
        "081" => "Hana",
        "088" => "Shinhan",
        "089" => "K bank",
        "090" => "KakaoBank",
        "092" => "Toss Bank",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bank_on_offer_has_a_name() {
        for code in OFFERED.iter().chain(PAYABLE) {
            assert_ne!(name(code), *code);
            assert_ne!(name_in("en", code), *code);
            assert_eq!(name_in("ko", code), name(code));
        }
    }
}
