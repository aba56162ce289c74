//! Asking to send something back: what, why, for the money or for the same once more.

use chrono::{DateTime, Utc};
use letters::Language;
use serde::Serialize;

use super::{AccountFields, PhotoBox, PhotoField, PieceRow, PreviewBox, RefundTo, SwapField};
use crate::pages::{Choice, Notice, OrderLink, Page};
use crate::say::say;

/// What was typed and chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ClaimForm {
    /// Makes a repeated submit the same request.
    pub key: String,
    pub text: String,
}

/// The form.
#[derive(Debug, Clone, Serialize)]
pub struct ClaimPage {
    pub number: String,
    /// The order's page.
    pub back: String,
    /// Where the form goes.
    pub action: String,
    pub form: ClaimForm,
    /// Return or exchange.
    pub wishes: Vec<Choice>,
    pub reasons: Vec<Choice>,
    pub rows: Vec<PieceRow>,
    /// None while it is not known what comes back and why.
    pub preview: Option<PreviewBox>,
    /// An exchange: what the shopper owes for carriage, what the chosen options cost more, and what goes
    /// back because they cost less, won.
    pub carriage: i64,
    pub dearer: i64,
    pub cheaper: i64,
    /// Won of it that are to be paid.
    pub to_pay: i64,
    /// It is about an exchange: nothing is paid back.
    pub exchange: bool,
    /// Days in which a mind may be changed, and what one way costs, won.
    pub days: u32,
    pub fee: i64,
    pub photos: PhotoField,
    pub refund_to: RefundTo,
    pub notice: Option<Notice>,
}

/// A claim as the order's page lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimRow {
    /// What another option costs more or less is not settled yet.
    pub later: bool,
    /// 취소, 반품, 교환, 환불.
    pub kind: String,
    /// `requested`, `accepted`, …: the mark's look.
    pub code: String,
    /// How far it is, in words.
    pub standing: String,
    /// What comes next, in words.
    pub next: Option<String>,
    pub pieces: Vec<String>,
    /// What is to be sent for them, where it is something else.
    pub wanted: Vec<String>,
    /// What an exchange costs; none if nothing, or nothing was agreed on.
    pub costs: Option<ExchangeCosts>,
    /// Won that go back once the exchange is sent, because something cheaper is sent.
    pub less: Option<i64>,
    /// What went back with it by orders that had been paid for what came back, in words, with the ways there.
    pub elsewhere: Vec<OrderLink>,
    /// Why, in words.
    pub reason: Option<String>,
    /// Won that go back, or went.
    pub amount: Option<i64>,
    /// What of it is less for the pieces' share of the discounts, won.
    pub discount: i64,
    /// Won that the shopper owes for an exchange's carriage.
    pub carriage: Option<i64>,
    /// What the shopper told; absent once erased.
    pub told: Option<String>,
    /// What the shopper showed.
    pub photos: Vec<PhotoBox>,
    /// What staff wrote back.
    pub answer: Option<String>,
    pub at: DateTime<Utc>,
    /// Where it is withdrawn, while it may be.
    pub withdraw: Option<String>,
}

/// What an exchange costs, and where it is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExchangeCosts {
    /// Won.
    pub amount: i64,
    /// It is paid.
    pub paid: bool,
    /// It was not paid in time.
    pub late: bool,
    /// It was paid, and goes back: nothing came of the exchange.
    pub back: bool,
    /// The page of the order by which it is paid.
    pub href: String,
}

impl Page for ClaimPage {
    const TEMPLATE: &'static str = "claim";
    const SHEETS: &'static [&'static str] = &["order", "care"];

    fn title(&self, lang: Language) -> String {
        say(lang, "claim-title")
    }

    #[expect(clippy::too_many_lines, reason = "a list of samples")]
    fn samples() -> Vec<Self> {
        let choice = |value: &str, text: &str, chosen| Choice {
            value: value.into(),
            text: text.into(),
            chosen,
        };
        let full = Self {
            number: "20260801-7K3QM9XW2F".into(),
            back: "/orders/20260801-7K3QM9XW2F/token".into(),
            action: "/orders/20260801-7K3QM9XW2F/token/return".into(),
            form: ClaimForm {
                key: "0192f0e4".into(),
                text: "봉지가 터져서 왔어요".into(),
            },
            wishes: vec![
                choice("return", "반품", true),
                choice("exchange", "교환", false),
            ],
            reasons: vec![
                choice("changed-mind", "마음이 바뀌었어요", true),
                choice("damaged", "파손되어 왔어요", false),
            ],
            rows: vec![PieceRow {
                swap: Some(SwapField {
                    field: "w0".into(),
                    options: vec![
                        choice("", "같은 것으로", false),
                        choice("OAT-14", "14포 · 24,000원", true),
                    ],
                }),
                ..PieceRow::sample(0, "오트 한 끼 쉐이크", 3, 1)
            }],
            preview: Some(PreviewBox {
                gross: 12_800,
                discount: 0,
                goods: 12_800,
                charges: -3_000,
                before: 2_000,
                amount: 9_800,
                notes: vec![],
            }),
            carriage: 3_000,
            dearer: 0,
            cheaper: 0,
            to_pay: 6_000,
            exchange: false,
            days: 7,
            fee: 3_000,
            photos: PhotoField::sample(),
            refund_to: RefundTo {
                to: None,
                fields: Some(AccountFields::sample()),
                optional: false,
            },
            notice: None,
        };
        let exchange = Self {
            preview: Some(PreviewBox::default()),
            exchange: true,
            carriage: 6_000,
            dearer: 11_500,
            cheaper: 500,
            ..full.clone()
        };
        let empty = Self {
            preview: None,
            carriage: 0,
            to_pay: 0,
            photos: PhotoField {
                photos: vec![],
                troubles: vec![],
                room: 5,
                ..PhotoField::sample()
            },
            notice: Some(Notice::warning("돌려보낼 상품의 수량을 골라 주세요.")),
            ..full.clone()
        };
        vec![full, exchange, empty]
    }
}
