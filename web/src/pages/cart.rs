//! The cart: what is in it, what it costs, and what is missing for free shipping.

use letters::Language;
use serde::Serialize;

use super::{Amounts, CouponBox, Line, Notice, OrderLink, Page, Saving};
use crate::say::say;

/// The cart page.
#[derive(Debug, Clone, Serialize)]
pub struct Cart {
    pub lines: Vec<CartLine>,
    pub gifts: Vec<Line>,
    /// Pieces in the cart.
    pub count: i64,
    pub amounts: Amounts,
    /// Absent in an empty cart.
    pub free_shipping: Option<FreeShipping>,
    /// What more goods would bring, in words.
    pub hints: Vec<String>,
    pub coupon: CouponBox,
    pub notice: Option<Notice>,
    /// What to do where it cannot be ordered.
    pub advice: String,
    /// Every line can be bought.
    pub can_check_out: bool,
    /// Nobody is logged in.
    pub guest: bool,
    /// Orders of this browser that wait for their money, where the cart is empty.
    pub waiting: Vec<OrderLink>,
}

/// A line that can be changed.
#[derive(Debug, Clone, Serialize)]
pub struct CartLine {
    pub sku: String,
    pub line: Line,
    pub max_quantity: i64,
    /// It is not to be had at all: struck out and not added up.
    pub off: bool,
    /// It cannot be bought as it is; says why and what to do. The line stays.
    pub problem: Option<String>,
}

/// How far the cart is from free shipping.
#[derive(Debug, Clone, Serialize)]
pub struct FreeShipping {
    /// Won still missing; 0 = reached.
    pub missing: i64,
    /// Won to reach.
    pub from: i64,
    /// Won of goods so far, at most `from`.
    pub reached: i64,
}

impl Page for Cart {
    const TEMPLATE: &'static str = "cart";
    const SHEETS: &'static [&'static str] = &["order", "cart"];

    fn title(&self, lang: Language) -> String {
        say(lang, "cart-title")
    }

    fn samples() -> Vec<Self> {
        let empty = Self {
            lines: vec![],
            gifts: vec![],
            count: 0,
            amounts: Amounts::default(),
            free_shipping: None,
            hints: vec![],
            coupon: CouponBox::default(),
            notice: None,
            advice: String::new(),
            can_check_out: false,
            guest: true,
            waiting: vec![OrderLink {
                text: "결제를 기다리는 주문 20260801-7K3QM9XW2F".into(),
                href: "/orders/20260801-7K3QM9XW2F/token".into(),
            }],
        };
        let mut blocked = Self::sample();
        blocked.can_check_out = false;
        blocked.notice = Some(Notice::warning("재고가 바뀐 상품이 있습니다."));
        blocked.advice = "안내가 붙은 상품을 고치시면 주문할 수 있습니다.".into();
        blocked.lines[1].problem = Some("품절되었습니다. 빼 주세요.".into());
        blocked.lines[1].off = true;
        let mut free = Self::sample();
        free.amounts.shipping = 0;
        free.amounts.total = 38_500;
        free.notice = Some(Notice::done("장바구니에 담았습니다."));
        free.gifts = vec![Line {
            gift: true,
            ..Line::sample("pouch", "장바구니 파우치", None, 1, 0)
        }];
        free.free_shipping = Some(FreeShipping {
            missing: 0,
            from: 40_000,
            reached: 40_000,
        });
        let mut saving = Self::sample();
        saving.hints = vec!["10,000원 더 담으면 나무 숟가락".into()];
        saving.amounts.off = vec![Saving {
            name: "봄맞이 쿠폰".into(),
            amount: 3_000,
        }];
        saving.amounts.waived = vec![Saving {
            name: "무료배송 쿠폰".into(),
            amount: 3_000,
        }];
        saving.amounts.total = 35_500;
        let boxes = CouponBox::samples().into_iter().map(|coupon| Self {
            coupon,
            ..saving.clone()
        });
        let mut all = vec![Self::sample(), empty, blocked, free];
        all.extend(boxes);
        all
    }
}

impl Cart {
    fn sample() -> Self {
        let line = |sku: &str, line| CartLine {
            sku: sku.into(),
            line,
            max_quantity: 20,
            off: false,
            problem: None,
        };
        Self {
            lines: vec![
                line(
                    "oat-shake-7",
                    Line::sample("oat-shake", "오트 한 끼 쉐이크", Some("7포"), 1, 25_600),
                ),
                line(
                    "daily-nuts-1",
                    Line::sample("daily-nuts", "하루 견과 클래식", None, 1, 12_900),
                ),
            ],
            gifts: vec![],
            count: 2,
            amounts: Amounts {
                charges_alone: false,
                goods: 38_500,
                shipping: 3_000,
                total: 41_500,
                ..Amounts::default()
            },
            free_shipping: Some(FreeShipping {
                missing: 1_500,
                from: 40_000,
                reached: 38_500,
            }),
            hints: vec![],
            coupon: CouponBox::default(),
            notice: None,
            advice: String::new(),
            can_check_out: true,
            guest: true,
            waiting: vec![],
        }
    }
}
