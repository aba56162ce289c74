//! TossPay's codes: card companies, banks, and what its errors mean.

/// Card companies by their number.
const CARDS: [(i64, &str); 10] = [
    (1, "신한"),
    (2, "현대"),
    (3, "삼성"),
    (4, "국민"),
    (5, "롯데"),
    (6, "하나"),
    (7, "우리"),
    (8, "농협"),
    (9, "씨티"),
    (10, "BC"),
];

/// The name of a card company; `None` for one that is not in the table.
#[must_use]
pub fn card(code: i64) -> Option<&'static str> {
    let found = CARDS.iter().find(|(theirs, _)| *theirs == code);
    found.map(|(_, name)| *name)
}

/// A bank's three-digit KFTC code: two digits are told here and there. 888 is Toss money, 889 are Toss points.
#[must_use]
pub fn bank(code: &str) -> String {
    format!("{code:0>3}")
}

/// What an error means for the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing happened, and asking again changes nothing.
    Refused,
    /// Nothing happened; later it may.
    Later,
    /// It may have happened.
    Unknown,
}

/// Sorts an error code. What is not known is a refusal: they add codes without notice, and say with each
/// that nothing happened.
pub(super) fn meaning(code: &str) -> Meaning {
    match code {
        "COMMON_THROTTLED"
        | "COMMON_BREAK_TIME_OF_BANK"
        | "COMMON_INVALID_API_KEY"
        | "COMMON_UNAUTHORIZED"
        | "REFUND_EXCEED_DAILY" => Meaning::Later,
        "COMMON_SYSTEM_ERROR"
        | "COMMON_TIMEOUT"
        | "COMMON_REFUND_ERROR"
        | "TRANSACTION_PENDING_ERROR"
        | "TRANSACTION_NOT_COMPLETE"
        | "CARD_SYSTEM_ERROR"
        | "CARD_BANK_SYSTEM_ERROR"
        | "PAYMENT_EXISTING_PAYMENT"
        | "REFUND_ALREADY_REFUNDED"
        | "REFUND_REFUND_NO_DUPLICATE" => Meaning::Unknown,
        _ => Meaning::Refused,
    }
}

/// What a shopper may be told of a refusal, in words of ours; empty for what concerns nobody but the shop.
#[must_use]
pub fn told(code: &str) -> &'static str {
    match code {
        "COMMON_NOT_ENOUGH_CASH" | "CARD_NOT_ENOUGH_BALANCE" => "잔액이 부족합니다.",
        "COMMON_EXCEED_LIMIT" | "CARD_EXCEED_LIMIT" => "결제 한도를 넘었습니다.",
        "CARD_NOT_AVAILABLE" | "CARD_NOT_AVAILABLE_SHOP" => "사용할 수 없는 카드입니다.",
        "CARD_SPREADOUT_ERROR" | "CARD_MIN_AMOUNT_FOR_SPREADOUT_ERROR" => {
            "할부로 결제할 수 없습니다."
        }
        "CARD_MIN_AMOUNT_ERROR" => "결제할 수 있는 가장 작은 금액보다 적습니다.",
        "EXECUTE_PAY_NOT_APPROVED" => "아직 결제를 마치지 않았습니다.",
        "USER_STATUS_ERROR" | "INVALID_ACCOUNT_STATUS" | "INACTIVE_USER" => {
            "토스 계정 상태를 확인해 주세요."
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read() {
        assert_eq!(
            (card(1), card(10), card(11)),
            (Some("신한"), Some("BC"), None)
        );
        assert_eq!((bank("88").as_str(), bank("888").as_str()), ("088", "888"));
    }

    #[test]
    fn what_may_have_happened_is_no_refusal() {
        assert_eq!(meaning("COMMON_TIMEOUT"), Meaning::Unknown);
        assert_eq!(meaning("PAYMENT_EXISTING_PAYMENT"), Meaning::Unknown);
        assert_eq!(meaning("REFUND_ALREADY_REFUNDED"), Meaning::Unknown);
        assert_eq!(meaning("COMMON_BREAK_TIME_OF_BANK"), Meaning::Later);
        assert_eq!(meaning("COMMON_NOT_ENOUGH_CASH"), Meaning::Refused);
        assert_eq!(meaning("SOMETHING_NEW"), Meaning::Refused);
    }
}
