//! What the order's page says of where the order stands.

use domain::order::Status;
use domain::payment::Payment;

use crate::helpers::won;
use crate::pages::OrderState;

/// What became of the money of an order that ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Money {
    /// No deposit was taken for it.
    NeverCame,
    /// Some of it is still to go back.
    Owed,
    /// All of it went back.
    WentBack,
}

/// What became of a line's pieces; none while all of them are on their way.
pub(super) fn fate(cancelled: u32, returned: u32, ordered: u32) -> Option<String> {
    let part = |pieces: u32, word: &str| match pieces {
        0 => None,
        all if all == ordered => Some(word.to_owned()),
        some => Some(format!("{some}개 {word}")),
    };
    let parts = [part(cancelled, "취소됨"), part(returned, "반품됨")];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// A word about money that came to the account and did not pay the order: whoever sent it must not
/// wonder where it is.
pub(super) fn stray(status: Status, payment: Option<&Payment>) -> Option<String> {
    let payment = payment?;
    let open = payment.unmatched().values();
    let open = open.filter(|deposit| deposit.paid_back.is_none() && !deposit.reversed);
    let amounts: Vec<i64> = open.map(|deposit| deposit.amount.0).collect();
    let (came, due) = (won(amounts.iter().sum()), payment.due().0);
    if amounts.is_empty() {
        return None;
    }
    if status != Status::PendingDeposit {
        return Some(format!(
            "{came}원이 따로 들어왔습니다. 확인한 뒤 돌려드립니다."
        ));
    }
    let why = if amounts.contains(&due) {
        "계좌나 금액이 달라"
    } else {
        "금액이 달라"
    };
    let due = won(due);
    Some(format!(
        "{came}원이 들어왔지만 {why} 확인한 뒤 돌려드립니다. {due}원을 한 번에 입금해 주세요."
    ))
}

#[expect(
    clippy::too_many_lines,
    reason = "a table of words, one row per status"
)]
pub(super) fn state(status: Status, has_account: bool, money: Money) -> OrderState {
    let (code, stamp, headline, detail) = match status {
        Status::PendingDeposit if has_account => (
            "waiting",
            "입금 대기",
            "주문을 장부에 적었습니다",
            "아래 계좌로 입금하시면 바로 준비를 시작합니다.",
        ),
        Status::New | Status::Abandoned | Status::PendingDeposit => (
            "waiting",
            "입금 대기",
            "계좌를 받고 있습니다",
            "입금하실 계좌가 곧 나옵니다. 잠시 뒤 이 화면을 새로 열어 주세요.",
        ),
        Status::Paid => (
            "paid",
            "결제 완료",
            "입금을 확인했습니다",
            "이제 상품을 준비합니다.",
        ),
        Status::Preparing => (
            "preparing",
            "배송 준비",
            "상품을 준비하고 있습니다",
            "담는 대로 보내 드립니다.",
        ),
        Status::PartlyShipped => (
            "shipped",
            "일부 배송",
            "먼저 준비된 상품이 가고 있습니다",
            "나머지도 준비되는 대로 보내 드립니다.",
        ),
        Status::Shipped => (
            "shipped",
            "배송중",
            "상품이 가고 있습니다",
            "맡긴 택배사와 송장 번호는 아래에 있습니다.",
        ),
        Status::Delivered => (
            "delivered",
            "배송 완료",
            "상품이 도착했습니다",
            "맛있게 드세요.",
        ),
        Status::Confirmed => ("confirmed", "구매 확정", "고맙습니다", "맛있게 드세요."),
        Status::Cancelled => ("cancelled", "취소", "취소된 주문입니다", cancelled(money)),
        Status::Expired => (
            "expired",
            "기한 지남",
            "입금 기한이 지난 주문입니다",
            "이 계좌로 입금하지 마세요. 필요하시면 새로 주문해 주세요.",
        ),
        Status::Refunded => (
            "refunded",
            "환불 완료",
            "모두 돌려드린 주문입니다",
            "이용해 주셔서 고맙습니다.",
        ),
    };
    OrderState {
        code: code.into(),
        stamp: stamp.into(),
        headline: headline.into(),
        detail: detail.into(),
    }
}

fn cancelled(money: Money) -> &'static str {
    match money {
        Money::NeverCame => "입금하지 않으셨으니 더 하실 일은 없습니다.",
        Money::Owed => "입금하신 금액을 돌려드리고 있습니다.",
        Money::WentBack => "입금하신 금액을 모두 돌려드렸습니다.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_became_of_all_its_pieces() {
        assert_eq!(fate(0, 0, 3), None);
        assert_eq!(fate(3, 0, 3).unwrap(), "취소됨");
        assert_eq!(fate(1, 1, 3).unwrap(), "1개 취소됨 · 1개 반품됨");
        assert_eq!(fate(0, 3, 3).unwrap(), "반품됨");
    }

    #[test]
    fn a_cancelled_order_says_where_its_money_is() {
        let said = |money| state(Status::Cancelled, false, money).detail;
        assert!(said(Money::NeverCame).contains("더 하실 일은 없습니다"));
        assert!(said(Money::Owed).contains("돌려드리고 있습니다"));
        assert!(said(Money::WentBack).contains("모두 돌려드렸습니다"));
    }
}
