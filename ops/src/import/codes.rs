//! Stock codes that are no goods, as they stand in the book.

use domain::pricing::ChargeKind;

/// What a stock code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// Something that is counted and shipped.
    Goods,
    /// Money without goods.
    Charge(ChargeKind, &'static str),
    /// A debt written off.
    BadDebt,
    /// A till being tried out.
    Test,
}

/// Case does not matter: the book knows `M` and `m`.
///
/// Everything that is not named here is goods, also `PADS`, gift vouchers and the `DCGS…` codes of
/// the shop's second web site. A charge's name never repeats the book's description, in which
/// people are named (`Adjustment by …`).
pub fn code(text: &str) -> Code {
    let text = text.to_ascii_uppercase();
    match text.as_str() {
        "POST" => Code::Charge(ChargeKind::Shipping, "우편료"),
        "DOT" => Code::Charge(ChargeKind::Shipping, "온라인몰 배송비"),
        "C2" | "C3" => Code::Charge(ChargeKind::Shipping, "운송비"),
        "D" => Code::Charge(ChargeKind::Manual, "할인"),
        "M" => Code::Charge(ChargeKind::Manual, "수기 입력"),
        "S" => Code::Charge(ChargeKind::Manual, "견본"),
        "BANK CHARGES" => Code::Charge(ChargeKind::Fee, "은행 수수료"),
        "AMAZONFEE" => Code::Charge(ChargeKind::Fee, "아마존 수수료"),
        "CRUK" => Code::Charge(ChargeKind::Fee, "기부 수수료"),
        "B" => Code::BadDebt,
        adjustment if adjustment.starts_with("ADJUST") => Code::Charge(ChargeKind::Manual, "조정"),
        test if test.starts_with("TEST") => Code::Test,
        _ => Code::Goods,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charges_are_told_from_goods_whatever_their_case() {
        assert!(matches!(code("m"), Code::Charge(ChargeKind::Manual, _)));
        assert!(matches!(
            code("POST"),
            Code::Charge(ChargeKind::Shipping, _)
        ));
        assert!(matches!(code("ADJUST2"), Code::Charge(..)));
        assert_eq!(code("TEST001"), Code::Test);
        assert_eq!(code("B"), Code::BadDebt);
        for goods in [
            "85123a",
            "PADS",
            "gift_0001_30",
            "DCGS0058",
            "SP1002",
            "POSTER",
            "MUG",
        ] {
            assert_eq!(code(goods), Code::Goods, "{goods}");
        }
    }
}
