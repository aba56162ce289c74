//! Cancelling what has not been sent: which pieces, and what comes back.

use letters::Language;
use serde::Serialize;

use super::{AccountFields, PieceRow, RefundTo};
use crate::pages::{Notice, Page};
use crate::say::say;

/// What giving something up comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PreviewBox {
    /// Won that the pieces cost before discounts.
    pub gross: i64,
    /// Their share of the discounts: it was not paid, and does not come back.
    pub discount: i64,
    /// Won for the pieces.
    pub goods: i64,
    /// Won of carriage and other charges that come back too; below zero the carriage that is taken off.
    pub charges: i64,
    /// Won that went back for these very pieces before: for options that cost less.
    pub before: i64,
    /// Won in all.
    pub amount: i64,
    /// What else follows, in words: gifts, carriage.
    pub notes: Vec<String>,
}

/// The cancel form.
#[derive(Debug, Clone, Serialize)]
pub struct CancelPage {
    pub number: String,
    /// The order's page.
    pub back: String,
    /// Where the form goes.
    pub action: String,
    /// Makes a repeated submit the same cancellation.
    pub key: String,
    pub rows: Vec<PieceRow>,
    /// None while no piece is chosen.
    pub preview: Option<PreviewBox>,
    pub refund_to: RefundTo,
    pub notice: Option<Notice>,
}

impl Page for CancelPage {
    const TEMPLATE: &'static str = "cancel";
    const SHEETS: &'static [&'static str] = &["order", "care"];

    fn title(&self, lang: Language) -> String {
        say(lang, "cancel-title")
    }

    fn samples() -> Vec<Self> {
        let full = Self {
            number: "20260801-7K3QM9XW2F".into(),
            back: "/orders/20260801-7K3QM9XW2F/token".into(),
            action: "/orders/20260801-7K3QM9XW2F/token/cancel".into(),
            key: "0192f0e4".into(),
            rows: vec![
                PieceRow::sample(0, "오트 한 끼 쉐이크", 3, 3),
                PieceRow::sample(1, "하루 견과 클래식", 1, 1),
            ],
            preview: Some(PreviewBox {
                gross: 40_500,
                discount: 2_000,
                goods: 38_500,
                charges: 3_000,
                before: 0,
                amount: 41_500,
                notes: vec!["사은품도 함께 취소됩니다: 장바구니 1개".into()],
            }),
            refund_to: RefundTo {
                to: None,
                fields: Some(AccountFields::sample()),
                optional: false,
            },
            notice: None,
        };
        let named = Self {
            refund_to: RefundTo {
                to: Some("신한은행 ····6789".into()),
                fields: None,
                optional: false,
            },
            ..full.clone()
        };
        let nothing = Self {
            refund_to: RefundTo::default(),
            preview: None,
            notice: Some(Notice::warning("취소할 상품의 수량을 골라 주세요.")),
            rows: vec![PieceRow::sample(0, "없는 <물건>", 2, 0)],
            ..full.clone()
        };
        vec![full, named, nothing]
    }
}
