//! A receipt to print: what was bought, its VAT, what was paid and went back.

use chrono::{DateTime, Utc};
use letters::Language;
use serde::Serialize;

use crate::pages::Page;
use crate::say::say_with;

/// The receipt. Amounts in won, VAT inside.
#[derive(Debug, Clone, Serialize)]
pub struct ReceiptPage {
    pub number: String,
    /// The order's page.
    pub back: String,
    pub placed_at: DateTime<Utc>,
    /// Who ordered; absent once erased.
    pub buyer: Option<String>,
    pub rows: Vec<ReceiptRow>,
    /// The goods before discounts.
    pub goods: i64,
    /// The discounts of all lines; those on carriage are inside its row.
    pub discount: i64,
    pub total: i64,
    pub supply: i64,
    pub vat: i64,
    pub tax_free: i64,
    /// Won, and when.
    pub paid: Option<i64>,
    pub paid_at: Option<DateTime<Utc>>,
    pub refunds: Vec<RefundRow>,
    /// What remains paid.
    pub left: i64,
    /// The cash receipt, in words.
    pub cash_receipt: Option<String>,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptRow {
    /// Absent for charges.
    pub picture: Option<String>,
    pub name: String,
    pub option: Option<String>,
    /// Pieces; absent for charges.
    pub quantity: Option<u32>,
    pub unit_price: Option<i64>,
    /// The line's share of the discounts; the amount is without it.
    pub discount: i64,
    pub amount: i64,
    pub tax_free: bool,
}

/// What went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefundRow {
    /// 취소, 반품, 환불.
    pub kind: String,
    pub amount: i64,
    pub at: Option<DateTime<Utc>>,
}

impl Page for ReceiptPage {
    const TEMPLATE: &'static str = "receipt";
    const SHEETS: &'static [&'static str] = &["order", "care"];

    fn title(&self, lang: Language) -> String {
        say_with(
            lang,
            "receipt-title",
            &[("number", self.number.clone().into())],
        )
    }

    fn samples() -> Vec<Self> {
        let at = DateTime::from_timestamp(1_785_542_400, 0).unwrap_or_default();
        let full = Self {
            number: "20260801-7K3QM9XW2F".into(),
            back: "/orders/20260801-7K3QM9XW2F/token".into(),
            placed_at: at,
            buyer: Some("홍길동".into()),
            rows: vec![
                ReceiptRow {
                    picture: Some("/pictures/oat-shake.svg".into()),
                    name: "오트 한 끼 쉐이크".into(),
                    option: Some("7포".into()),
                    quantity: Some(1),
                    unit_price: Some(25_600),
                    discount: 1_600,
                    amount: 24_000,
                    tax_free: false,
                },
                ReceiptRow {
                    picture: None,
                    name: "배송비".into(),
                    option: None,
                    quantity: None,
                    unit_price: None,
                    discount: 0,
                    amount: 3_000,
                    tax_free: false,
                },
            ],
            goods: 25_600,
            discount: 1_600,
            total: 27_000,
            supply: 24_545,
            vat: 2_455,
            tax_free: 0,
            paid: Some(27_000),
            paid_at: Some(at),
            refunds: vec![RefundRow {
                kind: "취소".into(),
                amount: 24_000,
                at: Some(at),
            }],
            left: 3_000,
            cash_receipt: Some("소득공제 · 41,500원 · 승인번호 123456789".into()),
        };
        let unpaid = Self {
            buyer: None,
            paid: None,
            paid_at: None,
            refunds: vec![],
            left: 0,
            ..full.clone()
        };
        vec![full, unpaid]
    }
}
