//! Coupons: the box in which one is chosen, on the cart and on the order form, and a member's wallet.

use chrono::{DateTime, TimeZone, Utc};
use letters::Language;
use serde::Serialize;

use super::{Choice, Notice, Page};
use crate::say::say;

/// Where a coupon is chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CouponBox {
    /// What was typed, if it was not taken.
    pub typed: String,
    /// Why it was not.
    pub error: Option<String>,
    /// The one that the cart uses.
    pub chosen: Option<ChosenCoupon>,
    /// A member's coupons that could be used.
    pub own: Vec<Choice>,
    /// The page opens here: something was just done with it.
    pub touched: bool,
}

/// A coupon that the cart uses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ChosenCoupon {
    pub code: String,
    pub name: String,
    /// Why it gives nothing yet, and what to do; none: it gives something.
    pub why_not: Option<String>,
}

impl CouponBox {
    /// Samples for the pages that show it.
    pub(super) fn samples() -> Vec<Self> {
        let own = |value: &str, text: &str| Choice {
            value: value.into(),
            text: text.into(),
            chosen: false,
        };
        let used = Self {
            chosen: Some(ChosenCoupon {
                code: "SPRING-5".into(),
                name: "봄맞이 쿠폰".into(),
                why_not: None,
            }),
            ..Self::default()
        };
        let waiting = Self {
            chosen: Some(ChosenCoupon {
                why_not: Some("10,000원 더 담으면 쓸 수 있습니다.".into()),
                ..used.chosen.clone().unwrap_or_default()
            }),
            ..Self::default()
        };
        let refused = Self {
            typed: "<b>SPRNG".into(),
            error: Some("그런 쿠폰이 없습니다.".into()),
            own: vec![own("welcome", "환영 쿠폰: 3,000원 할인")],
            touched: true,
            ..Self::default()
        };
        vec![used, waiting, refused]
    }
}

/// A member's coupons.
#[derive(Debug, Clone, Serialize)]
pub struct Wallet {
    /// Those that can be used now, or taken.
    pub open: Vec<WalletCoupon>,
    /// Those that cannot, with why.
    pub closed: Vec<WalletCoupon>,
    pub notice: Option<Notice>,
}

/// A coupon in the wallet.
#[derive(Debug, Clone, Serialize)]
pub struct WalletCoupon {
    pub code: String,
    pub name: String,
    /// What it gives, in words.
    pub gives: String,
    /// When it does, in words; empty: always.
    pub terms: String,
    /// The last moment, for a date.
    pub until: Option<DateTime<Utc>>,
    /// `take`, `use`, `waiting`, `used`, `expired`, `gone`, `later`.
    pub state: &'static str,
    /// The state in words.
    pub says: String,
}

impl Page for Wallet {
    const TEMPLATE: &'static str = "wallet";
    const SHEETS: &'static [&'static str] = &["order", "account"];

    fn title(&self, lang: Language) -> String {
        say(lang, "wallet-title")
    }

    fn samples() -> Vec<Self> {
        let coupon = |state, says: &str| WalletCoupon {
            code: "welcome".into(),
            name: "환영 쿠폰 <i>".into(),
            gives: "3,000원 할인".into(),
            terms: "상품 30,000원 이상 · 첫 주문".into(),
            until: Utc.with_ymd_and_hms(2026, 12, 31, 14, 59, 59).single(),
            state,
            says: says.into(),
        };
        let full = Self {
            open: vec![
                coupon("use", "쓸 수 있습니다"),
                coupon("take", "받을 수 있습니다"),
            ],
            closed: vec![
                coupon("used", "썼습니다"),
                coupon("waiting", "주문 20261122-7F3K9Q2MXA에 쓰고 있습니다"),
                coupon("expired", "기간이 지났습니다"),
            ],
            notice: Some(Notice::done("쿠폰을 받았습니다.")),
        };
        let empty = Self {
            open: vec![],
            closed: vec![],
            notice: None,
        };
        vec![full, empty]
    }
}
