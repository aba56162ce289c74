//! Faces of an order's page, as the page test and the gallery draw them.

use chrono::{DateTime, TimeDelta};
use letters::Language;

use super::order::{Account, Actions, Order, OrderLink, OrderState, Parcel, PayBox, Recipient};
use super::{
    Amounts, ClaimRow, ExchangeCosts, Line, Notice, PhotoBox, RefundToBox, ReviewLink, remaining,
};

impl Order {
    pub(super) fn to_pay() -> Self {
        let waiting = Self::waiting();
        Self {
            account: None,
            stray: None,
            pay: Some(PayBox {
                provider: "카카오페이".into(),
                amount: 41_500,
                deadline: waiting.placed_at + TimeDelta::minutes(30),
                unsure: false,
                href: "/orders/20260801-7K3QM9XW2F/token/pay".into(),
            }),
            ..waiting
        }
    }

    pub(super) fn waiting() -> Self {
        let placed = DateTime::from_timestamp(1_785_542_400, 0).unwrap_or_default();
        Self {
            number: "20260801-7K3QM9XW2F".into(),
            placed_at: placed,
            fresh: true,
            state: OrderState {
                code: "waiting".into(),
                stamp: "입금 대기".into(),
                headline: "주문을 장부에 적었습니다".into(),
                detail: "아래 계좌로 입금하시면 바로 준비를 시작합니다.".into(),
            },
            stray: Some(
                "1,000원이 들어왔지만 금액이 달라 확인한 뒤 돌려드립니다. 41,500원을 한 번에 입금해 주세요.".into(),
            ),
            steps: Self::way(Language::Ko, 0, &[Some(placed)]),
            account: Some(Account {
                bank: "신한은행".into(),
                number: "562-112-34567890".into(),
                holder: "주식회사 장부상회".into(),
                amount: 41_500,
                deadline: placed + TimeDelta::days(3),
                remaining: remaining(Language::Ko, placed, placed + TimeDelta::hours(71)),
            }),
            pay: None,
            parcels: vec![],
            lines: vec![
                Line::sample("oat-shake", "오트 한 끼 쉐이크", Some("7포"), 1, 25_600),
                Line::sample("daily-nuts", "하루 견과 클래식", None, 1, 12_900),
            ],
            amounts: Amounts {
charges_alone: false,
                goods: 38_500,
                shipping: 3_000,
                total: 41_500,
                vat: Some(3_773),
                tax_free: Some(0),
                ..Amounts::default()
            },
            refunded: 0,
            refund_to: None,
            recipient: Some(Recipient {
                orderer: "홍길동".into(),
                name: "김받음".into(),
                phone: "010-1234-5678".into(),
                postcode: "04001".into(),
                address: "서울특별시 마포구 월드컵로 1, 101동 1001호".into(),
                memo: Some("문 앞에 놓아 주세요".into()),
                door: None,
            }),
            cancel: Some("/orders/20260801-7K3QM9XW2F/token/cancel".into()),
            escrow: true,
            cash_receipt: Some("소득공제 · 41,500원 · 승인번호 123456789".into()),
            claims: vec![],
            actions: Actions {
                receipt: "/orders/20260801-7K3QM9XW2F/token/receipt".into(),
                ask: "/inquiries/new?order=20260801-7K3QM9XW2F&token=token".into(),
                ..Actions::default()
            },
            notice: None,
        }
    }

    #[expect(clippy::too_many_lines, reason = "all that the page shows")]
    pub(super) fn shipped() -> Self {
        let order = Self::waiting();
        let at = |hours| Some(order.placed_at + TimeDelta::hours(hours));
        Self {
            fresh: false,
            state: OrderState {
                code: "shipped".into(),
                stamp: "배송중".into(),
                headline: "상품이 가고 있습니다".into(),
                detail: "맡긴 택배사와 송장 번호는 아래에 있습니다.".into(),
            },
            stray: None,
            steps: Self::way(Language::Ko, 3, &[at(0), at(2), at(20), at(26)]),
            account: None,
            cancel: None,
            refund_to: Some(RefundToBox {
                to: Some("신한은행 ····6789".into()),
                refused: false,
                done: false,
                href: None,
            }),
            recipient: Some(Recipient {
                orderer: "홍**".into(),
                name: "김**".into(),
                phone: "***-****-**78".into(),
                postcode: String::new(),
                address: "서울특별시 마포구 ***".into(),
                memo: None,
                door: Some("/orders/20260801-7K3QM9XW2F/token/orderer".into()),
            }),
            escrow: false,
            claims: vec![ClaimRow {
                later: false,
                kind: "교환".into(),
                code: "requested".into(),
                standing: "신청함".into(),
                next: Some("아직 보내지 마세요.".into()),
                pieces: vec!["하루 견과 클래식 × 1".into()],
                wanted: vec!["하루 견과 <큰 봉지> × 1".into()],
                costs: Some(ExchangeCosts {
                    back: false,
                    amount: 9_000,
                    paid: false,
                    late: false,
                    href: "/orders/20260801-8M4RN0YX3G/token".into(),
                }),
                less: Some(2_000),
                elsewhere: vec![],
                reason: Some("파손되어 왔어요".into()),
                amount: None,
                discount: 0,
                carriage: Some(6_000),
                told: Some("없는 <물건>".into()),
                photos: vec![PhotoBox::sample(1)],
                answer: None,
                at: order.placed_at + TimeDelta::hours(40),
                withdraw: Some("/orders/20260801-7K3QM9XW2F/token/claims/r-1/withdraw".into()),
            }],
            actions: Actions {
                confirm: Some("/orders/20260801-7K3QM9XW2F/token/confirm".into()),
                confirm_days: 8,
                cancel: Some("/orders/20260801-7K3QM9XW2F/token/cancel".into()),
                change: Some("/orders/20260801-7K3QM9XW2F/token/change".into()),
                links: vec![added()],
                give_back: Some("/orders/20260801-7K3QM9XW2F/token/return".into()),
                reviews: vec![ReviewLink {
                    name: "하루 견과 클래식".into(),
                    href: "/orders/20260801-7K3QM9XW2F/token/reviews/1".into(),
                    written: false,
                }],
                ..order.actions.clone()
            },
            pay: None,
            parcels: vec![Parcel {
                carrier: "CJ대한통운".into(),
                invoice: "688012345678".into(),
                tracking: Some(
                    "https://trace.cjlogistics.com/next/tracking.html?wblNo=688012345678".into(),
                ),
                shipped_at: order.placed_at + TimeDelta::hours(26),
                delivered: false,
                contents: vec!["오트 한 끼 쉐이크 7포 × 1".into()],
            }],
            ..order
        }
    }

    pub(super) fn cancelled() -> Self {
        let mut order = Self::waiting();
        order.lines[0].note = Some("3개 중 1개 취소됨".into());
        order.lines[1].note = Some("취소됨".into());
        order.lines[1].off = true;
        Self {
            fresh: false,
            state: OrderState {
                code: "cancelled".into(),
                stamp: "취소".into(),
                headline: "취소된 주문입니다".into(),
                detail: "입금하지 않으셨다면 더 하실 일은 없습니다.".into(),
            },
            stray: None,
            steps: vec![],
            account: None,
            cancel: None,
            claims: vec![ClaimRow {
                later: false,
                kind: "취소".into(),
                code: "refunded".into(),
                standing: "환불 완료".into(),
                next: None,
                pieces: vec!["하루 견과 클래식 × 1".into()],
                wanted: vec![],
                costs: None,
                less: None,
                elsewhere: vec![OrderLink {
                    text: "차액은 교환 비용을 내신 주문에서 돌려드립니다.".into(),
                    href: "/orders/20261120-7K3QM9XW2F/token".into(),
                }],
                reason: None,
                amount: Some(12_900),
                discount: 1_100,
                carriage: None,
                told: None,
                photos: vec![],
                answer: Some("고맙습니다.".into()),
                at: order.placed_at,
                withdraw: None,
            }],
            refunded: 12_900,
            refund_to: Some(RefundToBox {
                to: None,
                refused: true,
                done: false,
                href: Some("/orders/20260801-7K3QM9XW2F/token/refund-account".into()),
            }),
            recipient: None,
            notice: Some(Notice::done("주문을 취소했습니다.")),
            ..order
        }
    }
}

fn added() -> OrderLink {
    OrderLink {
        text: "추가 주문 20260801-8M4RN0YX3G".into(),
        href: "/orders/20260801-8M4RN0YX3G/token".into(),
    }
}
