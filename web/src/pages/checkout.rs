//! Checkout on one page: who orders, who receives, where to, how it is paid, what is agreed.

use letters::Language;
use serde::{Deserialize, Serialize};

use super::members::PlaceRow;
use super::{Amounts, CouponBox, Line, Notice, Page};
use crate::say::say;

/// The checkout page.
#[derive(Debug, Clone, Serialize)]
pub struct Checkout {
    /// What was typed; nothing of it is lost when something is wrong.
    pub form: CheckoutForm,
    pub errors: CheckoutErrors,
    /// Any error: shows the summary on top.
    pub failed: bool,
    /// The postcode was asked about: the page opens there.
    pub repriced: bool,
    /// What shipping costs to that postcode, in words.
    pub postcode_note: Option<String>,
    pub notice: Option<Notice>,
    pub ways: Ways,
    pub banks: Vec<Choice>,
    /// Cash receipts to choose from; none where the store has nobody who issues them.
    pub receipts: Vec<Choice>,
    pub memos: Vec<Choice>,
    pub lines: Vec<Line>,
    pub coupon: CouponBox,
    /// What of the offer is shown besides the total, for the form to say that it was seen.
    pub terms: String,
    pub amounts: Amounts,
    /// Days until an unpaid order lapses.
    pub deposit_days: u32,
    /// Nobody is logged in.
    pub guest: bool,
    /// The member's addresses.
    pub places: Vec<PlaceRow>,
}

/// The form's fields as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckoutForm {
    /// Makes a repeated submit the same order.
    pub checkout_key: String,
    /// The total that the buyer saw, won. Never what is charged: when it differs from the price now,
    /// the page comes back with the new one.
    pub shown_total: String,
    /// What of the offer they saw besides it; not asked of programs that do not send it.
    pub shown_terms: Option<String>,
    /// A coupon's code.
    pub coupon_code: String,
    /// A coupon of the member's.
    pub coupon_pick: String,
    pub orderer_name: String,
    pub orderer_phone: String,
    pub orderer_email: String,
    /// `on`: the orderer receives.
    pub same: String,
    pub recipient_name: String,
    pub recipient_phone: String,
    pub postcode: String,
    pub address: String,
    pub address_detail: String,
    pub memo: String,
    pub memo_text: String,
    /// How it is to be paid, by the value of one of the ways.
    pub pay: String,
    pub bank: String,
    pub depositor: String,
    /// `on`: the deposit is held in escrow.
    pub escrow: String,
    /// The cash receipt: empty for none, `deduction`, `expense`.
    pub receipt: String,
    /// For whom: a telephone or business number.
    pub receipt_number: String,
    pub agree_order: String,
    pub agree_privacy: String,
    /// `reprice`: only compute shipping for the postcode; `coupon`, `coupon-drop`: only use a coupon, or
    /// none; `place:ID`: fill in that address of the book.
    pub step: String,
    /// `on`: the address is to be kept in the member's book.
    pub save_place: String,
}

/// What is wrong with which field, in words for the buyer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CheckoutErrors {
    pub orderer_name: Option<String>,
    pub orderer_phone: Option<String>,
    pub orderer_email: Option<String>,
    pub recipient_name: Option<String>,
    pub recipient_phone: Option<String>,
    pub postcode: Option<String>,
    pub address: Option<String>,
    pub address_detail: Option<String>,
    pub memo_text: Option<String>,
    pub pay: Option<String>,
    pub bank: Option<String>,
    pub depositor: Option<String>,
    pub receipt_number: Option<String>,
    pub agree_order: Option<String>,
    pub agree_privacy: Option<String>,
}

/// Ways to pay; none where a deposit is the only one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Ways {
    /// What most shoppers look for.
    pub front: Vec<Choice>,
    /// The others, folded away unless one of them is chosen.
    pub more: Vec<Choice>,
    pub more_open: bool,
}

/// One of several to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    pub value: String,
    pub text: String,
    pub chosen: bool,
}

/// Delivery memos offered, each with its words' key; the last one opens a text field.
pub const MEMOS: &[(&str, &str)] = &[
    ("", "memo-none"),
    ("door", "memo-door"),
    ("guard", "memo-guard"),
    ("call", "memo-call"),
    ("box", "memo-box"),
    ("other", "memo-other"),
];

impl Page for Checkout {
    const TEMPLATE: &'static str = "checkout";
    const SHEETS: &'static [&'static str] = &["order", "checkout"];

    fn title(&self, lang: Language) -> String {
        say(lang, "checkout-title")
    }

    fn samples() -> Vec<Self> {
        let mut wrong = Self::sample();
        wrong.failed = true;
        wrong.form = CheckoutForm {
            orderer_name: "홍길동".into(),
            orderer_phone: "010-12".into(),
            same: "on".into(),
            address: "서울 <b>마포구</b>".into(),
            ..CheckoutForm::default()
        };
        wrong.failed = true;
        wrong.errors = CheckoutErrors {
            orderer_phone: Some("휴대전화 번호를 010-1234-5678처럼 적어 주세요.".into()),
            postcode: Some("우편번호 다섯 자리를 적어 주세요.".into()),
            pay: Some("결제 수단을 골라 주세요.".into()),
            bank: Some("입금할 은행을 골라 주세요.".into()),
            receipt_number: Some("휴대전화 번호를 적어 주세요.".into()),
            agree_order: Some("주문 내용을 확인하고 동의해 주세요.".into()),
            ..CheckoutErrors::default()
        };
        let mut dearer = Self::sample();
        dearer.notice = Some(Notice::warning(
            "도서산간 추가 배송비가 더해졌습니다. 금액을 확인하고 다시 눌러 주세요.",
        ));
        dearer.amounts.surcharge = 3_000;
        dearer.amounts.total = 44_500;
        let mut asked = Self::sample();
        asked.repriced = true;
        asked.postcode_note = Some("이 우편번호의 배송비는 6,000원입니다.".into());
        let mut member = Self::sample();
        member.guest = false;
        member.places = vec![PlaceRow::sample("a", true), PlaceRow::sample("b", false)];
        let boxes = CouponBox::samples().into_iter().map(|coupon| Self {
            coupon,
            terms: "spring-5:3000".into(),
            ..Self::sample()
        });
        let mut all = vec![Self::sample(), wrong, dearer, asked, member];
        all.extend(boxes);
        all
    }
}

impl Checkout {
    #[expect(clippy::too_many_lines, reason = "all that the page shows")]
    fn sample() -> Self {
        let choice = |value: &str, text: &str| Choice {
            value: value.into(),
            text: text.into(),
            chosen: value == "004",
        };
        Self {
            form: CheckoutForm {
                checkout_key: "0198f2a0".into(),
                shown_total: "41500".into(),
                ..CheckoutForm::default()
            },
            errors: CheckoutErrors::default(),
            failed: false,
            repriced: false,
            postcode_note: None,
            notice: None,
            ways: Ways {
                front: vec![
                    choice("inicis:card", "신용카드 · KG이니시스"),
                    Choice {
                        chosen: true,
                        ..choice("deposit", "무통장 입금")
                    },
                ],
                more: vec![choice("inicis:transfer", "계좌이체 · KG이니시스")],
                more_open: false,
            },
            banks: vec![
                choice("004", "KB국민은행"),
                choice("088", "신한은행"),
                choice("020", "우리은행"),
                choice("011", "NH농협은행"),
                choice("003", "IBK기업은행"),
                choice("071", "우체국"),
            ],
            receipts: vec![
                choice("", "신청 안 함"),
                choice("deduction", "개인 소득공제"),
                choice("expense", "사업자 지출증빙"),
            ],
            memos: MEMOS
                .iter()
                .map(|(value, key)| choice(value, &say(Language::Ko, key)))
                .collect(),
            coupon: CouponBox::default(),
            terms: String::new(),
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
            deposit_days: 3,
            guest: true,
            places: vec![],
        }
    }
}
