//! Toss Payments' codes of banks and cards. They follow no rule: 국민 is 004 to the clearing institute and 06
//! here. A code that is not in a table is kept as it is.

/// Banks: the three-digit code of the clearing institute (KFTC), and theirs.
const BANKS: [(&str, &str); 26] = [
    ("002", "02"),
    ("003", "03"),
    ("004", "06"),
    ("007", "07"),
    ("011", "11"),
    ("012", "12"),
    ("020", "20"),
    ("023", "23"),
    ("027", "27"),
    ("031", "31"),
    ("032", "32"),
    ("034", "34"),
    ("035", "35"),
    ("037", "37"),
    ("039", "39"),
    ("045", "45"),
    ("048", "48"),
    ("050", "50"),
    ("054", "54"),
    ("064", "64"),
    ("071", "71"),
    ("081", "81"),
    ("088", "88"),
    ("089", "89"),
    ("090", "90"),
    ("092", "92"),
];

/// Issuers of cards: their code, and the name.
const CARDS: [(&str, &str); 29] = [
    ("41", "신한"),
    ("11", "국민"),
    ("51", "삼성"),
    ("61", "현대"),
    ("71", "롯데"),
    ("31", "BC"),
    ("21", "하나"),
    ("91", "농협"),
    ("W1", "우리"),
    ("33", "우리BC"),
    ("36", "씨티"),
    ("15", "카카오뱅크"),
    ("3A", "케이뱅크"),
    ("24", "토스뱅크"),
    ("46", "광주"),
    ("35", "전북"),
    ("42", "제주"),
    ("34", "수협"),
    ("62", "신협"),
    ("37", "우체국"),
    ("39", "저축은행"),
    ("38", "새마을금고"),
    ("30", "산업"),
    ("3K", "기업BC"),
    ("4V", "VISA"),
    ("4M", "Mastercard"),
    ("4J", "JCB"),
    ("7A", "American Express"),
    ("3C", "UnionPay"),
];

/// Their code of a bank by its three-digit KFTC code; `None` where they have none.
#[must_use]
pub fn bank(kftc: &str) -> Option<&'static str> {
    let found = BANKS.iter().find(|(ours, _)| *ours == kftc);
    found.map(|(_, theirs)| *theirs)
}

/// The three-digit KFTC code of their bank; `None` for one that is not in the table.
#[must_use]
pub fn kftc(code: &str) -> Option<&'static str> {
    let found = BANKS.iter().find(|(_, theirs)| *theirs == code);
    found.map(|(ours, _)| *ours)
}

/// The name of a card's issuer; `None` for one that is not in the table.
#[must_use]
pub fn issuer(code: &str) -> Option<&'static str> {
    let found = CARDS.iter().find(|(theirs, _)| *theirs == code);
    found.map(|(_, name)| *name)
}

/// Whether a refund was refused for the account that it was to go to: another one may do.
#[must_use]
pub fn is_about_account(code: &str) -> bool {
    matches!(
        code,
        "INVALID_REFUND_ACCOUNT_INFO" | "INVALID_REFUND_ACCOUNT_NUMBER" | "INVALID_BANK"
    )
}

/// What a shopper may be told of a refusal, in words of ours; empty for what concerns nobody but the shop.
#[must_use]
pub fn told(code: &str) -> &'static str {
    match code {
        "REJECT_CARD_PAYMENT" | "EXCEED_MAX_AMOUNT" | "EXCEED_MAX_PAYMENT_AMOUNT" => {
            "한도를 넘었거나 잔액이 부족합니다."
        }
        "REJECT_CARD_COMPANY" | "INVALID_REJECT_CARD" => "카드사가 결제를 거절했습니다.",
        "INVALID_STOPPED_CARD" | "INVALID_CARD_LOST_OR_STOLEN" => "사용할 수 없는 카드입니다.",
        "INVALID_CARD_EXPIRATION" => "카드 유효기간을 확인해 주세요.",
        "EXCEED_MAX_CARD_INSTALLMENT_PLAN" => "할부 개월 수를 줄여 주세요.",
        "EXCEED_MAX_DAILY_PAYMENT_COUNT" | "EXCEED_MAX_ONE_DAY_AMOUNT" => {
            "하루 결제 한도를 넘었습니다."
        }
        "REJECT_ACCOUNT_PAYMENT" => "계좌의 잔액이 부족합니다.",
        "RESTRICTED_TRANSFER_ACCOUNT" | "NOT_AVAILABLE_BANK" => {
            "지금은 이 은행으로 결제할 수 없습니다."
        }
        "BELOW_MINIMUM_AMOUNT" => "결제할 수 있는 가장 작은 금액보다 적습니다.",
        "INVALID_PASSWORD" | "EXCEED_MAX_AUTH_COUNT" => "비밀번호를 확인해 주세요.",
        "NOT_FOUND_PAYMENT_SESSION" => "결제 시간이 지났습니다. 다시 시도해 주세요.",
        "INVALID_REFUND_ACCOUNT_INFO" | "INVALID_REFUND_ACCOUNT_NUMBER" | "INVALID_BANK" => {
            "환불 계좌를 확인해 주세요."
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kookmin_is_no_exception_that_a_rule_would_find() {
        assert_eq!(bank("004"), Some("06"));
        assert_eq!(kftc("06"), Some("004"));
        assert_eq!(kftc("04"), None);
        assert_eq!(bank("088"), Some("88"));
        assert_eq!(issuer("4V"), Some("VISA"));
        assert_eq!(issuer("??"), None);
    }

    #[test]
    fn each_bank_stands_there_once() {
        for (ours, theirs) in BANKS {
            assert_eq!((bank(ours), kftc(theirs)), (Some(theirs), Some(ours)));
        }
    }
}
