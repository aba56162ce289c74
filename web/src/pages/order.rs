//! An order as its buyer follows it: from waiting for the deposit to the parcel at the door.

use chrono::{DateTime, TimeDelta, Utc};
use letters::Language;
use serde::Serialize;

use super::{Amounts, ClaimRow, Line, Notice, Page, PhotoBox, ReviewLink, remaining};
use crate::say::{say, say_with};

/// The order page. Reached only by an unguessable address; never stored by a cache.
#[derive(Debug, Clone, Serialize)]
pub struct Order {
    pub number: String,
    pub placed_at: DateTime<Utc>,
    /// Shown right after the order was placed.
    pub fresh: bool,
    pub state: OrderState,
    /// Money came that did not pay the order: what happens to it.
    pub stray: Option<String>,
    pub steps: Vec<Step>,
    /// While the deposit is awaited.
    pub account: Option<Account>,
    /// While it is to be paid in a window.
    pub pay: Option<PayBox>,
    pub parcels: Vec<Parcel>,
    pub lines: Vec<Line>,
    pub amounts: Amounts,
    /// Won given back so far.
    pub refunded: i64,
    /// Absent = erased.
    pub recipient: Option<Recipient>,
    /// Where the cancel form goes, while the order waits for its deposit.
    pub cancel: Option<String>,
    /// The deposit is held in escrow until the goods arrive.
    pub escrow: bool,
    /// What was cancelled, is sent back, went back.
    pub claims: Vec<ClaimRow>,
    pub actions: Actions,
    pub notice: Option<Notice>,
}

/// What the buyer can do with the order. Absent: not now.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Actions {
    /// Where the purchase is confirmed.
    pub confirm: Option<String>,
    /// Days after which it confirms itself.
    pub confirm_days: u32,
    /// The form that cancels what was paid and not sent.
    pub cancel: Option<String>,
    /// The form that asks for a return or an exchange.
    pub give_back: Option<String>,
    pub receipt: String,
    /// The form that asks the shop about this order.
    pub ask: String,
    /// What arrived and may be judged.
    pub reviews: Vec<ReviewLink>,
}

/// Where the order stands, in the shop's words.
#[derive(Debug, Clone, Serialize)]
pub struct OrderState {
    /// `waiting`, `paid`, `preparing`, `shipped`, `delivered`, `cancelled`…: the stamp's look.
    pub code: String,
    /// The stamp: 입금 대기, 결제 완료… A blank is where it may break.
    pub stamp: String,
    pub headline: String,
    pub detail: String,
}

/// A step of the way.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    pub label: String,
    pub state: StepState,
    pub at: Option<DateTime<Utc>>,
}

/// Whether a step lies behind, is now, or lies ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    Done,
    Now,
    Ahead,
}

/// The virtual account to pay into.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    pub bank: String,
    pub number: String,
    pub holder: String,
    /// Won, to the won.
    pub amount: i64,
    pub deadline: DateTime<Utc>,
    /// What is left, in words.
    pub remaining: String,
}

/// The window to pay in.
#[derive(Debug, Clone, Serialize)]
pub struct PayBox {
    /// Whose.
    pub provider: String,
    /// Won.
    pub amount: i64,
    /// Until when the order waits.
    pub deadline: DateTime<Utc>,
    /// The provider was asked for the money, and nobody knows its answer yet.
    pub unsure: bool,
    /// Where the form goes that opens it.
    pub href: String,
}

/// A parcel on its way.
#[derive(Debug, Clone, Serialize)]
pub struct Parcel {
    pub carrier: String,
    pub invoice: String,
    /// The carrier's own tracking page.
    pub tracking: Option<String>,
    pub shipped_at: DateTime<Utc>,
    pub delivered: bool,
    /// What is inside, in words.
    pub contents: Vec<String>,
}

/// Who receives; from the vault.
#[derive(Debug, Clone, Serialize)]
pub struct Recipient {
    pub orderer: String,
    pub name: String,
    pub phone: String,
    pub postcode: String,
    pub address: String,
    pub memo: Option<String>,
}

impl Order {
    /// The way of an order that nothing happened to; `now` is the index of the step it is at.
    #[must_use]
    pub fn way(lang: Language, now: usize, times: &[Option<DateTime<Utc>>]) -> Vec<Step> {
        ["waiting", "paid", "preparing", "shipped", "delivered"]
            .iter()
            .enumerate()
            .map(|(index, step)| Step {
                label: say(lang, &format!("step-{step}")),
                state: match index.cmp(&now) {
                    std::cmp::Ordering::Less => StepState::Done,
                    std::cmp::Ordering::Equal => StepState::Now,
                    std::cmp::Ordering::Greater => StepState::Ahead,
                },
                at: times.get(index).copied().flatten(),
            })
            .collect()
    }
}

impl Page for Order {
    const TEMPLATE: &'static str = "order";
    const SHEETS: &'static [&'static str] = &["order", "care", "follow"];

    fn title(&self, lang: Language) -> String {
        say_with(
            lang,
            "order-title",
            &[("number", self.number.clone().into())],
        )
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::waiting(),
            Self::to_pay(),
            Self::shipped(),
            Self::cancelled(),
        ]
    }
}

impl Order {
    fn to_pay() -> Self {
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

    fn waiting() -> Self {
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
                goods: 38_500,
                shipping: 3_000,
                total: 41_500,
                vat: Some(3_773),
                tax_free: Some(0),
                ..Amounts::default()
            },
            refunded: 0,
            recipient: Some(Recipient {
                orderer: "홍길동".into(),
                name: "김받음".into(),
                phone: "010-1234-5678".into(),
                postcode: "04001".into(),
                address: "서울특별시 마포구 월드컵로 1, 101동 1001호".into(),
                memo: Some("문 앞에 놓아 주세요".into()),
            }),
            cancel: Some("/orders/20260801-7K3QM9XW2F/token/cancel".into()),
            escrow: true,
            claims: vec![],
            actions: Actions {
                receipt: "/orders/20260801-7K3QM9XW2F/token/receipt".into(),
                ask: "/inquiries/new?order=20260801-7K3QM9XW2F&token=token".into(),
                ..Actions::default()
            },
            notice: None,
        }
    }

    fn shipped() -> Self {
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
            escrow: false,
            claims: vec![ClaimRow {
                kind: "교환".into(),
                code: "requested".into(),
                standing: "신청함".into(),
                next: Some("아직 보내지 마세요.".into()),
                pieces: vec!["하루 견과 클래식 × 1".into()],
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

    fn cancelled() -> Self {
        let mut order = Self::waiting();
        order.lines[1].note = Some("취소됨".into());
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
                kind: "취소".into(),
                code: "refunded".into(),
                standing: "환불 완료".into(),
                next: None,
                pieces: vec!["하루 견과 클래식 × 1".into()],
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
            recipient: None,
            notice: Some(Notice::done("주문을 취소했습니다.")),
            ..order
        }
    }
}
