//! Messages about an order, from its first minute to the parcel at the door.

use super::template::{Message, Template, Variables};

/// Characters of goods' names in a message.
const GOODS: usize = 40;

/// The names and values of a message, the store's first.
macro_rules! variables {
    ($store:expr $(, $name:literal = $value:expr)* $(,)?) => {
        vec![("상점".to_owned(), $store.clone()) $(, ($name.to_owned(), $value.to_string()))*]
    };
}
pub(super) use variables;

fn goods(name: &str) -> String {
    let cut: String = name.chars().take(GOODS).collect();
    if cut.len() < name.len() {
        format!("{}…", cut.trim_end())
    } else {
        cut
    }
}

fn sample_order() -> String {
    "20261123-CBG1HK3TM8".to_owned()
}

fn sample_store() -> String {
    "장부상회".to_owned()
}

/// 주문 접수: where to pay, how much, until when.
#[derive(Clone)]
pub struct OrderReceived {
    pub store: String,
    pub order: String,
    /// `들판 유정란 (20구) 외 1건`
    pub goods: String,
    /// `31,000원`
    pub amount: String,
    /// `신한은행`
    pub bank: String,
    pub account: String,
    /// `11월 26일 23:59`
    pub deadline: String,
}

impl Message for OrderReceived {
    const TEMPLATE: Template = Template {
        name: "order-received",
        title: "주문 접수 (입금 안내)",
        text: "[#{상점}] 주문이 접수되었습니다.\n\n▶ 주문번호: #{주문번호}\n▶ 상품: #{상품}\n▶ 입금액: #{금액}\n▶ 입금계좌: #{은행} #{계좌}\n▶ 입금기한: #{기한}까지\n\n기한 안에 입금하지 않으시면 주문은 자동으로 취소됩니다.",
        subject: "[#{상점}] 입금 안내",
        fallback: "[#{상점}] 입금 #{금액} #{기한}까지 #{은행} #{계좌} (#{주문번호})",
    };

    fn variables(&self) -> Variables {
        variables!(
            self.store,
            "주문번호" = self.order,
            "상품" = goods(&self.goods),
            "금액" = self.amount,
            "은행" = self.bank,
            "계좌" = self.account,
            "기한" = self.deadline
        )
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            store: sample_store(),
            order: sample_order(),
            goods: "들판 유정란 (20구) 외 1건".to_owned(),
            amount: "31,000원".to_owned(),
            bank: "신한은행".to_owned(),
            account: "92106435349960".to_owned(),
            deadline: "11월 26일 23:59".to_owned(),
        };
        let long = Self {
            goods:
                "전라남도 해남에서 아침에 수확해 바로 보내는 꿀고구마 한입 크기 5kg 한 상자 외 12건"
                    .to_owned(),
            ..plain.clone()
        };
        vec![("plain", plain), ("long", long)]
    }
}

/// 결제 완료.
#[derive(Clone)]
pub struct OrderPaid {
    pub store: String,
    pub order: String,
    pub goods: String,
    pub amount: String,
    /// The order's page.
    pub link: String,
}

impl Message for OrderPaid {
    const TEMPLATE: Template = Template {
        name: "order-paid",
        title: "결제 완료",
        text: "[#{상점}] 결제가 완료되었습니다.\n\n▶ 주문번호: #{주문번호}\n▶ 상품: #{상품}\n▶ 결제금액: #{금액}\n\n상품을 준비해 보내 드리겠습니다.\n주문 조회: #{링크}",
        subject: "[#{상점}] 결제 완료",
        fallback: "[#{상점}] #{금액} 결제가 완료되었습니다. 주문 #{주문번호}",
    };

    fn variables(&self) -> Variables {
        variables!(
            self.store,
            "주문번호" = self.order,
            "상품" = goods(&self.goods),
            "금액" = self.amount,
            "링크" = self.link
        )
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            store: sample_store(),
            order: sample_order(),
            goods: "들판 유정란 (20구) 외 1건".to_owned(),
            amount: "31,000원".to_owned(),
            link: "https://shop.example/orders/20261123-CBG1HK3TM8/5f2c".to_owned(),
        };
        vec![("plain", plain)]
    }
}

/// 배송 시작.
#[derive(Clone)]
pub struct OrderShipped {
    pub store: String,
    pub order: String,
    pub goods: String,
    /// `CJ대한통운`
    pub carrier: String,
    pub invoice: String,
    /// The carrier's page of the parcel.
    pub link: String,
}

impl Message for OrderShipped {
    const TEMPLATE: Template = Template {
        name: "order-shipped",
        title: "배송 시작",
        text: "[#{상점}] 상품이 출발했습니다.\n\n▶ 주문번호: #{주문번호}\n▶ 상품: #{상품}\n▶ 택배사: #{택배사}\n▶ 송장번호: #{송장번호}\n\n배송 조회: #{링크}",
        subject: "[#{상점}] 배송 시작",
        fallback: "[#{상점}] 상품이 출발했습니다. #{택배사} #{송장번호}",
    };

    fn variables(&self) -> Variables {
        variables!(
            self.store,
            "주문번호" = self.order,
            "상품" = goods(&self.goods),
            "택배사" = self.carrier,
            "송장번호" = self.invoice,
            "링크" = self.link
        )
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            store: sample_store(),
            order: sample_order(),
            goods: "파주 콩 두부 (1모)".to_owned(),
            carrier: "CJ대한통운".to_owned(),
            invoice: "123456789012".to_owned(),
            link: "https://trace.cjlogistics.com/next/tracking.html?wblNo=123456789012".to_owned(),
        };
        vec![("plain", plain)]
    }
}

/// What these short messages have: a store, an order and something more.
macro_rules! about_an_order {
    ($(#[$doc:meta])* $name:ident, $template:literal, $title:literal, $text:literal, $subject:literal,
     $fallback:literal, $($field:ident as $variable:literal = $sample:literal),+) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name {
            pub store: String,
            pub order: String,
            $(pub $field: String,)+
        }

        impl Message for $name {
            const TEMPLATE: Template = Template {
                name: $template,
                title: $title,
                text: $text,
                subject: $subject,
                fallback: $fallback,
            };

            fn variables(&self) -> Variables {
                variables!(self.store, "주문번호" = self.order $(, $variable = self.$field)+)
            }

            fn samples() -> Vec<(&'static str, Self)> {
                let plain = Self {
                    store: sample_store(),
                    order: sample_order(),
                    $($field: $sample.to_owned(),)+
                };
                vec![("plain", plain)]
            }
        }
    };
}

about_an_order!(
    /// 결제할 주문: staff made it, and it is paid in a window.
    OrderToPay,
    "order-to-pay",
    "결제 안내",
    "[#{상점}] 결제하실 주문이 있습니다.\n\n▶ 주문번호: #{주문번호}\n▶ 내용: #{상품}\n▶ 결제금액: #{금액}\n▶ 결제기한: #{기한}까지\n▶ 결제하실 곳: #{링크}\n\n기한이 지나면 이 주문은 자동으로 취소됩니다.",
    "[#{상점}] 결제 안내",
    "[#{상점}] #{상품} #{금액} #{기한}까지 결제해 주세요 (#{주문번호})",
    goods as "상품" = "교환 배송비",
    amount as "금액" = "31,000원",
    deadline as "기한" = "11월 26일 23:59",
    link as "링크" = "https://shop.example/orders/20260801-7K3QM9XW2F/token"
);

about_an_order!(
    /// 주문 변경: it takes the place of one that has an account, too, which nobody is to pay into any more.
    OrderChanged,
    "order-changed",
    "주문 변경 (새 입금 안내)",
    "[#{상점}] 주문이 변경되어 입금하실 곳이 바뀌었습니다.\n\n▶ 새 주문번호: #{주문번호}\n▶ 입금액: #{금액}\n▶ 새 입금계좌: #{은행} #{계좌}\n▶ 입금기한: #{기한}까지\n\n앞서 안내해 드린 계좌로는 입금하지 말아 주세요. 기한 안에 입금하지 않으시면 주문은 자동으로 취소됩니다.",
    "[#{상점}] 새 입금 안내",
    "[#{상점}] 주문 변경. 새 계좌 #{은행} #{계좌} #{금액} #{기한}까지. 앞서 알려 드린 계좌로는 입금하지 마세요 (#{주문번호})",
    amount as "금액" = "31,000원",
    bank as "은행" = "신한은행",
    account as "계좌" = "92106435349960",
    deadline as "기한" = "11월 26일 23:59"
);

about_an_order!(
    /// 주문을 바꾸지 못함: it was sent, or paid, before.
    ChangeLate,
    "change-late",
    "주문 변경 안 됨",
    "[#{상점}] 주문을 요청대로 바꾸지 못했습니다.\n\n▶ 주문번호: #{주문번호}\n▶ 까닭: #{까닭}\n▶ 자세히 보기: #{링크}\n\n자세한 내용은 주문 화면에 있습니다.",
    "[#{상점}] 주문 변경 안 됨",
    "[#{상점}] 주문을 요청대로 바꾸지 못했습니다: #{까닭} (#{주문번호})",
    why as "까닭" = "이미 보내기 시작함",
    link as "링크" = "https://shop.example/orders/20260801-7K3QM9XW2F/token"
);

about_an_order!(
    /// 입금 기한이 지남.
    DepositExpired,
    "deposit-expired",
    "입금 기한 만료",
    "[#{상점}] 입금 기한이 지나 주문이 취소되었습니다.\n\n▶ 주문번호: #{주문번호}\n▶ 금액: #{금액}\n\n이미 입금하셨다면 고객센터로 알려 주세요: #{연락처}",
    "[#{상점}] 주문 취소 안내",
    "[#{상점}] 입금 기한이 지나 주문이 취소되었습니다 (#{주문번호})",
    amount as "금액" = "31,000원",
    contact as "연락처" = "02-000-0000"
);

about_an_order!(
    /// 주문 취소, 전부 또는 일부.
    OrderCancelled,
    "order-cancelled",
    "주문 취소",
    "[#{상점}] 주문이 #{범위}되었습니다.\n\n▶ 주문번호: #{주문번호}\n▶ 취소 금액: #{금액}\n\n결제하신 금액이 있으면 환불해 드리고 다시 알려 드립니다.",
    "[#{상점}] 주문 취소",
    "[#{상점}] 주문 #{주문번호} #{범위} (#{금액})",
    amount as "금액" = "31,000원",
    extent as "범위" = "일부 취소"
);

about_an_order!(
    /// 반품·교환 신청에 대한 답.
    ClaimAnswered,
    "claim-answered",
    "반품·교환 답변",
    "[#{상점}] 신청하신 #{종류}에 답해 드립니다.\n\n▶ 주문번호: #{주문번호}\n▶ 결과: #{결과}\n▶ 자세히 보기: #{링크}\n\n자세한 내용은 주문 화면에 있습니다.",
    "[#{상점}] 반품·교환 답변",
    "[#{상점}] 신청하신 #{종류}: #{결과}. 주문 화면을 봐 주세요 (#{주문번호})",
    kind as "종류" = "교환",
    outcome as "결과" = "받을 수 없음",
    link as "링크" = "https://shop.example/orders/20260801-7K3QM9XW2F/token"
);

about_an_order!(
    /// 환불 완료.
    Refunded,
    "order-refunded",
    "환불 완료",
    "[#{상점}] 환불이 완료되었습니다.\n\n▶ 주문번호: #{주문번호}\n▶ 환불 금액: #{금액}\n\n결제하신 수단에 따라 보이기까지 1~3영업일이 걸릴 수 있습니다.",
    "[#{상점}] 환불 완료",
    "[#{상점}] #{금액} 환불이 완료되었습니다. 주문 #{주문번호}",
    amount as "금액" = "5,500원"
);

about_an_order!(
    /// 환불 계좌를 여쭙니다.
    RefundAccountAsked,
    "refund-account",
    "환불 계좌 확인",
    "[#{상점}] 환불받으실 계좌를 알려 주세요.\n\n▶ 주문번호: #{주문번호}\n▶ 환불 금액: #{금액}\n▶ 까닭: #{까닭}\n▶ 알려 주실 곳: #{링크}\n\n알려 주시면 바로 보내 드립니다.",
    "[#{상점}] 환불 계좌 확인",
    "[#{상점}] #{까닭}. 환불 #{금액} 받으실 계좌를 주문 화면에서 알려 주세요 (#{주문번호})",
    amount as "금액" = "31,000원",
    why as "까닭" = "알려 주신 계좌로 보낼 수 없음",
    link as "링크" = "https://shop.example/orders/20260801-7K3QM9XW2F/token"
);

about_an_order!(
    /// 배송 완료.
    Delivered,
    "order-delivered",
    "배송 완료",
    "[#{상점}] 상품이 도착했습니다.\n\n▶ 주문번호: #{주문번호}\n▶ 택배사: #{택배사}\n▶ 송장번호: #{송장번호}\n\n받지 못하셨다면 고객센터로 알려 주세요.",
    "[#{상점}] 배송 완료",
    "[#{상점}] 상품이 도착했습니다. #{택배사} #{송장번호}",
    carrier as "택배사" = "CJ대한통운",
    invoice as "송장번호" = "123456789012"
);
