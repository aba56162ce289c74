//! Changing a placed order: other pieces, another address, and what that comes to.

use letters::Language;
use serde::Serialize;

use super::{AccountFields, PieceRow, RefundTo};
use crate::pages::members::{PlaceErrors, PlaceForm};
use crate::pages::{Choice, Notice, Page};
use crate::say::say;

/// What a change comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ChangeSums {
    /// Won to be paid.
    pub pay: i64,
    /// Won that goes back.
    pub back: i64,
    /// The whole before, won, where another order takes the place of one that is not paid.
    pub before: Option<i64>,
    /// What leaves and what comes, in words, with its won; below zero what goes back.
    pub parts: Vec<ChangePart>,
    /// What else follows, in words.
    pub notes: Vec<String>,
}

/// A part of what a change comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangePart {
    pub text: String,
    pub amount: i64,
}

/// The form that changes an order.
#[derive(Debug, Clone, Serialize)]
pub struct ChangePage {
    pub number: String,
    /// The order's page.
    pub back: String,
    /// Where the form goes.
    pub action: String,
    /// Makes a repeated submit the same change.
    pub key: String,
    /// It is not paid yet: another order would take its place.
    pub unpaid: bool,
    /// What was ordered and may be changed; none where the pieces stay as they are.
    pub rows: Vec<PieceRow>,
    /// Other options of the same products.
    pub others: Vec<PieceRow>,
    pub place: PlaceForm,
    pub memos: Vec<Choice>,
    pub errors: PlaceErrors,
    /// None until it was asked for.
    pub sums: Option<ChangeSums>,
    /// Where what goes back goes, where that is not the way it came.
    pub refund_to: RefundTo,
    pub notice: Option<Notice>,
}

impl ChangeSums {
    fn sample() -> Self {
        Self {
            pay: 24_000,
            back: 12_500,
            before: None,
            parts: vec![
                ChangePart {
                    text: "오트 한 끼 쉐이크 (7포) × 1".into(),
                    amount: -12_500,
                },
                ChangePart {
                    text: "오트 한 끼 쉐이크 (14포) × 1".into(),
                    amount: 24_000,
                },
            ],
            notes: vec!["사은품도 함께 취소됩니다: 장바구니 1개".into()],
        }
    }
}

impl Page for ChangePage {
    const TEMPLATE: &'static str = "change";
    const SHEETS: &'static [&'static str] = &["order", "care"];

    fn title(&self, lang: Language) -> String {
        say(lang, "change-title")
    }

    fn samples() -> Vec<Self> {
        let asked = Self {
            number: "20260801-7K3QM9XW2F".into(),
            back: "/orders/20260801-7K3QM9XW2F/token".into(),
            action: "/orders/20260801-7K3QM9XW2F/token/change".into(),
            key: "0192f0e4".into(),
            unpaid: false,
            rows: vec![PieceRow::sample(0, "오트 한 끼 쉐이크", 99, 1)],
            others: vec![PieceRow {
                field: "a:OAT-14".into(),
                option: Some("14포".into()),
                ..PieceRow::sample(0, "오트 한 끼 쉐이크", 99, 1)
            }],
            place: PlaceForm {
                name: "이수령".into(),
                phone: "010-8765-4321".into(),
                postcode: "06236".into(),
                address: "서울특별시 강남구 테헤란로 123".into(),
                ..PlaceForm::default()
            },
            memos: vec![],
            errors: PlaceErrors::default(),
            sums: Some(ChangeSums::sample()),
            refund_to: RefundTo::default(),
            notice: None,
        };
        let by_deposit = Self {
            refund_to: RefundTo {
                to: None,
                fields: Some(AccountFields::sample()),
                optional: false,
            },
            ..asked.clone()
        };
        let unpaid = Self {
            unpaid: true,
            rows: vec![],
            others: vec![],
            sums: None,
            errors: PlaceErrors {
                postcode: Some("우편번호는 다섯 자리 숫자입니다.".into()),
                ..PlaceErrors::default()
            },
            notice: Some(Notice::warning("바뀐 것이 <없습니다>.")),
            ..asked.clone()
        };
        let replaced = Self {
            unpaid: true,
            sums: Some(ChangeSums {
                pay: 27_000,
                back: 0,
                before: Some(15_500),
                parts: vec![ChangePart {
                    text: "오트 한 끼 쉐이크 (14포) × 1".into(),
                    amount: 24_000,
                }],
                notes: vec![],
            }),
            ..asked.clone()
        };
        vec![asked, unpaid, replaced, by_deposit]
    }
}
