//! What the shop's refusals are in Korean, for shoppers.

use domain::cart::CartRefusal;
use domain::order::OrderRefusal;
use domain::pricing::PricingRefusal;
use shop::ShopError;
use shop::ports::GatewayError;

/// A quantity that is none, or none that a cart takes.
pub const BAD_QUANTITY: &str = "수량은 1개부터 999개까지 담을 수 있습니다.";

/// A refusal in words: what is wrong, and what to do.
#[must_use]
pub fn refusal(error: &ShopError) -> String {
    match error {
        ShopError::NotOnSale(_) => "지금은 팔지 않는 상품입니다. 다른 상품을 골라 주세요.".into(),
        ShopError::Short { available: 0, .. } => {
            "그 사이 품절된 상품이 있습니다. 빼고 주문해 주세요.".into()
        }
        ShopError::Short { available, .. } => {
            format!("남은 수량이 {available}개인 상품이 있습니다. 수량을 줄여 주세요.")
        }
        ShopError::PriceChanged { .. } => {
            "금액이 바뀌었습니다. 바뀐 금액을 확인하고 다시 눌러 주세요.".into()
        }
        ShopError::Cart(refusal) => cart(refusal).into(),
        ShopError::Order(refusal) => order(refusal).into(),
        ShopError::Pricing(PricingRefusal::Empty) => cart(&CartRefusal::Empty).into(),
        ShopError::Pricing(PricingRefusal::Postcode) => "우편번호 다섯 자리를 적어 주세요.".into(),
        ShopError::Pricing(PricingRefusal::Quantity { .. }) => "수량을 확인해 주세요.".into(),
        ShopError::Gateway(GatewayError::Declined(_)) => {
            "고르신 은행에서 계좌를 내주지 않았습니다. 다른 은행을 골라 주세요.".into()
        }
        passing if passing.is_passing() => {
            "아직 확인하고 있습니다. 잠시 뒤 같은 화면에서 다시 눌러 주세요. 주문은 두 번 되지 않습니다.".into()
        }
        _ => "요청하신 대로 할 수 없습니다. 고객센터로 문의해 주세요.".into(),
    }
}

fn cart(refusal: &CartRefusal) -> &'static str {
    match refusal {
        CartRefusal::BadQuantity { .. } => BAD_QUANTITY,
        CartRefusal::Full { .. } => {
            "장바구니가 가득 찼습니다. 먼저 담은 것을 주문하거나 빼 주세요."
        }
        CartRefusal::NotInCart(_) => "장바구니에 없는 상품입니다.",
        CartRefusal::Empty => "그 사이 장바구니가 비었습니다. 다시 담고 주문해 주세요.",
        CartRefusal::Changed => "그 사이 장바구니가 바뀌었습니다. 확인하고 다시 눌러 주세요.",
        CartRefusal::CheckoutUnderWay { .. } => {
            "앞서 보낸 주문을 처리하고 있습니다. 잠시 뒤에 다시 해 주세요."
        }
        CartRefusal::AttemptEnded { .. } | CartRefusal::NoCheckout => {
            "이 주문서는 이미 끝났습니다. 내용을 확인하고 다시 눌러 주세요."
        }
    }
}

fn order(refusal: &OrderRefusal) -> &'static str {
    match refusal {
        OrderRefusal::AlreadyPaid => {
            "이미 입금이 확인된 주문입니다. 취소는 고객센터로 문의해 주세요."
        }
        OrderRefusal::Closed(_) => "이미 끝난 주문입니다.",
        OrderRefusal::NotPlaced => "그런 주문은 없습니다.",
        _ => "지금은 그렇게 할 수 없는 주문입니다. 고객센터로 문의해 주세요.",
    }
}
